/** The mean of ln p over the rows of a column, from its statistics alone. */
import { lgamma } from '../../math/special.ts';
import { marginalOf, type Prior, problemOf } from '../prior.ts';
import type { ColumnStatistics } from './columnStatistics.ts';

/** -Infinity for an unsound prior, for a family that is not looked for in tables, and for one whose support does not hold all rows. */
export function meanLogDensity(prior: Prior, column: ColumnStatistics): number {
  if (prior.family === 'fixed' || prior.family === 'uniformLessNormal' || problemOf(prior) !== null) return -Infinity;
  const { low, high, mass } = marginalOf(prior);
  if (column.low < low || column.high > high) return -Infinity;
  const value = uncut(prior, column) - Math.log(mass);
  return Number.isNaN(value) ? -Infinity : value;
}

function uncut(prior: Exclude<Prior, { family: 'fixed' | 'uniformLessNormal' }>, column: ColumnStatistics): number {
  const { mean, variance, logMean, logVariance, logRestMean } = column;
  switch (prior.family) {
    case 'uniform':
      return -Math.log(prior.high - prior.low);
    case 'logUniform':
      return -logMean - Math.log(Math.log(prior.high / prior.low));
    case 'normal':
      return bell(prior.mean, prior.sd, mean, variance);
    case 'lognormal':
      return bell(prior.mean, prior.sd, logMean, logVariance) - logMean;
    case 'exponential':
      return -mean / prior.mean - Math.log(prior.mean);
    case 'gamma': {
      const { shape, scale } = prior;
      return (shape - 1) * logMean - mean / scale - shape * Math.log(scale) - lgamma(shape);
    }
    case 'beta': {
      const { a, b } = prior;
      return (a - 1) * logMean + (b - 1) * logRestMean + lgamma(a + b) - lgamma(a) - lgamma(b);
    }
    default:
      return prior satisfies never;
  }
}

/** Of a normal density over values with this mean and variance. */
function bell(mean: number, sd: number, ofRows: number, variance: number): number {
  return -0.5 * Math.log(2 * Math.PI) - Math.log(sd) - (((ofRows - mean) / sd) ** 2 + variance / sd ** 2) / 2;
}
