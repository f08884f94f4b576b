/** The raw data of simulated pairs, simulated once more: pairs are kept as theta and summaries alone. */
import { Random } from '../math/random.ts';
import { samplePrior } from '../priors/prior.ts';
import { drawNuisances, inferredPrior, type ProblemSystem } from './problem.ts';
import { untilSuccess } from './attempts.ts';
import type { Problem } from './system.ts';
import { sizeOf } from './dataShape.ts';

/** x of the pairs that `simulatePairs` gives for the same stream and range, [count, size of x]. */
export function simulatedData(
  system: ProblemSystem,
  problem: Problem,
  source: { readonly seed: number; readonly stream: number; readonly from: number },
  count: number,
): Float64Array {
  const { priors } = inferredPrior(system, problem);
  const model = system.model(problem.design);
  const eta = new Float64Array(system.nuisances(problem.design).length);
  const x = new Float64Array(count * sizeOf(model.x));
  const random = new Random(source.seed, source.stream);
  for (let i = 0; i < count; i++) {
    untilSuccess(random, source.stream, source.from + i, () => {
      const theta = priors.map((prior) => samplePrior(prior, random));
      drawNuisances(system, problem, random, eta);
      model.simulate(theta, eta, random, x.subarray(i * sizeOf(model.x), (i + 1) * sizeOf(model.x)));
    });
  }
  return x;
}
