/** Training data of an engine that gathers its minibatches in JavaScript. */
import type { NetworkSpec } from '../spec.ts';
import type { Batch } from './engine.ts';

export class ResidentData {
  /** Rows that there is room for. */
  readonly rows: number;
  readonly #dim: number;
  readonly #width: number;
  readonly #z: Float32Array;
  readonly #context: Float32Array;

  constructor({ dim, context }: NetworkSpec, rows: number) {
    this.#dim = dim;
    this.#width = context;
    this.rows = rows;
    this.#z = new Float32Array(rows * dim);
    this.#context = new Float32Array(rows * context);
  }

  store(from: number, { z, context }: Batch): void {
    this.#z.set(z, from * this.#dim);
    this.#context.set(context, from * this.#width);
  }

  gather(rows: Uint32Array): Batch {
    const z = new Float32Array(rows.length * this.#dim);
    const context = new Float32Array(rows.length * this.#width);
    for (const [i, row] of rows.entries()) {
      z.set(this.#z.subarray(row * this.#dim, (row + 1) * this.#dim), i * this.#dim);
      context.set(this.#context.subarray(row * this.#width, (row + 1) * this.#width), i * this.#width);
    }
    return { size: rows.length, z, context };
  }
}
