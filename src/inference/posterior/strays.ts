/**
 * Stray draws: a flow leaves a few draws far outside of a posterior, from the tails of its base noise, where it was hardly
 * trained (measured on trained networks: 1 to 17 of 10,000 beyond five exact sds). They stay what they are, for cutting them off
 * would make the draws disagree with ln q; but they are counted, and no width is to hang on them.
 */
import { quantile } from '../math/statistics.ts';

/** From the median, in sds of that side. A normal law has 6 in 10 million beyond. */
const FAR = 5;
/** A draw so near to the next one inwards, in the same sds, belongs to a long tail that has no gap. */
const NEAR = 0.7;
/** A larger part is a tail or a mode of its own. */
const LARGEST_SHARE = 0.005;

export interface DrawSpread {
  /** Half the width of the central 68.3 %: for a normal law its sd, and no stray moves it. */
  readonly robustSd: number;
  /** Number of draws that are strays. */
  readonly strays: number;
  /** The others lie between `from` and `to` of the ascending draws. */
  readonly from: number;
  readonly to: number;
}

/** @param ascending finite draws of one quantity, on the scale of its axis; at least one */
export function spreadOfDraws(ascending: Float64Array): DrawSpread {
  const n = ascending.length;
  const middle = quantile(ascending, 0.5);
  const [low, high] = [quantile(ascending, 0.158655), quantile(ascending, 0.841345)];
  const whole = { robustSd: (high - low) / 2, strays: 0, from: 0, to: n };
  if (!(low < middle && middle < high)) return whole;
  const [below, above] = [middle - low, high - middle];
  let from = 0;
  while (ascending[from] < middle - FAR * below) from++;
  while (from > 0 && ascending[from] - ascending[from - 1] < NEAR * below) from--;
  let to = n;
  while (ascending[to - 1] > middle + FAR * above) to--;
  while (to < n && ascending[to] - ascending[to - 1] < NEAR * above) to++;
  const strays = n - (to - from);
  return strays > 0 && strays <= Math.max(1, LARGEST_SHARE * n) ? { ...whole, strays, from, to } : whole;
}
