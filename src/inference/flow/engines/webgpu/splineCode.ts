/**
 * The rational-quadratic spline of flow/spline.ts in WGSL, one thread a spline: forward, its gradient by hand, inverse.
 * The 3K - 1 raw numbers of spline i and sample r lie in `raw[(i S + j) R + r]`; they are normalised in place (softmax of
 * widths and heights, slopes left raw), and what is normalised is kept for the gradient.
 *
 * With s = h / w, xi = (x - x_k) / w, b = xi (1 - xi), den = s + (dl + dr - 2 s) b, p = s xi^2 + dl b and
 * steep = dr xi^2 + 2 s b + dl (1 - xi)^2 the spline is y = y_k + h p / den with ln y' = ln(s^2 steep / den^2).
 */

/** Normalising and finding the bin: needs the workgroup array `raw`. */
export const splineTable = `
struct Bin { k: u32, left: f32, width: f32, bottom: f32, height: f32, low: f32, high: f32 }
fn softmax(at: u32) {
  var largest = raw[at];
  for (var j = 1u; j < K; j++) { largest = max(largest, raw[at + j * R]); }
  var total = 0.0;
  for (var j = 0u; j < K; j++) {
    let share = exp(SCALE * (raw[at + j * R] - largest));
    raw[at + j * R] = share;
    total += share;
  }
  let scale = 1.0 / total;
  for (var j = 0u; j < K; j++) { raw[at + j * R] *= scale; }
}
fn softplus(v: f32) -> f32 { return max(v, 0.0) + log(1.0 + exp(-abs(v))); }
fn slopeAt(at: u32, knot: u32) -> f32 {
  if (knot == 0u || knot == K) { return 1.0; }
  return MIN_SLOPE + softplus(raw[at + (2u * K + knot - 1u) * R] + SLOPE_OFFSET);
}
// The bin of v among the knots of 'searched' (0: widths, K: heights); the other coordinate follows.
fn binOf(at: u32, v: f32, searched: u32, other: u32) -> Bin {
  var k = 0u;
  var edge = -BOUND;
  var along = -BOUND;
  var size = SMALLEST + FREE * raw[at + searched * R];
  while (k + 1u < K && v >= edge + size) {
    edge += size;
    along += SMALLEST + FREE * raw[at + (other + k) * R];
    k++;
    size = SMALLEST + FREE * raw[at + (searched + k) * R];
  }
  let across = SMALLEST + FREE * raw[at + (other + k) * R];
  return Bin(k, edge, size, along, across, slopeAt(at, k), slopeAt(at, k + 1u));
}
`;

/** value and ln of the derivative; the bin is searched along x. */
export const splineForward = `
fn evaluate(at: u32, x: f32) -> vec2f {
  if (!(abs(x) < BOUND)) { return vec2f(x, 0.0); }
  let bin = binOf(at, x, 0u, K);
  let s = bin.height / bin.width;
  let xi = clamp((x - bin.left) / bin.width, 0.0, 1.0);
  let rest = 1.0 - xi;
  let bump = xi * rest;
  let den = s + (bin.low + bin.high - 2.0 * s) * bump;
  let y = bin.bottom + bin.height * (s * xi * xi + bin.low * bump) / den;
  let steep = bin.high * xi * xi + 2.0 * s * bump + bin.low * rest * rest;
  let ratio = s / den;
  return vec2f(y, log(ratio * ratio * steep));
}
`;

/** Replaces what \`raw\` holds (normalised) by the gradient of the raw numbers; returns the gradient of x. */
export const splineBackward = `
fn sigmoid(v: f32) -> f32 { return 1.0 / (1.0 + exp(-v)); }
// Gradient of the softmax: 'before' for the bins below k, 'own' for bin k.
fn softmaxGradient(at: u32, k: u32, before: f32, own: f32) {
  var mean = own * raw[at + k * R];
  for (var j = 0u; j < k; j++) { mean += before * raw[at + j * R]; }
  for (var j = 0u; j < K; j++) {
    var g = 0.0;
    if (j < k) { g = before; } else if (j == k) { g = own; }
    raw[at + j * R] *= SCALE * FREE * (g - mean);
  }
}
fn splineGradient(at: u32, x: f32, gy: f32, gl: f32) -> f32 {
  if (!(abs(x) < BOUND)) {
    for (var j = 0u; j < S; j++) { raw[at + j * R] = 0.0; }
    return gy;
  }
  let bin = binOf(at, x, 0u, K);
  let s = bin.height / bin.width;
  let xi = clamp((x - bin.left) / bin.width, 0.0, 1.0);
  let rest = 1.0 - xi;
  let bump = xi * rest;
  let bend = bin.low + bin.high - 2.0 * s;
  let den = s + bend * bump;
  let p = s * xi * xi + bin.low * bump;
  let steep = bin.high * xi * xi + 2.0 * s * bump + bin.low * rest * rest;
  let gp = gy * bin.height / den;
  let gden = -(gp * p + 2.0 * gl) / den;
  let gsteep = gl / steep;
  let gs = 2.0 * gl / s + gp * xi * xi + gden * (1.0 - 2.0 * bump) + 2.0 * gsteep * bump;
  let glow = (gp + gden) * bump + gsteep * rest * rest;
  let ghigh = gden * bump + gsteep * xi * xi;
  let gbump = gp * bin.low + gden * bend + 2.0 * gsteep * s;
  let gxi = gbump * (1.0 - 2.0 * xi) + 2.0 * gp * s * xi + 2.0 * gsteep * (bin.high * xi - bin.low * rest);
  let gx = gxi / bin.width;
  softmaxGradient(at, bin.k, -gx, -(gxi * xi + gs * s) / bin.width);
  softmaxGradient(at + K * R, bin.k, gy, gy * p / den + gs / bin.width);
  for (var knot = 1u; knot < K; knot++) {
    let place = at + (2u * K + knot - 1u) * R;
    var g = 0.0;
    if (knot == bin.k) { g = glow; } else if (knot == bin.k + 1u) { g = ghigh; }
    if (g != 0.0) { g *= sigmoid(raw[place] + SLOPE_OFFSET); }
    raw[place] = g;
  }
  return gx;
}
`;

/** x = f^-1(y): the root that does not cancel; the bin is searched along y. */
export const splineInverse = `
fn invert(at: u32, y: f32) -> f32 {
  if (!(abs(y) < BOUND)) { return y; }
  let bin = binOf(at, y, K, 0u);
  // Searched along y: 'left' and 'width' are the bin's bottom and height.
  let height = bin.width;
  let width = bin.height;
  let s = height / width;
  let rise = y - bin.left;
  let bend = rise * (bin.low + bin.high - 2.0 * s);
  let a = height * (s - bin.low) + bend;
  let b = height * bin.low - bend;
  let c = -s * rise;
  let xi = clamp(2.0 * c / (-b - sqrt(max(b * b - 4.0 * a * c, 0.0))), 0.0, 1.0);
  return bin.bottom + xi * width;
}
`;
