/**
 * The rows of the table of simulations that is here: the engine worker gets them before a study of it is opened, and again if
 * it was started afresh; those that are held out serve as observations.
 */
import { observationFromRaw, type Observation } from '../../../inference/observation/observation.ts';
import type { SimulatedTable } from '../../../inference/observation/simulatedTable.ts';
import { fileRow } from '../../../inference/observation/tableFlaws.ts';
import { tableById } from '../../../inference/simulators/registry.ts';
import { heldOutRows, rowOrder } from '../../../inference/simulators/table/rowOrder.ts';
import type { TableDescription } from '../../../inference/simulators/table/tableSystem.ts';
import type { Study } from '../../../inference/study/study.ts';
import type { SessionContext } from '../context.ts';

export class TableRows {
  readonly #context: SessionContext;

  constructor(context: SessionContext) {
    this.#context = context;
  }

  /** A row that is held out, as an observation with known parameters: the first again after the last. */
  heldOut(number: number): Observation {
    const { description, system, table } = this.#current();
    const row = rowOrder(table.rows)[number % heldOutRows(table.rows)];
    const [D, C] = [description.parameters.length, description.data.length];
    return observationFromRaw(system, system.defaultDesign, table.x.slice(row * C, (row + 1) * C), {
      source: { kind: 'file', name: description.file, row: String(fileRow(table, row) + 1) },
      truth: Array.from(table.theta.subarray(row * D, (row + 1) * D)),
    });
  }

  /** Gives the engine worker the table that a study is of, with its rows if they are here; null: the study is of no table. */
  send({ problem }: Study): Promise<void> | null {
    const description = tableById(problem.system);
    if (description === null) return null;
    const { current } = this.#context.store.getState().simulations;
    return this.#send(description, current?.system.id === problem.system ? current.table : null);
  }

  async #send(description: TableDescription, rows: SimulatedTable | null): Promise<void> {
    const { engine } = this.#context;
    const kept = await engine.call('table.kept', {});
    if (kept?.key === description.key && kept.rows === (rows !== null)) return;
    await engine.call('table.keep', { description, rows: rows && { theta: rows.theta, x: rows.x } });
  }

  #current() {
    const { current } = this.#context.store.getState().simulations;
    if (current === null) throw new Error('There is no table of simulations.');
    return current;
  }
}
