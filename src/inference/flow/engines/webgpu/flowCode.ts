/**
 * The kernels that take tiles of samples through the flow in the density direction: log densities, and with them (in one
 * dispatch) the gradient of the parameters, and of z and the context where a network stands in front. Each workgroup adds
 * its tiles up in its own slice of `slices`, in order: no float atomics, so the same numbers every time.
 */
import type { GpuEmbedding } from '../../embeddings/embedding.ts';
import { gpuEmbedding } from '../../embeddings/gpuEmbeddings.ts';
import type { NetworkSpec } from '../../spec.ts';
import { backwardPass } from './gradientCode.ts';
import { backwardCode, forwardCode } from './productCode.ts';
import { splineBackward, splineForward, splineTable } from './splineCode.ts';
import { constants, type Tile } from './tile.ts';

/**
 * 'train': minibatches by the schedule (optimiserCode.ts), gradient of the mean loss. 'density': ln q of rows in order.
 * 'gradient': rows in order, gradient of sum_n seed_n ln q_n with respect to the parameters, z and the context.
 */
export type FlowKernel = 'train' | 'density' | 'gradient';

const BINDINGS: Readonly<Record<FlowKernel, string>> = {
  train: `
@group(0) @binding(3) var<storage, read> schedule: array<u32>;
@group(0) @binding(4) var<storage, read> counter: array<u32>;`,
  density: `
@group(0) @binding(3) var<uniform> span: vec4u;
@group(0) @binding(4) var<storage, read_write> density: array<f32>;`,
  gradient: `
@group(0) @binding(3) var<uniform> span: vec4u;
@group(0) @binding(4) var<storage, read> seed: array<f32>;
@group(0) @binding(8) var<storage, read_write> inputGradient: array<f32>;`,
};

/** Which rows the tiles take: `count` of them, `placeOf(n)` is the row of the n-th. */
const ROWS: Readonly<Record<FlowKernel, string>> = {
  train: `
fn count() -> u32 { return schedule[8u * counter[0] + 1u]; }
fn placeOf(n: u32) -> u32 { return schedule[schedule[8u * counter[0]] + member * count() + n]; }
fn seedOf(n: u32) -> f32 { return -1.0 / f32(count()); }`,
  density: `
fn count() -> u32 { return span.x; }
fn placeOf(n: u32) -> u32 { return n; }`,
  gradient: `
fn count() -> u32 { return span.x; }
fn placeOf(n: u32) -> u32 { return n; }
fn seedOf(n: u32) -> f32 { return seed[n]; }`,
};

/** `put` is given the place of a weight in phi [M, P], and the slices are [M, SLICES, P]: hence the odd start of a slice. */
const startSlice = `let slice = member * SLICES + group.x;
  keptAt = slice * KEPT;
  splinesAt = slice * KEPT_SPLINES;
  sliceAt = slice * P - own;
  fresh = true;`;

const GRADIENT_BINDINGS = `
@group(0) @binding(5) var<storage, read_write> kept: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> keptSplines: array<f32>;
@group(0) @binding(7) var<storage, read_write> slices: array<f32>;`;

/**
 * WGSL of a kernel. Bindings in order: phi, z, context (for a density whose embedding stays in storage: its features), then as in
 * BINDINGS, then what a gradient keeps.
 * @param slices number of slices of a member; 'train' puts the loss of each slice's tiles behind all of them
 * @param members M; the workgroups of member m have y = m, except in 'density', where span.w is the member
 */
export function flowCode(spec: NetworkSpec, tile: Tile, kernel: FlowKernel, slices = 1, members = 1): string {
  const backward = kernel !== 'density';
  const all = gpuEmbedding(spec);
  const given = !backward && all?.inStorage === true;
  const embedding = given ? null : all;
  const embedded = embedding !== null;
  const embeddingLayers = embedding?.layers ?? [];
  const quads = tile.rows / 4;
  return `${constants(spec, tile, given)}
@group(0) @binding(0) var<storage, read> phi: array<f32>;
@group(0) @binding(1) var<storage, read> zData: array<f32>;
@group(0) @binding(2) var<storage, read> contextData: array<f32>;
${BINDINGS[kernel]}
${backward ? GRADIENT_BINDINGS : ''}
var<workgroup> table: array<vec4f, ${((tile.widthA + tile.widthB) * tile.rows) / 4}>;
var<workgroup> raw: array<f32, ${tile.rows} * RAW>;
// z on its way to the base, its ln det, and the gradient of z after and before a transform.
var<workgroup> current: array<f32, D * R>;
var<workgroup> logDerivative: array<f32, D * R>;
var<workgroup> gradientZ: array<f32, 2u * D * R>;
var<workgroup> place: array<u32, R>;
var<workgroup> weight: array<f32, R>;
const NOWHERE = 0xffffffffu;
// Kept activations, in units of Q vec4.
const KEPT_CONTEXT_GRADIENT = CONTEXT;
const KEPT_EMBEDDING = 2u * CONTEXT;
const KEPT_TRANSFORMS = 2u * CONTEXT + ${embedding?.between ?? 0}u;
const KEPT_STRIDE = D + 3u * H;
var<private> member: u32;
var<private> keptAt: u32;
var<private> splinesAt: u32;
var<private> sliceAt: u32;
var<private> fresh: bool;
const MEMBERS = ${members}u;
const SLICES = ${slices}u;
${ROWS[kernel]}
${forwardCode(tile, embeddingLayers, backward)}
${splineTable}
${splineForward}
${backward ? `fn put(at: u32, value: f32) { if (fresh) { slices[sliceAt + at] = value; } else { slices[sliceAt + at] += value; } }` : ''}
${backward ? backwardCode(tile, embeddingLayers, embedded || kernel === 'gradient') : ''}
${backward ? splineBackward : ''}

// Four samples of a column that lies in 'contextData'.
fn contextOf(column: u32, q: u32) -> vec4f {
  var values = vec4f();
  for (var lane = 0u; lane < 4u; lane++) {
    let row = place[4u * q + lane];
    if (row != NOWHERE) { values[lane] = contextData[row * C + column]; }
  }
  return values;
}
fn quadOf(i: u32, q: u32) -> vec4f {
  let at = i * R + 4u * q;
  return vec4f(current[at], current[at + 1u], current[at + 2u], current[at + 3u]);
}
fn loadRows(tile: u32, rows: u32) {
  if (thread < R) {
    let n = tile * R + thread;
    var row = NOWHERE;
    var w = 0.0;
    if (n < rows) { row = placeOf(n); ${backward ? 'w = seedOf(n);' : ''} }
    place[thread] = row;
    weight[thread] = w;
  }
  workgroupBarrier();
  for (var item = thread; item < D * R; item += W) {
    let row = place[item % R];
    var v = 0.0;
    if (row != NOWHERE) { v = zData[row * D + item / R]; }
    current[item] = v;
    logDerivative[item] = 0.0;
  }
}
${embedding?.code(tile.rows, tile.threads, backward) ?? ''}
${backward || embedded ? conditionContext(embedding, backward, quads) : ''}
fn stageInput(goal: u32${backward ? ', again: bool, t: u32' : ''}) {
  for (var k = thread; k < D + CONTEXT; k += W) {
    for (var q = 0u; q < Q; q++) {
      var v: vec4f;
      if (k >= D) { v = ${backward ? 'kept[keptAt + (k - D) * Q + q]' : embedded ? 'condition[(k - D) * Q + q]' : 'contextOf(k - D, q)'}; }
      ${
        backward
          ? `else if (again) { v = kept[keptAt + (KEPT_TRANSFORMS + t * KEPT_STRIDE + k) * Q + q]; }
      else { v = quadOf(k, q); kept[keptAt + (KEPT_TRANSFORMS + t * KEPT_STRIDE + k) * Q + q] = v; }`
          : 'else { v = quadOf(k, q); }'
      }
      table[goal + k * Q + q] = v;
    }
  }
}
fn splines(t: u32) {
  for (var item = thread; item < D * R; item += W) {
    let i = item / R;
    let r = item % R;
    let at = i * S * R + r;
    let x = current[item];
    softmax(at);
    softmax(at + K * R);
    let found = evaluate(at, x);
    ${
      backward
        ? `let keepAt = splinesAt + (t * D + i) * (S + 1u) * R + r;
    for (var j = 0u; j < S; j++) { keptSplines[keepAt + j * R] = raw[at + j * R]; }
    keptSplines[keepAt + S * R] = x;`
        : ''
    }
    logDerivative[item] += found.y;
    gradientZ[item] = found.x;
  }
  workgroupBarrier();
  for (var item = thread; item < D * R; item += W) {
    let i = item / R;
    // The order of the parameters is reversed between transforms.
    current[item] = gradientZ[select(D - 1u - i, i, t + 1u == T) * R + item % R];
  }
  workgroupBarrier();
}
fn forward() {
  for (var t = 0u; t < T; t++) {
    let origin = own + FIRST + t * STRIDE;
    let keepAt = ${backward ? 'keptAt + (KEPT_TRANSFORMS + t * KEPT_STRIDE + D) * Q' : '0u'};
    stageInput(TABLE_A${backward ? ', false, t' : ''});
    workgroupBarrier();
    forwardFirst(TABLE_A, TABLE_B, origin, origin + AT_b1, keepAt);
    workgroupBarrier();
    // A loop, since every call is compiled anew where it stands.
    for (var layer = 2u; layer <= 3u; layer++) {
      let third = layer == 3u;
      let source = select(TABLE_B, TABLE_A, third);
      let goal = select(TABLE_A, TABLE_B, third);
      let matrix = origin + select(AT_M2, AT_M3, third);
      forwardHidden(source, goal, matrix, origin + select(AT_b2, AT_b3, third), keepAt + (layer - 1u) * H * Q);
      workgroupBarrier();
    }
    forwardOutput(TABLE_B, TABLE_A, origin + AT_M4, origin + AT_b4, 0u);
    workgroupBarrier();
    splines(t);
  }
}
fn densityOf(r: u32) -> f32 {
  var sum = -NORMALISER;
  for (var i = 0u; i < D; i++) {
    let u = current[i * R + r];
    sum += logDerivative[i * R + r] - 0.5 * u * u;
  }
  return sum;
}
${backward ? backwardPass(embedding, kernel === 'gradient') : ''}
@compute @workgroup_size(${tile.threads})
fn main(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u) {
  thread = lane;
  member = ${kernel === 'density' ? 'span.w' : 'group.y'};
  own = member * P;
  ${backward ? startSlice : ''}
  let rows = count();
  let tiles = (rows + R - 1u) / R;
  var loss = 0.0;
  for (var tile = group.x; tile < tiles; tile += groups.x) {
    loadRows(tile, rows);
    ${backward || embedded ? 'prepareContext();' : ''}
    ${backward ? '// Other threads read it.\n    storageBarrier();' : ''}
    workgroupBarrier();
    forward();
    ${
      kernel === 'density'
        ? 'if (thread < R && place[thread] != NOWHERE) { density[tile * R + thread] = densityOf(thread); }'
        : kernel === 'train'
          ? 'if (thread == 0u) { for (var r = 0u; r < R; r++) { loss += weight[r] * densityOf(r); } }'
          : ''
    }
    ${backward ? 'backward();' : ''}
    workgroupBarrier();
    ${backward ? 'fresh = false;' : ''}
  }
  ${kernel === 'train' ? 'if (thread == 0u) { slices[MEMBERS * SLICES * P + member * SLICES + group.x] = loss; }' : ''}
}
`;
}

/** What reaches the conditioners, kept: the context itself, or its embedding. */
function conditionContext(embedding: GpuEmbedding | null, backward: boolean, quads: number): string {
  const target = backward ? 'kept[keptAt + k * Q + q]' : 'condition[k * Q + q]';
  const clear = backward
    ? 'for (var k = thread; k < CONTEXT; k += W) { for (var q = 0u; q < Q; q++) { kept[keptAt + (KEPT_CONTEXT_GRADIENT + k) * Q + q] = vec4f(); } }'
    : '';
  const body =
    embedding !== null
      ? `${
          embedding.inStorage
            ? ''
            : `stageContext(TABLE_A);
  workgroupBarrier();`
        }
  ${embedding.forward({
    input: 'TABLE_A',
    between: 'TABLE_B',
    features: 'TABLE_A',
    keptBetween: backward ? 'keptAt + KEPT_EMBEDDING * Q' : '0u',
    keptFeatures: backward ? 'keptAt' : '0u',
  })}
  ${
    backward
      ? ''
      : `workgroupBarrier();
  for (var k = thread; k < CONTEXT; k += W) { for (var q = 0u; q < Q; q++) { ${target} = table[TABLE_A + k * Q + q]; } }`
  }`
      : `for (var k = thread; k < CONTEXT; k += W) { for (var q = 0u; q < Q; q++) { ${target} = contextOf(k, q); } }`;
  return `
${embedding !== null && !backward ? `var<workgroup> condition: array<vec4f, CONTEXT * ${quads}u>;` : ''}
fn stageContext(goal: u32) {
  for (var k = thread; k < C; k += W) { for (var q = 0u; q < Q; q++) { table[goal + k * Q + q] = contextOf(k, q); } }
}
fn prepareContext() {
  ${clear}
  ${body}
}`;
}
