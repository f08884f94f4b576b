/**
 * Training data of an engine, held where they are: the arrays that it is given are kept, not copied, so that the pairs of a
 * training set are in memory once. Views that follow one another in one buffer become one view, so that a set that has
 * streamed in chunk by chunk is one block. Whoever gathers minibatches gets copies of their rows.
 */
import type { NetworkSpec } from '../spec.ts';
import type { Batch } from './engine.ts';

/** Rows from `from` on. */
interface Block extends Batch {
  readonly from: number;
}

export class PairStore {
  /** Rows that there may be. */
  readonly rows: number;
  readonly #dim: number;
  readonly #width: number;
  /** The newest last: a row is that of the last block that has it. */
  #blocks: readonly Block[] = [];

  constructor({ dim, context }: Pick<NetworkSpec, 'dim' | 'context'>, rows: number) {
    this.#dim = dim;
    this.#width = context;
    this.rows = rows;
  }

  /** Blocks that are held; for tests. */
  get blocks(): number {
    return this.#blocks.length;
  }

  /** @param data kept as they are: they must not change while they are stored */
  store(from: number, { size, z, context }: Batch): void {
    if (size === 0) return;
    const last = this.#blocks.at(-1);
    if (last !== undefined && last.from + last.size === from) {
      const [joinedZ, joinedContext] = [joined(last.z, z), joined(last.context, context)];
      if (joinedZ !== null && joinedContext !== null) {
        const block = { from: last.from, size: last.size + size, z: joinedZ, context: joinedContext };
        this.#blocks = [...this.#blocks.slice(0, -1), block];
        return;
      }
    }
    const left = this.#blocks.filter((block) => block.from < from || block.from + block.size > from + size);
    this.#blocks = [...left, { from, size, z, context }];
  }

  /** Rows that were never stored are 0. */
  gather(rows: Uint32Array): Batch {
    const z = new Float32Array(rows.length * this.#dim);
    const context = new Float32Array(rows.length * this.#width);
    this.gatherInto(rows, z, context);
    return { size: rows.length, z, context };
  }

  /** The same into `z` [rows, D] and `context` [rows, C]. */
  gatherInto(rows: Uint32Array, z: Float32Array, context: Float32Array): void {
    const [dim, width] = [this.#dim, this.#width];
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i];
      const block = this.#blocks.findLast(({ from, size }) => row >= from && row < from + size);
      if (block === undefined) {
        z.fill(0, i * dim, (i + 1) * dim);
        context.fill(0, i * width, (i + 1) * width);
        continue;
      }
      const at = row - block.from;
      z.set(block.z.subarray(at * dim, (at + 1) * dim), i * dim);
      context.set(block.context.subarray(at * width, (at + 1) * width), i * width);
    }
  }
}

/** Two views as one, where the second begins where the first ends; null where they are apart. */
function joined(first: Float32Array, second: Float32Array): Float32Array | null {
  const follows = first.buffer === second.buffer && first.byteOffset + first.byteLength === second.byteOffset;
  return follows ? new Float32Array(first.buffer, first.byteOffset, first.length + second.length) : null;
}
