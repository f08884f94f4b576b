/**
 * The rational-quadratic spline (src/inference/flow/spline.ts), four samples at once: value and log derivative, their
 * gradient, and the inverse. Tables are rows of a panel: 3K - 1 raw numbers, and nine numbers kept of the chosen bin:
 * its index, left knot, width, bottom knot, height, slopes at both knots, and the derivative of both slopes.
 *
 * Only the two slopes of the chosen bin are ever computed. The slopes at the ends are 1, which is what a raw 0 gives.
 */
import { ROW } from './plan';
import { choose, exp, fma, log, splat } from './vector';

const MIN_BIN: f32 = 1e-3;
const MIN_SLOPE: f32 = 1e-3;
/** ln(e^(1 - MIN_SLOPE) - 1). */
const SLOPE_OFFSET: f32 = 0.5397424;

const INDEX: usize = 0;
const LEFT: usize = 32;
const WIDTH: usize = 64;
const BOTTOM: usize = 96;
const HEIGHT: usize = 128;
const SLOPE_LEFT: usize = 160;
const SLOPE_RIGHT: usize = 192;
const STEEP_LEFT: usize = 224;
const STEEP_RIGHT: usize = 256;

/** Softmax of K rows in place. */
function softmax(raw: usize, bins: i32, scale: v128): void {
  const end = raw + <usize>bins * ROW;
  let largest = v128.load(raw);
  for (let at = raw + ROW; at < end; at += ROW) largest = f32x4.pmax(largest, v128.load(at));
  let total = splat(0.0);
  for (let at = raw; at < end; at += ROW) {
    const share = exp(f32x4.mul(f32x4.sub(v128.load(at), largest), scale));
    total = f32x4.add(total, share);
    v128.store(at, share);
  }
  const inverse = f32x4.div(splat(1.0), total);
  for (let at = raw; at < end; at += ROW) v128.store(at, f32x4.mul(v128.load(at), inverse));
}

/** Turns raw widths and heights into shares, in place. */
export function normalise(raw: usize, bins: i32, scale: f32): void {
  softmax(raw, bins, splat(scale));
  softmax(raw + <usize>bins * ROW, bins, splat(scale));
}

/** 1 in the lanes whose value lies inside of (-B, B). */
@inline
function isInside(value: v128, bound: f32): v128 {
  return f32x4.lt(f32x4.abs(value), splat(bound));
}

/**
 * Finds the bin of four values (which must lie inside) among the knots of the input (or of the output) and keeps it.
 * @param raw normalised widths and heights, raw slopes
 */
function search(raw: usize, kept: usize, bins: i32, bound: f32, value: v128, byOutput: bool): void {
  const smallest = splat(<f32>2 * bound * MIN_BIN);
  const free = splat(<f32>2 * bound * (<f32>1 - MIN_BIN * <f32>bins));
  const heights = raw + <usize>bins * ROW;
  const slopes = heights + <usize>bins * ROW;
  let knotX = splat(-bound);
  let knotY = knotX;
  let index = splat(0.0);
  let left = knotX;
  let bottom = knotX;
  let width = fma(v128.load(raw), free, smallest);
  let height = fma(v128.load(heights), free, smallest);
  let slopeLeft = splat(0.0);
  let slopeRight = bins > 1 ? v128.load(slopes) : slopeLeft;
  knotX = f32x4.add(knotX, width);
  knotY = f32x4.add(knotY, height);
  for (let k = 1; k < bins; k++) {
    const at = <usize>k * ROW;
    const reached = byOutput ? f32x4.ge(value, knotY) : f32x4.ge(value, knotX);
    const w = fma(v128.load(raw + at), free, smallest);
    const h = fma(v128.load(heights + at), free, smallest);
    index = choose(reached, splat(<f32>k), index);
    left = choose(reached, knotX, left);
    bottom = choose(reached, knotY, bottom);
    width = choose(reached, w, width);
    height = choose(reached, h, height);
    slopeLeft = choose(reached, v128.load(slopes + at - ROW), slopeLeft);
    slopeRight = choose(reached, k + 1 < bins ? v128.load(slopes + at) : splat(0.0), slopeRight);
    knotX = f32x4.add(knotX, w);
    knotY = f32x4.add(knotY, h);
  }
  v128.store(kept, index, INDEX);
  v128.store(kept, left, LEFT);
  v128.store(kept, width, WIDTH);
  v128.store(kept, bottom, BOTTOM);
  v128.store(kept, height, HEIGHT);
  keepSlope(slopeLeft, kept + SLOPE_LEFT, kept + STEEP_LEFT);
  keepSlope(slopeRight, kept + SLOPE_RIGHT, kept + STEEP_RIGHT);
}

/** softplus(raw + offset) + floor, and its derivative, a sigmoid. */
function keepSlope(raw: v128, slope: usize, steep: usize): void {
  const v = f32x4.add(raw, splat(SLOPE_OFFSET));
  const e = exp(f32x4.neg(f32x4.abs(v)));
  const one = splat(1.0);
  const onePlus = f32x4.add(one, e);
  v128.store(slope, f32x4.add(f32x4.add(f32x4.pmax(v, splat(0.0)), log(onePlus)), splat(MIN_SLOPE)));
  v128.store(steep, f32x4.div(choose(f32x4.ge(v, splat(0.0)), one, e), onePlus));
}

/**
 * y = f(x) into `out`, ln f'(x) added to `logDerivative`. Normalises `raw` in place and fills `kept`.
 */
export function evaluate(
  raw: usize,
  kept: usize,
  bins: i32,
  bound: f32,
  scale: f32,
  x: v128,
  out: usize,
  logDerivative: usize,
): void {
  normalise(raw, bins, scale);
  const inside = isInside(x, bound);
  const inner = v128.and(x, inside);
  search(raw, kept, bins, bound, inner, false);
  const width = v128.load(kept, WIDTH);
  const height = v128.load(kept, HEIGHT);
  const dl = v128.load(kept, SLOPE_LEFT);
  const dr = v128.load(kept, SLOPE_RIGHT);
  const s = f32x4.div(height, width);
  const xi = f32x4.div(f32x4.sub(inner, v128.load(kept, LEFT)), width);
  const rest = f32x4.sub(splat(1.0), xi);
  const bump = f32x4.mul(xi, rest);
  const twice = f32x4.add(s, s);
  const denominator = fma(f32x4.sub(f32x4.add(dl, dr), twice), bump, s);
  const xi2 = f32x4.mul(xi, xi);
  const rise = f32x4.mul(height, fma(dl, bump, f32x4.mul(s, xi2)));
  const y = f32x4.add(v128.load(kept, BOTTOM), f32x4.div(rise, denominator));
  const steep = fma(dr, xi2, fma(twice, bump, f32x4.mul(dl, f32x4.mul(rest, rest))));
  const ratio = f32x4.div(s, denominator);
  const ln = log(f32x4.mul(f32x4.mul(ratio, ratio), steep));
  v128.store(out, choose(inside, y, x));
  v128.store(logDerivative, f32x4.add(v128.load(logDerivative), v128.and(ln, inside)));
}

/**
 * Gradient of `evaluate`: with dL/dy and dL/d(ln f') given, overwrites the shares and raw slopes with dL/draw and writes
 * dL/dx.
 */
export function evaluateGradient(
  raw: usize,
  kept: usize,
  bins: i32,
  bound: f32,
  scale: f32,
  x: v128,
  dy: v128,
  dln: v128,
  dx: usize,
): void {
  const inside = isInside(x, bound);
  const inner = v128.and(x, inside);
  const gy = v128.and(dy, inside);
  const gln = v128.and(dln, inside);
  const one = splat(1.0);
  const width = v128.load(kept, WIDTH);
  const height = v128.load(kept, HEIGHT);
  const dl = v128.load(kept, SLOPE_LEFT);
  const dr = v128.load(kept, SLOPE_RIGHT);
  const perWidth = f32x4.div(one, width);
  const s = f32x4.mul(height, perWidth);
  const xi = f32x4.mul(f32x4.sub(inner, v128.load(kept, LEFT)), perWidth);
  const rest = f32x4.sub(one, xi);
  const bump = f32x4.mul(xi, rest);
  const twice = f32x4.add(s, s);
  const bend = f32x4.sub(f32x4.add(dl, dr), twice);
  const perDenominator = f32x4.div(one, fma(bend, bump, s));
  const xi2 = f32x4.mul(xi, xi);
  const rest2 = f32x4.mul(rest, rest);
  const arch = fma(dl, bump, f32x4.mul(s, xi2));
  const steep = fma(dr, xi2, fma(twice, bump, f32x4.mul(dl, rest2)));

  // y = bottom + height arch / denominator; ln f' = 2 ln s + ln steep - 2 ln denominator.
  const gRise = f32x4.mul(gy, perDenominator);
  const gDenominator = f32x4.neg(
    f32x4.mul(perDenominator, fma(gRise, f32x4.mul(height, arch), f32x4.add(gln, gln))),
  );
  const gSteep = f32x4.div(gln, steep);
  const gArch = f32x4.mul(gRise, height);
  const gDl = fma(gArch, bump, fma(gDenominator, bump, f32x4.mul(gSteep, rest2)));
  const gDr = fma(gDenominator, bump, f32x4.mul(gSteep, xi2));
  let gS = f32x4.div(f32x4.add(gln, gln), s);
  gS = fma(gArch, xi2, gS);
  gS = fma(gDenominator, f32x4.sub(one, f32x4.add(bump, bump)), gS);
  gS = fma(gSteep, f32x4.add(bump, bump), gS);
  let gBump = f32x4.mul(gArch, dl);
  gBump = fma(gDenominator, bend, gBump);
  gBump = fma(gSteep, twice, gBump);
  let gXi = f32x4.mul(gArch, f32x4.mul(twice, xi));
  gXi = fma(f32x4.add(gSteep, gSteep), f32x4.sub(f32x4.mul(dr, xi), f32x4.mul(dl, rest)), gXi);
  gXi = fma(gBump, f32x4.sub(rest, xi), gXi);
  const gX = f32x4.mul(gXi, perWidth);
  const gHeight = fma(gRise, arch, f32x4.mul(gS, perWidth));
  const gWidth = f32x4.neg(f32x4.mul(perWidth, fma(gS, s, f32x4.mul(gXi, xi))));
  v128.store(dx, choose(inside, gX, dy));

  const index = v128.load(kept, INDEX);
  const heights = raw + <usize>bins * ROW;
  const slopes = heights + <usize>bins * ROW;
  sharesGradient(raw, bins, bound, scale, index, v128.load(kept, LEFT), width, f32x4.neg(gX), gWidth);
  sharesGradient(heights, bins, bound, scale, index, v128.load(kept, BOTTOM), height, gy, gHeight);
  const rawLeft = f32x4.mul(gDl, v128.load(kept, STEEP_LEFT));
  const rawRight = f32x4.mul(gDr, v128.load(kept, STEEP_RIGHT));
  for (let k = 1; k < bins; k++) {
    const knot = splat(<f32>k);
    const isLeft = f32x4.eq(index, knot);
    const isRight = f32x4.eq(index, splat(<f32>(k - 1)));
    v128.store(
      slopes + <usize>(k - 1) * ROW,
      v128.or(v128.and(rawLeft, isLeft), v128.and(rawRight, isRight)),
    );
  }
}

/**
 * From the gradients of the chosen bin's lower knot and size to those of the K softmax inputs, in place of the shares p:
 * d/dr_j = scale free p_j ([j < k] gKnot + [j = k] gSize - mean), mean = gKnot sum_{j < k} p_j + gSize p_k.
 */
function sharesGradient(
  shares: usize,
  bins: i32,
  bound: f32,
  scale: f32,
  index: v128,
  knot: v128,
  size: v128,
  gKnot: v128,
  gSize: v128,
): void {
  const smallest: f32 = <f32>2 * bound * MIN_BIN;
  const free: f32 = <f32>2 * bound * (<f32>1 - MIN_BIN * <f32>bins);
  const perFree = splat(<f32>1 / free);
  const below = f32x4.mul(fma(index, splat(-smallest), f32x4.add(knot, splat(bound))), perFree);
  const own = f32x4.mul(f32x4.sub(size, splat(smallest)), perFree);
  const mean = fma(gKnot, below, f32x4.mul(gSize, own));
  const isBelow = f32x4.sub(gKnot, mean);
  const isOwn = f32x4.sub(gSize, mean);
  const isAbove = f32x4.neg(mean);
  const factor = splat(scale * free);
  for (let k = 0; k < bins; k++) {
    const at = shares + <usize>k * ROW;
    const place = splat(<f32>k);
    const g = choose(f32x4.gt(index, place), isBelow, choose(f32x4.eq(index, place), isOwn, isAbove));
    v128.store(at, f32x4.mul(f32x4.mul(v128.load(at), factor), g));
  }
}

/** x = f^-1(y) of four values, for normalised widths and heights; the root that does not cancel (Durkan et al. 2019). */
export function invert(raw: usize, kept: usize, bins: i32, bound: f32, y: v128, out: usize): void {
  const inside = isInside(y, bound);
  const inner = v128.and(y, inside);
  search(raw, kept, bins, bound, inner, true);
  const width = v128.load(kept, WIDTH);
  const height = v128.load(kept, HEIGHT);
  const dl = v128.load(kept, SLOPE_LEFT);
  const dr = v128.load(kept, SLOPE_RIGHT);
  const s = f32x4.div(height, width);
  const rise = f32x4.sub(inner, v128.load(kept, BOTTOM));
  const bend = f32x4.mul(rise, f32x4.sub(f32x4.add(dl, dr), f32x4.add(s, s)));
  const a = fma(height, f32x4.sub(s, dl), bend);
  const b = f32x4.sub(f32x4.mul(height, dl), bend);
  const sRise = f32x4.mul(s, rise);
  // c = -s rise: b^2 - 4 a c and the root 2 c / (-b - sqrt(...)) with both signs turned.
  const square = fma(f32x4.mul(splat(4.0), a), sRise, f32x4.mul(b, b));
  const root = f32x4.sqrt(f32x4.pmax(square, splat(0.0)));
  const xi = f32x4.div(f32x4.add(sRise, sRise), f32x4.add(b, root));
  v128.store(out, choose(inside, fma(xi, width, v128.load(kept, LEFT)), y));
}
