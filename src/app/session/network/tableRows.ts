/**
 * The rows of the table of simulations that is here: the engine worker gets them before a study of it is opened, and again if
 * it was started afresh; those that are held out serve as observations.
 */
import { observationFromRaw, type Observation } from '../../../inference/observation/observation.ts';
import { fileRow } from '../../../inference/observation/fileRow.ts';
import { heldOutRows, rowOrder } from '../../../inference/simulators/table/rowOrder.ts';
import type { Study } from '../../../inference/study/study.ts';
import type { SimulationsSlice } from '../../store/simulationsSlice.ts';
import type { SessionContext } from '../context.ts';

type Current = NonNullable<SimulationsSlice['current']>;

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

  /** Gives the engine worker the rows of the table that a study is of; null: there are none here. */
  send({ problem }: Study): Promise<void> | null {
    const { current } = this.#context.store.getState().simulations;
    return current?.system.id === problem.system ? this.#send(current) : null;
  }

  async #send({ system: { id }, table: { theta, x } }: Current): Promise<void> {
    const { catalogue, engine } = this.#context;
    if ((await engine.call('table.kept', {})) === id) return;
    await engine.call('table.keep', { system: catalogue.sourceOf(id), rows: { theta, x } });
  }

  #current(): Current {
    const { current } = this.#context.store.getState().simulations;
    if (current === null) throw new Error('There is no table of simulations.');
    return current;
  }
}
