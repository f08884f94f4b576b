/**
 * The observations that are asked about: one a file, or one a row of a file of many. A file may declare another design than
 * the study's (other bins, other times), and then the study takes it over unless its design was chosen by hand; all files
 * must agree.
 */
import { basename } from 'node:path';
import { observationAt } from '../../src/inference/observation/batch.ts';
import type { Observation } from '../../src/inference/observation/observation.ts';
import type { SystemCatalogue } from '../../src/inference/simulators/catalogue.ts';
import type { Design, System } from '../../src/inference/simulators/system.ts';
import { readObservationApart } from '../headless/reading.ts';
import { InputError } from './arguments.ts';
import { numberingOf } from './numbering.ts';
import { readInput } from './paths.ts';

export interface AskedObservation {
  readonly file: string;
  /** What its row is called, where the file holds many. */
  readonly row: string | null;
  readonly observation: Observation;
}

/**
 * @param folder that relative paths start from
 * @param chosen fields of the design that a file must not change
 * @returns the observations, and the design that they have in common
 * @throws InputError
 */
export async function readObservations(
  system: System,
  design: Design,
  chosen: readonly string[] | 'all',
  files: readonly string[],
  folder: string,
  catalogue: SystemCatalogue,
): Promise<{ readonly asked: readonly AskedObservation[]; readonly design: Design }> {
  const asked: AskedObservation[] = [];
  let common = design;
  for (const file of files) {
    const name = basename(file);
    const bytes = readInput('observation', file, folder);
    const read = await readObservationApart({ name, bytes }, system, common, catalogue);
    if (!read.ok) throw new InputError(read.error.message);
    for (const { key, a, b } of read.designDifferences) {
      if (asked.length === 0 && chosen !== 'all' && !chosen.includes(key)) continue;
      throw new InputError(
        `${name} has ${key} = ${String(a)}, but the network is trained for ${String(b)}; ask about files of one design.`,
      );
    }
    const { batch } = read;
    if (asked.length === 0) common = read.observation.design;
    if (batch === null) asked.push({ file, row: null, observation: read.observation });
    else {
      const numbering = numberingOf(batch, asked.length);
      for (const [i, row] of batch.labels.entries()) {
        const observation = observationAt(system, batch, i);
        asked.push({ file, row, observation: { ...observation, notices: [...observation.notices, ...numbering] } });
      }
    }
  }
  return { asked, design: common };
}
