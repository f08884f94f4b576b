/**
 * Inverse of the regularised incomplete gamma functions, from either tail: the root of ln P(a, x) = ln p or of
 * ln Q(a, x) = ln q in u = ln x, by Newton's steps kept inside a bracket that shrinks (Numerical Recipes, 3rd ed.,
 * section 9.4), from the first term of the series for P where that is small and from Wilson and Hilferty's cube root of a
 * normal quantile elsewhere.
 *
 * Why not a package: @stdlib/math-base-special-gammaincinv rests on its own gammainc, wrong in the third digit (see
 * incompleteGamma.ts).
 */
import lgamma from '@stdlib/math-base-special-gammaln';
import { regularisedGamma } from './incompleteGamma.ts';
import { normalQuantile } from './normalQuantile.ts';

const MOST_STEPS = 200;
/** A step in ln x below this changes x by less than a rounding. */
const LEAST_STEP = 2 ** -53;

/**
 * x with P(a, x) = p and Q(a, x) = q = 1 - p. Both are given because the smaller one has the information.
 * @param a > 0
 * @returns 0 at p = 0, Infinity at q = 0, NaN where they are no probabilities
 */
export function gammaQuantile(a: number, p: number, q: number): number {
  if (!(a > 0 && p >= 0 && q >= 0)) return Number.NaN;
  if (p === 0) return 0;
  if (q === 0) return Infinity;
  const fromBelow = p <= q;
  const target = Math.log(fromBelow ? p : q);
  let u = Math.log(start(a, p, q));
  let [low, high] = [-Infinity, Infinity];
  for (let step = 0; step < MOST_STEPS; step++) {
    const { gap, slope } = residual(a, u, target, fromBelow);
    if (gap === 0) break;
    if (gap < 0) low = u;
    else high = u;
    let next = u - gap / slope;
    if (!(next > low && next < high)) next = between(low, high, u);
    const moved = Math.abs(next - u);
    u = next;
    if (moved <= LEAST_STEP * Math.max(1, Math.abs(u))) break;
  }
  return Math.exp(u);
}

/** A function of u that rises through 0 at the root: ln P - ln p, or ln q - ln Q; and its derivative. */
function residual(a: number, u: number, target: number, fromBelow: boolean) {
  const { lower, upper } = regularisedGamma(a, Math.exp(u));
  const tail = fromBelow ? lower : upper;
  // ln of x f(x), f the density: du = dx / x.
  const logRate = a * u - Math.exp(u) - lgamma(a);
  const gap = fromBelow ? Math.log(tail) - target : target - Math.log(tail);
  return { gap, slope: Math.exp(logRate - Math.log(tail)) };
}

function start(a: number, p: number, q: number): number {
  // P(a, x) = x^a / Gamma(a + 1) (1 - a x / (a + 1) + ...)
  const small = Math.exp((Math.log(p) + lgamma(a + 1)) / a);
  if (small < 0.2 * (a + 1)) return Math.max(small, Number.MIN_VALUE);
  const z = p <= q ? normalQuantile(p) : -normalQuantile(q);
  const root = 1 - 1 / (9 * a) + z / (3 * Math.sqrt(a));
  return root > 0 ? a * root ** 3 : small;
}

function between(low: number, high: number, u: number): number {
  if (low === -Infinity) return high - Math.max(1, Math.abs(high - u));
  return high === Infinity ? low + 1 : (low + high) / 2;
}
