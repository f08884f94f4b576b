/**
 * What the page's side calls. One memory is one ensemble of networks: it is laid out by
 * src/inference/flow/engines/wasm/wasmPlan.ts, which writes an Ensemble and passes its address along. A call is written down,
 * the helpers (if any) are woken, and all threads do their share of it. Calls return whether all of them came to the end.
 */
import { drawShare, logDensityShare, statesOf } from './evaluation';
import { forwardBlock } from './product';
import { Ensemble, planOf, ROW } from './plan';
import { fixContexts } from './sample';
import { awaitCall, meet, wake } from './team';
import { trainShare } from './training';

const TRAIN: i32 = 0;
const LOG_DENSITY: i32 = 1;
const DRAW: i32 = 2;
/** Rows for which waking a helper costs more than it saves. */
const FEW_ROWS: i32 = 256;

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
): bool {
  const call = ensemble.call;
  call.task = TRAIN;
  call.z = z;
  call.context = context;
  call.rows = rows;
  call.sizes = sizes;
  call.rates = rates;
  call.count = steps;
  call.clipNorm = clipNorm;
  call.decay = decay;
  call.out = losses;
  return together(ensemble, true);
}

/** ln q(z | c) [count] of rows z [count, D] and context [count, C]. */
export function logDensity(
  ensemble: Ensemble,
  member: i32,
  z: usize,
  context: usize,
  count: i32,
  out: usize,
): bool {
  const call = ensemble.call;
  call.task = LOG_DENSITY;
  call.member = member;
  call.z = z;
  call.context = context;
  call.count = count;
  call.out = out;
  return together(ensemble, count > FEW_ROWS);
}

/** z [count, D] after each transform of a member, [transforms, count, D]. */
export function layers(ensemble: Ensemble, member: i32, z: usize, context: usize, count: i32, out: usize): void {
  statesOf(planOf(ensemble, member, 0), z, context, count, out);
}

/** Prepares draws of a member for up to 8 contexts [count, C]. */
export function prepareContexts(ensemble: Ensemble, member: i32, context: usize, count: i32): void {
  fixContexts(planOf(ensemble, member, 0), context, count);
}

/** Draws for context `lane` of those prepared: base noise [count, D] to z [count, D]; the two may be one. */
export function draw(ensemble: Ensemble, member: i32, lane: i32, base: usize, out: usize, count: i32): bool {
  const call = ensemble.call;
  call.task = DRAW;
  call.member = member;
  call.lane = lane;
  call.z = base;
  call.count = count;
  call.out = out;
  return together(ensemble, count > FEW_ROWS);
}

/** What a helper does from its start: its share of every call, until it is ended from outside or another does not come. */
export function serve(ensemble: Ensemble, thread: i32): void {
  let calls = 0;
  do {
    awaitCall(ensemble.team, calls);
    calls++;
  } while (share(ensemble, thread));
}

function together(ensemble: Ensemble, all: bool): bool {
  const team = ensemble.team;
  team.active = all ? team.threads : 1;
  wake(team);
  return share(ensemble, 0);
}

function share(ensemble: Ensemble, thread: i32): bool {
  const task = ensemble.call.task;
  if (task == TRAIN) {
    if (!trainShare(ensemble, thread)) return false;
  } else if (task == LOG_DENSITY) logDensityShare(ensemble, thread);
  else drawShare(ensemble, thread);
  return meet(ensemble.team);
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
