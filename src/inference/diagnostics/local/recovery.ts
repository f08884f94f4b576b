/**
 * Is the network right about data like these? Parameters theta_k drawn from the posterior at the observation are simulated,
 * and the network answers for the data that come out: it should recover them. In whitened coordinates, in which the prior is
 * N(0, I), a posterior of mean m_k and covariance V_k for data of theta_k lies at (I - V_k) z_k on average where it is
 * right (exactly so for a linear model with normal errors): what its means miss that by, in its own sds, is a fault of
 * the network in this region, which SBC averages away over the prior. About that place its means scatter with covariance
 * V_k - V_k^2, so that misses which cancel, as those of a posterior that is too narrow do, are seen by their spread. Posterior SBC (Säilynoja, Schmitt, Bürkner & Vehtari
 * 2025) asks the same of a posterior that can be computed anew; a network cannot be told two data sets at once.
 *
 * Blind to a posterior that lies where the network is right although the observation belongs elsewhere: then data from it do
 * not look like the observation, which the predictive check sees.
 */
import { normalCdf } from '../../math/special.ts';
import type { AmortisedPosterior } from '../../posterior/amortised.ts';
import type { Random } from '../../math/random.ts';
import type { JointPrior } from '../../priors/jointPrior.ts';
import { asTheta } from '../../priors/space.ts';
import { holm } from '../../math/holm.ts';
import { BAD, type Verdict } from '../report/verdict.ts';
import { twoDigits } from '../report/wording.ts';

export interface RecoveredParameter {
  readonly symbol: string;
  /** Mean of what the network misses the parameter by, in sds of its posterior; > 0: it answers too high. NaN: not known. */
  readonly shift: number;
  /** Root mean square of the misses about that, over what it is where the network is right. NaN: not known. */
  readonly spread: number;
  /** Of a shift at least as large by chance, after Holm's correction. */
  readonly adjustedP: number;
}

export interface Recovery {
  /** Data sets that were simulated and answered. */
  readonly datasets: number;
  readonly parameters: readonly RecoveredParameter[];
  readonly verdict: Verdict;
}

export interface RecoveryInput {
  readonly posterior: AmortisedPosterior;
  /** The posterior's prior. */
  readonly prior: JointPrior;
  readonly symbols: readonly string[];
  /** Summaries of the observation [C]. */
  readonly s: Float64Array;
  /** Summaries of data simulated at theta [n, D]: [n, C]. */
  readonly simulate: (thetas: Float64Array) => Promise<Float64Array>;
  readonly random: Random;
}

const DATASETS = 200;
/** For each data set. */
const DRAWS = 100;
/** Shifts, in sds, from which on an answer is not to be trusted, and from which on it is doubtful. */
const WRONG = 0.5;
const DOUBTFUL = 0.35;
/** Spreads, likewise: intervals twice and one and a half times too narrow. That of 200 data sets has a standard error of 0.05 to 0.15. */
const TOO_NARROW = 2;
const RATHER_NARROW = 1.5;
/** Where data hardly tell a parameter its means hardly scatter, and by how much is no measure of its widths. */
const LEAST_SCATTER = 0.1;
/** Variance that the mean of equal numbers is left with by rounding, at most; whitened coordinates are of order 1. */
const ROUNDING = 1e-24;

export async function recovery({ posterior, prior, symbols, s, simulate, random }: RecoveryInput): Promise<Recovery> {
  const { D } = prior;
  const thetas = await posterior.draw(s, DATASETS, random);
  const draws = prior.whiten(asTheta(await posterior.draw(await simulate(thetas), DRAWS, random)));
  const truths = prior.whiten(asTheta(thetas));
  const misses = symbols.map((): Miss[] => []);
  for (let k = 0; k < DATASETS; k++) {
    const z = truths.subarray(k * D, (k + 1) * D);
    const own = draws.subarray(k * DRAWS * D, (k + 1) * DRAWS * D);
    // At an end of the prior whitened coordinates are infinite.
    if (!z.every(Number.isFinite) || !own.every(Number.isFinite)) continue;
    const missed = missesOf(z, own, D);
    if (missed.every(({ miss }) => Number.isFinite(miss))) missed.forEach((miss, j) => misses[j].push(miss));
  }
  const measured = misses.map(shiftOf);
  const adjusted = holm(measured.map(({ p }) => p));
  const parameters = symbols.map((symbol, j) => ({
    symbol,
    shift: measured[j].shift,
    spread: measured[j].spread,
    adjustedP: adjusted[j],
  }));
  const datasets = misses[0].length;
  return { datasets, parameters, verdict: verdictOf(parameters, datasets) };
}

interface Miss {
  /** (m + V z - z) / sd of a coordinate; NaN where all draws are the same, as weights may leave them. */
  readonly miss: number;
  /** Its variance where the network is right: (V - V^2) / V, of the coordinate. */
  readonly scatter: number;
}

/** Of each coordinate, from draws [DRAWS, D]. */
function missesOf(z: ArrayLike<number>, draws: ArrayLike<number>, D: number): Miss[] {
  const mean = Array.from({ length: D }, (_, j) => {
    let sum = 0;
    for (let l = 0; l < DRAWS; l++) sum += draws[l * D + j];
    return sum / DRAWS;
  });
  return mean.map((m, j) => {
    /** Row j of V. */
    const row = new Float64Array(D);
    for (let l = 0; l < DRAWS; l++) {
      const deviation = (draws[l * D + j] - m) / (DRAWS - 1);
      for (let k = 0; k < D; k++) row[k] += deviation * (draws[l * D + k] - mean[k]);
    }
    const variance = row[j];
    if (!(variance > ROUNDING)) return { miss: Number.NaN, scatter: Number.NaN };
    const pull = row.reduce((sum, value, k) => sum + value * z[k], 0);
    const squares = row.reduce((sum, value) => sum + value * value, 0);
    return { miss: (m + pull - z[j]) / Math.sqrt(variance), scatter: 1 - squares / variance };
  });
}

function shiftOf(misses: readonly Miss[]): { readonly shift: number; readonly spread: number; readonly p: number } {
  const n = misses.length;
  if (n < 2) return { shift: Number.NaN, spread: Number.NaN, p: 1 };
  const shift = misses.reduce((sum, { miss }) => sum + miss, 0) / n;
  const variance = misses.reduce((sum, { miss }) => sum + (miss - shift) ** 2, 0) / (n - 1);
  const scatter = misses.reduce((sum, { scatter: own }) => sum + own, 0) / n;
  const spread = scatter > LEAST_SCATTER ? Math.sqrt(variance / scatter) : Number.NaN;
  return { shift, spread, p: 2 * normalCdf(-Math.abs(shift) / Math.sqrt(variance / n)) };
}

/** Of a posterior under moved priors, by weights, which has no draws at all for data that were simulated from it. */
export function notRecovered(symbols: readonly string[]): Recovery {
  const parameters = symbols.map((symbol) => ({
    symbol,
    shift: Number.NaN,
    spread: Number.NaN,
    adjustedP: Number.NaN,
  }));
  const sentence =
    'Recovery of simulated parameters could not be checked: for some data sets simulated from this posterior, the moved priors exclude all draws of the network.';
  return { datasets: 0, parameters, verdict: { level: 'warn', sentence } };
}

function verdictOf(parameters: readonly RecoveredParameter[], datasets: number): Verdict {
  if (datasets < DATASETS / 2) {
    return {
      level: 'warn',
      sentence: `Recovery of simulated parameters could be checked on only ${datasets} of ${DATASETS} data sets: the draws of this posterior lie at the very end of the prior, or are all the same.`,
    };
  }
  // Each by itself: the largest shift may be chance where a smaller one is none.
  const off = parameters.filter(({ shift, adjustedP }) => Math.abs(shift) >= DOUBTFUL && adjustedP < BAD);
  const narrow = parameters.filter(({ spread }) => spread >= RATHER_NARROW);
  const size = Math.max(...(off.length === 0 ? parameters : off).map(({ shift }) => Math.abs(shift)));
  if (off.length === 0 && narrow.length === 0) {
    return {
      level: 'good',
      sentence: `Parameters of data simulated from this posterior are recovered (within ${twoDigits(size)} sd on average).`,
    };
  }
  const shifted = off.map(
    ({ symbol, shift }) => `${symbol} ${twoDigits(Math.abs(shift))} sd too ${shift < 0 ? 'low' : 'high'} on average`,
  );
  const scattered = narrow.map(
    ({ symbol, spread }) => `${symbol} with intervals ${twoDigits(spread)} times too narrow`,
  );
  const wrong = (off.length > 0 && size >= WRONG) || narrow.some(({ spread }) => spread >= TOO_NARROW);
  return {
    level: wrong ? 'bad' : 'warn',
    sentence: `Parameters of data simulated from this posterior are not recovered: ${[...shifted, ...scattered].join(', ')} (${datasets} data sets). The posterior is ${wrong ? 'wrong' : 'inaccurate'} in this region.`,
  };
}
