/** Data replicated at given parameters, as summaries: what a posterior predictive check compares the observed ones with. */
import { Random, STREAMS } from '../math/random.ts';
import { untilSuccess } from '../simulators/attempts.ts';
import { drawNuisances, inferredPrior } from '../simulators/problem.ts';
import type { Problem, System } from '../simulators/system.ts';
import { sizeOf } from '../simulators/dataShape.ts';
import { leaveOut } from '../simulators/readings/anyReadings.ts';

/** Number of the first data set in its stream: other sequences than those of the bands (predictive.ts), drawn beside the same observation. */
export const REPLICATED_FROM = 2 ** 31;

/**
 * One data set per row of thetas [n, D], nuisances from their priors.
 * @param from place of the first row among all that are replicated with this seed: pieces make what the whole would
 * @param present of a model whose readings may be missing, those that are there in each data set [size of x]; null: drawn as the model does
 * @returns summaries [n, C]
 */
export function replicatedSummaries(
  system: System,
  problem: Problem,
  thetas: Float64Array,
  seed: number,
  from = 0,
  present: Uint8Array | null = null,
): Float64Array {
  const { D } = inferredPrior(system, problem);
  const model = system.model(problem.design);
  const n = thetas.length / D;
  const width = sizeOf(model.s);
  const out = new Float64Array(n * width);
  const x = new Float64Array(sizeOf(model.x));
  const s = new Float64Array(width);
  const eta = new Float64Array(system.nuisances(problem.design).length);
  const random = new Random(seed, STREAMS.predictive);
  const complete = model.readings?.complete;
  if (present !== null && complete === undefined) {
    throw new RangeError(`No reading of "${system.id}" may be missing in this design: none can be left out.`);
  }
  for (let i = 0; i < n; i++) {
    untilSuccess(random, STREAMS.predictive, REPLICATED_FROM + from + i, () => {
      drawNuisances(system, problem, random, eta);
      const theta = thetas.subarray(i * D, (i + 1) * D);
      if (present === null || complete === undefined) model.simulate(theta, eta, random, x);
      else {
        complete(theta, eta, random, x);
        leaveOut(x, present);
      }
    });
    model.summarise(x, s);
    out.set(s, i * width);
  }
  return out;
}
