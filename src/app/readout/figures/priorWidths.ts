import { column } from '../../../inference/posterior/axis.ts';
import { summarise } from '../../../inference/posterior/summary.ts';
import type { FrameDraws } from './frameDraws.ts';

/** Prior sds of the quantities, on the scale of their axes. */
export function priorWidths({ prior, axes }: Pick<FrameDraws, 'prior' | 'axes'>): number[] {
  return axes.map(({ axis }, j) => summarise(column(prior, axes.length, j), axis, []).onAxis.sd);
}
