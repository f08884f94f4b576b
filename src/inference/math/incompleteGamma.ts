/**
 * The regularised incomplete gamma functions, by the power series left of x = a + 1 and Legendre's continued fraction
 * right of it (Numerical Recipes, 3rd ed., section 6.2), with the common factor x^a e^-x / Gamma(a + 1) in the form of
 * Loader, "Fast and accurate computation of binomial probabilities" (2000), which does not cancel for large a.
 *
 * Why not a package: @stdlib/math-base-special-gammainc 0.3.1 is wrong in the third digit near x = a from a = 200 on
 * (0.8944 instead of 0.8960 at a = 1000, x = 1040).
 */
import lgamma from '@stdlib/math-base-special-gammaln';

const EPSILON = 2 ** -53;
/** Enough for a = 1e10: the number of terms near x = a grows as 9 sqrt(a). */
const MOST_TERMS = 1_000_000;
/** Coefficients of Stirling's series for ln Gamma(a + 1) in 1 / a, 1 / a^3, ... */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360];

/**
 * P(a, x) and Q(a, x) = 1 - P(a, x), each accurate where it is the smaller of the two.
 * @param a > 0
 * @param x >= 0
 * @returns NaN for both outside that domain
 */
export function regularisedGamma(a: number, x: number): { readonly lower: number; readonly upper: number } {
  if (!(a > 0 && a < Infinity && x >= 0)) return { lower: Number.NaN, upper: Number.NaN };
  if (x === 0) return { lower: 0, upper: 1 };
  if (x === Infinity) return { lower: 1, upper: 0 };
  if (x < a + 1) {
    const lower = commonFactor(a, x) * series(a, x);
    return { lower, upper: 1 - lower };
  }
  const upper = commonFactor(a, x) * a * continuedFraction(a, x);
  return { lower: 1 - upper, upper };
}

/** x^a e^-x / Gamma(a + 1). */
function commonFactor(a: number, x: number): number {
  if (a < 10) return Math.exp(a * Math.log(x) - x - lgamma(a + 1));
  let rest = 0;
  for (let k = STIRLING.length - 1; k >= 0; k--) rest = STIRLING[k] / a + rest / (a * a);
  return Math.exp(a * logExcess((x - a) / a) - rest) / Math.sqrt(2 * Math.PI * a);
}

/** ln(1 + m) - m, without cancellation near m = 0: with t = m / (2 + m) it is -t m + 2 (t^3 / 3 + t^5 / 5 + ...). */
function logExcess(m: number): number {
  if (Math.abs(m) > 0.5) return Math.log1p(m) - m;
  const t = m / (2 + m);
  let power = 2 * t;
  let sum = 0;
  for (let k = 3; ; k += 2) {
    power *= t * t;
    const term = power / k;
    if (Math.abs(term) <= EPSILON * Math.abs(t * m)) break;
    sum += term;
  }
  return sum - t * m;
}

/** sum_n x^n / ((a + 1) ... (a + n)). */
function series(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; n < MOST_TERMS && term > EPSILON * sum; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/** 1 / (x + 1 - a - 1 (1 - a) / (x + 3 - a - 2 (2 - a) / (x + 5 - a - ...))), by Lentz's method. */
function continuedFraction(a: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < MOST_TERMS; n++) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / nonZero(numerator * d + b, tiny);
    c = nonZero(b + numerator / c, tiny);
    fraction *= d * c;
    if (Math.abs(d * c - 1) <= 2 * EPSILON) break;
  }
  return fraction;
}

function nonZero(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}
