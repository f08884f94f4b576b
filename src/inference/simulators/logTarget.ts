/** The exact posterior up to a constant, where it can be had: what importance weights are taken against. */
import { inferredPrior, type ProblemSystem } from './problem.ts';
import { likelihoodIsTest } from './testLikelihood.ts';
import type { Problem } from './system.ts';

/**
 * ln p(x | theta) + ln p(theta) of each row of thetas [n, D], up to a constant.
 * @throws RangeError where the likelihood is not known, a nuisance parameter would have to be integrated over, or the
 * network sees less than the likelihood does (see testLikelihood.ts)
 */
export function logTarget(
  system: ProblemSystem,
  problem: Problem,
  x: Float64Array,
  thetas: Float64Array,
): Float64Array {
  const model = system.model(problem.design);
  if (model.logLikelihood === undefined || !likelihoodIsTest(system, problem)) {
    throw new RangeError(
      `Posterior draws of "${system.id}" cannot be weighted: the likelihood must be known, all nuisance parameters fixed, and no data lost in summaries.`,
    );
  }
  const prior = inferredPrior(system, problem);
  const eta = Float64Array.from(system.nuisances(problem.design), ({ key }) => problem.nuisances[key].value);
  return Float64Array.from({ length: thetas.length / prior.D }, (_, i) => {
    const theta = thetas.subarray(i * prior.D, (i + 1) * prior.D);
    const logPrior = prior.logDensity(theta);
    return logPrior === -Infinity ? logPrior : logPrior + (model.logLikelihood?.(theta, eta, x) ?? Number.NaN);
  });
}
