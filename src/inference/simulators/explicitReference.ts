/**
 * The reference posterior of a system whose likelihood can be evaluated for theta and nuisance parameters, under any priors.
 * What is not fixed is an unknown, and nuisance parameters are dropped from the draws afterwards. Tempering finds the posterior. Up
 * to three unknowns it is then evaluated on a grid along its axes; where that grid does not agree with its own half, and with more
 * unknowns, four adaptive Metropolis chains draw from it.
 */
import { sampleGrid } from '../math/grid.ts';
import { cholesky, covariance } from '../math/linear.ts';
import { normalLogPdf } from '../math/special.ts';
import { thousands } from '../math/thousands.ts';
import { adaptiveGrid } from '../reference/adaptiveGrid.ts';
import { adaptiveMetropolis, CHAINS } from '../reference/adaptiveMetropolis.ts';
import { chainsText, tellChains } from '../reference/chainsText.ts';
import { temperedDraws } from '../reference/tempered.ts';
import type { NuisanceSpec, ParameterSpec, ReferenceAnswer, ReferenceRequest } from './system.ts';
import { Unknowns } from './unknowns.ts';

export interface ExplicitModel {
  readonly parameters: readonly ParameterSpec[];
  readonly nuisances: readonly NuisanceSpec[];
  /** ln p(x | theta, eta) of the request's x, up to a constant. */
  readonly logLikelihood: (theta: ArrayLike<number>, eta: ArrayLike<number>) => number;
  readonly conditionsOn: string;
  /** Default: true. */
  readonly comparable?: boolean;
  /** Whether the likelihood given is one over nuisance parameters already. */
  readonly integratedOut?: boolean;
  /** Evaluations of the likelihood that chains spend, for each unknown. Default: 40,000. */
  readonly evaluations?: number;
}

const LARGEST_RHAT = 1.02;
const LEAST_EFFECTIVE = 1000;
/** Of the grid: where half of its nodes give other moments, in sd, it is not called exact. */
const LARGEST_ERROR = 0.01;
const MOST_AXES = 3;
/** Half a side of the box that is searched, in standard deviations of the pilot draws. */
const REACH = 8;
const PILOT = 2000;
/** Of the time, for the progress bar. */
const PILOT_SHARE = 0.5;
/** Nodes of an axis, by the number of axes: to find the box, and in it. */
const NODES = [
  { coarse: 101, fine: 401 },
  { coarse: 61, fine: 161 },
  { coarse: 31, fine: 49 },
] as const;

export function explicitReference(
  { problem, draws, random, onProgress }: ReferenceRequest,
  model: ExplicitModel,
): ReferenceAnswer {
  const { parameters, nuisances, conditionsOn, comparable = true, evaluations = 40_000 } = model;
  const free = new Unknowns(problem, parameters, nuisances);
  const logLikelihood = (z: Float64Array): number => {
    const { theta, eta } = free.at(z);
    return model.logLikelihood(theta, eta);
  };
  const impossible = { kind: 'unavailable', reason: 'These priors give the observed data probability zero.' } as const;
  const answer = (z: Float64Array, label: 'exact' | 'mcmc', method: string): ReferenceAnswer => ({
    kind: 'reference',
    label,
    method,
    conditionsOn,
    comparable,
    draws: free.theta(z, draws),
  });
  const unknowns = free.count;
  const pilot = temperedDraws(logLikelihood, unknowns, PILOT, random, (fraction) =>
    onProgress?.(PILOT_SHARE * fraction),
  );
  if (pilot === null) return impossible;
  const later = (fraction: number, remark?: string) => onProgress?.(PILOT_SHARE + (1 - PILOT_SHARE) * fraction, remark);
  const marginalised =
    unknowns > parameters.length || model.integratedOut === true ? ', nuisance parameters integrated over' : '';
  if (unknowns <= MOST_AXES) {
    const grid = alignedGrid(logLikelihood, pilot, unknowns, draws, random, later);
    if (grid === null) return impossible;
    if (grid.error <= LARGEST_ERROR) {
      const nodes = Array<string>(unknowns).fill(String(grid.nodes)).join(' × ');
      return answer(
        grid.z,
        'exact',
        `Exact likelihood on a grid of ${nodes} points along the axes of the posterior${marginalised}.`,
      );
    }
  }
  const chains = adaptiveMetropolis(
    logLikelihood,
    unknowns,
    draws,
    unknowns * evaluations,
    random,
    tellChains(later, { largestRhat: LARGEST_RHAT, leastEffective: LEAST_EFFECTIVE }),
    pilot,
  );
  if (chains === null) return impossible;
  const { rhat, effective, steps } = chains;
  const found = chainsText(chains);
  if (!(rhat <= LARGEST_RHAT && effective >= LEAST_EFFECTIVE)) {
    return {
      kind: 'unavailable',
      reason: `The Markov chains have not converged in ${thousands(steps)} steps (${found}; ${LARGEST_RHAT} and ${LEAST_EFFECTIVE} are required). Narrower priors or fewer unknowns help.`,
    };
  }
  return answer(
    chains.z,
    'mcmc',
    `Exact likelihood${marginalised}; ${CHAINS} adaptive Metropolis chains of ${thousands(steps)} steps (${found}).`,
  );
}

interface AlignedGrid {
  /** Whitened draws [draws, D]. */
  readonly z: Float64Array;
  /** Of an axis. */
  readonly nodes: number;
  /** See `adaptiveGrid`. */
  readonly error: number;
}

/** Draws from a grid over the standardised principal coordinates of pilot draws; null where the density vanishes on it. */
function alignedGrid(
  logLikelihood: (z: Float64Array) => number,
  pilot: Float64Array,
  D: number,
  draws: number,
  random: ReferenceRequest['random'],
  onProgress: (fraction: number) => void,
): AlignedGrid | null {
  const { mean, cov } = covariance(pilot, PILOT, D);
  const factor = cholesky(cov.map((row, j) => row.map((v, k) => (j === k ? v * (1 + 1e-9) + 1e-12 : v))));
  const place = (u: ArrayLike<number>, out: Float64Array, at: number): void => {
    for (let j = 0; j < D; j++) {
      out[at + j] = mean[j];
      for (let k = 0; k <= j; k++) out[at + j] += factor[j][k] * u[k];
    }
  };
  const z = new Float64Array(D);
  const grid = adaptiveGrid(
    Array.from({ length: D }, () => ({ low: -REACH, high: REACH })),
    (u) => {
      place(u, z, 0);
      let sum = logLikelihood(z);
      for (let j = 0; j < D; j++) sum += normalLogPdf(z[j]);
      return sum;
    },
    NODES[D - 1],
    onProgress,
  );
  if (grid === null) return null;
  const points = sampleGrid(grid.axes, grid.logDensity, draws, random);
  const out = new Float64Array(draws * D);
  for (let i = 0; i < draws; i++) place(points.subarray(i * D, (i + 1) * D), out, i * D);
  return { z: out, nodes: grid.axes[0].length, error: grid.error };
}
