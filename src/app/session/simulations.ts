/**
 * Simulations made elsewhere: a table that was dropped waits for names and priors, and becomes a system of this page. The
 * engine worker gets its rows before a study of it is opened, and again if it was started afresh.
 */
import { observationFromRaw, type Observation } from '../../inference/observation/observation.ts';
import type { SimulatedTable } from '../../inference/observation/simulatedTable.ts';
import { addSystem } from '../../inference/simulators/registry.ts';
import type { System } from '../../inference/simulators/system.ts';
import { rowOrder } from '../../inference/simulators/table/rowOrder.ts';
import { tableSystem } from '../../inference/simulators/table/tableSystem.ts';
import { describeTable, type StatedParameter } from '../../inference/study/describedTable.ts';
import type { Study } from '../../inference/study/study.ts';
import { patch } from '../store/appStore.ts';
import type { SimulationsSlice } from '../store/simulationsSlice.ts';
import type { SessionContext } from './context.ts';

export class Simulations {
  readonly #context: SessionContext;
  readonly #select: (system: System) => void;

  /** @param select makes a system the study's */
  constructor(context: SessionContext, select: (system: System) => void) {
    this.#context = context;
    this.#select = select;
  }

  /** Asks for names and priors. */
  offer(file: string, table: SimulatedTable): void {
    patch(this.#context.store, 'simulations', { pending: { file, table }, problems: [] });
  }

  dismiss(): void {
    patch(this.#context.store, 'simulations', { pending: null, problems: [] });
  }

  /** Makes a system of the table, and the study one of it; or says what is wrong with the statement. */
  accept(stated: readonly StatedParameter[]): void {
    const { store } = this.#context;
    const { pending } = store.getState().simulations;
    if (pending === null) return;
    const described = describeTable(pending.file, pending.table, stated);
    if (!described.ok) {
      patch(store, 'simulations', { problems: described.problems });
      return;
    }
    const { description } = described;
    const system = tableSystem(description);
    addSystem(system);
    patch(store, 'simulations', {
      pending: null,
      problems: [],
      current: { description, system, table: pending.table },
    });
    this.#select(system);
  }

  /** A row that is held out, as an observation with known parameters: the first again after the last. */
  heldOut(number: number): Observation {
    const { description, system, table } = this.#current();
    const row = rowOrder(table.rows)[number % (table.rows - description.trainingRows)];
    const [D, C] = [description.parameters.length, description.data.length];
    return observationFromRaw(system, system.defaultDesign, table.x.slice(row * C, (row + 1) * C), {
      source: { kind: 'file', name: description.file, row: String(row + 1) },
      truth: Array.from(table.theta.subarray(row * D, (row + 1) * D)),
    });
  }

  /** Gives the engine worker the rows that a study is trained on, if it has them not; null where the study is of no table. */
  send({ problem }: Study): Promise<void> | null {
    const { current } = this.#context.store.getState().simulations;
    return current === null || problem.system !== current.system.id ? null : this.#send(current);
  }

  async #send({ description, table }: NonNullable<SimulationsSlice['current']>): Promise<void> {
    const { engine } = this.#context;
    if ((await engine.call('table.key', {})) === description.key) return;
    await engine.call('table.keep', { description, theta: table.theta, x: table.x });
  }

  #current() {
    const { current } = this.#context.store.getState().simulations;
    if (current === null) throw new Error('There is no table of simulations.');
    return current;
  }
}
