/** A panel where it is offered. Where it is not, one that a tab has chosen says why, and the others are left out. */
import { anchorOf } from '../../browser/anchor.ts';
import { patch } from '../../store/appStore.ts';
import { coveredNow } from '../../store/lessonSlice.ts';
import type { Covered } from '../../../lessons/guess.ts';
import { Button } from '../controls/Button.tsx';
import { useApp, useParts } from '../hooks/hooks.ts';
import css from '../infer/InferColumn.module.css';
import type { Panel } from './panel.ts';

interface Props {
  readonly panel: Panel;
  readonly embedded?: boolean;
}

export function PanelView({ panel, embedded = false }: Props) {
  const { id, title, tab, offered, Component } = panel;
  const { store } = useParts();
  const possible = useApp(offered);
  // The tabs are those of the posterior: another learner has none.
  const hasTabs = useApp(({ study }) => study.learner === undefined);
  const covered = useApp(({ lesson }) => isPanelCovered(panel, coveredNow(lesson)));
  if (covered && possible === true) {
    return (
      <section className={css.panel} aria-label={title} data-anchor={anchorOf({ kind: 'panel', name: id })}>
        <p className={css.what}>{title}: covered until you reveal.</p>
      </section>
    );
  }
  if (possible === true) {
    return <Component anchor={anchorOf({ kind: 'panel', name: id })} title={title} embedded={embedded} />;
  }
  if (tab === undefined || !hasTabs) return null;
  return (
    <section className={css.panel} aria-label={title}>
      <p className={css.what}>{possible}</p>
      <Button onClick={() => patch(store, 'view', { inferTab: 'posterior' })}>Show the posterior</Button>
    </section>
  );
}

/** Whether a lesson keeps all of the panel from being seen. The figures of the posterior stay, without what is covered in them. */
function isPanelCovered({ id, column }: Panel, covered: readonly Covered[]): boolean {
  if (column === 'check') return covered.includes('verdicts');
  return covered.includes('posterior') && (id === 'batch' || id === 'pinned-runs' || id === 'learnt');
}
