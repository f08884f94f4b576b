/**
 * Observations and reference posteriors of the benchmark sbibm (Lueckmann et al. 2021, github.com/sbi-benchmark/sbibm, folder
 * sbibm/tasks), which are not part of this repository: FOLDER/two_moons/num_observation_1/{observation.csv,
 * reference_posterior_samples.csv[.bz2]}, with or without a folder "files" between.
 */
import { systems } from '../../src/inference/simulators/registry.ts';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readObservation } from '../../src/inference/observation/readFile.ts';
import type { System } from '../../src/inference/simulators/system.ts';

export interface Reference {
  /** Summaries of the observation, [C]. */
  readonly s: Float64Array;
  /** Draws in the display quantities of the system, [n, D]. */
  readonly draws: Float64Array;
}

/** Text of a CSV file larger than Node's own limit of a child's output. */
const MOST_BYTES = 2 ** 28;

/**
 * @param number of the observation, from 1
 * @throws Error that says what is missing and where to get it
 */
export async function readReference(folder: string, task: string, system: System, number: number): Promise<Reference> {
  const place = [join(folder, task), join(folder, task, 'files')]
    .map((path) => join(path, `num_observation_${number}`))
    .find((path) => existsSync(path));
  if (place === undefined) {
    throw new Error(
      `${folder} has no ${task}/num_observation_${number}. Give --references the folder sbibm/tasks of github.com/sbi-benchmark/sbibm.`,
    );
  }
  const name = 'observation.csv';
  const read = await readObservation(
    { name: join(place, name), bytes: readFileSync(join(place, name)) },
    system,
    system.defaultDesign,
    systems,
  );
  if (!read.ok) throw new Error(read.error.message);
  const D = system.display(system.defaultDesign).length;
  const rows = textOf(join(place, 'reference_posterior_samples.csv')).trim().split(/\r?\n/).slice(1);
  const draws = Float64Array.from(rows.flatMap((row) => row.split(',').map(Number)));
  if (draws.length !== rows.length * D || !draws.every(Number.isFinite)) {
    throw new Error(`${place}: the reference samples are not rows of ${D} numbers; fetch the file again.`);
  }
  return { s: read.observation.s, draws };
}

function textOf(path: string): string {
  if (existsSync(path)) return readFileSync(path, 'utf8');
  const { stdout, error, status } = spawnSync('bzip2', ['-dc', `${path}.bz2`], { maxBuffer: MOST_BYTES });
  if (error !== undefined || status !== 0) {
    throw new Error(`${path}.bz2 cannot be unpacked; install bzip2, or unpack it yourself beside itself.`);
  }
  return stdout.toString('utf8');
}
