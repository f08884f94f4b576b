/**
 * The geometry that every kernel of the fused engine shares, and its constants as WGSL text. A workgroup takes a tile of
 * `rows` samples through the whole flow. Activations lie in two workgroup tables, column by column with the samples of the
 * tile side by side, as vec4: element (column c, quad q) at c * quads + q. What the backward pass needs again goes to a
 * slice of a storage buffer; each number there is written and read by the same thread, so no storage barrier is needed.
 */
import { conditionerContext, embeddingHidden, layout, parameterCount, splineSize } from '../../layout.ts';
import type { FlowSpec } from '../../spec.ts';
import { MIN_BIN, MIN_SLOPE, SLOPE_OFFSET } from '../../spline.ts';

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
 * @throws Error when not even four samples fit
 */
export function tileOf(spec: FlowSpec, workgroupBytes: number): Tile {
  const { dim, hidden, transforms } = spec;
  const raw = dim * splineSize(spec.bins);
  const context = conditionerContext(spec);
  const embedded = spec.embedding > 0;
  const wide = embedded ? embeddingHidden(spec) : 0;
  const widthA = Math.max(hidden, dim + context, raw, embedded ? spec.context : 0);
  const widthB = Math.max(hidden, wide);
  // Tables of activations, raw spline numbers; base values, ln det and two gradients of z; weights and places of the rows.
  const bytesOf = (rows: number): number => 4 * rows * (widthA + widthB + raw + 4 * dim + 2);
  const roomy = Math.max(workgroupBytes, GUARANTEED_BYTES);
  const rows = bytesOf(8) <= GUARANTEED_BYTES ? 8 : bytesOf(4) <= GUARANTEED_BYTES ? 4 : bytesOf(8) <= roomy ? 8 : 4;
  if (bytesOf(rows) > roomy) {
    throw new Error(
      `The fused WebGPU engine needs ${bytesOf(rows)} bytes of workgroup memory for this flow and the device has ${workgroupBytes}. Use fewer bins or another engine.`,
    );
  }
  const quads = rows / 4;
  return {
    rows,
    threads: Math.min(MOST_THREADS, Math.max(64, 64 * Math.floor(hidden / 64))),
    widthA,
    widthB,
    kept: quads * (2 * context + wide + transforms * (dim + 3 * hidden)),
    keptSplines: rows * transforms * dim * (splineSize(spec.bins) + 1),
  };
}

/** A float literal that WGSL reads back exactly as float32. */
export function literal(value: number): string {
  return `${Math.fround(value).toExponential(9)}f`;
}

/** Constants and the two functions of degrees (masks.ts), as WGSL. */
export function constants(spec: FlowSpec, tile: Tile): string {
  const offsets = new Map(layout(spec).map(({ name, offset }) => [name, offset]));
  const at = (name: string): number => offsets.get(name) ?? 0;
  const start = at('0.M1');
  const relative = (name: string): number => at(`0.${name}`) - start;
  const raw = spec.dim * splineSize(spec.bins);
  const embedded = spec.embedding > 0;
  const whole: Readonly<Record<string, number>> = {
    D: spec.dim,
    H: spec.hidden,
    K: spec.bins,
    T: spec.transforms,
    C: spec.context,
    CONTEXT: conditionerContext(spec),
    EMBEDDED: spec.embedding,
    EMBEDDING_WIDE: embedded ? embeddingHidden(spec) : 0,
    S: splineSize(spec.bins),
    RAW: raw,
    R: tile.rows,
    Q: tile.rows / 4,
    W: tile.threads,
    P: parameterCount(spec),
    KEPT: tile.kept,
    KEPT_SPLINES: tile.keptSplines,
    FIRST: start,
    STRIDE: spec.transforms > 1 ? at('1.M1') - start : 0,
    ...Object.fromEntries(['b1', 'M2', 'b2', 'M3', 'b3', 'M4', 'b4'].map((name) => [`AT_${name}`, relative(name)])),
    ...Object.fromEntries(['M1', 'b1', 'M2', 'b2'].map((name) => [`EMBEDDING_${name}`, at(`embedding.${name}`)])),
    TABLE_B: (tile.widthA * tile.rows) / 4,
  };
  const real: Readonly<Record<string, number>> = {
    BOUND: spec.bound,
    SCALE: 1 / Math.sqrt(spec.hidden),
    SMALLEST: 2 * spec.bound * MIN_BIN,
    FREE: 2 * spec.bound * (1 - MIN_BIN * spec.bins),
    MIN_SLOPE,
    SLOPE_OFFSET,
    NORMALISER: 0.5 * spec.dim * Math.log(2 * Math.PI),
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
