/**
 * The reference posterior: the likelihood of the pixels is explicit, and depends on mass and mass-to-light ratio through the
 * luminosity alone, which takes the prior that the two give it. Four Markov chains run over (log L, R_e, n) and the nuisance
 * parameters that are not fixed, which are then dropped. A bright galaxy's posterior is a needle in the prior: the chains start
 * around the best fit, further apart than its Gaussian approximation is wide, and their first steps have its shape.
 */
import { levenbergMarquardt, type Minimum } from '../../math/levenbergMarquardt.ts';
import { cholesky, solveUpper } from '../../math/linear.ts';
import type { Random } from '../../math/random.ts';
import { thousands } from '../../math/thousands.ts';
import type { Prior } from '../../priors/prior.ts';
import { adaptiveMetropolis, CHAINS } from '../../reference/adaptiveMetropolis.ts';
import { chainsText, tellChains } from '../../reference/chainsText.ts';
import type { ReferenceAnswer, ReferenceRequest } from '../system.ts';
import { Unknowns } from '../unknowns.ts';
import { cameraOf, PIXELS, READ_VARIANCE } from './camera.ts';
import { nuisances, parameters } from './design.ts';
import { galaxyOf, imageLogLikelihood } from './model.ts';
import { measureMoments } from './moments.ts';
import { makeRenderer } from './render.ts';

/** Of nine unknowns enough for more than a thousand independent draws: 54,000 images gave 925. */
const IMAGES_EACH = 9000;
const LARGEST_RHAT = 1.02;
const LEAST_EFFECTIVE = 1000;
/** Draws of the prior that a descent to the best fit starts from: a round galaxy or a faint one leaves some in a lesser dip. */
const DESCENTS = 6;
const DESCENT = { iterations: 40, tolerance: 1e-4 } as const;
/** Draws that the chains start from and take their first shape of; four of them are the starts. */
const PILOT = 400;
/** Their sds over those of the Gaussian approximation. */
const APART = 2;
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
  const renderAt = (z: Float64Array): void => {
    const { theta, eta } = free.at(z);
    eta[ANGLE] += shift;
    render(galaxyOf(theta, eta, camera), mu);
  };
  const logLikelihood = (z: Float64Array): number => {
    renderAt(z);
    return imageLogLikelihood(mu, x);
  };
  // Of pixels in sds of their noise, and of the prior.
  const residuals = (z: Float64Array, out: Float64Array): void => {
    renderAt(z);
    for (let i = 0; i < PIXELS; i++) out[i] = (x[i] - mu[i]) / Math.sqrt(mu[i] + READ_VARIANCE);
    out.set(z, PIXELS);
  };
  const chains = adaptiveMetropolis(
    logLikelihood,
    free.count,
    draws,
    free.count * imagesEach,
    random,
    tellChains(onProgress, { largestRhat: LARGEST_RHAT, leastEffective: LEAST_EFFECTIVE }),
    around(bestFit(residuals, free.count, random), random),
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

/** The best of several descents from draws of the prior, in whitened unknowns z [D]. */
function bestFit(residuals: (z: Float64Array, out: Float64Array) => void, D: number, random: Random): Minimum {
  const problem = { size: PIXELS + D, residuals };
  const found = Array.from({ length: DESCENTS }, () =>
    levenbergMarquardt(
      problem,
      Float64Array.from({ length: D }, () => random.normal()),
      DESCENT,
    ),
  );
  return found.reduce((best, other) => (other.sum < best.sum ? other : best));
}

/** Draws [PILOT, D] of a normal law around the best fit, `APART` times as wide as J^T J says, and never wider than the prior. */
function around({ p, normal }: Minimum, random: Random): Float64Array {
  const D = p.length;
  // The residuals hold z itself, so that J^T J is at least the identity; so it stays when it is divided.
  const wider = normal.map((row, j) => row.map((v, k) => v / APART ** 2 + (j === k ? 1 - 1 / APART ** 2 : 0)));
  const lower = cholesky(wider);
  const draws = new Float64Array(PILOT * D);
  for (let i = 0; i < PILOT; i++) {
    const step = solveUpper(
      lower,
      Array.from({ length: D }, () => random.normal()),
    );
    for (let j = 0; j < D; j++) draws[i * D + j] = p[j] + step[j];
  }
  return draws;
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
