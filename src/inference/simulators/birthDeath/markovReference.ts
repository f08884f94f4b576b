/**
 * The reference posterior where the detector is unknown, or too dear for a grid: the forward filter (forward.ts) is the
 * likelihood, detection p and false counts kappa are sampled together with the rates, by Markov chains, and then dropped,
 * which integrates them out.
 */
import { thousands } from '../../math/thousands.ts';
import { JointPrior } from '../../priors/jointPrior.ts';
import { quantile, type Prior } from '../../priors/prior.ts';
import { asZ } from '../../priors/space.ts';
import { adaptiveMetropolis, CHAINS } from '../../reference/adaptiveMetropolis.ts';
import { chainsText, tellChains } from '../../reference/chainsText.ts';
import type { ReferenceAnswer, ReferenceRequest } from '../system.ts';
import { allCounts, type CountingPlan } from './design.ts';
import { ForwardFilter, filterCost, startingStates, type Detection } from './forward.ts';

/** Multiply-adds of the filter over all steps; one takes two to four nanoseconds. */
const BUDGET = 8e9;
/** Of the likelihood, for each parameter: enough for a few thousand independent draws. */
const MOST_EVALUATIONS_EACH = 30_000;
/** Fewer cannot show whether the chains have met. */
const LEAST_EVALUATIONS = 12_000;
/** Vehtari et al. (2021) ask for 1.01; of five parameters the worst is taken here. */
const LARGEST_RHAT = 1.02;
const LEAST_EFFECTIVE = 400;
/** Prior mass of p at which it would take more states than are followed. */
const UNFOLLOWED = 1e-3;

/** What is sampled: the rates, then the nuisances; a fixed prior is a value. */
const KEYS = ['mu', 'rho', 'nu', 'p', 'kappa'] as const;

/** ln P(counts | mu, rho, nu, p, kappa) with as many states as p asks for, up to `most`. */
function filtered(x: Float64Array, { n0, dt }: CountingPlan, most: number): (theta: ArrayLike<number>) => number {
  return (theta) => {
    const detection: Detection = { p: theta[3], kappa: theta[4] };
    const size = Math.min(most, startingStates(x, n0, detection));
    const filter = new ForwardFilter(x, n0, dt, detection, size);
    return filter.run({ lambda: theta[1] * theta[0], mu: theta[0], nu: theta[2] }).logLikelihood;
  };
}

/** @param detector priors of p and kappa; fixed ones where they are known */
export function markovReference(
  { problem, x, draws, random, onProgress }: ReferenceRequest,
  plan: CountingPlan,
  detector: { readonly p: Prior; readonly kappa: Prior },
): ReferenceAnswer {
  const unavailable = (reason: string): ReferenceAnswer => ({ kind: 'unavailable', reason });
  const priors = KEYS.map((key) => (key === 'p' || key === 'kappa' ? detector[key] : problem.priors[key]));
  const free = KEYS.flatMap((_, j) => (priors[j].family === 'fixed' ? [] : [j]));
  const prior = new JointPrior(
    free.map((j) => KEYS[j]),
    free.map((j) => priors[j]),
  );
  const statesAt = (p: number): number => startingStates(x, plan.n0, { p, kappa: 0 });
  const usual = filterCost(statesAt(quantile(detector.p, 0.2)), x.length);
  const most = statesAt(quantile(detector.p, UNFOLLOWED));
  const evaluations = Math.min(free.length * MOST_EVALUATIONS_EACH, Math.floor(BUDGET / usual));
  if (!(evaluations >= LEAST_EVALUATIONS && filterCost(most, x.length) < (8 * BUDGET) / LEAST_EVALUATIONS)) {
    return unavailable(
      `Counts as large as ${Math.max(...x)} with detection down to p = ${quantile(detector.p, UNFOLLOWED).toPrecision(2)} leave too many possible populations for the exact filter (over 20 s). Use smaller counts, or a p nearer to 1.`,
    );
  }
  const logLikelihood = filtered(x, plan, most);
  const theta = priors.map((each) => (each.family === 'fixed' ? each.value : Number.NaN));
  const place = (row: ArrayLike<number>): number[] => {
    for (let d = 0; d < free.length; d++) theta[free[d]] = row[d];
    return theta;
  };
  const chains = adaptiveMetropolis(
    (z) => logLikelihood(place(prior.unwhiten(asZ(z)))),
    free.length,
    draws,
    evaluations,
    random,
    tellChains(onProgress, { largestRhat: LARGEST_RHAT, leastEffective: LEAST_EFFECTIVE }),
  );
  if (chains === null) return unavailable('These priors give the observed counts probability zero.');
  const { rhat, effective, steps } = chains;
  const found = chainsText(chains);
  if (!(rhat <= LARGEST_RHAT && effective >= LEAST_EFFECTIVE)) {
    return unavailable(
      `The Markov chains have not converged in ${steps} steps (${found}; ${LARGEST_RHAT} and ${LEAST_EFFECTIVE} are required). Narrower priors or fewer unknowns help.`,
    );
  }
  const rows = prior.unwhiten(chains.z);
  const out = new Float64Array(draws * 3);
  for (let i = 0; i < draws; i++) {
    out.set(place(rows.subarray(i * free.length, (i + 1) * free.length)).slice(0, 3), i * 3);
  }
  onProgress?.(1);
  const unknown = [free.includes(3) ? 'p' : '', free.includes(4) ? 'κ' : ''].filter(Boolean).join(' and ');
  return {
    kind: 'reference',
    label: 'mcmc',
    method: `Forward filter over the hidden populations, ${unknown === '' ? '' : `${unknown} sampled and marginalised, `}${CHAINS} adaptive Metropolis chains of ${thousands(steps)} steps (${found}).`,
    conditionsOn: allCounts(plan),
    comparable: plan.summaries === 'raw',
    draws: out,
  };
}
