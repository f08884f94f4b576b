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

/** One axis of the grid. */
export interface Coordinate {
  readonly box: Interval;
  /** ln prior density of the coordinate. */
  readonly logPrior: (at: number) => number;
}

function widened({ low, high }: Interval, within: Interval): Interval {
  const more = WIDENED * (high - low);
  return { low: Math.max(within.low, low - more), high: Math.min(within.high, high + more) };
}

/**
 * The density on a grid over the box that holds its mass, after the rounds; null where it vanishes everywhere.
 * @param simulate summaries at a point of the coordinates into `s`
 * @param observed summaries
 */
export function syntheticPosterior(
  axes: readonly Coordinate[],
  simulate: (point: Float64Array, random: Random, s: Float64Array) => void,
  observed: Float64Array,
  simulations: number,
  random: Random,
  onProgress?: (fraction: number) => void,
): ZoomedGrid | null {
  const d = axes.length;
  const C = observed.length;
  let box = axes.map((axis) => axis.box);
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
      simulate(point, random, s);
      summaries.set(s, i * C);
      done++;
      if (i % 20 === 0) onProgress?.(done / simulations);
    }
    const law = summaryLaw(scaled, d, summaries, observed);
    const here = box;
    const place = new Float64Array(d);
    grid = adaptiveGrid(
      here,
      (at) => {
        let ln = 0;
        for (let j = 0; j < d; j++) {
          ln += axes[j].logPrior(at[j]);
          place[j] = (2 * (at[j] - here[j].low)) / (here[j].high - here[j].low) - 1;
        }
        return ln === -Infinity ? ln : ln + law(place);
      },
      NODES,
    );
    if (grid === null) return null;
    box = grid.axes.map((nodes, j) => widened({ low: nodes[0], high: nodes[nodes.length - 1] }, axes[j].box));
  }
  return grid;
}
