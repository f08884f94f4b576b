/**
 * Checks at data of which some readings are not there: these data are compared with simulations of which the same ones are left out, in the
 * summaries that are there. What is not there is no evidence of anything, since readings are left out without regard to theta.
 */
import { Random, STREAMS } from '../../../inference/math/random.ts';
import { inferredPrior } from '../../../inference/simulators/problem.ts';
import type { Pairs } from '../../../inference/training/trainingSet.ts';
import type { SimulationPool } from '../../pool/simulationPool.ts';
import type { CheckSubject } from './checkSubject.ts';
import { replicatedInPieces } from './replicatedInPieces.ts';

/** Which readings data are of, and which of their summaries are there. */
export interface PresentReadings {
  /** Of each entry of x [size of x]: 1 where it is there. */
  readonly present: Uint8Array;
  /** Of each summary that is there. */
  readonly columns: readonly number[];
  /** The same for the same readings. */
  readonly key: string;
}

/** Null: none may be missing. */
export function presentReadings(
  { system, study }: Pick<CheckSubject, 'system' | 'study'>,
  s: Float64Array,
): PresentReadings | null {
  const { readings } = system.model(study.problem.design);
  if (readings === undefined) return null;
  const present = readings.presentIn(s);
  const columns = Array.from(s.keys()).filter((j) => !Number.isNaN(s[j]));
  return { present, columns, key: present.join('') };
}

/** Of rows [n, width], those columns: [n, columns]; the rows themselves where all readings may be. */
export function columnsOf<T extends Float32Array | Float64Array>(
  rows: T,
  width: number,
  seen: PresentReadings | null,
): T {
  if (seen === null || seen.columns.length === width) return rows;
  const { columns } = seen;
  const n = rows.length / width;
  const out = rows.slice(0, n * columns.length) as T;
  for (let i = 0; i < n; i++) columns.forEach((column, j) => (out[i * columns.length + j] = rows[i * width + column]));
  return out;
}

/**
 * Pairs of which the same readings are there, simulated for this alone: they neither trained nor validated a network.
 * @param place of the sequence of the stream that theta are drawn from
 */
export async function pairsWith(
  pool: Pick<SimulationPool, 'replicate'>,
  { system, study: { problem, seed } }: Pick<CheckSubject, 'system' | 'study'>,
  { present }: PresentReadings,
  count: number,
  place: number,
): Promise<Pairs> {
  const prior = inferredPrior(system, problem);
  const theta = prior.sample(count, new Random(seed, STREAMS.local, place));
  const s = await replicatedInPieces(pool, { problem, thetas: theta, D: prior.D, seed, present });
  return { from: 0, theta, s };
}
