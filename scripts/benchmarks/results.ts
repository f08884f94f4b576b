/** Results of the benchmark runs as lines of JSON, so that a long measurement can go on in pieces. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeWhole } from '../wholeFile.mjs';
import type { Budget } from './published.ts';

export interface BenchmarkKey {
  readonly task: string;
  readonly budget: Budget;
  readonly members: number;
  readonly seed: number;
}

export interface BenchmarkResult extends BenchmarkKey {
  /** Of training, simulations included. */
  readonly seconds: number;
  readonly steps: number;
  /** Simulations that the network has seen. */
  readonly simulations: number;
  /** Validation loss of the kept weights, nats of theta. */
  readonly loss: number;
  /** C2ST of observations 1, 2 and 3. */
  readonly c2st: readonly number[];
}

/** C2ST of the first half of the reference samples against the second: what a perfect posterior would score. */
export interface Floor {
  readonly task: string;
  readonly floor: readonly number[];
}

export class Results {
  readonly #path: string;
  readonly #lines: (BenchmarkResult | Floor)[];

  constructor(path: string) {
    this.#path = path;
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    this.#lines = text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as BenchmarkResult | Floor);
  }

  get runs(): readonly BenchmarkResult[] {
    return this.#lines.filter((line) => 'c2st' in line);
  }

  has({ task, budget, members, seed }: BenchmarkKey): boolean {
    return this.runs.some(
      (run) => run.task === task && run.budget === budget && run.members === members && run.seed === seed,
    );
  }

  floorOf(task: string): readonly number[] | null {
    const line = this.#lines.find((candidate): candidate is Floor => 'floor' in candidate && candidate.task === task);
    return line?.floor ?? null;
  }

  add(line: BenchmarkResult | Floor): void {
    this.#lines.push(line);
    mkdirSync(dirname(this.#path), { recursive: true });
    // Another measurement may have added its own lines meanwhile.
    const former = existsSync(this.#path) ? readFileSync(this.#path, 'utf8') : '';
    writeWhole(this.#path, `${former}${JSON.stringify(line)}\n`);
  }
}
