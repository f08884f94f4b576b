/**
 * A table of simulations made elsewhere as a source of pairs, in place of the pool: the training stream is the table's rows
 * in an order drawn once, and every other stream is the rows that are kept from it, the same ones each time. Nothing can be
 * simulated afresh.
 */
import { STREAMS } from '../inference/math/random.ts';
import { defaultProblem, problemKey } from '../inference/simulators/problem.ts';
import type { Problem, System } from '../inference/simulators/system.ts';
import { rowOrder } from '../inference/simulators/table/rowOrder.ts';
import type { Pairs } from '../inference/training/trainingSet.ts';
import type { PairSource } from './simulationFeed.ts';
import { OTHER_PRIORS } from '../inference/simulators/table/tableSystem.ts';
import { yieldToMessages } from './yieldToMessages.ts';

const ROWS_AT_ONCE = 20_000;

export class TablePairs implements PairSource {
  readonly system: System;
  /** Rows that are kept for checks. */
  readonly heldOut: number;
  readonly #theta: Float64Array;
  readonly #x: Float64Array;
  /** Rows of the table: those held out, then those to train on. */
  readonly #order: Uint32Array;

  /**
   * @param theta [rows, D]
   * @param x [rows, C]
   */
  constructor(system: System, theta: Float64Array, x: Float64Array) {
    const problem = defaultProblem(system);
    const rows = theta.length / system.parameters(problem.design).length;
    this.system = system;
    this.#theta = theta;
    this.#x = x;
    this.heldOut = rows - system.budget(problem.design).simulations;
    this.#order = rowOrder(rows);
  }

  /** @throws RangeError where the table has no such pairs */
  async *simulate(
    problem: Problem,
    _seed: number,
    stream: number,
    from: number,
    count: number,
    signal?: AbortSignal,
    at: Parameters<PairSource['simulate']>[6] = null,
  ): AsyncGenerator<Pairs, void, void> {
    this.#check(problem, at);
    const training = stream === STREAMS.simulation;
    // Other streams are sequences without end, of which parts are asked for: each begins with the first row held out.
    const first = training ? this.heldOut + from : 0;
    const end = first + count;
    const last = training ? this.#order.length : this.heldOut;
    if (end > last) {
      const [there, what] = training ? [last - this.heldOut, 'to train on'] : [last, 'for checks'];
      throw new RangeError(`${count} simulations are asked for, and the table has ${there} ${what}: ask for no more.`);
    }
    for (let row = first; row < end; row += ROWS_AT_ONCE) {
      signal?.throwIfAborted();
      const rows = this.#order.subarray(row, Math.min(end, row + ROWS_AT_ONCE));
      yield { from: from + row - first, theta: taken(this.#theta, rows, this.#D), s: this.#data(rows) };
      await yieldToMessages();
    }
  }

  get #D(): number {
    return this.#theta.length / this.#order.length;
  }

  #data(rows: Uint32Array): Float32Array {
    return Float32Array.from(taken(this.#x, rows, this.#x.length / this.#order.length));
  }

  #check(problem: Problem, at: Parameters<PairSource['simulate']>[6]): void {
    if (at !== null) throw new RangeError(this.system.unsimulated);
    if (problemKey(problem) === problemKey(defaultProblem(this.system))) return;
    throw new RangeError(OTHER_PRIORS);
  }
}

function taken(values: Float64Array, rows: Uint32Array, width: number): Float64Array {
  const out = new Float64Array(rows.length * width);
  for (const [i, row] of rows.entries()) out.set(values.subarray(row * width, (row + 1) * width), i * width);
  return out;
}
