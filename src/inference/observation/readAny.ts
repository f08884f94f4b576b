/** Reads a file that may be an observation of the system on screen, or a table of simulations made elsewhere. */
import { good, type Outcome } from '../files/outcome.ts';
import type { Design, System } from '../simulators/system.ts';
import { type ObservationFile, type ReadResult, readObservation } from './readFile.ts';
import { readSimulations } from './readSimulations.ts';
import type { SimulatedTable } from './simulatedTable.ts';
import { surveyOf, type TableSurvey } from './tableSurvey.ts';

export interface SurveyedTable {
  readonly table: SimulatedTable;
  readonly survey: TableSurvey;
}

export type FileContent =
  | { readonly kind: 'simulations'; readonly table: Outcome<SurveyedTable> }
  | { readonly kind: 'observation'; readonly result: ReadResult };

/** @param system and `design`: as in `readObservation` */
export async function readAny(file: ObservationFile, system: System, design: Design): Promise<FileContent> {
  const table = await readSimulations(file.bytes);
  if (table !== null) {
    if (!table.ok) return { kind: 'simulations', table };
    const survey = surveyOf(table.value);
    return { kind: 'simulations', table: survey.ok ? good({ table: table.value, survey: survey.value }) : survey };
  }
  return { kind: 'observation', result: await readObservation(file, system, design) };
}
