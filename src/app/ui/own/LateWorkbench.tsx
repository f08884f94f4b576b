/** The editor with whose text it opens: the reader's own, or a lesson's, beside which the reader's own stays as it is kept. */
import { type ComponentType, useCallback, useEffect, useMemo, useState } from 'react';
import { loadPart } from '../../../inference/parts/loadPart.ts';
import { simulationsInUse } from '../../session/lessons/steps.ts';
import { patch } from '../../store/appStore.ts';
import { useApp, useParts } from '../hooks/hooks.ts';
import type { WorkbenchProps } from './OwnWorkbench.tsx';
import type { Bench } from './useBench.ts';

const NOT_NOW = 'Not in this step of the lesson.';

interface Props {
  readonly onUsed: () => void;
}

export function LateWorkbench({ onUsed }: Props) {
  const { catalogue, session, store } = useParts();
  const id = useApp((state) => state.study.system.id);
  const seed = useApp((state) => state.lesson.open?.seed ?? 0);
  const uses = useApp(() => session.lessons.step?.start?.use !== undefined);
  const simulations = useApp(() => {
    const { current } = session.lessons;
    return current === null ? null : simulationsInUse(current);
  });
  const given = useApp((state) => state.own.lesson?.given ?? null);
  const [Workbench, setWorkbench] = useState<ComponentType<WorkbenchProps> | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    loadPart('holds the editor', () => import('./OwnWorkbench.tsx')).then(
      (part) => setWorkbench(() => part.OwnWorkbench),
      (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
    );
  }, []);
  const report = useCallback<Bench['report']>(
    (state) => {
      const { lesson } = store.getState().own;
      if (lesson !== null) patch(store, 'own', { lesson: { ...lesson, ...state } });
    },
    [store],
  );
  const lessonTools = useMemo(() => {
    const { ownSimulators, lessons } = session;
    return {
      declare: ownSimulators.declare.bind(ownSimulators),
      trial: ownSimulators.trial.bind(ownSimulators),
      use: lessons.use.bind(lessons),
    };
  }, [session]);
  if (problem !== null) return <p role="alert">{problem}</p>;
  if (Workbench === null) return <output>The editor is being fetched …</output>;
  if (given !== null) {
    return (
      <Workbench
        key="lesson"
        tools={lessonTools}
        screen={null}
        onUsed={onUsed}
        // As it stands: where it is opened again, the reader goes on with it.
        bench={{
          opened: store.getState().own.lesson?.text ?? given.text,
          given,
          seed,
          simulations,
          held: uses ? null : NOT_NOW,
          report,
        }}
      />
    );
  }
  const source = catalogue.sourceOf(id);
  const screen = source.kind === 'script' ? { id, text: source.text } : null;
  return <Workbench key="own" tools={session.ownSimulators} screen={screen} onUsed={onUsed} />;
}
