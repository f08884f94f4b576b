/**
 * Whether two samples come from one law, by their nearest neighbours (Schilling 1986, Journal of the American Statistical
 * Association 81, 799; Henze 1988, Annals of Statistics 16, 772): among the K nearest neighbours of a point in both samples
 * together, those of its own sample are too many where the laws differ, however they do. The p-value is that of relabelling.
 */
import type { Random } from './random.ts';

const NEIGHBOURS = 5;
const RELABELLINGS = 249;

/**
 * @param a points [n, D], row-major, in coordinates of comparable spread; `b` likewise [m, D]
 * @param random for the relabellings
 * @returns p >= 1 / 250; 1 for fewer than 10 points
 */
export function nearestNeighbourTest(a: Float64Array, b: Float64Array, dim: number, random: Random): number {
  const n = a.length / dim;
  const total = n + b.length / dim;
  if (total < 2 * NEIGHBOURS) return 1;
  const points = new Float64Array(total * dim);
  points.set(a);
  points.set(b, a.length);
  const near = neighbours(points, total, dim);
  const label = new Uint8Array(total).fill(1, 0, n);
  const observed = ownOnes(near, label);
  let reached = 0;
  for (let r = 0; r < RELABELLINGS; r++) {
    label.fill(0);
    const order = random.permutation(total);
    for (let i = 0; i < n; i++) label[order[i]] = 1;
    if (ownOnes(near, label) >= observed) reached++;
  }
  return (1 + reached) / (1 + RELABELLINGS);
}

/** Neighbours [total, K] with the label of their point. */
function ownOnes(near: Uint32Array, label: Uint8Array): number {
  let same = 0;
  for (let i = 0; i < near.length; i++) if (label[near[i]] === label[Math.floor(i / NEIGHBOURS)]) same++;
  return same;
}

/** The K nearest of every point among the others, [total, K]. */
function neighbours(points: Float64Array, total: number, dim: number): Uint32Array {
  const near = new Uint32Array(total * NEIGHBOURS);
  const best = new Float64Array(NEIGHBOURS);
  for (let i = 0; i < total; i++) {
    best.fill(Infinity);
    const own = near.subarray(i * NEIGHBOURS, (i + 1) * NEIGHBOURS);
    for (let l = 0; l < total; l++) {
      if (l === i) continue;
      let distance = 0;
      for (let j = 0; j < dim; j++) distance += (points[i * dim + j] - points[l * dim + j]) ** 2;
      if (distance >= best[NEIGHBOURS - 1]) continue;
      let place = NEIGHBOURS - 1;
      for (; place > 0 && best[place - 1] > distance; place--) {
        best[place] = best[place - 1];
        own[place] = own[place - 1];
      }
      best[place] = distance;
      own[place] = l;
    }
  }
  return near;
}
