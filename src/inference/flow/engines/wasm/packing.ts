/**
 * How the fused kernels store the parameters: each matrix in column panels [columns / 4][rows][4], of which only the rows
 * that the mask leaves are there (assembly/plan.ts). The context's rows come before the parameters' in a first layer, so
 * that the rows that reach a unit are always the first ones. Sizes are padded to multiples of 4.
 */
import type { LayerShape } from '../../embeddings/embedding.ts';
import { wasmEmbedding } from '../../embeddings/wasmEmbeddings.ts';
import { conditionerContext, layout, splineSize } from '../../layout.ts';
import { hiddenDegrees } from '../../masks.ts';
import type { NetworkSpec } from '../../spec.ts';

export interface PackedLayer {
  /** Padded number of input rows. */
  readonly rows: number;
  /** Padded number of columns / 4. */
  readonly blocks: number;
  /** Position of the biases. */
  readonly bias: number;
  /** [blocks] position of each column panel. */
  readonly panels: Int32Array;
  /** [blocks] number of input rows that reach some column of the panel. */
  readonly ends: Int32Array;
  /** [rows / 4] first column panel that some of the four rows reaches. */
  readonly starts: Int32Array;
}

export interface Packing {
  /** The embedding's layers (if any), then four a transform. */
  readonly layers: readonly PackedLayer[];
  /** Numbers of a packed vector. */
  readonly size: number;
  /** Position in a packed vector of each entry of phi; MASKED where it is not stored. */
  readonly slots: Uint32Array;
  /** Positions that hold no entry of phi and stay zero. */
  readonly unused: Uint32Array;
}

const MASKED = 0xffffffff;

export function padded(n: number): number {
  return (n + 3) & ~3;
}

/** [D + 1] first hidden unit of each degree, and H. */
export function degreeStarts(spec: NetworkSpec): Int32Array {
  const degrees = hiddenDegrees(spec);
  return Int32Array.from({ length: spec.dim + 1 }, (_, degree) => {
    const first = degrees.findIndex((own) => own >= degree);
    return first < 0 ? spec.estimator.hidden : first;
  });
}

const same = (row: number) => row;

function shapes(spec: NetworkSpec): LayerShape[] {
  const { dim } = spec;
  const { transforms, hidden, bins } = spec.estimator;
  const all: LayerShape[] = [...(wasmEmbedding(spec)?.layers ?? [])];
  const starts = degreeStarts(spec);
  const degrees = hiddenDegrees(spec);
  const size = splineSize(bins);
  const first = padded(conditionerContext(spec));
  for (let t = 0; t < transforms; t++) {
    all.push({
      matrices: [
        { name: `${t}.C1`, rowOf: same },
        { name: `${t}.M1`, rowOf: (row) => first + row },
      ],
      bias: `${t}.b1`,
      rows: first + dim,
      columns: hidden,
      reach: (row) => (row < first ? 0 : starts[row - first + 1]),
    });
    for (const depth of [2, 3]) {
      all.push({
        matrices: [{ name: `${t}.M${depth}`, rowOf: same }],
        bias: `${t}.b${depth}`,
        rows: hidden,
        columns: hidden,
        reach: (row) => starts[degrees[row]],
      });
    }
    all.push({
      matrices: [{ name: `${t}.M4`, rowOf: same }],
      bias: `${t}.b4`,
      rows: hidden,
      columns: dim * size,
      reach: (row) => degrees[row] * size,
    });
  }
  return all;
}

export function packing(spec: NetworkSpec): Packing {
  const entries = new Map(layout(spec).map((entry) => [entry.name, entry]));
  const entryOf = (name: string) => {
    const entry = entries.get(name);
    if (entry === undefined) throw new Error(`The layout has no entry '${name}'.`);
    return entry;
  };
  const last = layout(spec).at(-1);
  const slots = new Uint32Array((last?.offset ?? 0) + (last?.shape[0] ?? 0)).fill(MASKED);
  const layers: PackedLayer[] = [];
  let size = 0;
  for (const { matrices, bias, rows, columns, reach } of shapes(spec)) {
    const blocks = padded(columns) / 4;
    const reaches = Array.from({ length: rows }, (_, row) => reach(row));
    const ends = Int32Array.from({ length: blocks }, (_, j) => {
      const columnsEnd = Math.min(columns, 4 * j + 4);
      return reaches.findLastIndex((first) => first < columnsEnd) + 1;
    });
    const starts = Int32Array.from({ length: padded(rows) / 4 }, (_, i) => {
      const reached = reaches.slice(4 * i, 4 * i + 4).filter((first) => first < columns);
      return reached.length === 0 ? blocks : Math.min(...reached) >> 2;
    });
    const biasAt = size;
    size += padded(columns);
    const panels = Int32Array.from(ends, (end) => {
      const at = size;
      size += 4 * padded(end);
      return at;
    });
    layers.push({ rows: padded(rows), blocks, bias: biasAt, panels, ends, starts });
    for (const { name, rowOf } of matrices) {
      const { offset, shape } = entryOf(name);
      for (let i = 0; i < shape[0]; i++) {
        const row = rowOf(i);
        for (let column = reaches[row]; column < columns; column++) {
          slots[offset + i * columns + column] = panels[column >> 2] + 4 * row + (column & 3);
        }
      }
    }
    const { offset } = entryOf(bias);
    for (let column = 0; column < columns; column++) slots[offset + column] = biasAt + column;
  }
  const used = new Uint8Array(size);
  for (const slot of slots) if (slot !== MASKED) used[slot] = 1;
  const unused = Uint32Array.from(Array.from(used.keys()).filter((position) => used[position] === 0));
  return { layers, size, slots, unused };
}

/** Writes a vector in the order of the layout to a packed one. Masked entries are dropped. */
export function pack({ slots }: Packing, flat: Float32Array, packed: Float32Array): void {
  for (let i = 0; i < slots.length; i++) if (slots[i] !== MASKED) packed[slots[i]] = flat[i];
}

/** A packed vector in the order of the layout. Masked entries are zero. */
export function unpack({ slots }: Packing, packed: Float32Array): Float32Array {
  // Not Float32Array.from with a function, which takes thirty times as long: a run asks for its weights every few steps.
  const flat = new Float32Array(slots.length);
  for (let i = 0; i < slots.length; i++) if (slots[i] !== MASKED) flat[i] = packed[slots[i]];
  return flat;
}
