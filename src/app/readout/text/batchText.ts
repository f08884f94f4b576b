/** What is said of many answers, in sentences. */
import { countOf } from '../../../inference/observation/batch.ts';
import type { ObservationLevel } from '../../../inference/diagnostics/report/observationVerdict.ts';
import { NEVER } from '../../../inference/diagnostics/data/outlier.ts';
import { markText } from '../../../inference/correction/marks.ts';
import { checkObstacle } from '../network/obstacles.ts';
import { count, percent } from '../../format/number.ts';
import { countText } from './countText.ts';
import type { AppState } from '../../store/appStore.ts';
import { MANY_DRAWS } from '../../store/batchSlice.ts';
import { held, isStrange, type ShownRows } from '../figures/batchRows.ts';
import { runState } from '../../store/engineSlice.ts';

/** How the answers stand to the network on screen. */
export function standing(state: AppState): string {
  const { file, answers, stale, progress } = state.batch;
  if (file === null) return '';
  const n = countText(file);
  if (progress !== null) return `${n}, ${count(progress * countOf(file))} of them done.`;
  if (answers === null) return `${n}, no posteriors yet. ${checkObstacle(state) ?? ''}`;
  const altered = markText(answers.marks);
  const what = altered === null ? '' : ` These posteriors are ${altered}.`;
  const by = `${n}, posteriors of the network at step ${count(answers.step)}, ${count(MANY_DRAWS)} draws each.${what}`;
  if (stale === null) return by;
  const next = runState(state.engine) === 'running' ? ' They are recomputed when training ends.' : '';
  return `${by} ${stale}${next}`;
}

/** How the intervals compare with the true values, and which data are strange: a sentence each, with numbers. */
export function caption({ quantity, rows }: ShownRows): string {
  const known = held(rows);
  const strange = Array.from(rows.order).filter((i) => isStrange(rows, i)).length;
  const truths =
    known === null
      ? []
      : [
          `The central 90 % intervals of ${quantity.symbol} contain ${count(known.held)} of ${count(known.of)} true values (${percent(known.held / known.of)}).`,
        ];
  const apart =
    strange === 0
      ? []
      : [
          `${count(strange)} ${strange === 1 ? 'observation is' : 'observations are'} unlike the training data (p < ${NEVER}).`,
        ];
  return [...truths, ...apart, ...unanswered(rows)].join(' ');
}

/** Data that were ranked and have no answer: of their draws too few are left under the priors as they are now. */
function unanswered({ columns }: ShownRows['rows']): string[] {
  const without = columns.mean.filter((mean, i) => Number.isNaN(mean) && !Number.isNaN(columns.outlier[i])).length;
  if (without === 0) return [];
  const [has, its] = without === 1 ? ['observation has', 'its'] : ['observations have', 'their'];
  return [
    `${count(without)} ${has} no posterior: reweighting to the moved priors leaves too few of ${its} draws. Train the network for these priors.`,
  ];
}

/** What the checks say of the answers, and how many were not looked at: always said, so that silence is no verdict. */
export function verdictText({ rows: { verdicts, columns } }: ShownRows): string {
  const answered = columns.mean.filter((value) => !Number.isNaN(value)).length;
  if (answered === 0) return '';
  const of = (level: ObservationLevel) => verdicts.filter((verdict) => verdict?.level === level).length;
  const checked = of('bad') + of('warn') + of('good');
  // Without the rows of a table of simulations there is nothing to rank the data among.
  const ranked = columns.outlier.some((p) => !Number.isNaN(p));
  if (checked === 0) return `No posterior is checked yet${ranked ? '; only the data are (data p)' : ''}.`;
  const told = `${count(of('bad'))} not to be trusted, ${count(of('warn'))} to be used with caution, ${count(of('good'))} without a fault found`;
  const left = verdicts.length - checked;
  const rest =
    left === 0 ? '' : ` ${count(left)} ${left === 1 ? 'is' : 'are'} not checked; only the data are (data p).`;
  return `Of ${count(checked)} checked posteriors, ${told}.${rest}`;
}

/** What the plot shows, for those who cannot see it. */
export function summary(shown: ShownRows): string {
  const { quantity, rows } = shown;
  return `Medians and intervals of ${quantity.label} (${quantity.symbol}) for ${count(rows.order.length)} observations. ${caption(shown)}`;
}
