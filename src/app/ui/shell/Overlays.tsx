/** What lies over the page, most of it closed. Sheets and dialogs are loaded once the page answers, or when one is opened. */
import { type ComponentType, useEffect, useState } from 'react';
import { loadPart } from '../../../inference/parts/loadPart.ts';
import { patch } from '../../store/appStore.ts';
import { useApp, useParts } from '../hooks/hooks.ts';
import { withMessage } from '../../store/viewSlice.ts';
import { FileDrop } from './FileDrop.tsx';
import { openStudy } from '../../store/engineSlice.ts';

export function Overlays() {
  return (
    <>
      <FileDrop />
      <LateSheets />
    </>
  );
}

function LateSheets() {
  const { store } = useParts();
  const opened = useApp(
    ({ view, simulations, own, observation }) =>
      view.sheet !== null || simulations.pending !== null || own.pending !== null || observation.pending !== null,
  );
  const answers = useApp(({ engine }) => openStudy(engine) !== null || engine.status.kind === 'failed');
  const [Sheets, setSheets] = useState<ComponentType | null>(null);
  const wanted = opened || answers;
  useEffect(() => {
    if (!wanted || Sheets !== null) return;
    loadPart('holds the sheets', () => import('./Sheets.tsx')).then(
      (part) => setSheets(() => part.Sheets),
      (error: unknown) => {
        // Of one that is asked for; otherwise the next that is opened tries again.
        if (!opened) return;
        const text = error instanceof Error ? error.message : String(error);
        patch(store, 'view', { ...withMessage(store.getState().view, 'problem', text), sheet: null });
      },
    );
  }, [wanted, opened, Sheets, store]);
  return Sheets === null ? null : <Sheets />;
}
