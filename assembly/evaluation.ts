/** Evaluations: a thread's share of them, the rows of its panels; and the states between the transforms. */
import { gather, logDensities, spreadContext, toBase } from './density';
import { Ensemble, inputPanel, layerOf, parameterPanel, Plan, planOf, ROW, tape } from './plan';
import { drawTile, takeContext } from './sample';
import { shareStart } from './team';

export function logDensityShare(ensemble: Ensemble, thread: i32): void {
  const call = ensemble.call;
  const plan = planOf(ensemble, call.member, thread);
  const most = plan.panels << 3;
  const end = shareStart(ensemble.team, thread + 1, call.count);
  for (let from = shareStart(ensemble.team, thread, call.count); from < end; from += most) {
    const some = min(most, end - from);
    const z = call.z + <usize>(from * plan.dim) * 4;
    const panels = gather(plan, z, call.context + <usize>(from * plan.context) * 4, 0, some, 0);
    spreadContext(plan, panels);
    toBase(plan, panels);
    logDensities(plan, call.out + (<usize>from << 2), some);
  }
}

export function drawShare(ensemble: Ensemble, thread: i32): void {
  const call = ensemble.call;
  const plan = planOf(ensemble, call.member, thread);
  takeContext(plan, call.lane);
  const most = plan.panels << 3;
  const end = shareStart(ensemble.team, thread + 1, call.count);
  for (let from = shareStart(ensemble.team, thread, call.count); from < end; from += most) {
    const at = <usize>(from * plan.dim) * 4;
    drawTile(plan, call.z + at, call.out + at, min(most, end - from));
  }
}

/** z after each transform, [transforms, count, D], coordinates in the order of the parameters. */
export function statesOf(plan: Plan, z: usize, context: usize, count: i32, out: usize): void {
  const most = plan.panels << 3;
  for (let from = 0; from < count; from += most) {
    const some = min(most, count - from);
    const fromZ = z + <usize>(from * plan.dim) * 4;
    const panels = gather(plan, fromZ, context + <usize>(from * plan.context) * 4, 0, some, 0);
    spreadContext(plan, panels);
    toBase(plan, panels);
    for (let t = 0; t < plan.transforms; t++) keepState(plan, t, some, out + <usize>((t * count + from) * plan.dim) * 4);
  }
}

function keepState(plan: Plan, t: i32, count: i32, out: usize): void {
  // The output of a transform is the input of the next, in reverse order; that of the last is the base.
  const last = t + 1 == plan.transforms;
  const bytes = last ? parameterPanel(plan) : inputPanel(layerOf(plan, t + 1, 0));
  const table = last ? plan.base : tape(plan, t + 1, 0) + <usize>plan.firstRow * ROW;
  const reversed = ((last ? t : t + 1) & 1) != 0;
  for (let n = 0; n < count; n++) {
    const from = table + <usize>(n >> 3) * bytes + (<usize>(n & 7) << 2);
    for (let i = 0; i < plan.dim; i++) {
      const row = reversed ? plan.dim - 1 - i : i;
      store<f32>(out + (<usize>(n * plan.dim + i) << 2), load<f32>(from + <usize>row * ROW));
    }
  }
}
