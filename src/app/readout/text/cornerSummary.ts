/** What the corner figure shows, in words, for those who cannot see it. */
import { column } from '../../../inference/posterior/axis.ts';
import { wholeName } from '../../../inference/study/wholeName.ts';
import { resolved } from '../../format/number.ts';
import type { FrameDraws } from '../figures/frameDraws.ts';
import { summaryRows, widthOf } from './summaryRows.ts';

export function cornerSummary({ posterior, axes, truth }: FrameDraws): string {
  const rows = axes.map(({ quantity }, j) => {
    const name = `${quantity.label} (${wholeName(quantity)})`;
    const known = (width: number) => (truth === null ? '' : `, true value ${resolved(truth[j], width)}`);
    if (posterior === null) {
      const [from, to] = quantity.range;
      return `${name}: prior from ${resolved(from, to - from)} to ${resolved(to, to - from)}${known(to - from)}`;
    }
    const [row] = summaryRows(column(posterior, axes.length, j), [axes[j]], [0]);
    const width = widthOf(row);
    const text = (value: number) => resolved(value, width);
    const where = row.intervals.map(([low, high]) => `between ${text(low)} and ${text(high)}`).join(' or ');
    return `${name}: median ${text(row.median)}, 68 % ${where}${known(width)}`;
  });
  return `${posterior === null ? 'Prior' : 'Posterior'} of ${rows.join('; ')}.`;
}
