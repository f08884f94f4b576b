/**
 * The kernel of an embedding whose activations stay in storage: from contexts to the features that density and samples are then
 * computed from. It is the forward pass of training, tile by tile.
 */
import type { GpuEmbedding } from '../../embeddings/embedding.ts';
import { conditionerContext } from '../../layout.ts';
import type { NetworkSpec } from '../../spec.ts';
import { constants, type Tile } from './tile.ts';

/** vec4 that a workgroup keeps: features, and what lies between. */
export function keptOfFeatures(spec: NetworkSpec, { between }: GpuEmbedding, tile: Tile): number {
  return ((conditionerContext(spec) + between) * tile.rows) / 4;
}

/** WGSL. Bindings: phi, context [n, C], span (n, -, -, member), features [n, F], kept. */
export function featureCode(spec: NetworkSpec, embedding: GpuEmbedding, tile: Tile): string {
  return `${constants(spec, tile)}
@group(0) @binding(0) var<storage, read> phi: array<f32>;
@group(0) @binding(1) var<storage, read> contextData: array<f32>;
@group(0) @binding(2) var<uniform> span: vec4u;
@group(0) @binding(3) var<storage, read_write> features: array<f32>;
@group(0) @binding(4) var<storage, read_write> kept: array<vec4f>;
const KEPT_EMBEDDING = CONTEXT;
var<private> keptAt: u32;
var<private> firstRow: u32;
fn contextOf(column: u32, q: u32) -> vec4f {
  var values = vec4f();
  for (var lane = 0u; lane < 4u; lane++) {
    let row = firstRow + 4u * q + lane;
    if (row < span.x) { values[lane] = contextData[row * C + column]; }
  }
  return values;
}
${embedding.code(tile.rows, tile.threads, false)}
@compute @workgroup_size(${tile.threads})
fn main(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u) {
  thread = lane;
  own = span.w * P;
  keptAt = group.x * ${keptOfFeatures(spec, embedding, tile)}u;
  let tiles = (span.x + R - 1u) / R;
  for (var tile = group.x; tile < tiles; tile += groups.x) {
    firstRow = tile * R;
    ${embedding.forward({ input: '', between: '', features: '', keptBetween: '', keptFeatures: '' })}
    storageBarrier();
    for (var item = thread; item < CONTEXT * R; item += W) {
      let r = item / CONTEXT;
      let k = item % CONTEXT;
      if (firstRow + r < span.x) { features[(firstRow + r) * CONTEXT + k] = kept[keptAt + k * Q + r / 4u][r % 4u]; }
    }
  }
}
`;
}
