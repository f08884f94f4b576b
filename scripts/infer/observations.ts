/**
 * The observations that are asked about: one a file, or, where a system's observation is a single row (the benchmark tasks),
 * one a row. A file may declare another design than the study's (other bins, other times), and then the study takes it over
 * unless its design was chosen by hand; all files must agree.
 */
import { basename } from 'node:path';
import { readObservation } from '../../src/inference/observation/readFile.ts';
import type { Observation } from '../../src/inference/observation/observation.ts';
import type { Design, System } from '../../src/inference/simulators/system.ts';
import { InputError } from './arguments.ts';
import { readInput } from './paths.ts';

export interface AskedObservation {
  readonly file: string;
  /** Row of the data in the file, from 1, where a file holds many. */
  readonly row: number | null;
  readonly observation: Observation;
}

/**
 * @param folder that relative paths start from
 * @param chosen fields of the design that a file must not change
 * @returns the observations, and the design that they have in common
 * @throws InputError
 */
export function readObservations(
  system: System,
  design: Design,
  chosen: readonly string[] | 'all',
  files: readonly string[],
  folder: string,
): { readonly asked: readonly AskedObservation[]; readonly design: Design } {
  const asked: AskedObservation[] = [];
  let common = design;
  for (const file of files) {
    for (const { row, bytes } of partsOf(system, design, readInput('observation', file, folder))) {
      const name = row === null ? basename(file) : `${basename(file)} (observation ${row})`;
      const read = readObservation({ name, bytes }, system, common);
      if (!read.ok) throw new InputError(read.error.message);
      for (const { key, a, b } of read.designDifferences) {
        if (asked.length === 0 && chosen !== 'all' && !chosen.includes(key)) continue;
        throw new InputError(
          `${name} has ${key} = ${String(a)}, but the network is trained for ${String(b)}; ask about files of one design.`,
        );
      }
      if (asked.length === 0) common = read.observation.design;
      asked.push({ file, row, observation: read.observation });
    }
  }
  return { asked, design: common };
}

/** The file itself, or one table of a single row for each of its rows. */
function partsOf(
  system: System,
  design: Design,
  bytes: Uint8Array,
): readonly { readonly row: number | null; readonly bytes: Uint8Array }[] {
  const whole = [{ row: null, bytes }];
  const { dataSize } = system.model(design);
  if (system.file.write(new Float64Array(dataSize).fill(1), design).rows.length !== 1) return whole;
  const lines = Buffer.from(bytes)
    .toString('utf8')
    .split(/\r\n?|\n/);
  const isData = (line: string) => line.trim() !== '' && !/^\s*"?\s*#/.test(line);
  const [header, ...rows] = lines.filter(isData);
  if (rows.length < 2 || /^\s*[{[]/.test(header)) return whole;
  return rows.map((row, i) => ({ row: i + 1, bytes: Buffer.from(`${header}\n${row}\n`) }));
}
