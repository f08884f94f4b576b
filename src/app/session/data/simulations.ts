/**
 * Simulations made elsewhere: a table that was dropped waits for names and priors, and becomes a system of this page. The
 * engine worker gets its rows before a study of it is opened, and again if it was started afresh. Where a saved study of a
 * table is open, its network answers without the rows, until that very table is dropped.
 */
import { observationFromRaw, type Observation } from '../../../inference/observation/observation.ts';
import { NOTHING_LEFT_OUT, withoutFlaws } from '../../../inference/observation/preparedTable.ts';
import type { SurveyedTable } from '../../../inference/observation/readAny.ts';
import type { SimulatedTable } from '../../../inference/observation/simulatedTable.ts';
import { fileRow, isFlawed } from '../../../inference/observation/tableFlaws.ts';
import { addTable, tableById } from '../../../inference/simulators/registry.ts';
import type { System } from '../../../inference/simulators/system.ts';
import { heldOutRows, rowOrder } from '../../../inference/simulators/table/rowOrder.ts';
import { type TableDescription, tableText } from '../../../inference/simulators/table/tableSystem.ts';
import {
  describedRows,
  describeTable,
  type StatedParameter,
  type TableChoices,
} from '../../../inference/study/table/describedTable.ts';
import type { Study } from '../../../inference/study/study.ts';
import { patch } from '../../store/appStore.ts';
import { missingRows } from '../../readout/network/missingRows.ts';
import { type SessionContext, keepsSystem, notify } from '../context.ts';

export class Simulations {
  readonly #context: SessionContext;
  readonly #select: (system: System) => void;
  readonly #goOn: () => void;

  /**
   * @param select makes a system the study's
   * @param goOn goes on with the study on screen, whose rows have come
   */
  constructor(context: SessionContext, select: (system: System) => void, goOn: () => void) {
    this.#context = context;
    this.#select = select;
    this.#goOn = goOn;
  }

  /** Asks for names and priors, unless it is the table that the study on screen lacks. */
  offer(file: string, { table, survey }: SurveyedTable): void {
    const { store } = this.#context;
    const missing = missingRows(store.getState());
    const described = missing === null ? null : describedRows(table, missing);
    if (missing !== null && described !== null) {
      const current = { description: missing, system: addTable(missing), table: described };
      patch(store, 'simulations', { current });
      notify(
        this.#context,
        'note',
        `${file} holds the rows of this study: its network can be trained and checked again.`,
      );
      this.#goOn();
      return;
    }
    if (missing !== null) {
      notify(
        this.#context,
        'note',
        `${file} does not hold the simulations of the study on screen, which are ${tableText(missing)}.`,
      );
    }
    if (keepsSystem(this.#context, file)) return;
    const leftOut = isFlawed(survey.flaws, table) ? null : NOTHING_LEFT_OUT;
    patch(store, 'simulations', { pending: { file, table, survey, leftOut }, problems: [] });
  }

  /** Leaves out all that the pending table cannot be trained on, and its surplus columns. */
  leaveOut(): void {
    const { store } = this.#context;
    const { pending } = store.getState().simulations;
    if (pending === null || pending.leftOut !== null) return;
    patch(store, 'simulations', { pending: { ...pending, ...withoutFlaws(pending.table) } });
  }

  dismiss(): void {
    patch(this.#context.store, 'simulations', { pending: null, problems: [] });
  }

  /** Makes a system of the table, and the study one of it; or says what is wrong with the statement. */
  accept(stated: readonly StatedParameter[], choices: Omit<TableChoices, 'leftOut'>): void {
    const { store } = this.#context;
    const { pending } = store.getState().simulations;
    if (pending === null || pending.leftOut === null) return;
    const { leftOut } = pending;
    const described = describeTable(pending.file, pending.table, stated, { ...choices, leftOut });
    if (!described.ok) {
      patch(store, 'simulations', { problems: described.problems });
      return;
    }
    const { description, table } = described;
    const system = addTable(description);
    patch(store, 'simulations', {
      pending: null,
      problems: [],
      current: { description, system, table },
    });
    this.#select(system);
    for (const sentence of system.conditions ?? []) notify(this.#context, 'note', sentence);
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
