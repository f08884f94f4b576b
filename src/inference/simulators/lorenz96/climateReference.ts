/**
 * The posterior of F given the six summaries of a climate record, from a synthetic likelihood on a grid of F and, where the
 * noise is unknown, ln sigma, which is then integrated out. An approximation: the summaries are averages over many sites and
 * times, and Gaussian but for their tails (of 3,000 records of 40 sites over 10 time units, one in a thousand lies where a
 * Gaussian has one in three thousand).
 */
import { thousands } from '../../math/thousands.ts';
import { sampleGrid } from '../../math/grid.ts';
import type { Random } from '../../math/random.ts';
import { logDensity, quantile, type Prior } from '../../priors/prior.ts';
import { ROUNDS, syntheticPosterior, type Unknowns } from '../../reference/syntheticPosterior.ts';
import type { Problem, ReferenceAnswer, ReferenceRequest } from '../system.ts';
import type { Interval, ZoomedGrid } from '../../reference/adaptiveGrid.ts';
import { layoutOf, SPIN_UP, type Layout } from './design.ts';
import { lorenzModel } from './model.ts';
import { SUMMARY_NAMES } from './summaries.ts';
import { sizeOf } from '../dataShape.ts';

/** Runge-Kutta steps of a site over all simulations: one takes about 40 nanoseconds. */
const BUDGET = 3e8;
const SIMULATIONS = { most: 8000, least: 1500 } as const;
/** Prior mass left out at either end. */
const TAIL = 1e-6;

function noiseLaw({ nuisances }: Problem): Prior {
  const { mode, value, prior } = nuisances.sigma;
  return mode === 'fixed' ? { family: 'fixed', value } : prior;
}

function unknowns(F: Prior, sigma: Prior): Unknowns {
  const ends = (prior: Prior): Interval => ({ low: quantile(prior, TAIL), high: quantile(prior, 1 - TAIL) });
  if (sigma.family === 'fixed') return { box: [ends(F)], logPrior: (at) => logDensity(F, at[0]) };
  const { low, high } = ends(sigma);
  return {
    box: [ends(F), { low: Math.log(low), high: Math.log(high) }],
    logPrior: (at) =>
      logDensity(F, at[0]) + (logDensity(sigma, Math.min(high, Math.max(low, Math.exp(at[1])))) + at[1]),
  };
}

/** How many simulations can be had in about ten seconds. */
function affordableSimulations({ sites, times, stepsPerObservation, dt }: Layout): number {
  const steps = sites * (Math.ceil(SPIN_UP / dt) + times * stepsPerObservation);
  return Math.max(SIMULATIONS.least, Math.min(SIMULATIONS.most, Math.floor(BUDGET / steps)));
}

/** The density of F and, unless it is fixed, ln sigma given the summaries of x; null where it vanishes everywhere. */
export function climateGrid(
  problem: Problem,
  x: Float64Array,
  simulations: number,
  random: Random,
  onProgress?: (fraction: number) => void,
): ZoomedGrid | null {
  const model = lorenzModel(problem.design);
  const observed = new Float64Array(SUMMARY_NAMES.length);
  model.summarise(x, observed);
  const data = new Float64Array(sizeOf(model.x));
  const sigma = noiseLaw(problem);
  return syntheticPosterior(
    unknowns(problem.priors.F, sigma),
    (point, own, s) => {
      model.simulate([point[0]], [sigma.family === 'fixed' ? sigma.value : Math.exp(point[1])], own, data);
      model.summarise(data, s);
    },
    observed,
    simulations,
    random,
    onProgress,
  );
}

export function climateReference({ problem, x, draws, random, onProgress }: ReferenceRequest): ReferenceAnswer {
  const simulations = affordableSimulations(layoutOf(problem.design));
  const grid = climateGrid(problem, x, simulations, random, onProgress);
  if (grid === null) return { kind: 'unavailable', reason: 'No F inside the prior can produce these summaries.' };
  const points = sampleGrid(grid.axes, grid.logDensity, draws, random);
  const d = grid.axes.length;
  onProgress?.(1);
  return {
    kind: 'reference',
    label: 'approx',
    method: `Synthetic likelihood: the six summaries as Gaussian, mean and covariance smooth in ${d === 1 ? 'F' : 'F and σ'} and fitted to ${thousands(simulations)} simulations in ${ROUNDS} rounds${d === 1 ? '' : '; σ integrated out'}.`,
    conditionsOn: `the ${SUMMARY_NAMES.length} summaries`,
    comparable: true,
    draws: points.filter((_, i) => i % d === 0),
  };
}
