/** The density direction for a tile of panels, z -> base, keeping what the gradient needs. */
import { embed, putContext } from './embedding';
import { forward } from './product';
import { evaluate } from './spline';
import { inputPanel, KEPT, layerOf, outputPanel, parameterPanel, Plan, ROW, splineRows, tape } from './plan';

/**
 * Copies rows of samples into panels: z to the first transform's input, context to the first layer that takes it.
 * Samples beyond `count` are zero and have weight zero.
 * @param rows which rows of z [., D] and context [., C]; 0: from the first on
 * @param weight of each sample's loss
 */
export function gather(plan: Plan, z: usize, context: usize, rows: usize, count: i32, weight: f32): i32 {
  const panels = (count + 7) >> 3;
  const input = layerOf(plan, 0, 0);
  const panelBytes = inputPanel(input);
  const x = tape(plan, 0, 0);
  const dim = <usize>plan.dim;
  const width = <usize>plan.context;
  for (let n = 0; n < panels << 3; n++) {
    const panel = <usize>(n >> 3);
    const lane = <usize>(n & 7) << 2;
    const toZ = x + panel * panelBytes + <usize>plan.firstRow * ROW + lane;
    const toC = x + panel * panelBytes + lane;
    let fromC: usize = 0;
    if (n < count) {
      const row = rows == 0 ? <usize>n : load<u32>(rows + (<usize>n << 2));
      const fromZ = z + row * dim * 4;
      fromC = context + row * width * 4;
      for (let i: usize = 0; i < dim; i++) store<f32>(toZ + i * ROW, load<f32>(fromZ + (i << 2)));
    } else {
      for (let i: usize = 0; i < dim; i++) store<f32>(toZ + i * ROW, 0);
    }
    if (plan.embedded != 0) putContext(plan, fromC, panel, lane);
    else if (n < count) for (let i: usize = 0; i < width; i++) store<f32>(toC + i * ROW, load<f32>(fromC + (i << 2)));
    else for (let i: usize = 0; i < width; i++) store<f32>(toC + i * ROW, 0);
    store<f32>(plan.weight + panel * ROW + lane, n < count ? weight : 0);
    store<f32>(plan.logDeterminant + panel * ROW + lane, 0);
  }
  return panels;
}

/** Runs the embedding (if any) and puts the context into the input of every transform. */
export function spreadContext(plan: Plan, panels: i32): void {
  const input = layerOf(plan, 0, 0);
  const panelBytes = inputPanel(input);
  let from = tape(plan, 0, 0);
  let fromBytes = panelBytes;
  if (plan.embedded != 0) {
    embed(plan, panels);
    from = plan.embedOutput;
    fromBytes = <usize>plan.firstRow * ROW;
  }
  const bytes = <usize>plan.firstRow * ROW;
  for (let t = plan.embedded != 0 ? 0 : 1; t < plan.transforms; t++) {
    const to = tape(plan, t, 0);
    for (let p: usize = 0; p < <usize>panels; p++) memory.copy(to + p * panelBytes, from + p * fromBytes, bytes);
  }
}

/** All transforms, after `gather` and `spreadContext`. Fills base and logDeterminant. */
export function toBase(plan: Plan, panels: i32): void {
  for (let t = 0; t < plan.transforms; t++) {
    conditioner(plan, t, panels);
    splines(plan, t, panels);
  }
}

function conditioner(plan: Plan, t: i32, panels: i32): void {
  for (let depth = 0; depth < 4; depth++) {
    forward(layerOf(plan, t, depth), plan.phi, tape(plan, t, depth), tape(plan, t, depth + 1), panels, depth < 3);
  }
}

function splines(plan: Plan, t: i32, panels: i32): void {
  const dim = plan.dim;
  const last = t + 1 == plan.transforms;
  const xBytes = inputPanel(layerOf(plan, t, 0));
  const rawBytes = outputPanel(layerOf(plan, t, 3));
  const outBytes = last ? parameterPanel(plan) : xBytes;
  const first = <usize>plan.firstRow * ROW;
  let x = tape(plan, t, 0) + first;
  let raw = tape(plan, t, 4);
  let kept = tape(plan, t, 5);
  let out = last ? plan.base : tape(plan, t + 1, 0) + first;
  let determinant = plan.logDeterminant;
  for (let p = 0; p < panels; p++) {
    for (let i = 0; i < dim; i++) {
      // The order of the parameters is reversed between transforms.
      const to = out + <usize>(last ? i : dim - 1 - i) * ROW;
      const from = x + <usize>i * ROW;
      const table = raw + <usize>(i * splineRows(plan)) * ROW;
      const keep = kept + <usize>i * KEPT * ROW;
      for (let half: usize = 0; half < ROW; half += 16) {
        const value = v128.load(from + half);
        evaluate(
          table + half,
          keep + half,
          plan.bins,
          plan.bound,
          plan.scale,
          value,
          to + half,
          determinant + half,
        );
      }
    }
    x += xBytes;
    raw += rawBytes;
    kept += <usize>dim * KEPT * ROW;
    out += outBytes;
    determinant += ROW;
  }
}

/** ln q of the samples of the tile: ln det - |u|^2 / 2 - D ln(2 pi) / 2. */
export function logDensities(plan: Plan, out: usize, count: i32): void {
  const bytes = parameterPanel(plan);
  for (let n = 0; n < count; n++) {
    const panel = <usize>(n >> 3);
    const lane = <usize>(n & 7) << 2;
    const base = plan.base + panel * bytes + lane;
    let energy: f32 = 0;
    for (let i: usize = 0; i < <usize>plan.dim; i++) {
      const u = load<f32>(base + i * ROW);
      energy += u * u;
    }
    const determinant = load<f32>(plan.logDeterminant + panel * ROW + lane);
    store<f32>(out + (<usize>n << 2), determinant - 0.5 * energy - <f32>plan.dim * <f32>0.9189385332046727);
  }
}
