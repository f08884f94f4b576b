/**
 * A field (a heat map of plotly's) as SVG, for print: what is printed is made at once, and plotly takes its time. Its colours are
 * those of the trace's scale in steps, so that all cells of one colour are one path.
 */
import type { AxisBox } from '../geometry.ts';
import { toX, toY } from '../geometry.ts';
import { path, px } from './marks.ts';

/** What is used of plotly's heat map. */
export interface FieldTrace {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** [y, x]; NaN is left open. */
  readonly z: readonly ArrayLike<number>[];
  /** Positions in [0, 1], ascending, with their colours. */
  readonly colorscale: readonly (readonly [number, string])[];
}

/** Of the scale. */
const STEPS = 48;

/** The cells as paths, in pixels of the panel. */
export function fieldSvg({ x, y, z, colorscale }: FieldTrace, box: AxisBox): string {
  const values = z.flatMap((row) => Array.from(row)).filter((value) => Number.isFinite(value));
  if (values.length === 0) return '';
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const [columns, rows] = [edges(x), edges(y)];
  const cells: string[] = Array.from({ length: STEPS }, () => '');
  for (const [i, row] of z.entries()) {
    const [bottom, top] = [toY(box, rows[i]), toY(box, rows[i + 1])];
    let begin = 0;
    for (let j = 1; j <= row.length; j++) {
      const step = stepOf(row[begin], low, high);
      if (j < row.length && stepOf(row[j], low, high) === step) continue;
      if (step !== null) {
        const [left, right] = [toX(box, columns[begin]), toX(box, columns[j])];
        cells[step] += `M${px(left)} ${px(bottom)}V${px(top)}H${px(right)}V${px(bottom)}Z`;
      }
      begin = j;
    }
  }
  return cells
    .map((d, step) => (d === '' ? '' : path(d, { fill: colourAt(colorscale, (step + 0.5) / STEPS) })))
    .join('');
}

function stepOf(value: number, low: number, high: number): number | null {
  if (!Number.isFinite(value)) return null;
  return high > low ? Math.min(STEPS - 1, Math.floor((STEPS * (value - low)) / (high - low))) : STEPS >> 1;
}

/** Halfway between neighbours; at the ends as far out as in. */
function edges(at: ArrayLike<number>): number[] {
  const n = at.length;
  const half = n > 1 ? [(at[1] - at[0]) / 2, (at[n - 1] - at[n - 2]) / 2] : [0.5, 0.5];
  return Array.from({ length: n + 1 }, (_, i) => {
    if (i === 0) return at[0] - half[0];
    return i === n ? at[n - 1] + half[1] : (at[i - 1] + at[i]) / 2;
  });
}

/** @throws Error where a colour of the scale is not written as #rrggbb */
function colourAt(scale: FieldTrace['colorscale'], position: number): string {
  const above = Math.max(
    1,
    scale.findIndex(([at]) => at >= position),
  );
  const [[from, first], [to, second]] = [scale[above - 1], scale[above]];
  const share = (position - from) / (to - from);
  const [a, b] = [channels(first), channels(second)];
  return `rgb(${a.map((channel, c) => Math.round(channel + share * (b[c] - channel))).join(',')})`;
}

function channels(colour: string): number[] {
  const found = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour);
  if (found === null) throw new Error(`The colour ${colour} of a field's scale is not written as #rrggbb.`);
  return found.slice(1).map((channel) => parseInt(channel, 16));
}
