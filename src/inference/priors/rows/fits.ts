/**
 * The prior of each family that fits a column best: its maximum-likelihood numbers, made as round as the rows allow, for
 * priors are mostly stated in round numbers.
 */
import { digamma } from '../../math/digamma.ts';
import { maximise } from '../../math/nelderMead.ts';
import { fieldValue, priorFamilies, withField } from '../families.ts';
import type { Prior, PriorFamily } from '../prior.ts';
import { GAMMA_SHAPE } from '../prior.ts';
import type { ColumnStatistics } from './columnStatistics.ts';
import { linearEnds, logarithmicEnds } from './ends.ts';
import { meanLogDensity } from './likelihood.ts';
import { roundestWithin } from './roundNumber.ts';

/** That of a ratio is no family that tables are looked through for: close to a uniform one, with two numbers more. */
export type StatedFamily = Exclude<PriorFamily, 'fixed' | 'uniformLessNormal'>;

/** Loss of ln-likelihood that a rounder number may cost. */
const ROUNDING_LOSS = 2;
/** Widths about a number in which a rounder one is looked for, in standard errors of a mean. */
const WIDTHS = [2, 1, 0.5, 0.2];
const SEARCH = { step: 0.5, bound: 25, tolerance: 1e-9, precision: 1e-6, evaluations: 600 } as const;

/** Fits of a family, the simplest first: cut ones after the uncut; [] where the rows exclude the family. */
export function fitsOf(family: StatedFamily, column: ColumnStatistics): Prior[] {
  return rawFits(family, column)
    .map((prior) => rounded(prior, column))
    .filter((prior) => meanLogDensity(prior, column) > -Infinity);
}

function rawFits(family: StatedFamily, column: ColumnStatistics): Prior[] {
  const { low, mean, variance, logMean, logVariance } = column;
  const sd = Math.sqrt(variance);
  switch (family) {
    case 'uniform':
      return [{ family, ...linearEnds(column) }];
    case 'logUniform':
      return low > 0 ? [{ family, ...logarithmicEnds(column) }] : [];
    case 'normal':
      return [{ family, mean, sd }, ...halfNormal(column), ...cutNormals(column)];
    case 'lognormal':
      return low > 0 ? [{ family, mean: logMean, sd: Math.sqrt(logVariance) }] : [];
    case 'exponential':
      return low < 0 ? [] : [{ family, mean }, ...shifted(column)];
    case 'gamma':
      return low > 0 ? [gammaFit(column)] : [];
    case 'beta':
      return betaFit(column);
    default:
      return family satisfies never;
  }
}

function halfNormal({ low, mean, variance }: ColumnStatistics): Prior[] {
  return low < 0 ? [] : [{ family: 'normal', mean: 0, sd: Math.sqrt(mean * mean + variance), low: 0 }];
}

/** Without memory: one that is cut below begins there, and has the same mean above it. */
function shifted(column: ColumnStatistics): Prior[] {
  const { low } = linearEnds(column);
  return low > 0 ? [{ family: 'exponential', mean: column.mean - low, low }] : [];
}

/** Cut at the lower, the upper and at both ends of the rows. */
function cutNormals(column: ColumnStatistics): Prior[] {
  const { low, high } = linearEnds(column);
  const sd = Math.sqrt(column.variance);
  return [{ low }, { high }, { low, high }].map((cut): Prior => {
    const at = ([shift, logScale]: Iterable<number>): Prior => ({
      family: 'normal',
      mean: column.mean + shift * sd,
      sd: sd * Math.exp(logScale),
      ...cut,
    });
    return at(maximise((point) => meanLogDensity(at(point), column), [0, 0], SEARCH).at);
  });
}

/** ln k - psi(k) = ln mean - mean of ln, by halving; it falls with k. */
function gammaFit({ mean, logMean }: ColumnStatistics): Prior {
  const wanted = Math.log(mean) - logMean;
  let [low, high] = [Math.log(GAMMA_SHAPE.low), Math.log(GAMMA_SHAPE.high)];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (middle - digamma(Math.exp(middle)) > wanted) low = middle;
    else high = middle;
  }
  const shape = Math.exp(low);
  return { family: 'gamma', shape, scale: mean / shape };
}

function betaFit(column: ColumnStatistics): Prior[] {
  const { low, high, mean, variance } = column;
  if (!(low > 0 && high < 1)) return [];
  const size = Math.max((mean * (1 - mean)) / variance - 1, 0.1);
  const at = ([a, b]: Iterable<number>): Prior => ({ family: 'beta', a: Math.exp(a), b: Math.exp(b) });
  const start = [Math.log(mean * size), Math.log((1 - mean) * size)];
  return [at(maximise((point) => meanLogDensity(at(point), column), start, SEARCH).at)];
}

/** The same prior in rounder numbers, where they cost next to nothing of the likelihood. Its ends are round already. */
function rounded(prior: Prior, column: ColumnStatistics): Prior {
  const n = column.ascending.length;
  const best = meanLogDensity(prior, column);
  const free = priorFamilies[prior.family].fields.filter(({ key }) => key !== 'low' && key !== 'high');
  const error = Math.sqrt(column.variance / n);
  for (const width of WIDTHS) {
    const candidate = free.reduce((rounder, { key, logarithm = false }) => {
      const value = fieldValue(rounder, key) ?? 0;
      const shown = logarithm ? Math.exp(value) : value;
      // The mean of a normal prior has the error of the rows' mean; all others scale the prior or shape it.
      const scale = prior.family === 'normal' && key === 'mean' ? error : shown / Math.sqrt(n);
      const round = roundestWithin(shown - width * scale, shown + width * scale, shown);
      return withField(rounder, key, logarithm ? Math.log(round) : round);
    }, prior);
    if (n * (best - meanLogDensity(candidate, column)) < ROUNDING_LOSS * Math.max(1, free.length)) return candidate;
  }
  return prior;
}
