/**
 * Simulations made elsewhere: a table that was dropped waits for names and priors, and becomes a system of this page. Where a
 * saved study of a table is open, its network answers without the rows, until that very table is dropped. What is done with
 * the rows is in network/tableRows.ts.
 */
import { posteriorConditions } from '../../../inference/simulators/posteriorConditions.ts';
import type { SurveyedTable } from '../../../inference/observation/readAny.ts';
import { tableText } from '../../../inference/simulators/table/tableSystem.ts';
import { loadPart } from '../../../inference/parts/loadPart.ts';
import type { StatedParameter, TableChoices } from '../../../inference/study/table/describedTable.ts';
import { patch } from '../../store/appStore.ts';
import { missingRows } from '../../readout/network/missingRows.ts';
import { type SessionContext, keepsSystem, notify } from '../context.ts';
import type { Opening } from '../study/opening.ts';
import type { StudyEditing } from '../study/studyEditing.ts';
import type * as statements from './tableStatements.ts';

/** Parts that it uses. */
interface Parts {
  readonly studyEditing: Pick<StudyEditing, 'selectSystem'>;
  readonly opening: Pick<Opening, 'goOnWithRows'>;
}

export class Simulations {
  readonly #context: SessionContext;
  readonly #parts: Parts;
  /** Loaded with the first table; without one nothing waits to be described. */
  #statements: typeof statements | null = null;

  constructor(context: SessionContext, parts: Parts) {
    this.#context = context;
    this.#parts = parts;
  }

  /**
   * To be done before the first is offered.
   * @throws (rejects) PartMissing where the page's code for tables cannot be fetched
   */
  async load(): Promise<void> {
    this.#statements ??= await loadPart('describes tables of simulations', () => import('./tableStatements.ts'));
  }

  /** Asks for names and priors, unless it is the table that the study on screen lacks. @throws Error before `load` is done */
  offer(file: string, { table, survey }: SurveyedTable): void {
    if (this.#statements === null) throw new Error('Tables are offered after load().');
    const { describedRows, isFlawed, NOTHING_LEFT_OUT } = this.#statements;
    const { catalogue, store } = this.#context;
    const missing = missingRows(store.getState());
    const described = missing === null ? null : describedRows(table, missing);
    if (missing !== null && described !== null) {
      const current = {
        description: missing,
        system: catalogue.define({ kind: 'table', description: missing }),
        table: described,
      };
      patch(store, 'simulations', { current });
      notify(
        this.#context,
        'note',
        `${file} holds the rows of this study: its network can be trained and checked again.`,
      );
      void this.#parts.opening.goOnWithRows();
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
    if (pending === null || pending.leftOut !== null || this.#statements === null) return;
    patch(store, 'simulations', { pending: { ...pending, ...this.#statements.withoutFlaws(pending.table) } });
  }

  dismiss(): void {
    patch(this.#context.store, 'simulations', { pending: null, problems: [] });
  }

  /** Makes a system of the table, and the study one of it; or says what is wrong with the statement. */
  accept(stated: readonly StatedParameter[], choices: Omit<TableChoices, 'leftOut'>): void {
    const { catalogue, store } = this.#context;
    const { pending } = store.getState().simulations;
    if (pending === null || pending.leftOut === null || this.#statements === null) return;
    const { leftOut } = pending;
    const described = this.#statements.describeTable(pending.file, pending.table, stated, { ...choices, leftOut });
    if (!described.ok) {
      patch(store, 'simulations', { problems: described.problems });
      return;
    }
    const { description, table } = described;
    const system = catalogue.define({ kind: 'table', description });
    patch(store, 'simulations', {
      pending: null,
      problems: [],
      current: { description, system, table },
    });
    this.#parts.studyEditing.selectSystem(system);
    for (const sentence of posteriorConditions(system, system.defaultDesign)) notify(this.#context, 'note', sentence);
  }
}
