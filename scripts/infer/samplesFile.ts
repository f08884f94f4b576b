/** Posterior samples as CSV: one file, or a folder of one file an observation. */
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Quantity } from '../../src/inference/simulators/system.ts';
import { writable } from './paths.ts';

/** Rows that are put into one string: bounds the memory that the text takes. */
const ROWS_AT_ONCE = 10_000;

export class SamplesFile {
  readonly #path: string;
  readonly #quantities: readonly Quantity[];
  /** Whether all observations go into one file, which then numbers them. */
  readonly #numbered: boolean;
  /** The one file; null where there is a folder. */
  readonly #file: number | null;

  /**
   * Makes the file or the folder, so that one that cannot be written is heard of before the training and not after.
   * @param out path of a .csv file, or of a folder
   * @param quantities the columns, as functions of theta
   * @throws InputError
   */
  constructor(out: string, folder: string, quantities: readonly Quantity[], observations: number) {
    this.#path = resolve(folder, out);
    this.#quantities = quantities;
    const single = this.#path.toLowerCase().endsWith('.csv');
    this.#numbered = single && observations > 1;
    this.#file = writable('out', out, () => {
      mkdirSync(single ? dirname(this.#path) : this.#path, { recursive: true });
      return single ? this.#started(this.#path) : null;
    });
  }

  /**
   * Writes the samples theta [n, D] of an observation.
   * @param number of the observation, from 1
   * @returns the path of the file that they are in
   */
  write(number: number, theta: Float64Array, dim: number): string {
    if (this.#file !== null) {
      this.#append(this.#file, number, theta, dim);
      return this.#path;
    }
    const path = join(this.#path, `${number}.csv`);
    const file = this.#started(path);
    this.#append(file, number, theta, dim);
    closeSync(file);
    return path;
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
  }

  #started(path: string): number {
    const file = openSync(path, 'w');
    const keys = this.#quantities.map(({ key }) => key);
    writeSync(file, `${[...(this.#numbered ? ['observation'] : []), ...keys].join(',')}\n`);
    return file;
  }

  #append(file: number, number: number, theta: Float64Array, dim: number): void {
    const rows = theta.length / dim;
    for (let from = 0; from < rows; from += ROWS_AT_ONCE) {
      const lines = Array.from({ length: Math.min(ROWS_AT_ONCE, rows - from) }, (_, i) => {
        const row = theta.subarray((from + i) * dim, (from + i + 1) * dim);
        const values = this.#quantities.map(({ value }) => value(row));
        return `${(this.#numbered ? [number, ...values] : values).join(',')}\n`;
      });
      writeSync(file, lines.join(''));
    }
  }
}
