/**
 * The reference posterior where the network sees S1 or S2 only: given these two or three summaries instead of all counts,
 * from the nearest of many simulations (nearestSimulations.ts). An unknown detector needs nothing more than being simulated.
 */
import { thousands } from '../../math/thousands.ts';
import { JointPrior } from '../../priors/jointPrior.ts';
import { samplePrior } from '../../priors/prior.ts';
import { asZ } from '../../priors/space.ts';
import { nearestSimulations } from '../../reference/nearestSimulations.ts';
import type { ReferenceAnswer, ReferenceRequest } from '../system.ts';
import type { CountingPlan } from './design.ts';
import { birthDeathModel } from './model.ts';
import { sizeOf } from '../dataShape.ts';

/** At 0.4 microseconds a count: ten seconds for a series of 20. */
const COUNTS = 2e7;
const MOST_SIMULATIONS = 1e6;
/** With four times or a quarter of them the moments move by less than 6 % of a standard deviation. */
const KEPT = 4000;
const KEYS = ['mu', 'rho', 'nu'];

/** Draws [draws, 3] from the `kept` nearest of so many simulations. */
export function summaryDraws(
  { problem, x, draws, random, onProgress }: ReferenceRequest,
  size: { readonly simulations: number; readonly kept: number },
): Float64Array {
  const model = birthDeathModel(problem.design);
  const prior = new JointPrior(
    KEYS,
    KEYS.map((key) => problem.priors[key]),
  );
  const observed = new Float64Array(sizeOf(model.s));
  model.summarise(x, observed);
  const eta = new Float64Array(2);
  const counts = new Float64Array(sizeOf(model.x));
  const z = nearestSimulations(
    (at, own, s) => {
      [problem.nuisances.p, problem.nuisances.kappa].forEach(({ mode, value, prior: law }, j) => {
        eta[j] = mode === 'fixed' ? value : samplePrior(law, own);
      });
      model.simulate(prior.unwhiten(asZ(at)), eta, own, counts);
      model.summarise(counts, s);
    },
    KEYS.length,
    observed,
    size,
    draws,
    random,
    onProgress,
  );
  return prior.unwhiten(z);
}

export function summaryReference(request: ReferenceRequest, { n, summaries }: CountingPlan): ReferenceAnswer {
  const simulations = Math.min(MOST_SIMULATIONS, Math.floor(COUNTS / n));
  const draws = summaryDraws(request, { simulations, kept: KEPT });
  request.onProgress?.(1);
  return {
    kind: 'reference',
    label: 'approx',
    method: `The ${thousands(KEPT)} of ${thousands(simulations)} simulations whose summaries ${summaries} are nearest, corrected for the remaining distance by linear regression.`,
    conditionsOn: `the summaries ${summaries}`,
    comparable: true,
    draws,
  };
}
