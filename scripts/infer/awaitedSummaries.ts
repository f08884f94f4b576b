/** Summaries of the observations, where only the simulator computes them: it runs in the threads of the pool. */
import { fewOf } from '../../src/inference/math/shown.ts';
import { summariesAwaited } from '../../src/inference/observation/observation.ts';
import type { SimulationPool } from '../../src/worker/pool/simulationPool.ts';
import { InputError } from './arguments.ts';
import type { AskedObservation } from './observations.ts';
import type { InferPlan } from './plan.ts';

/**
 * @returns the plan with the summaries of all observations; itself where they are known
 * @throws InputError (rejects) that names the observations whose summaries fail
 */
export async function withSummaries(plan: InferPlan, pool: Pick<SimulationPool, 'summaries'>): Promise<InferPlan> {
  const { asked, study } = plan;
  const awaited = asked.filter(({ observation }) => summariesAwaited(observation));
  if (awaited.length === 0) return plan;
  const x = Float64Array.from(awaited.flatMap(({ observation }) => Array.from(observation.x ?? [])));
  const { s, failures } = await pool.summaries({ problem: study.problem, x });
  if (failures.length > 0) {
    const told = failures.map(({ row, message }) => `${nameOf(awaited[row])} cannot be summarised: ${message}`);
    throw new InputError(fewOf(told).join('\n'));
  }
  const C = s.length / awaited.length;
  const summarised = new Map(awaited.map((one, i) => [one, s.slice(i * C, (i + 1) * C)]));
  return {
    ...plan,
    asked: asked.map((one) => {
      const known = summarised.get(one);
      return known === undefined ? one : { ...one, observation: { ...one.observation, s: known } };
    }),
  };
}

function nameOf({ file, row }: AskedObservation): string {
  return row === null ? file : `${file}, row ${row}`;
}
