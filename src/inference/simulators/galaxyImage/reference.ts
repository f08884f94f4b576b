/**
 * The reference posterior: the likelihood of the pixels is explicit, and depends on mass and mass-to-light ratio through the
 * luminosity alone, which takes the prior that the two give it. Four Markov chains run over (log L, R_e, n) and the nuisance
 * parameters that are not fixed, which are then dropped.
 */
import { thousands } from '../../math/thousands.ts';
import { JointPrior } from '../../priors/jointPrior.ts';
import type { Prior } from '../../priors/prior.ts';
import { asZ } from '../../priors/space.ts';
import { adaptiveMetropolis, CHAINS } from '../../reference/adaptiveMetropolis.ts';
import { chainsText, tellChains } from '../../reference/chainsText.ts';
import type { ReferenceAnswer, ReferenceRequest } from '../system.ts';
import { cameraOf, PIXELS } from './camera.ts';
import { nuisances, parameters } from './design.ts';
import { galaxyOf, imageLogLikelihood } from './model.ts';
import { measureMoments } from './moments.ts';
import { makeRenderer } from './render.ts';

/** Of nine unknowns enough for more than a thousand independent draws. */
const IMAGES_EACH = 25_000;
const LARGEST_RHAT = 1.02;
const LEAST_EFFECTIVE = 1000;
const ANGLE = nuisances.findIndex(({ key }) => key === 'pa');

/** @param imagesEach that are drawn, for each unknown */
export function galaxyReference(
  { problem, x, draws, random, onProgress }: ReferenceRequest,
  imagesEach = IMAGES_EACH,
): ReferenceAnswer {
  const unavailable = (reason: string): ReferenceAnswer => ({ kind: 'unavailable', reason });
  const camera = cameraOf(problem.design);
  const D = parameters.length;
  const keys = [...parameters, ...nuisances].map(({ key }) => key);
  const priors: Prior[] = [
    ...parameters.map(({ key }) => problem.priors[key]),
    ...nuisances.map(({ key }): Prior => {
      const { mode, value, prior } = problem.nuisances[key];
      return mode === 'fixed' ? { family: 'fixed', value } : prior;
    }),
  ];
  const free = keys.flatMap((_, j) => (priors[j].family === 'fixed' ? [] : [j]));
  const prior = new JointPrior(
    free.map((j) => keys[j]),
    free.map((j) => priors[j]),
  );
  const all = Float64Array.from(priors, (each) => (each.family === 'fixed' ? each.value : Number.NaN));
  const shift = angleShift(x, priors[D + ANGLE], problem.design);
  const render = makeRenderer();
  const mu = new Float64Array(PIXELS);
  const logLikelihood = (z: Float64Array): number => {
    const row = prior.unwhiten(asZ(z));
    for (let d = 0; d < free.length; d++) all[free[d]] = row[d];
    if (shift !== 0) all[D + ANGLE] += shift;
    render(galaxyOf(all, all.subarray(D), camera), mu);
    return imageLogLikelihood(mu, x);
  };
  const chains = adaptiveMetropolis(
    logLikelihood,
    free.length,
    draws,
    free.length * imagesEach,
    random,
    tellChains(onProgress, { largestRhat: LARGEST_RHAT, leastEffective: LEAST_EFFECTIVE }),
  );
  if (chains === null) return unavailable('These priors give the observed image probability zero.');
  const { rhat, effective, steps } = chains;
  const found = chainsText(chains);
  if (!(rhat <= LARGEST_RHAT && effective >= LEAST_EFFECTIVE)) {
    return unavailable(
      `The Markov chains have not converged in ${steps} steps (${found}; ${LARGEST_RHAT} and ${LEAST_EFFECTIVE} are required). Narrower priors or fewer unknowns help.`,
    );
  }
  const rows = prior.unwhiten(chains.z);
  const out = new Float64Array(draws * D);
  for (let i = 0; i < draws; i++) {
    for (let j = 0; j < D; j++) out[i * D + j] = rows[i * free.length + free.indexOf(j)];
  }
  const law =
    camera.noise === 'normal' ? 'Exact likelihood of the pixels' : 'Likelihood of the pixels, Poisson noise as normal';
  return {
    kind: 'reference',
    label: camera.noise === 'normal' ? 'mcmc' : 'approx',
    method: `${law}, nuisance parameters sampled and marginalised; ${CHAINS} adaptive Metropolis chains of ${thousands(steps)} steps (${found}).`,
    conditionsOn: 'the image of 32 × 32 pixels',
    comparable: camera.seen === 'pixels',
    draws: out,
  };
}

/**
 * The angle counts modulo half a turn. Where its prior is uniform over half a turn, the chains run over another half turn, with the
 * image's own angle in its middle: a galaxy along the edge would else lie at both ends, between which no chain moves.
 */
function angleShift(x: Float64Array, prior: Prior, design: ReferenceRequest['problem']['design']): number {
  if (prior.family !== 'uniform' || Math.abs(prior.high - prior.low - Math.PI) > 1e-9) return 0;
  const moments = new Float64Array(10);
  measureMoments(x, cameraOf(design), moments);
  return Math.atan2(moments[6], moments[5]) / 2 - (prior.low + prior.high) / 2;
}
