/**
 * ln p(x | theta) as a quantity to rank in simulation-based calibration. The raw data are not kept: they are simulated once
 * more, from the same random numbers that gave the pair (see simulatePairs).
 */
import { Random } from '../math/random.ts';
import { inferredPrior, type ProblemSystem } from './problem.ts';
import { samplePrior } from '../priors/prior.ts';
import { untilSuccess } from './attempts.ts';
import type { Problem } from './system.ts';
import { sizeOf } from './dataShape.ts';

/** Whether ln p(x | theta) can be computed: every nuisance parameter is fixed, or it would have to be integrated over. */
export function likelihoodIsKnown(system: ProblemSystem, problem: Problem): boolean {
  const fixed = system.nuisances(problem.design).every(({ key }) => problem.nuisances[key]?.mode === 'fixed');
  return fixed && system.model(problem.design).logLikelihood !== undefined;
}

/** Whether it can be ranked, too: the summaries hold all that x says about theta. */
export function likelihoodIsTest(system: ProblemSystem, problem: Problem): boolean {
  return likelihoodIsKnown(system, problem) && system.model(problem.design).sufficient !== false;
}

/**
 * ln p(x_i | theta) for several theta of each data set.
 * @param from index of the first data set in the stream
 * @param thetas [datasets, each, D] row-major
 * @returns [datasets, each]
 * @throws RangeError where `likelihoodIsTest` says no
 */
export function testLikelihoods(
  system: ProblemSystem,
  problem: Problem,
  source: { readonly seed: number; readonly stream: number; readonly from: number },
  thetas: Float64Array,
  datasets: number,
): Float64Array {
  const model = system.model(problem.design);
  if (model.logLikelihood === undefined || !likelihoodIsTest(system, problem)) {
    throw new RangeError(
      `the likelihood of "${system.id}" is not a test here: it must be known, all nuisance parameters fixed, and no data lost in summaries`,
    );
  }
  const { priors, D } = inferredPrior(system, problem);
  const eta = Float64Array.from(system.nuisances(problem.design), ({ key }) => problem.nuisances[key].value);
  const x = new Float64Array(sizeOf(model.x));
  const truth = new Float64Array(D);
  const each = thetas.length / (datasets * D);
  const values = new Float64Array(datasets * each);
  const random = new Random(source.seed, source.stream);
  for (let i = 0; i < datasets; i++) {
    untilSuccess(random, source.stream, source.from + i, () => {
      for (let j = 0; j < D; j++) truth[j] = samplePrior(priors[j], random);
      model.simulate(truth, eta, random, x);
    });
    for (let l = i * each; l < (i + 1) * each; l++) {
      values[l] = model.logLikelihood(thetas.subarray(l * D, (l + 1) * D), eta, x);
    }
  }
  return values;
}
