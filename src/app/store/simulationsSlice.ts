/** Simulations made elsewhere: the table that a dialog asks about, and the one in use. */
import type { LeftOut } from '../../inference/observation/preparedTable.ts';
import type { SurveyedTable } from '../../inference/observation/readAny.ts';
import type { SimulatedTable } from '../../inference/observation/simulatedTable.ts';
import type { System } from '../../inference/simulators/system.ts';
import type { TableDescription } from '../../inference/simulators/table/tableDescription.ts';

export interface PendingTable extends SurveyedTable {
  readonly file: string;
  /** What was left out of the file's table to make this one; null while its user has not agreed to that. */
  readonly leftOut: LeftOut | null;
}

export interface SimulationsSlice {
  /** Waits for names and priors. */
  readonly pending: PendingTable | null;
  /** What was wrong with them, a sentence each. */
  readonly problems: readonly string[];
  /** The last that was taken; it stays while other systems are looked at. */
  readonly current: {
    readonly description: TableDescription;
    readonly system: System;
    readonly table: SimulatedTable;
  } | null;
}

export const simulationsSlice: SimulationsSlice = { pending: null, problems: [], current: null };
