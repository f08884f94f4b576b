/** What the corner figure shows, in words, for those who cannot see it. */
import { column } from '../../../inference/posterior/axis.ts';
import { short } from '../../format/number.ts';
import type { FrameDraws } from './frameDraws.ts';
import { summaryRows } from './summaryRows.ts';

export function cornerSummary({ posterior, axes, truth }: FrameDraws): string {
  const rows = axes.map(({ quantity }, j) => {
    const name = `${quantity.label} (${quantity.symbol})`;
    const known = truth === null ? '' : `, true value ${short(truth[j])}`;
    if (posterior === null) {
      return `${name}: prior from ${short(quantity.range[0])} to ${short(quantity.range[1])}${known}`;
    }
    const [row] = summaryRows(column(posterior, axes.length, j), [axes[j]], [0]);
    const where = row.intervals.map(([low, high]) => `between ${short(low)} and ${short(high)}`).join(' or ');
    return `${name}: median ${short(row.median)}, 68 % ${where}${known}`;
  });
  return `${posterior === null ? 'Prior' : 'Posterior'} of ${rows.join('; ')}.`;
}
