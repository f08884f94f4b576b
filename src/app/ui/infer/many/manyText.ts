/** What is said of many answers, in sentences. */
import { countOf } from '../../../../inference/observation/manyObservations.ts';
import { markText } from '../../../../inference/mending/marks.ts';
import { checkObstacle } from '../../../actions/obstacles.ts';
import { count, percent } from '../../../format/number.ts';
import { countText } from '../../../session/many.ts';
import type { AppState } from '../../../store/appStore.ts';
import { MANY_DRAWS } from '../../../store/manySlice.ts';
import { held, isStrange } from './manyRows.ts';
import type { ShownRows } from './useManyRows.ts';

/** How the answers stand to the network on screen. */
export function standing(state: AppState): string {
  const { file, answers, stale, progress } = state.many;
  if (file === null) return '';
  const n = countText(file);
  if (progress !== null) return `${n}, ${count(progress * countOf(file))} of them answered.`;
  if (answers === null) return `${n}, not answered yet. ${checkObstacle(state) ?? ''}`;
  const altered = markText(answers.marks);
  const what = altered === null ? '' : ` These answers are ${altered}.`;
  const by = `${n}, answered by the network after ${count(answers.step)} steps, ${count(MANY_DRAWS)} draws each.${what}`;
  if (stale === null) return by;
  const next = state.engine.run === 'running' ? ' They are answered again when training ends.' : '';
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
          `The central 90 % intervals of ${quantity.symbol} hold ${count(known.held)} of ${count(known.of)} true values (${percent(known.held / known.of)}).`,
        ];
  const apart =
    strange === 0
      ? []
      : [
          `${count(strange)} ${strange === 1 ? 'observation is' : 'observations are'} unlike the training data (p < 0.01).`,
        ];
  return [...truths, ...apart].join(' ');
}

/** What the plot shows, for those who cannot see it. */
export function summary(shown: ShownRows): string {
  const { quantity, rows } = shown;
  return `Medians and intervals of ${quantity.label} (${quantity.symbol}) for ${count(rows.order.length)} observations. ${caption(shown)}`;
}
