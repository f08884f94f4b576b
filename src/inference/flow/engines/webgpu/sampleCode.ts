/**
 * The sampling kernel: base noise to draws, D passes a transform. Pass i computes what the new dimension needs and no more:
 * the hidden units of degree i (those of lower degrees stand already) and the 3K - 1 numbers of spline i, so that all D
 * passes together cost about one pass through the conditioner.
 */
import { gpuEmbedding } from '../../embeddings/gpuEmbeddings.ts';
import { conditionerContext, splineSize } from '../../layout.ts';
import type { NetworkSpec } from '../../spec.ts';
import { forwardCode } from './productCode.ts';
import { splineInverse, splineTable } from './splineCode.ts';
import { constants, type Tile } from './tile.ts';

const WORKGROUP_BYTES = 16384;

/** Columns of the table: three hidden layers at once, or what the embedding needs. */
function tableWidth(spec: NetworkSpec): number {
  const embedding = gpuEmbedding(spec);
  const ofEmbedding =
    embedding === null || embedding.inStorage ? 0 : spec.context + embedding.between + conditionerContext(spec);
  return Math.max(3 * spec.estimator.hidden, ofEmbedding);
}

/** The tile of the sampling kernel, whose tables are others than those of training. */
export function sampleTile(spec: NetworkSpec, tile: Tile): Tile {
  const columns = tableWidth(spec) + conditionerContext(spec) + splineSize(spec.estimator.bins) + 2 * spec.dim + 1;
  return { ...tile, rows: 4 * 8 * columns <= WORKGROUP_BYTES ? 8 : 4 };
}

/** A product over inputs [begin, end) of the weights of column c, added to `a`. */
function add(begin: string, end: string, weight: string, input: string): string {
  return `for (var k = ${begin}; k < ${end}; k++) { a += phi[${weight}] * ${input}; }`;
}

/** A hidden layer's units of degree i, from those of degree i or less of the layer before. */
function hiddenBlock(matrix: string, bias: string, source: string, goal: string): string {
  return `
      for (var item = thread; item < units * Q; item += W) {
        let c = begin + item / Q;
        let q = item % Q;
        var a = vec4f(phi[${bias} + c]);
        ${add('0u', 'end', `${matrix} + k * H + c`, `table[(${source} + k) * Q + q]`)}
        table[(${goal} + c) * Q + q] = max(a, vec4f());
      }
      workgroupBarrier();`;
}

/** WGSL. Bindings: phi, context [m, C] (features [m, F] of an embedding that stays in storage), base [n, D], span (n, draws a context, first draw, member), draws [n, D]. */
export function sampleCode(spec: NetworkSpec, tile: Tile): string {
  const all = gpuEmbedding(spec);
  const given = all?.inStorage === true;
  const embedding = given ? null : all;
  const featuresAt = `${spec.context + (embedding?.between ?? 0)}u * Q`;
  const quads = tile.rows / 4;
  return `${constants(spec, tile, given)}
@group(0) @binding(0) var<storage, read> phi: array<f32>;
@group(0) @binding(1) var<storage, read> contextData: array<f32>;
@group(0) @binding(2) var<storage, read> base: array<f32>;
@group(0) @binding(3) var<uniform> span: vec4u;
@group(0) @binding(4) var<storage, read_write> draws: array<f32>;
var<workgroup> table: array<vec4f, ${tableWidth(spec) * quads}>;
var<workgroup> condition: array<vec4f, ${conditionerContext(spec) * quads}>;
var<workgroup> raw: array<f32, S * R>;
var<workgroup> current: array<f32, D * R>;
var<workgroup> found: array<f32, D * R>;
${embedding === null ? '' : forwardCode(tile, embedding.layers, false)}
${splineTable}
${splineInverse}
fn contextOf(tile: u32, column: u32, q: u32) -> vec4f {
  var values = vec4f();
  for (var lane = 0u; lane < 4u; lane++) {
    let n = tile * R + 4u * q + lane;
    if (n < span.x) { values[lane] = contextData[(span.z + n) / span.y * C + column]; }
  }
  return values;
}
fn foundOf(i: u32, q: u32) -> vec4f {
  let at = i * R + 4u * q;
  return vec4f(found[at], found[at + 1u], found[at + 2u], found[at + 3u]);
}
fn prepare(tile: u32) {
  for (var item = thread; item < D * R; item += W) {
    let n = tile * R + item % R;
    var u = 0.0;
    if (n < span.x) { u = base[n * D + item / R]; }
    current[item] = u;
  }
  ${
    embedding !== null
      ? `for (var k = thread; k < C; k += W) { for (var q = 0u; q < Q; q++) { table[k * Q + q] = contextOf(tile, k, q); } }
  workgroupBarrier();
  ${embedding.forward({ input: '0u', between: 'C * Q', features: featuresAt, keptBetween: '0u', keptFeatures: '0u' })}
  workgroupBarrier();
  for (var k = thread; k < CONTEXT * Q; k += W) { condition[k] = table[${featuresAt} + k]; }`
      : 'for (var k = thread; k < C; k += W) { for (var q = 0u; q < Q; q++) { condition[k * Q + q] = contextOf(tile, k, q); } }'
  }
  workgroupBarrier();
}
fn backToZ() {
  for (var back = 1u; back <= T; back++) {
    let t = T - back;
    let origin = own + FIRST + t * STRIDE;
    for (var i = 0u; i < D; i++) {
      let begin = firstOf(i);
      let end = firstOf(i + 1u);
      let units = end - begin;
      for (var item = thread; item < units * Q; item += W) {
        let c = begin + item / Q;
        let q = item % Q;
        var a = vec4f(phi[origin + AT_b1 + c]);
        ${add('0u', 'i', 'origin + k * H + c', 'foundOf(k, q)')}
        ${add('0u', 'CONTEXT', 'origin + (D + k) * H + c', 'condition[k * Q + q]')}
        table[c * Q + q] = max(a, vec4f());
      }
      workgroupBarrier();
      ${hiddenBlock('origin + AT_M2', 'origin + AT_b2', '0u', 'H')}
      ${hiddenBlock('origin + AT_M3', 'origin + AT_b3', 'H', '2u * H')}
      for (var item = thread; item < S * Q; item += W) {
        let j = item / Q;
        let q = item % Q;
        let c = i * S + j;
        var a = vec4f(phi[origin + AT_b4 + c]);
        ${add('0u', 'end', 'origin + AT_M4 + k * RAW + c', 'table[(2u * H + k) * Q + q]')}
        for (var lane = 0u; lane < 4u; lane++) { raw[j * R + 4u * q + lane] = a[lane]; }
      }
      workgroupBarrier();
      if (thread < R) {
        softmax(thread);
        softmax(thread + K * R);
        found[i * R + thread] = invert(thread, current[i * R + thread]);
      }
      workgroupBarrier();
    }
    for (var item = thread; item < D * R; item += W) {
      current[item] = found[select(item / R, D - 1u - item / R, t > 0u) * R + item % R];
    }
    workgroupBarrier();
  }
}
@compute @workgroup_size(${tile.threads})
fn main(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u) {
  thread = lane;
  own = span.w * P;
  let tiles = (span.x + R - 1u) / R;
  for (var tile = group.x; tile < tiles; tile += groups.x) {
    prepare(tile);
    backToZ();
    for (var item = thread; item < D * R; item += W) {
      let n = tile * R + item % R;
      if (n < span.x) { draws[n * D + item / R] = current[item]; }
    }
    workgroupBarrier();
  }
}
`;
}
