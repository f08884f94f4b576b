/** Where a lesson stands on the page: nothing until one is opened; its dock is loaded then. */
import { type ComponentType, useEffect, useState } from 'react';
import { loadPart } from '../../../inference/parts/loadPart.ts';
import { patch } from '../../store/appStore.ts';
import { withMessage } from '../../store/viewSlice.ts';
import { useApp, useParts } from '../hooks/hooks.ts';
import { handsOf } from './handsOf.ts';

export function LessonPlace() {
  const parts = useParts();
  const { session, store } = parts;
  const open = useApp(({ lesson }) => lesson.open !== null);
  const [Dock, setDock] = useState<ComponentType | null>(null);
  useEffect(() => session.lessons.takeHands(handsOf(parts)), [session, parts]);
  useEffect(() => {
    if (!open || Dock !== null) return;
    loadPart('shows lessons', () => import('./LessonDock.tsx')).then(
      (part) => setDock(() => part.LessonDock),
      (error: unknown) => {
        const text = error instanceof Error ? error.message : String(error);
        patch(store, 'view', withMessage(store.getState().view, 'problem', text));
        void session.lessons.leave();
      },
    );
  }, [open, Dock, session, store]);
  return open && Dock !== null ? <Dock /> : null;
}
