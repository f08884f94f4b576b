/**
 * The geometry that every kernel of the fused engine shares, and its constants as WGSL text. A workgroup takes a tile of
 * `rows` samples through the whole flow. Activations lie in two workgroup tables, column by column with the samples of the
 * tile side by side, as vec4: element (column c, quad q) at c * quads + q. What the backward pass needs again goes to a
 * slice of a storage buffer; each number of the transforms there is written and read by the same thread, so no storage barrier is
 * needed. What reaches the conditioners is read by others than wrote it: there is one around that.
 */
import { embeddingOf } from '../../embeddings/embeddings.ts';
import { gpuEmbedding } from '../../embeddings/gpuEmbeddings.ts';
import { conditionerContext, EMBEDDING, layout, parameterCount, splineSize } from '../../layout.ts';
import type { NetworkSpec } from '../../spec.ts';
import { MIN_BIN, MIN_SLOPE, SLOPE_OFFSET } from '../../spline.ts';
import { UnsupportedNetwork } from '../unsupported.ts';

export interface Tile {
  /** Samples of a workgroup: 8, or 4 where the tables would not fit. */
  readonly rows: number;
  readonly threads: number;
  /** Columns of the two tables of activations. */
  readonly widthA: number;
  readonly widthB: number;
  /** vec4 of kept activations a workgroup: context, its gradient, embedding, then z, h1, h2, h3 of each transform. */
  readonly kept: number;
  /** Kept numbers of the splines a workgroup. */
  readonly keptSplines: number;
}

/** Every WebGPU device offers this much workgroup memory; more is used only where a wide flow needs it. */
const GUARANTEED_BYTES = 16384;
const MOST_THREADS = 256;

/**
 * The tile of a flow.
 * @param workgroupBytes the device's maxComputeWorkgroupStorageSize
 * @throws UnsupportedNetwork when not even four samples fit
 */
export function tileOf(spec: NetworkSpec, workgroupBytes: number): Tile {
  const { dim } = spec;
  const { hidden, transforms, bins } = spec.estimator;
  const raw = dim * splineSize(bins);
  const context = conditionerContext(spec);
  const embedding = gpuEmbedding(spec);
  const [embeddingA, embeddingB] = embedding?.widths ?? [0, 0];
  const widthA = Math.max(hidden, dim + context, raw, embeddingA);
  const widthB = Math.max(hidden, embeddingB);
  // Tables of activations, raw spline numbers; base values, ln det and two gradients of z; weights and places of the rows.
  const bytesOf = (rows: number): number => 4 * rows * (widthA + widthB + raw + 4 * dim + 2);
  const roomy = Math.max(workgroupBytes, GUARANTEED_BYTES);
  const rows = bytesOf(8) <= GUARANTEED_BYTES ? 8 : bytesOf(4) <= GUARANTEED_BYTES ? 4 : bytesOf(8) <= roomy ? 8 : 4;
  if (bytesOf(rows) > roomy) {
    // Follows the name of the engine on the page.
    throw new UnsupportedNetwork(
      `it needs ${bytesOf(rows)} bytes of workgroup memory for this network and the device has ${workgroupBytes}: fewer parameters, summaries or bins need less`,
    );
  }
  const quads = rows / 4;
  return {
    rows,
    threads: Math.min(MOST_THREADS, Math.max(64, 64 * Math.floor(hidden / 64))),
    widthA,
    widthB,
    kept: quads * (2 * context + (embedding?.between ?? 0) + transforms * (dim + 3 * hidden)),
    keptSplines: rows * transforms * dim * (splineSize(bins) + 1),
  };
}

/** A float literal that WGSL reads back exactly as float32. */
export function literal(value: number): string {
  return `${Math.fround(value).toExponential(9)}f`;
}

/**
 * Constants and the two functions of degrees (masks.ts), as WGSL.
 * @param embedded whether a kernel is given the features already
 */
export function constants(spec: NetworkSpec, tile: Tile, embedded = false): string {
  const { dim, estimator } = spec;
  const offsets = new Map(layout(spec).map(({ name, offset }) => [name, offset]));
  const at = (name: string): number => offsets.get(name) ?? 0;
  const start = at('0.M1');
  const relative = (name: string): number => at(`0.${name}`) - start;
  const whole: Readonly<Record<string, number>> = {
    D: dim,
    H: estimator.hidden,
    K: estimator.bins,
    T: estimator.transforms,
    C: embedded ? conditionerContext(spec) : spec.context,
    CONTEXT: conditionerContext(spec),
    S: splineSize(estimator.bins),
    RAW: dim * splineSize(estimator.bins),
    R: tile.rows,
    Q: tile.rows / 4,
    W: tile.threads,
    P: parameterCount(spec),
    KEPT: tile.kept,
    KEPT_SPLINES: tile.keptSplines,
    FIRST: start,
    STRIDE: estimator.transforms > 1 ? at('1.M1') - start : 0,
    ...Object.fromEntries(['b1', 'M2', 'b2', 'M3', 'b3', 'M4', 'b4'].map((name) => [`AT_${name}`, relative(name)])),
    ...Object.fromEntries(
      embeddingOf(spec).weights.map(({ name }) => [`EMBEDDING_${name}`, at(`${EMBEDDING}.${name}`)]),
    ),
    ...gpuEmbedding(spec)?.constants,
    TABLE_B: (tile.widthA * tile.rows) / 4,
  };
  const real: Readonly<Record<string, number>> = {
    BOUND: estimator.bound,
    SCALE: 1 / Math.sqrt(estimator.hidden),
    SMALLEST: 2 * estimator.bound * MIN_BIN,
    FREE: 2 * estimator.bound * (1 - MIN_BIN * estimator.bins),
    MIN_SLOPE,
    SLOPE_OFFSET,
    NORMALISER: 0.5 * dim * Math.log(2 * Math.PI),
  };
  return `
${Object.entries(whole)
  .map(([name, value]) => `const ${name} = ${value}u;`)
  .join('\n')}
${Object.entries(real)
  .map(([name, value]) => `const ${name} = ${literal(value)};`)
  .join('\n')}
const TABLE_A = 0u;
var<private> thread: u32;
// Place of the member's weights in phi [M, P].
var<private> own: u32;
fn degreeOf(unit: u32) -> u32 { return unit * D / H; }
// First hidden unit of this degree or a higher one.
fn firstOf(degree: u32) -> u32 { return (degree * H + D - 1u) / D; }
`;
}
