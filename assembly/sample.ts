/**
 * The sampling direction, base -> z. Transform by transform and parameter by parameter: the spline of parameter i needs the
 * hidden units of degree i and those below, so each pass computes the units of one degree, and all passes of a transform
 * together cost one evaluation of its conditioner. What depends on the context alone (every unit of degree 0, and the part
 * that it and the context have in all others) is computed once a context, for 8 contexts at a time.
 *
 * Per transform, "fixed" holds the pre-activations [columns][8 contexts] of the four layers, one after the other, as far as
 * context and units of degree 0 make them. For the context in turn they are copied to "fixedBias" and serve as biases.
 */
import { embed, putContext } from './embedding';
import { forwardBlock } from './product';
import { invert, normalise } from './spline';
import { inputPanel, KEPT, Layer, layerOf, outputPanel, parameterPanel, Plan, ROW, splineRows, tape } from './plan';

/** Columns of the four layers of a transform together. */
@inline
function columnsOf(plan: Plan): usize {
  return (<usize>layerOf(plan, 0, 0).blocks * 3 + <usize>layerOf(plan, 0, 3).blocks) << 2;
}

@inline
function degreeStart(plan: Plan, degree: i32): i32 {
  return load<i32>(plan.degrees + (<usize>degree << 2));
}

/** One panel of up to 8 contexts: everything that they fix. */
export function fixContexts(plan: Plan, context: usize, count: i32): void {
  const first = layerOf(plan, 0, 0);
  let c = tape(plan, 0, 0);
  const width = <usize>plan.context;
  for (let n: usize = 0; n < 8; n++) {
    const from = n < <usize>count ? context + ((n * width) << 2) : 0;
    const lane = n << 2;
    if (plan.embedded != 0) putContext(plan, from, 0, lane);
    else for (let i: usize = 0; i < width; i++) store<f32>(c + i * ROW + lane, from == 0 ? 0 : load<f32>(from + (i << 2)));
  }
  if (plan.embedded != 0) {
    embed(plan, 1);
    c = plan.embedOutput;
  }
  const hidden = <usize>first.blocks << 2;
  for (let t = 0; t < plan.transforms; t++) {
    const to = plan.fixed + <usize>t * columnsOf(plan) * ROW;
    let x = c;
    let count = plan.firstRow;
    for (let depth = 0; depth < 4; depth++) {
      const layer = layerOf(plan, t, depth);
      const out = to + <usize>depth * hidden * ROW;
      fixLayer(plan, layer, x, count, out);
      if (depth == 3) break;
      // Units of degree 0 are final: activated, they feed the next layer.
      count = degreeStart(plan, 1);
      x = tape(plan, t, depth + 1);
      for (let at: usize = 0; at < <usize>count * ROW; at += 16) {
        v128.store(x + at, f32x4.pmax(v128.load(out + at), f32x4.splat(0)));
      }
    }
    normalise(to + 3 * hidden * ROW, plan.bins, plan.scale);
    normalise(to + 3 * hidden * ROW + 16, plan.bins, plan.scale);
  }
}

/** Pre-activations of a layer from its first `count` inputs, one panel. */
function fixLayer(plan: Plan, layer: Layer, x: usize, count: i32, out: usize): void {
  for (let j = 0; j < layer.blocks; j++) {
    const w = plan.phi + load<usize>(layer.panels + (<usize>j << 2));
    const bias = plan.phi + layer.bias + (<usize>j << 4);
    forwardBlock(w, x, count, bias, out + <usize>j * 128, false);
  }
}

/** Makes context `lane` of the panel the current one. */
export function takeContext(plan: Plan, lane: i32): void {
  const columns = columnsOf(plan);
  const total = columns * <usize>plan.transforms;
  const from = plan.fixed + (<usize>lane << 2);
  for (let i: usize = 0; i < total; i++) store<f32>(plan.fixedBias + (i << 2), load<f32>(from + i * ROW));
  const rows = <usize>splineRows(plan);
  const raw = columns - (<usize>layerOf(plan, 0, 3).blocks << 2);
  for (let t: usize = 0; t < <usize>plan.transforms; t++) {
    for (let k: usize = 0; k < rows; k++) {
      const value = v128.load32_splat(plan.fixedBias + ((t * columns + raw + k) << 2));
      const to = plan.firstSpline + (t * rows + k) * ROW;
      v128.store(to, value, 0);
      v128.store(to, value, 16);
    }
  }
}

/**
 * Draws for the current context: `count` rows of base noise [count, D] to rows of z, in place or not.
 */
export function drawTile(plan: Plan, base: usize, out: usize, count: i32): void {
  const panels = (count + 7) >> 3;
  const dim = plan.dim;
  const bytes = parameterPanel(plan);
  for (let n = 0; n < panels << 3; n++) {
    const to = plan.base + <usize>(n >> 3) * bytes + (<usize>(n & 7) << 2);
    const from = base + <usize>n * <usize>dim * 4;
    for (let i: usize = 0; i < <usize>dim; i++) store<f32>(to + i * ROW, n < count ? load<f32>(from + (i << 2)) : 0);
  }
  for (let t = plan.transforms - 1; t >= 0; t--) {
    for (let i = 0; i < dim; i++) {
      if (i > 0) pass(plan, t, i, panels);
      invertParameter(plan, t, i, panels);
    }
    if (t > 0) reverse(plan, panels);
    else memory.copy(plan.base, plan.draws, <usize>panels * bytes);
  }
  for (let n = 0; n < count; n++) {
    const from = plan.base + <usize>(n >> 3) * bytes + (<usize>(n & 7) << 2);
    const to = out + <usize>n * <usize>dim * 4;
    for (let i: usize = 0; i < <usize>dim; i++) store<f32>(to + (i << 2), load<f32>(from + i * ROW));
  }
}

/** The known parameters, in reverse order, become the base of the transform before. */
function reverse(plan: Plan, panels: i32): void {
  const dim = <usize>plan.dim;
  const bytes = parameterPanel(plan);
  for (let p: usize = 0; p < <usize>panels; p++) {
    for (let i: usize = 0; i < dim; i++) {
      memory.copy(plan.base + p * bytes + i * ROW, plan.draws + p * bytes + (dim - 1 - i) * ROW, ROW);
    }
  }
}

/** Hidden units of degree i and the raw spline numbers of parameter i, for parameters before i known. */
function pass(plan: Plan, t: i32, i: i32, panels: i32): void {
  const columns = columnsOf(plan);
  const hidden = <usize>layerOf(plan, t, 0).blocks << 2;
  const from = degreeStart(plan, 1);
  const start = degreeStart(plan, i);
  const end = degreeStart(plan, i + 1);
  const rows = splineRows(plan);
  for (let depth = 0; depth < 4; depth++) {
    const layer = layerOf(plan, t, depth);
    const bias = plan.fixedBias + ((<usize>t * columns + <usize>depth * hidden) << 2);
    const firstInput = depth == 0 ? plan.firstRow : from;
    const count = depth == 0 ? i : end - from;
    const firstBlock = (depth == 3 ? i * rows : start) >> 2;
    const endBlock = ((depth == 3 ? (i + 1) * rows : end) + 3) >> 2;
    // The first layer reads the parameters that are known; the others the units of the layer before.
    const xBytes = depth == 0 ? parameterPanel(plan) : inputPanel(layer);
    let x = depth == 0 ? plan.draws : tape(plan, t, depth) + <usize>from * ROW;
    let out = tape(plan, t, depth + 1);
    for (let p = 0; p < panels; p++) {
      for (let j = firstBlock; j < endBlock; j++) {
        const at = <usize>j << 2;
        // With fewer units than parameters a degree may have none: the panel in its place then lacks these rows.
        const stored = load<i32>(layer.ends + at) - firstInput;
        const w = plan.phi + load<usize>(layer.panels + at) + (<usize>firstInput << 4);
        forwardBlock(w, x, min(count, stored), bias + (at << 2), out + (at << 5), depth < 3);
      }
      x += xBytes;
      out += outputPanel(layer);
    }
  }
}

function invertParameter(plan: Plan, t: i32, i: i32, panels: i32): void {
  const rows = <usize>splineRows(plan);
  const rawBytes = outputPanel(layerOf(plan, t, 3));
  const bytes = parameterPanel(plan);
  const kept = tape(plan, t, 5);
  const at = <usize>i * ROW;
  for (let p: usize = 0; p < <usize>panels; p++) {
    for (let half: usize = 0; half < ROW; half += 16) {
      let raw = plan.firstSpline + <usize>t * rows * ROW;
      if (i > 0) {
        raw = tape(plan, t, 4) + p * rawBytes + <usize>i * rows * ROW + half;
        normalise(raw, plan.bins, plan.scale);
      }
      const y = v128.load(plan.base + p * bytes + at + half);
      invert(raw, kept, plan.bins, plan.bound, y, plan.draws + p * bytes + at + half);
    }
  }
}
