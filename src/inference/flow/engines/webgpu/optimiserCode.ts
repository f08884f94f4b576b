/**
 * The two dispatches that follow the gradient of a minibatch: the slices are summed in order (with the weight decay, and
 * partial sums of the squared norm), then clipping by the global norm and the step of Adam (Kingma & Ba 2015), in place,
 * as tfjsEngine.ts takes it. A gradient that is not finite changes nothing and makes the step's loss a NaN; each member
 * has its own norm.
 *
 * The schedule holds 8 words a step: place of its rows [M, B], B, learning rate / (1 - beta1^n), 1 / sqrt(1 - beta2^n),
 * clip norm, weight decay; then the rows of all steps. `counter` has two copies of the step's number, so that no dispatch
 * writes the one that it reads: [0] is read by gradient and sum and written by Adam, [1] the other way round.
 */
import { literal } from './tile.ts';

export const STEP_WORDS = 8;
/** Parameters of a workgroup: few threads with four parameters each, as software adapters pay for every thread. */
const THREADS = 64;
const OPTIMISER_PARAMETERS = 4 * THREADS;
/** Most steps of one submission. */
export const MOST_STEPS = 256;
export const BETA1 = 0.9;
export const BETA2 = 0.999;
const EPSILON = 1e-8;

/** Workgroups of a member in the dispatches of this file; those of member m have y = m. */
export function groupsOf(parameters: number): number {
  return Math.ceil(parameters / OPTIMISER_PARAMETERS);
}

/** The report holds the losses [steps, M], and from here the partial sums of squares [M, groups]. */
function squaresAt(members: number): number {
  return MOST_STEPS * members;
}

/** Words of the report. */
export function reportWords(members: number, parameters: number): number {
  return squaresAt(members) + members * groupsOf(parameters);
}

/** Numbers that a thread adds up in each of the two rounds of a workgroup's sum. */
const ROUND = Math.sqrt(THREADS);

/** Two rounds and not a binary tree: a barrier costs more than eight additions, above all on software adapters. */
const SUM_OF_WORKGROUP = `
var<workgroup> each: array<f32, ${THREADS}>;
var<workgroup> some: array<f32, ${ROUND}>;
fn sumOf(lane: u32, value: f32) -> f32 {
  each[lane] = value;
  workgroupBarrier();
  if (lane < ${ROUND}u) {
    var sum = 0.0;
    for (var i = 0u; i < ${ROUND}u; i++) { sum += each[lane * ${ROUND}u + i]; }
    some[lane] = sum;
  }
  workgroupBarrier();
  var total = 0.0;
  for (var i = 0u; i < ${ROUND}u; i++) { total += some[i]; }
  return total;
}
`;

/**
 * Sums slices. Bindings: phi, schedule, counter, slices, gradient, report.
 * @param members M
 * @param parameters P
 * @param rows samples of a tile
 * @param slices most workgroups of the gradient's dispatch a member
 */
export function sumCode(members: number, parameters: number, rows: number, slices: number): string {
  const groups = groupsOf(parameters);
  return `
@group(0) @binding(0) var<storage, read> phi: array<f32>;
@group(0) @binding(1) var<storage, read> schedule: array<u32>;
@group(0) @binding(2) var<storage, read_write> counter: array<u32>;
@group(0) @binding(3) var<storage, read> slices: array<f32>;
@group(0) @binding(4) var<storage, read_write> gradient: array<f32>;
@group(0) @binding(5) var<storage, read_write> report: array<f32>;
const P = ${parameters}u;
${SUM_OF_WORKGROUP}
@compute @workgroup_size(${THREADS})
fn main(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3u) {
  let now = counter[0];
  let tiles = (schedule[8u * now + 1u] + ${rows - 1}u) / ${rows}u;
  let used = min(tiles, ${slices}u);
  let decay = bitcast<f32>(schedule[8u * now + 5u]);
  let member = group.y;
  let own = member * P;
  let slicesAt = member * ${slices}u;
  let first = group.x * ${OPTIMISER_PARAMETERS}u + lane;
  var g = vec4f();
  for (var slice = 0u; slice < used; slice++) {
    for (var j = 0u; j < 4u; j++) { g[j] += slices[(slicesAt + slice) * P + min(first + j * ${THREADS}u, P - 1u)]; }
  }
  for (var j = 0u; j < 4u; j++) {
    let i = first + j * ${THREADS}u;
    if (i < P) {
      g[j] += decay * phi[own + i];
      gradient[own + i] = g[j];
    } else { g[j] = 0.0; }
  }
  let squares = sumOf(lane, dot(g, g));
  if (lane == 0u) { report[${squaresAt(members)}u + member * ${groups}u + group.x] = squares; }
  if (lane == 0u && group.x == 0u) {
    var loss = 0.0;
    for (var slice = 0u; slice < used; slice++) { loss += slices[${members * slices}u * P + slicesAt + slice]; }
    report[now * ${members}u + member] = loss;
    if (member == 0u) { counter[1] = now; }
  }
}
`;
}

/** Clips and steps, each member for itself. Bindings: phi, first moment, second moment, gradient, schedule, counter, report. */
export function adamCode(members: number, parameters: number): string {
  const groups = groupsOf(parameters);
  return `
@group(0) @binding(0) var<storage, read_write> phi: array<f32>;
@group(0) @binding(1) var<storage, read_write> first: array<f32>;
@group(0) @binding(2) var<storage, read_write> second: array<f32>;
@group(0) @binding(3) var<storage, read> gradient: array<f32>;
@group(0) @binding(4) var<storage, read> schedule: array<u32>;
@group(0) @binding(5) var<storage, read_write> counter: array<u32>;
// Words, not numbers: WGSL may assume that no number is NaN, so what is not finite is told by its bits.
@group(0) @binding(6) var<storage, read_write> report: array<u32>;
const P = ${parameters}u;
${SUM_OF_WORKGROUP}
// A sum of squares is not negative, so this survives being added to others.
const BROKEN = -1e30f;
fn word(index: u32) -> f32 { return bitcast<f32>(schedule[8u * counter[1] + index]); }
@compute @workgroup_size(${THREADS})
fn main(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3u) {
  let member = group.y;
  var squares = 0.0;
  for (var i = lane; i < ${groups}u; i += ${THREADS}u) {
    let bits = report[${squaresAt(members)}u + member * ${groups}u + i];
    if ((bits & 0x7f800000u) == 0x7f800000u) { squares = BROKEN; } else { squares += bitcast<f32>(bits); }
  }
  let total = sumOf(lane, squares);
  let bad = total < 0.0;
  let shrink = 1.0 / max(sqrt(total) / word(4u), 1.0);
  for (var j = 0u; j < 4u; j++) {
    let inMember = group.x * ${OPTIMISER_PARAMETERS}u + j * ${THREADS}u + lane;
    if (inMember < P && !bad) {
      let i = member * P + inMember;
      let g = gradient[i] * shrink;
      let m = ${literal(BETA1)} * first[i] + ${literal(1 - BETA1)} * g;
      let v = ${literal(BETA2)} * second[i] + ${literal(1 - BETA2)} * g * g;
      first[i] = m;
      second[i] = v;
      phi[i] -= word(2u) * m / (sqrt(v) * word(3u) + ${literal(EPSILON)});
    }
  }
  if (lane == 0u && group.x == 0u) {
    if (bad) { report[counter[1] * ${members}u + member] = 0x7fc00000u; }
    if (member == 0u) { counter[0] = counter[1] + 1u; }
  }
}
`;
}

/** Sums slices and does nothing else, for flowOp.ts. Bindings: span (y: number of slices), slices, gradient. */
export function totalCode(parameters: number): string {
  return `
@group(0) @binding(0) var<uniform> span: vec4u;
@group(0) @binding(1) var<storage, read> slices: array<f32>;
@group(0) @binding(2) var<storage, read_write> gradient: array<f32>;
const P = ${parameters}u;
@compute @workgroup_size(${OPTIMISER_PARAMETERS})
fn main(@builtin(global_invocation_id) at: vec3u) {
  if (at.x >= P) { return; }
  var g = 0.0;
  for (var slice = 0u; slice < span.y; slice++) { g += slices[slice * P + at.x]; }
  gradient[at.x] = g;
}
`;
}
