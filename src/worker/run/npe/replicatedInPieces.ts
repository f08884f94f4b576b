/** Summaries of simulated data by the simulation workers, in pieces, so that whoever else needs one gets it in between. */
import { joined } from '../../../inference/math/rows.ts';
import type { Problem } from '../../../inference/simulators/system.ts';
import type { SimulationPool } from '../../pool/simulationPool.ts';

const AT_ONCE = 100;

export interface Replicating {
  readonly problem: Problem;
  /** [n, D] */
  readonly thetas: Float64Array;
  readonly D: number;
  readonly seed: number;
  /** As in `replicatedSummaries`. */
  readonly present: Uint8Array | null;
}

/** @returns [n, C] */
export async function replicatedInPieces(
  pool: Pick<SimulationPool, 'replicate'>,
  { problem, thetas, D, seed, present }: Replicating,
  signal?: AbortSignal,
): Promise<Float64Array> {
  const parts: Float64Array[] = [];
  for (let from = 0; from * D < thetas.length; from += AT_ONCE) {
    const some = thetas.slice(from * D, (from + AT_ONCE) * D);
    parts.push(await pool.replicate({ problem, thetas: some, seed, from, present }, signal));
  }
  return joined(parts);
}
