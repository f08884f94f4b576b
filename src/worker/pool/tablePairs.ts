/**
 * A table of simulations made elsewhere as a source of pairs, in place of the pool: the training stream is the table's rows
 * in an order drawn once, and every other stream is the rows that are kept from it, the same ones each time. Nothing can be
 * simulated afresh. A study that is opened again has a table without rows until its file is dropped: its network answers, and
 * whatever asks for pairs is told which file that is.
 */
import { STREAMS } from '../../inference/math/random.ts';
import { defaultProblem, problemKey } from '../../inference/simulators/problem.ts';
import { whyNot } from '../../inference/simulators/capabilities.ts';
import type { Problem, System } from '../../inference/simulators/system.ts';
import { heldOutRows, rowOrder } from '../../inference/simulators/table/rowOrder.ts';
import type { TableDescription } from '../../inference/simulators/table/tableDescription.ts';
import { rowsMissing } from '../../inference/simulators/table/tableSystem.ts';
import type { Pairs } from '../../inference/training/trainingSet.ts';
import type { PairSource } from './simulationFeed.ts';
import { yieldToMessages } from '../rpc/yieldToMessages.ts';

const ROWS_AT_ONCE = 20_000;

export interface TableRows {
  /** [rows, D] */
  readonly theta: Float64Array;
  /** [rows, C] */
  readonly x: Float64Array;
}

export class TablePairs implements PairSource {
  readonly system: System;
  readonly description: TableDescription;
  /** Rows that are kept for checks. */
  readonly heldOut: number;
  readonly missing: string | null;
  readonly #rows: TableRows | null;
  /** Rows of the table: those held out, then those to train on. */
  readonly #order: Uint32Array;

  /**
   * @param system of a table
   * @param rows null: the page has them not
   */
  constructor(system: System, rows: TableRows | null) {
    const { recorded: description } = system;
    if (description === undefined) {
      throw new TypeError(`The simulations of ${system.name} are not recorded in a table.`);
    }
    this.description = description;
    this.system = system;
    this.heldOut = heldOutRows(description.rows);
    this.missing = rows === null ? rowsMissing(description) : null;
    this.#rows = rows;
    this.#order = rows === null ? new Uint32Array() : rowOrder(description.rows);
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
    const rows = this.#rowsFor(problem, at);
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
      const chosen = this.#order.subarray(row, Math.min(end, row + ROWS_AT_ONCE));
      const theta = taken(rows.theta, chosen, this.description.parameters.length);
      const s = taken(rows.x, chosen, this.description.data.length);
      yield { from: from + row - first, theta, s };
      await yieldToMessages();
    }
  }

  #rowsFor(problem: Problem, at: Parameters<PairSource['simulate']>[6]): TableRows {
    const { simulate, movePriors } = this.system.capabilities(problem.design);
    const moved = problemKey(problem) !== problemKey(defaultProblem(this.system));
    const obstacle = (at === null ? null : whyNot(simulate)) ?? (moved ? whyNot(movePriors) : null);
    if (obstacle !== null) throw new RangeError(obstacle);
    if (this.#rows === null) throw new RangeError(rowsMissing(this.description));
    return this.#rows;
  }
}

function taken(values: Float64Array, rows: Uint32Array, width: number): Float64Array {
  const out = new Float64Array(rows.length * width);
  for (const [i, row] of rows.entries()) out.set(values.subarray(row * width, (row + 1) * width), i * width);
  return out;
}
