/**
 * Is a posterior its prior, in those directions in which it is as wide? Equal widths do not say so: a posterior that is split
 * or curved has them too. Where other directions are constrained, what has to be left is the prior GIVEN them: prior draws
 * are matched to posterior draws that agree in the constrained directions, and both samples compared as distributions, by
 * their nearest neighbours and by Kolmogorov and Smirnov's distance in each free direction.
 */
import { kolmogorovSmirnovTwoSample } from '../../math/goodnessOfFit.ts';
import { nearestNeighbourTest } from '../../math/nearestNeighbours.ts';
import { Random, STREAMS } from '../../math/random.ts';
import { quantile, sorted } from '../../math/statistics.ts';

/** Draws of each that are compared at most. */
const COMPARED = 200;
/** Fewer say nothing. */
const LEAST = 40;
/** How far apart a matched pair may lie in each constrained direction, posterior sds. */
const APART = 0.5;
/** Prior draws farther from the posterior's median, in its sds, match none of its draws. */
const FAR = 4;
/** Level of the whole test: a network that is a little off along the ridge still leaves the prior. */
const LEVEL = 0.01;

/** 'prior': no sign of anything else; 'other': another distribution; 'untested': too few prior draws lie near the posterior. */
export interface PriorLeft {
  readonly finding: 'prior' | 'other' | 'untested';
  /** Corrected for the number of tests; 1 where untested. */
  readonly p: number;
}

/**
 * @param posterior values of the directions [n][D], prior likewise [m][D], each in units of its prior sd
 * @param constrained which of the directions the data narrow; not all of them
 */
export function priorLeft(
  posterior: readonly Float64Array[],
  prior: readonly Float64Array[],
  constrained: readonly boolean[],
): PriorLeft {
  const fixed = constrained.flatMap((is, j) => (is ? [j] : []));
  const free = constrained.flatMap((is, j) => (is ? [] : [j]));
  const pairs = matched(posterior, prior, fixed);
  if (pairs === null || pairs.length < LEAST) return { finding: 'untested', p: 1 };
  const [ours, theirs] = [0, 1].map((side) => pairs.map((pair) => pair[side]));
  const flat = (rows: readonly Float64Array[]) => Float64Array.from(rows.flatMap((row) => Array.from(row)));
  const joint = nearestNeighbourTest(flat(ours), flat(theirs), constrained.length, new Random(0, STREAMS.priors, 1));
  const single = free.map((j) => {
    const [a, b] = [ours, theirs].map((rows) => Float64Array.from(rows, (row) => row[j]));
    return kolmogorovSmirnovTwoSample(a, b).p;
  });
  // Half of the level for each kind: the first has a least p-value, which many directions must not put out of reach.
  const p = Math.min(1, 2 * joint, 2 * free.length * Math.min(...single));
  return { finding: p < LEVEL ? 'other' : 'prior', p };
}

type Row = Float64Array;

/**
 * Pairs of posterior and prior draws that agree in the fixed directions, those in units of the posterior's width there.
 * Null where the posterior has no width.
 */
function matched(posterior: readonly Row[], prior: readonly Row[], fixed: readonly number[]): [Row, Row][] | null {
  const scale = fixed.map((j) => {
    const values = sorted(posterior.map((row) => row[j]));
    return { middle: quantile(values, 0.5), width: (quantile(values, 0.8413) - quantile(values, 0.1587)) / 2 };
  });
  if (scale.some(({ width }) => !(width > 0))) return null;
  const scaled = (row: Row) => {
    const out = row.slice();
    fixed.forEach((j, k) => (out[j] = (row[j] - scale[k].middle) / scale[k].width));
    return out;
  };
  const near = (row: Row) => fixed.every((j, k) => Math.abs(row[j] - scale[k].middle) < FAR * scale[k].width);
  const left = prior.filter(near).map(scaled);
  const pairs: [Row, Row][] = [];
  for (const row of posterior) {
    if (pairs.length === COMPARED || left.length === 0) break;
    const own = scaled(row);
    const found = fixed.length === 0 ? left.length - 1 : nearest(left, own, fixed);
    if (fixed.some((j) => Math.abs(left[found][j] - own[j]) > APART)) continue;
    pairs.push([own, left[found]]);
    // The last takes its place: their order has no meaning.
    left[found] = left[left.length - 1];
    left.pop();
  }
  return pairs;
}

function nearest(rows: readonly Row[], to: Row, directions: readonly number[]): number {
  let best = 0;
  let least = Infinity;
  for (let i = 0; i < rows.length; i++) {
    let distance = 0;
    for (const j of directions) distance += (rows[i][j] - to[j]) ** 2;
    if (distance < least) [best, least] = [i, distance];
  }
  return best;
}
