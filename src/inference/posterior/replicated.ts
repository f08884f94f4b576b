/** Data replicated at given parameters, as summaries: what a posterior predictive check compares the observed ones with. */
import { Random, STREAMS } from '../math/random.ts';
import { drawNuisances, inferredPrior } from '../simulators/problem.ts';
import type { Problem, System } from '../simulators/system.ts';
import { sizeOf } from '../simulators/dataShape.ts';

/**
 * One data set per row of thetas [n, D], nuisances from their priors.
 * @param from place of the first row among all that are replicated with this seed: pieces make what the whole would
 * @returns summaries [n, C]
 */
export function replicatedSummaries(
  system: System,
  problem: Problem,
  thetas: Float64Array,
  seed: number,
  from = 0,
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
  for (let i = 0; i < n; i++) {
    // Other sequences than those of the bands (predictive.ts), which are drawn beside the same observation.
    random.at(STREAMS.predictive, 2 ** 31 + from + i);
    drawNuisances(system, problem, random, eta);
    model.simulate(thetas.subarray(i * D, (i + 1) * D), eta, random, x);
    model.summarise(x, s);
    out.set(s, i * width);
  }
  return out;
}
