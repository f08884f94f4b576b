/**
 * The posterior of one or two unknowns from a synthetic likelihood (summaryLaw.ts): simulations all over the box of the
 * priors give a first law and with it the box that holds the mass, simulations in that box a better law, and so on. Each
 * round shrinks the range over which the law has to be smooth.
 */
import type { Random } from '../math/random.ts';
import { summaryLaw } from './summaryLaw.ts';
import { adaptiveGrid, type Interval, type ZoomedGrid } from './adaptiveGrid.ts';

/** Shares of the simulations that the rounds get. */
const SHARES = [0.2, 0.2, 0.6] as const;
export const ROUNDS = SHARES.length;
const NODES = { coarse: 31, fine: 61 } as const;
/** A box grows by this share on either side before the next round: the law that found it was a coarse one. */
const WIDENED = 0.15;

/** The unknowns of a grid. */
export interface Unknowns {
  /** An interval for each of one or two. */
  readonly box: readonly Interval[];
  /** ln prior density at a point of the box, up to a constant. */
  readonly logPrior: (point: Float64Array) => number;
  /** As many functions of the point in which the law of the summaries is smooth. Default: the point itself. */
  readonly smooth?: (point: Float64Array) => readonly number[];
}

function widened({ low, high }: Interval, within: Interval): Interval {
  const more = WIDENED * (high - low);
  return { low: Math.max(within.low, low - more), high: Math.min(within.high, high + more) };
}

/** To [-1, 1]. */
function toUnit(value: number, { low, high }: Interval): number {
  return (2 * (value - low)) / (high - low) - 1;
}

/** Of each column of points [n, d]. */
function extent(points: Float64Array, d: number): Interval[] {
  return Array.from({ length: d }, (_, j) => {
    let [low, high] = [Infinity, -Infinity];
    for (let i = j; i < points.length; i += d) {
      low = Math.min(low, points[i]);
      high = Math.max(high, points[i]);
    }
    return { low, high };
  });
}

/**
 * The density on a grid over the box that holds its mass, after the rounds; null where it vanishes everywhere.
 * @param simulate summaries at a point of the coordinates into `s`
 * @param observed summaries
 */
export function syntheticPosterior(
  { box: whole, logPrior, smooth }: Unknowns,
  simulate: (point: Float64Array, random: Random, s: Float64Array) => void,
  observed: Float64Array,
  simulations: number,
  random: Random,
  onProgress?: (fraction: number) => void,
): ZoomedGrid | null {
  const d = whole.length;
  const C = observed.length;
  let box = whole;
  let grid: ZoomedGrid | null = null;
  let done = 0;
  const point = new Float64Array(d);
  const s = new Float64Array(C);
  for (const share of SHARES) {
    const n = Math.round(share * simulations);
    const scaled = new Float64Array(n * d);
    const summaries = new Float64Array(n * C);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < d; j++) {
        const at = random.uniform();
        scaled[i * d + j] = 2 * at - 1;
        point[j] = box[j].low + at * (box[j].high - box[j].low);
      }
      if (smooth) scaled.set(smooth(point), i * d);
      simulate(point, random, s);
      summaries.set(s, i * C);
      done++;
      if (i % 20 === 0) onProgress?.(done / simulations);
    }
    const here = smooth ? extent(scaled, d) : box;
    if (smooth) {
      for (let i = 0; i < n * d; i++) scaled[i] = toUnit(scaled[i], here[i % d]);
    }
    const law = summaryLaw(scaled, d, summaries, observed);
    const place = new Float64Array(d);
    grid = adaptiveGrid(
      box,
      (at) => {
        const ln = logPrior(at);
        if (ln === -Infinity) return ln;
        const where = smooth ? smooth(at) : at;
        for (let j = 0; j < d; j++) place[j] = toUnit(where[j], here[j]);
        return ln + law(place);
      },
      NODES,
    );
    if (grid === null) return null;
    box = grid.axes.map((nodes, j) => widened({ low: nodes[0], high: nodes[nodes.length - 1] }, whole[j]));
  }
  return grid;
}
