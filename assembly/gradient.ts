/** Backward through a tile that `toBase` has run: adds to the gradient of the parameters. The loss is -sum weight ln q. */
import { embeddingGradient } from './embedding';
import { inputGradient, weightGradient } from './product';
import { evaluateGradient } from './spline';
import { inputPanel, KEPT, Layer, layerOf, outputPanel, parameterPanel, Plan, ROW, splineRows, tape } from './plan';
import { fma } from './vector';

export function backward(plan: Plan, panels: i32): void {
  seed(plan, panels);
  const contextBlocks = plan.firstRow >> 2;
  if (plan.embedded != 0) memory.fill(plan.gradientContext, 0, <usize>panels * <usize>plan.firstRow * ROW);
  for (let t = plan.transforms - 1; t >= 0; t--) {
    splineGradients(plan, t, panels);
    let d = tape(plan, t, 4);
    for (let depth = 3; depth > 0; depth--) {
      const layer = layerOf(plan, t, depth);
      const x = tape(plan, t, depth);
      const out = depth == 2 ? plan.gradientB : plan.gradientA;
      weightGradient(layer, plan.gradient, x, d, plan.transposed, panels);
      inputGradient(layer, plan.phi, d, out, panels, 0, layer.rows >> 2, x);
      d = out;
    }
    const layer = layerOf(plan, t, 0);
    weightGradient(layer, plan.gradient, tape(plan, t, 0), d, plan.transposed, panels);
    const from = plan.embedded != 0 ? 0 : contextBlocks;
    const to = t > 0 ? layer.rows >> 2 : contextBlocks;
    if (from < to) inputGradient(layer, plan.phi, d, plan.gradientB, panels, from, to, 0);
    if (t > 0) passOn(plan, layer, panels);
    if (plan.embedded != 0) addContext(plan, layer, panels);
  }
  if (plan.embedded != 0) embeddingGradient(plan, panels);
}

/** dL/du = weight u. */
function seed(plan: Plan, panels: i32): void {
  const bytes = parameterPanel(plan);
  for (let p: usize = 0; p < <usize>panels; p++) {
    for (let half: usize = 0; half < ROW; half += 16) {
      const weight = v128.load(plan.weight + p * ROW + half);
      for (let i: usize = 0; i < <usize>plan.dim; i++) {
        const at = p * bytes + i * ROW + half;
        v128.store(plan.gradientZ + at, f32x4.mul(v128.load(plan.base + at), weight));
      }
    }
  }
}

/** Raw spline numbers become their gradients, gradientZ that of the transform's input through its splines. */
function splineGradients(plan: Plan, t: i32, panels: i32): void {
  const rawBytes = outputPanel(layerOf(plan, t, 3));
  const xBytes = inputPanel(layerOf(plan, t, 0));
  let x = tape(plan, t, 0) + <usize>plan.firstRow * ROW;
  let raw = tape(plan, t, 4);
  let kept = tape(plan, t, 5);
  let g = plan.gradientZ;
  for (let p: usize = 0; p < <usize>panels; p++) {
    for (let half: usize = 0; half < ROW; half += 16) {
      const dln = f32x4.neg(v128.load(plan.weight + p * ROW + half));
      for (let i: usize = 0; i < <usize>plan.dim; i++) {
        const at = i * ROW + half;
        evaluateGradient(
          raw + i * <usize>splineRows(plan) * ROW + half,
          kept + i * KEPT * ROW + half,
          plan.bins,
          plan.bound,
          plan.scale,
          v128.load(x + at),
          v128.load(g + at),
          dln,
          g + at,
        );
      }
    }
    x += xBytes;
    raw += rawBytes;
    kept += <usize>plan.dim * KEPT * ROW;
    g += parameterPanel(plan);
  }
}

/** Adds the conditioner's part to gradientZ and reverses its order, for the transform before. */
function passOn(plan: Plan, layer: Layer, panels: i32): void {
  const dim = <usize>plan.dim;
  let g = plan.gradientZ;
  let more = plan.gradientB + <usize>plan.firstRow * ROW;
  for (let p = 0; p < panels; p++) {
    for (let half: usize = 0; half < ROW; half += 16) {
      let low: usize = half;
      let high: usize = (dim - 1) * ROW + half;
      while (low <= high) {
        const a = f32x4.add(v128.load(g + low), v128.load(more + low));
        const b = f32x4.add(v128.load(g + high), v128.load(more + high));
        v128.store(g + low, b);
        v128.store(g + high, a);
        if (high < ROW) break;
        low += ROW;
        high -= ROW;
      }
    }
    g += parameterPanel(plan);
    more += inputPanel(layer);
  }
}

function addContext(plan: Plan, layer: Layer, panels: i32): void {
  const bytes = <usize>plan.firstRow * ROW;
  for (let p: usize = 0; p < <usize>panels; p++) {
    const from = plan.gradientB + p * inputPanel(layer);
    const to = plan.gradientContext + p * bytes;
    for (let at: usize = 0; at < bytes; at += 16) {
      v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(from + at)));
    }
  }
}

/** Removes padding and masked entries. */
export function clearMasked(plan: Plan): void {
  for (let i: usize = 0; i < <usize>plan.maskedCount; i++) {
    store<f32>(plan.gradient + load<usize>(plan.masked + (i << 2)), 0);
  }
}

/** Adds bytes `from` to `to - 1` of another thread's gradient. */
export function addGradient(plan: Plan, other: Plan, from: usize, to: usize): void {
  for (let at = from; at < to; at += 16) {
    v128.store(plan.gradient + at, f32x4.add(v128.load(plan.gradient + at), v128.load(other.gradient + at)));
  }
}

/** Adds lambda phi in bytes `from` to `to - 1` and returns the sum of their squares. */
export function finishGradient(plan: Plan, decay: f32, from: usize, to: usize): f64 {
  const factor = f32x4.splat(decay);
  const g = plan.gradient;
  let total: f64 = 0;
  let at = from;
  while (at < to) {
    // Chunks: float32 sums of a few hundred squares, added up in float64.
    const end = min<usize>(at + 4096, to);
    let sum = f32x4.splat(0);
    for (; at < end; at += 16) {
      const value = fma(factor, v128.load(plan.phi + at), v128.load(g + at));
      v128.store(g + at, value);
      sum = fma(value, value, sum);
    }
    total +=
      <f64>f32x4.extract_lane(sum, 0) +
      <f64>f32x4.extract_lane(sum, 1) +
      (<f64>f32x4.extract_lane(sum, 2) + <f64>f32x4.extract_lane(sum, 3));
  }
  return total;
}
