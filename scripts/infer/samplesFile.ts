/** Posterior samples as CSV: one file, or a folder of one file an observation. */
import { dirname, join, resolve } from 'node:path';
import type { Quantity } from '../../src/inference/simulators/system.ts';
import { isStream, WholeFile } from '../wholeFile.mjs';
import { makeFolder, writable, written } from './paths.ts';

/** Rows that are put into one string: bounds the memory that the text takes. */
const ROWS_AT_ONCE = 10_000;

/** Whether all samples go into one file, or stream, rather than a folder of them. */
export function isOneFile(path: string): boolean {
  return path.toLowerCase().endsWith('.csv') || isStream(path);
}

export class SamplesFile {
  readonly #out: string;
  readonly #path: string;
  readonly #quantities: readonly Quantity[];
  /** Whether all observations go into one file, which then numbers them. */
  readonly #numbered: boolean;
  /** The one file; null where there is a folder. */
  readonly #file: WholeFile | null;

  /**
   * Begins the file or makes the folder, so that one that cannot be written is heard of before the training and not after.
   * A former file stays until all samples are there.
   * @param out path of a .csv file, or of a folder
   * @param quantities the columns, as functions of theta
   * @throws InputError
   */
  constructor(out: string, folder: string, quantities: readonly Quantity[], observations: number) {
    this.#out = out;
    this.#path = resolve(folder, out);
    this.#quantities = quantities;
    const single = isOneFile(this.#path);
    this.#numbered = single && observations > 1;
    this.#file = writable('out', out, () => {
      makeFolder(single ? dirname(this.#path) : this.#path);
      const first = new WholeFile(single ? this.#path : join(this.#path, '1.csv'));
      if (single) return first;
      first.abandon();
      return null;
    });
  }

  /**
   * Writes the samples theta [n, D] of an observation.
   * @param number of the observation, from 1
   * @returns the path of the file that they are in
   * @throws Error with a sentence when the disk is full, or the file cannot be written any more
   */
  write(number: number, theta: Float64Array, dim: number): string {
    return written('out', this.#out, () => {
      if (this.#file !== null) {
        if (number === 1) this.#file.write(this.#header());
        this.#append(this.#file, number, theta, dim);
        return this.#path;
      }
      const path = join(this.#path, `${number}.csv`);
      const file = new WholeFile(path);
      try {
        file.write(this.#header());
        this.#append(file, number, theta, dim);
        file.finish();
      } finally {
        file.abandon();
      }
      return path;
    });
  }

  /**
   * Puts the one file in its place, when all samples are written.
   * @throws Error as `write`
   */
  finish(): void {
    written('out', this.#out, () => this.#file?.finish());
  }

  /** Leaves a former file as it was, unless `finish` has been called. */
  abandon(): void {
    this.#file?.abandon();
  }

  #header(): string {
    const keys = this.#quantities.map(({ key }) => key);
    return `${[...(this.#numbered ? ['observation'] : []), ...keys].join(',')}\n`;
  }

  #append(file: WholeFile, number: number, theta: Float64Array, dim: number): void {
    const rows = theta.length / dim;
    for (let from = 0; from < rows; from += ROWS_AT_ONCE) {
      const lines = Array.from({ length: Math.min(ROWS_AT_ONCE, rows - from) }, (_, i) => {
        const row = theta.subarray((from + i) * dim, (from + i + 1) * dim);
        const values = this.#quantities.map(({ value }) => value(row));
        return `${(this.#numbered ? [number, ...values] : values).join(',')}\n`;
      });
      file.write(lines.join(''));
    }
  }
}
