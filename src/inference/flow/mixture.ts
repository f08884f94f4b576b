/** The members of an ensemble as one density: their mixture with equal weights. */
import { logSumExp } from '../math/special.ts';
import type { Batch, FlowEngine } from './engines/engine.ts';

/** ln q_m(z | c) of every row under every member, [M][size], nats of z. */
export async function memberLogDensities(engine: FlowEngine, batch: Batch): Promise<Float32Array[]> {
  const densities: Float32Array[] = [];
  for (let member = 0; member < engine.members; member++) densities.push(await engine.logDensity(batch, member));
  return densities;
}

/** ln (1/M) sum_m q_m of every row, [size]. */
export function mixtureLogDensity(densities: readonly Float32Array[]): Float64Array {
  const [first] = densities;
  if (densities.length === 1) return Float64Array.from(first);
  const logMembers = Math.log(densities.length);
  const mixed = new Float64Array(first.length);
  for (let row = 0; row < mixed.length; row++) {
    mixed[row] = logSumExp(densities.map((density) => density[row])) - logMembers;
  }
  return mixed;
}
