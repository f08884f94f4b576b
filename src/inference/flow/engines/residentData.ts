/** Training data of an engine that gathers its minibatches in JavaScript. */
import type { FlowSpec } from '../spec.ts';
import type { Batch } from './engine.ts';

export class ResidentData {
  readonly #dim: number;
  readonly #width: number;
  readonly #rows: number;
  readonly #z: Float32Array;
  readonly #context: Float32Array;

  constructor({ dim, context }: FlowSpec, rows: number) {
    this.#dim = dim;
    this.#width = context;
    this.#rows = rows;
    this.#z = new Float32Array(rows * dim);
    this.#context = new Float32Array(rows * context);
  }

  /** @throws RangeError beyond what is reserved */
  store(from: number, { size, z, context }: Batch): void {
    if (from + size > this.#rows) {
      throw new RangeError(`Rows up to ${from + size} were given, ${this.#rows} are reserved: reserve more first.`);
    }
    this.#z.set(z, from * this.#dim);
    this.#context.set(context, from * this.#width);
  }

  /** @throws RangeError for a row that is not there */
  gather(rows: Uint32Array): Batch {
    const z = new Float32Array(rows.length * this.#dim);
    const context = new Float32Array(rows.length * this.#width);
    for (const [i, row] of rows.entries()) {
      if (row >= this.#rows) {
        throw new RangeError(`Row ${row} of the training data was asked for, ${this.#rows} are reserved.`);
      }
      z.set(this.#z.subarray(row * this.#dim, (row + 1) * this.#dim), i * this.#dim);
      context.set(this.#context.subarray(row * this.#width, (row + 1) * this.#width), i * this.#width);
    }
    return { size: rows.length, z, context };
  }
}
