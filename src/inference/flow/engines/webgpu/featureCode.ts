/**
 * The kernel of an embedding alone: from contexts to features, tile by tile, as training goes forward. Density and samples are
 * computed from them where the activations stay in storage; else only those who ask for features have them.
 */
import type { GpuEmbedding } from '../../embeddings/embedding.ts';
import { conditionerContext } from '../../layout.ts';
import type { NetworkSpec } from '../../spec.ts';
import { forwardCode } from './productCode.ts';
import { constants, type Tile } from './tile.ts';

/** vec4 that a workgroup keeps in storage: features, and what lies between. */
export function keptOfFeatures(spec: NetworkSpec, { between, inStorage }: GpuEmbedding, tile: Tile): number {
  return inStorage ? ((conditionerContext(spec) + between) * tile.rows) / 4 : 0;
}

/** WGSL. Bindings: phi, context [n, C], span (n, -, -, member), features [n, F] and, where the activations stay there, kept. */
export function featureCode(spec: NetworkSpec, embedding: GpuEmbedding, tile: Tile): string {
  const { inStorage } = embedding;
  const quads = tile.rows / 4;
  return `${constants(spec, tile)}
@group(0) @binding(0) var<storage, read> phi: array<f32>;
@group(0) @binding(1) var<storage, read> contextData: array<f32>;
@group(0) @binding(2) var<uniform> span: vec4u;
@group(0) @binding(3) var<storage, read_write> features: array<f32>;
${
  inStorage
    ? `@group(0) @binding(4) var<storage, read_write> kept: array<vec4f>;
const KEPT_EMBEDDING = CONTEXT;
var<private> keptAt: u32;`
    : `var<workgroup> table: array<vec4f, ${(tile.widthA + tile.widthB) * quads}>;`
}
var<private> firstRow: u32;
fn contextOf(column: u32, q: u32) -> vec4f {
  var values = vec4f();
  for (var lane = 0u; lane < 4u; lane++) {
    let row = firstRow + 4u * q + lane;
    if (row < span.x) { values[lane] = contextData[row * C + column]; }
  }
  return values;
}
${forwardCode(tile, embedding.layers, false, true)}
${embedding.code(tile.rows, tile.threads, false)}
@compute @workgroup_size(${tile.threads})
fn main(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u) {
  thread = lane;
  own = span.w * P;
  ${inStorage ? `keptAt = group.x * ${keptOfFeatures(spec, embedding, tile)}u;` : ''}
  let tiles = (span.x + R - 1u) / R;
  for (var tile = group.x; tile < tiles; tile += groups.x) {
    firstRow = tile * R;
    ${
      inStorage
        ? ''
        : `workgroupBarrier();
    for (var k = thread; k < C; k += W) { for (var q = 0u; q < Q; q++) { table[TABLE_A + k * Q + q] = contextOf(k, q); } }
    workgroupBarrier();`
    }
    ${embedding.forward({ input: 'TABLE_A', between: 'TABLE_B', features: 'TABLE_A', keptBetween: '0u', keptFeatures: '0u' })}
    ${inStorage ? 'storageBarrier();' : 'workgroupBarrier();'}
    for (var item = thread; item < CONTEXT * R; item += W) {
      let r = item / CONTEXT;
      let k = item % CONTEXT;
      if (firstRow + r < span.x) { features[(firstRow + r) * CONTEXT + k] = ${inStorage ? 'kept[keptAt' : 'table[TABLE_A'} + k * Q + r / 4u][r % 4u]; }
    }
  }
}
`;
}
