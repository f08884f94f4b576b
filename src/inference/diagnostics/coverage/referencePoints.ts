/**
 * Reference points of TARP that depend on the data, as the test needs them to see more than the prior average (Lemos et al.
 * 2023, section 3): whatever points are chosen from the data alone, the ranks of the distances are uniform for the exact
 * posterior; from points that ignore the data, a posterior that is the prior passes too. A point is drawn from a normal law
 * whose mean is a linear fit of the whitened parameters to the summaries, and whose sd is the fit's residual. Each half of the
 * data sets is fitted by the other, so that no point knows its own true value.
 */
import { columnMoments, isConstant } from '../../math/columnMoments.ts';
import { cholesky, choleskySolve } from '../../math/linear.ts';
import { Random, STREAMS } from '../../math/random.ts';

/** Summaries of the fit at most, those that follow the parameters best: many would fit noise. */
const MOST_SUMMARIES = 12;
/** Data sets of the other half for each summary of the fit, at least. */
const LEAST_EACH = 5;
/** Added to the variances of the standardised summaries: those that repeat each other share their weight. */
const RIDGE = 0.01;
/** Whitened parameters beyond count as there: a value on the very edge of its prior is infinite. */
const FARTHEST = 8;

/**
 * @param z true parameters, whitened [n, D]
 * @param s summaries [n, C]
 * @param from number of the first data set's sequence of random numbers
 * @returns points in whitened coordinates [n, D]
 */
export function referencePoints(
  z: Float64Array,
  s: ArrayLike<number>,
  D: number,
  seed: number,
  from = 0,
): Float64Array {
  const n = z.length / D;
  const out = new Float64Array(z.length);
  const rows = Array.from({ length: n }, (_, i) => i);
  const random = new Random(seed, STREAMS.referencePoints);
  for (const half of [0, 1]) {
    const fit = linearFit(
      z,
      s,
      D,
      rows.filter((i) => i % 2 !== half),
    );
    for (let i = half; i < n; i += 2) {
      random.at(STREAMS.referencePoints, from + i);
      fit(i).forEach(({ mean, sd }, j) => {
        out[i * D + j] = mean + sd * random.normal();
      });
    }
  }
  return out;
}

interface Predicted {
  readonly mean: number;
  readonly sd: number;
}

/** Ridge regression of every coordinate on standardised summaries, over the rows given: a prediction for any row. */
function linearFit(
  z: Float64Array,
  s: ArrayLike<number>,
  D: number,
  rows: readonly number[],
): (row: number) => Predicted[] {
  const C = s.length / (z.length / D);
  const m = rows.length;
  const most = Math.min(MOST_SUMMARIES, Math.floor(m / LEAST_EACH));
  const targets = Array.from({ length: D }, (_, j) => standardised(rows.map((i) => within(z[i * D + j]))));
  const columns = Array.from({ length: C }, (_, c) => ({ c, ...standardised(rows.map((i) => s[i * C + c])) }))
    .filter(({ sd }) => sd > 0 && Number.isFinite(sd))
    .map((column) => {
      const follows = targets.reduce((sum, target) => sum + inner(column.values, target.values) ** 2, 0);
      return { ...column, follows };
    })
    .sort((a, b) => b.follows - a.follows)
    .slice(0, most);
  const moments = columns.map((a, i) => columns.map((b, k) => inner(a.values, b.values) / m + (i === k ? RIDGE : 0)));
  const factor = moments.length === 0 ? null : cholesky(moments);
  const fits = targets.map((target) => {
    const along = columns.map(({ values }) => inner(values, target.values) / m);
    const weights = factor === null ? [] : choleskySolve(factor, along);
    const residual = target.values.map((value, i) =>
      columns.reduce((rest, { values }, k) => rest - weights[k] * values[i], value),
    );
    return { target, weights, sd: target.sd * Math.sqrt(inner(residual, residual) / Math.max(1, m)) };
  });
  return (row) =>
    fits.map(({ target, weights, sd }) => {
      const along = columns.reduce(
        (sum, column, k) => sum + (weights[k] * (s[row * C + column.c] - column.mean)) / column.sd,
        0,
      );
      return { mean: target.mean + target.sd * along, sd };
    });
}

/** Values less their mean, over their sd (divisor n); all 0, with sd 0, where they do not vary but for rounding. */
function standardised(values: readonly number[]) {
  if (values.length === 0) return { mean: 0, sd: 0, values: new Float64Array() };
  const moments = columnMoments(values, 1);
  const mean = moments.mean[0];
  const sd = isConstant(mean, moments.sd[0]) ? 0 : moments.sd[0];
  return { mean, sd, values: Float64Array.from(values, (value) => (sd > 0 ? (value - mean) / sd : 0)) };
}

function within(value: number): number {
  return Math.max(-FARTHEST, Math.min(FARTHEST, value));
}

function inner(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}
