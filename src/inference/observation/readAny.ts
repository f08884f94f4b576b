/**
 * Reads a file that may be an observation of the system on screen, or a table of simulations made elsewhere. It is parsed once;
 * those who recognise the one and the other are asked in turn.
 */
import { good, type Outcome } from '../files/outcome.ts';
import type { Design, System } from '../simulators/system.ts';
import { type ObservationFile, observationIn, type ReadResult } from './readFile.ts';
import { readSimulations } from './readSimulations.ts';
import type { SimulatedTable } from './simulatedTable.ts';
import { TableFile } from './tableFile.ts';
import { surveyOf, type TableSurvey } from './tableSurvey.ts';

export interface SurveyedTable {
  readonly table: SimulatedTable;
  readonly survey: TableSurvey;
}

export type FileContent =
  | { readonly kind: 'simulations'; readonly table: Outcome<SurveyedTable> }
  | { readonly kind: 'observation'; readonly result: ReadResult };

/** @param system and `design`, `known`: as in `readObservation` */
export async function readAny(
  { name, bytes }: ObservationFile,
  system: System,
  design: Design,
  known: readonly System[],
): Promise<FileContent> {
  const file = new TableFile(bytes);
  const table = await readSimulations(file);
  if (table !== null) {
    if (!table.ok) return { kind: 'simulations', table };
    const survey = surveyOf(table.value);
    return { kind: 'simulations', table: survey.ok ? good({ table: table.value, survey: survey.value }) : survey };
  }
  return { kind: 'observation', result: await observationIn(name, file, system, design, known) };
}
