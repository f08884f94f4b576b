/**
 * What the page's side calls. One module instance is one ensemble of networks: its memory is laid out by
 * src/inference/flow/engines/wasm/wasmPlan.ts, which writes an Ensemble and passes its address along.
 */
import { adamStep } from './adam';
import { gather, logDensities, spreadContext, toBase } from './density';
import { backward, finishGradient } from './gradient';
import { forwardBlock } from './product';
import { Ensemble, Plan, planOf, ROW } from './plan';
import { drawTile, fixContexts, takeContext } from './sample';

/**
 * Training steps, a batch for every member each. A member whose gradient is not finite stays as it is.
 * @param z [., D] and context [., C], the training data
 * @param rows u32 row numbers: [members, size] of each step, one step after the other
 * @param sizes [steps] i32 rows of each member's batch
 * @param rates [steps, 2] of adamStep
 * @param losses [steps, members] f32: mean of -ln q before each step
 */
export function train(
  ensemble: Ensemble,
  z: usize,
  context: usize,
  rows: usize,
  sizes: usize,
  rates: usize,
  steps: i32,
  clipNorm: f32,
  decay: f32,
  losses: usize,
): void {
  const members = ensemble.members;
  for (let member = 0; member < members; member++) {
    const plan = planOf(ensemble, member);
    let batch = rows;
    for (let step: usize = 0; step < <usize>steps; step++) {
      const size = load<i32>(sizes + (step << 2));
      const loss = lossAndGradient(plan, z, context, batch + (<usize>(member * size) << 2), size);
      const norm = finishGradient(plan, decay);
      if (isFinite(norm)) {
        const shrink = 1 / Math.max(norm / clipNorm, 1);
        adamStep(plan, <f32>shrink, load<f32>(rates + (step << 3)), load<f32>(rates + (step << 3) + 4));
      }
      store<f32>(losses + ((step * <usize>members + <usize>member) << 2), <f32>loss);
      batch += <usize>(members * size) << 2;
    }
  }
}

/** Mean of -ln q of one batch; its gradient is left in the plan's gradient vector. */
function lossAndGradient(plan: Plan, z: usize, context: usize, rows: usize, size: i32): f64 {
  memory.fill(plan.gradient, 0, plan.size);
  const most = plan.panels << 3;
  // Tiles of nearly the same size, so that none is a small rest.
  const tiles = (size + most - 1) / most;
  const tile = ((size + tiles - 1) / tiles + 7) & ~7;
  const weight = <f32>(1.0 / <f64>size);
  let total: f64 = 0;
  for (let from = 0; from < size; from += tile) {
    const count = min(tile, size - from);
    const panels = gather(plan, z, context, rows + (<usize>from << 2), count, weight);
    spreadContext(plan, panels);
    toBase(plan, panels);
    const densities = plan.transposed;
    logDensities(plan, densities, count);
    for (let n: usize = 0; n < <usize>count; n++) total -= <f64>load<f32>(densities + (n << 2));
    backward(plan, panels);
  }
  return total / <f64>size;
}

/** ln q(z | c) [count] of rows z [count, D] and context [count, C]. */
export function logDensity(
  ensemble: Ensemble,
  member: i32,
  z: usize,
  context: usize,
  count: i32,
  out: usize,
): void {
  const plan = planOf(ensemble, member);
  const most = plan.panels << 3;
  for (let from = 0; from < count; from += most) {
    const some = min(most, count - from);
    const panels = gather(
      plan,
      z + <usize>(from * plan.dim) * 4,
      context + <usize>(from * plan.context) * 4,
      0,
      some,
      0,
    );
    spreadContext(plan, panels);
    toBase(plan, panels);
    logDensities(plan, out + (<usize>from << 2), some);
  }
}

/** Prepares draws of a member for up to 8 contexts [count, C]. */
export function prepareContexts(ensemble: Ensemble, member: i32, context: usize, count: i32): void {
  fixContexts(planOf(ensemble, member), context, count);
}

/** Draws for context `lane` of those prepared: base noise [count, D] to z [count, D]; the two may be one. */
export function draw(ensemble: Ensemble, member: i32, lane: i32, base: usize, out: usize, count: i32): void {
  const plan = planOf(ensemble, member);
  takeContext(plan, lane);
  const most = plan.panels << 3;
  for (let from = 0; from < count; from += most) {
    const at = <usize>(from * plan.dim) * 4;
    drawTile(plan, base + at, out + at, min(most, count - from));
  }
}

/**
 * The matrix product alone, for the benchmark: `repeat` times [rows, 4 blocks] by [rows, 8 panels], densely stored.
 */
export function bareProduct(
  w: usize,
  x: usize,
  bias: usize,
  out: usize,
  rows: i32,
  blocks: i32,
  panels: i32,
  repeat: i32,
): void {
  for (let n = 0; n < repeat; n++) {
    for (let p: usize = 0; p < <usize>panels; p++) {
      for (let j: usize = 0; j < <usize>blocks; j++) {
        const column = w + j * <usize>rows * 16;
        const to = out + (p * <usize>blocks + j) * 128;
        forwardBlock(column, x + p * <usize>rows * ROW, rows, bias + (j << 4), to, false);
      }
    }
  }
}
