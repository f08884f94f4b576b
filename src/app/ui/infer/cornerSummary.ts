/** What the corner figure shows, in words, for those who cannot see it. */
import { column } from '../../../inference/posterior/axis.ts';
import { summarise } from '../../../inference/posterior/summary.ts';
import { short } from '../../format/number.ts';
import type { FrameDraws } from './frameDraws.ts';

export function cornerSummary({ posterior, axes, truth }: FrameDraws): string {
  const rows = axes.map(({ quantity, axis }, j) => {
    const name = `${quantity.label} (${quantity.symbol})`;
    const known = truth === null ? '' : `, true value ${short(truth[j])}`;
    if (posterior === null) {
      return `${name}: prior from ${short(quantity.range[0])} to ${short(quantity.range[1])}${known}`;
    }
    const { median, central } = summarise(column(posterior, axes.length, j), axis, [0.68]);
    return `${name}: median ${short(median)}, 68 % between ${short(central[0].low)} and ${short(central[0].high)}${known}`;
  });
  return `${posterior === null ? 'Prior' : 'Posterior'} of ${rows.join('; ')}.`;
}
