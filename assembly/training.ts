/**
 * A thread's share of the training steps: the samples of its panels, with a gradient of its own; then, with all gradients
 * there, its slice of the parameters. The gradients are added up in the order of the threads.
 */
import { adamStep } from './adam';
import { gather, logDensities, spreadContext, toBase } from './density';
import { addGradient, backward, clearMasked, finishGradient } from './gradient';
import { Call, Ensemble, Plan, planOf } from './plan';
import { handOver, meet, shareStart, sliceStart, sumOver } from './team';

/** What a thread hands over. */
const LOSS: i32 = 0;
const SQUARES: i32 = 1;

/** False if a thread did not come. */
export function trainShare(ensemble: Ensemble, thread: i32): bool {
  const members = ensemble.members;
  const call = ensemble.call;
  for (let member = 0; member < members; member++) {
    let batch = call.rows;
    for (let step = 0; step < call.count; step++) {
      const size = load<i32>(call.sizes + (<usize>step << 2));
      const rows = batch + (<usize>(member * size) << 2);
      if (!oneStep(ensemble, thread, member, step, rows, size)) return false;
      batch += <usize>(members * size) << 2;
    }
  }
  return true;
}

function oneStep(ensemble: Ensemble, thread: i32, member: i32, step: i32, rows: usize, size: i32): bool {
  const team = ensemble.team;
  const call = ensemble.call;
  const own = planOf(ensemble, member, thread);
  const from = shareStart(team, thread, size);
  const to = shareStart(team, thread + 1, size);
  const loss = lossAndGradient(own, call, rows + (<usize>from << 2), to - from, <f32>(1.0 / <f64>size));
  handOver(team, thread, LOSS, loss);
  if (!meet(team)) return false;

  const sum = planOf(ensemble, member, 0);
  const first = sliceStart(team, thread, sum.size);
  const end = sliceStart(team, thread + 1, sum.size);
  for (let other = 1; other < team.active; other++) addGradient(sum, planOf(ensemble, member, other), first, end);
  handOver(team, thread, SQUARES, finishGradient(sum, call.decay, first, end));
  if (!meet(team)) return false;

  const norm = sqrt(sumOver(team, SQUARES));
  if (isFinite(norm)) {
    const shrink = 1 / Math.max(norm / call.clipNorm, 1);
    const rates = call.rates + (<usize>step << 3);
    adamStep(sum, <f32>shrink, load<f32>(rates), load<f32>(rates, 4), first, end);
  }
  if (thread == 0) {
    const at = call.out + (<usize>(step * ensemble.members + member) << 2);
    store<f32>(at, <f32>(sumOver(team, LOSS) / <f64>size));
  }
  return meet(team);
}

/** Sum of -ln q of some rows. The gradient of their sum times `weight` is left in the plan's gradient vector. */
function lossAndGradient(plan: Plan, call: Call, rows: usize, size: i32, weight: f32): f64 {
  memory.fill(plan.gradient, 0, plan.size);
  const most = plan.panels << 3;
  // Tiles of nearly the same size, so that none is a small rest.
  const tiles = (size + most - 1) / most;
  const tile = tiles == 0 ? 0 : ((size + tiles - 1) / tiles + 7) & ~7;
  let total: f64 = 0;
  for (let from = 0; from < size; from += tile) {
    const count = min(tile, size - from);
    const panels = gather(plan, call.z, call.context, rows + (<usize>from << 2), count, weight);
    spreadContext(plan, panels);
    toBase(plan, panels);
    const densities = plan.transposed;
    logDensities(plan, densities, count);
    for (let n: usize = 0; n < <usize>count; n++) total -= <f64>load<f32>(densities + (n << 2));
    backward(plan, panels);
  }
  clearMasked(plan);
  return total;
}
