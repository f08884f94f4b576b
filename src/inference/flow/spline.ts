/**
 * The monotone rational-quadratic spline on [-B, B] with identity tails (Gregory & Delbourgo 1982; Durkan et al. 2019,
 * eqs. 4-8), in float64: the readable reference that engines are compared with.
 *
 * Its raw numbers are [K widths, K heights, K - 1 inner slopes]. Widths and heights are softmaxed with a floor; slopes are
 * softplus with a floor, offset so that raw zeros give slope 1, i.e. the identity. The slopes at both ends are 1.
 */

/** Smallest width and height of a bin as a fraction of [-B, B], and smallest slope at a knot. */
export const MIN_BIN = 1e-3;
export const MIN_SLOPE = 1e-3;
/** softplus(SLOPE_OFFSET) + MIN_SLOPE = 1. */
export const SLOPE_OFFSET = Math.log(Math.expm1(1 - MIN_SLOPE));

export interface Spline {
  /** K + 1 knots, rising from -B to B. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Slope at each of the K + 1 knots. */
  readonly slope: Float64Array;
}

/** Positions of the K + 1 knots from K raw numbers. */
function knots(raw: ArrayLike<number>, from: number, bins: number, bound: number, scale: number): Float64Array {
  let largest = -Infinity;
  for (let k = 0; k < bins; k++) largest = Math.max(largest, raw[from + k] * scale);
  const share = Float64Array.from({ length: bins }, (_, k) => Math.exp(raw[from + k] * scale - largest));
  const total = share.reduce((sum, value) => sum + value, 0);
  const at = new Float64Array(bins + 1);
  at[0] = -bound;
  for (let k = 0; k < bins; k++) at[k + 1] = at[k] + 2 * bound * (MIN_BIN + (1 - MIN_BIN * bins) * (share[k] / total));
  at[bins] = bound;
  return at;
}

/**
 * The spline that 3K - 1 raw numbers (from `offset` on) stand for. `scale` multiplies the softmax inputs: 1/sqrt(H), so
 * that a wide conditioner does not start with sharp bins.
 */
export function splineFrom(raw: ArrayLike<number>, offset: number, bins: number, bound: number, scale: number): Spline {
  const slope = new Float64Array(bins + 1).fill(1);
  for (let k = 1; k < bins; k++) {
    const value = raw[offset + 2 * bins + k - 1] + SLOPE_OFFSET;
    slope[k] = MIN_SLOPE + Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value)));
  }
  return { x: knots(raw, offset, bins, bound, scale), y: knots(raw, offset + bins, bins, bound, scale), slope };
}

/** Index of the bin of `value` among rising knots, for a value inside. */
function binOf(at: Float64Array, value: number): number {
  let bin = 0;
  while (bin < at.length - 2 && value >= at[bin + 1]) bin++;
  return bin;
}

/** y = f(x) and ln f'(x). */
export function evaluate(spline: Spline, x: number): { readonly value: number; readonly logDerivative: number } {
  const last = spline.x.length - 1;
  if (x <= spline.x[0] || x >= spline.x[last]) return { value: x, logDerivative: 0 };
  const k = binOf(spline.x, x);
  const width = spline.x[k + 1] - spline.x[k];
  const height = spline.y[k + 1] - spline.y[k];
  const s = height / width;
  const [left, right] = [spline.slope[k], spline.slope[k + 1]];
  const xi = (x - spline.x[k]) / width;
  const bump = xi * (1 - xi);
  const denominator = s + (left + right - 2 * s) * bump;
  return {
    value: spline.y[k] + (height * (s * xi * xi + left * bump)) / denominator,
    logDerivative:
      2 * Math.log(s) +
      Math.log(right * xi * xi + 2 * s * bump + left * (1 - xi) * (1 - xi)) -
      2 * Math.log(denominator),
  };
}

/** x = f^-1(y) and ln f'(x): the root of a quadratic, in the form that does not cancel (Durkan et al. 2019, eqs. 29-31). */
export function invert(spline: Spline, y: number): { readonly value: number; readonly logDerivative: number } {
  const last = spline.y.length - 1;
  if (y <= spline.y[0] || y >= spline.y[last]) return { value: y, logDerivative: 0 };
  const k = binOf(spline.y, y);
  const width = spline.x[k + 1] - spline.x[k];
  const height = spline.y[k + 1] - spline.y[k];
  const s = height / width;
  const [left, right] = [spline.slope[k], spline.slope[k + 1]];
  const rise = y - spline.y[k];
  const bend = rise * (left + right - 2 * s);
  const a = height * (s - left) + bend;
  const b = height * left - bend;
  const c = -s * rise;
  const xi = (2 * c) / (-b - Math.sqrt(Math.max(b * b - 4 * a * c, 0)));
  const x = spline.x[k] + xi * width;
  return { value: x, logDerivative: evaluate(spline, x).logDerivative };
}

/**
 * The gradient of y = f(x) with respect to the 3K - 1 raw numbers of `splineFrom`, and f'(x); zeros outside of [-B, B], where the
 * spline is the identity whatever they are.
 * @param scale as given to `splineFrom`
 * @param out takes the gradient from `offset` on
 */
export function gradientOfRaw(spline: Spline, x: number, scale: number, out: Float64Array, offset: number): number {
  const bins = spline.x.length - 1;
  out.fill(0, offset, offset + 3 * bins - 1);
  const bound = spline.x[bins];
  if (x <= spline.x[0] || x >= bound) return 1;
  const k = binOf(spline.x, x);
  const width = spline.x[k + 1] - spline.x[k];
  const height = spline.y[k + 1] - spline.y[k];
  const s = height / width;
  const [left, right] = [spline.slope[k], spline.slope[k + 1]];
  const xi = (x - spline.x[k]) / width;
  const bump = xi * (1 - xi);
  const below = s + (left + right - 2 * s) * bump;
  const above = s * xi * xi + left * bump;
  const derivative = (s * s * (right * xi * xi + 2 * s * bump + left * (1 - xi) * (1 - xi))) / (below * below);
  // With xi and the height held fixed.
  const ofS = (height * (xi * xi * below - above * (1 - 2 * bump))) / (below * below);
  softmaxGradient(spline.x, k, -derivative, -derivative * xi - (s / width) * ofS, scale, out, offset);
  softmaxGradient(spline.y, k, 1, above / below + ofS / width, scale, out, offset + bins);
  const ofSlope = (knot: number, value: number) => {
    // The slopes at both ends are fixed.
    if (knot === 0 || knot === bins) return;
    // The derivative of softplus at a is 1 - exp(-softplus(a)).
    out[offset + 2 * bins + knot - 1] = value * -Math.expm1(MIN_SLOPE - spline.slope[knot]);
  };
  ofSlope(k, (height * bump * (below - above)) / (below * below));
  ofSlope(k + 1, (-height * bump * above) / (below * below));
  return derivative;
}

/**
 * Through the widths of the bins and their softmax.
 * @param at knots
 * @param before gradient of the widths of the bins before bin k; that of its own is `own`, and those behind it have none
 */
function softmaxGradient(
  at: Float64Array,
  k: number,
  before: number,
  own: number,
  scale: number,
  out: Float64Array,
  offset: number,
): void {
  const bins = at.length - 1;
  const total = at[bins] - at[0];
  const free = 1 - MIN_BIN * bins;
  const ofWidth = (bin: number) => (bin < k ? before : bin === k ? own : 0);
  const share = (bin: number) => ((at[bin + 1] - at[bin]) / total - MIN_BIN) / free;
  let mean = 0;
  for (let bin = 0; bin <= k; bin++) mean += share(bin) * ofWidth(bin);
  for (let bin = 0; bin < bins; bin++) {
    out[offset + bin] = scale * total * free * share(bin) * (ofWidth(bin) - mean);
  }
}
