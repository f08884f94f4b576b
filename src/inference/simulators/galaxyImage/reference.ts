/**
 * The reference posterior: the likelihood of the pixels is explicit, and depends on mass and mass-to-light ratio through the
 * luminosity alone, which takes the prior that the two give it. Four Markov chains run over (log L, R_e, n) and the nuisance
 * parameters that are not fixed, which are then dropped.
 */
import { thousands } from '../../math/thousands.ts';
import type { Prior } from '../../priors/prior.ts';
import { adaptiveMetropolis, CHAINS } from '../../reference/adaptiveMetropolis.ts';
import { chainsText, tellChains } from '../../reference/chainsText.ts';
import type { ReferenceAnswer, ReferenceRequest } from '../system.ts';
import { Unknowns } from '../unknowns.ts';
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
  const free = new Unknowns(problem, parameters, nuisances);
  const shift = angleShift(x, free.laws[parameters.length + ANGLE], problem.design);
  const render = makeRenderer();
  const mu = new Float64Array(PIXELS);
  const logLikelihood = (z: Float64Array): number => {
    const { theta, eta } = free.at(z);
    eta[ANGLE] += shift;
    render(galaxyOf(theta, eta, camera), mu);
    return imageLogLikelihood(mu, x);
  };
  const chains = adaptiveMetropolis(
    logLikelihood,
    free.count,
    draws,
    free.count * imagesEach,
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
  const law =
    camera.noise === 'normal' ? 'Exact likelihood of the pixels' : 'Likelihood of the pixels, Poisson noise as normal';
  return {
    kind: 'reference',
    label: camera.noise === 'normal' ? 'mcmc' : 'approx',
    method: `${law}, nuisance parameters sampled and marginalised; ${CHAINS} adaptive Metropolis chains of ${thousands(steps)} steps (${found}).`,
    conditionsOn: 'the image of 32 × 32 pixels',
    comparable: camera.seen === 'pixels',
    draws: free.theta(chains.z, draws),
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
