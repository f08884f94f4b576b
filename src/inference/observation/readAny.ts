/** Reads a file that may be an observation of the system on screen, or a table of simulations made elsewhere. */
import type { Outcome } from '../files/outcome.ts';
import type { Design, System } from '../simulators/system.ts';
import { type ObservationFile, type ReadResult, readObservation } from './readFile.ts';
import { readSimulations, type SimulatedTable } from './simulatedTable.ts';

export type FileContent =
  | { readonly kind: 'simulations'; readonly table: Outcome<SimulatedTable> }
  | { readonly kind: 'observation'; readonly result: ReadResult };

/** @param system and `design`: as in `readObservation` */
export async function readAny(file: ObservationFile, system: System, design: Design): Promise<FileContent> {
  const table = await readSimulations(file.bytes);
  if (table !== null) return { kind: 'simulations', table };
  return { kind: 'observation', result: await readObservation(file, system, design) };
}
