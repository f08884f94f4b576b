/**
 * The prior that is proposed for a column: of the families that fit it, the simplest of those whose likelihood, with
 * Schwarz's penalty for each number that was fitted, is next to the best. It is a guess for its user to check.
 */
import { fieldValue, priorFamilies } from '../families.ts';
import type { Prior } from '../prior.ts';
import { columnStatistics, type ColumnStatistics } from './columnStatistics.ts';
import { comparePrior, type PriorComparison } from './comparePrior.ts';
import { fitsOf, type StatedFamily } from './fits.ts';
import { meanLogDensity } from './likelihood.ts';

/** From the simplest on: of two that fit alike the earlier is proposed. */
export const statedFamilies: readonly StatedFamily[] = [
  'uniform',
  'logUniform',
  'normal',
  'lognormal',
  'exponential',
  'gamma',
  'beta',
];
/** Nats of likelihood within which two families fit alike. */
const ALIKE = 5;

export interface PriorProposal {
  readonly prior: Prior;
  /** With the rows that it was fitted to: `p` of it is no p-value, but `refuted` is right, for a fit only hides differences. */
  readonly comparison: PriorComparison;
}

/**
 * @param values [rows, width], row-major and finite; a prior for column j is wanted
 * @throws RangeError where a value is not finite or all are the same
 */
export function proposePrior(values: Float64Array, width = 1, j = 0): PriorProposal {
  const column = columnStatistics(values, width, j);
  if (!(column.low < column.high)) throw new RangeError(`all rows are ${column.low}; leave the column out`);
  const fits = statedFamilies.flatMap((family) => fitsOf(family, column)).map((prior) => scored(prior, column));
  const best = Math.max(...fits.map(({ score }) => score));
  const { prior } = fits.find(({ score }) => score >= best - ALIKE) ?? fits[0];
  return { prior, comparison: comparePrior(prior, values, width, j) };
}

/** The fit of one family that is best in this sense; null where the rows exclude the family. */
export function fittedPrior(family: StatedFamily, values: Float64Array, width = 1, j = 0): Prior | null {
  const column = columnStatistics(values, width, j);
  const fits = fitsOf(family, column).map((prior) => scored(prior, column));
  const best = Math.max(...fits.map(({ score }) => score));
  return fits.find(({ score }) => score >= best - ALIKE)?.prior ?? null;
}

function scored(prior: Prior, column: ColumnStatistics) {
  const n = column.ascending.length;
  const bounded = prior.family === 'uniform' || prior.family === 'logUniform';
  const numbers = bounded
    ? 0
    : priorFamilies[prior.family].fields.filter(({ key }) => fieldValue(prior, key) !== undefined).length;
  return { prior, score: n * meanLogDensity(prior, column) - (numbers * Math.log(n)) / 2 };
}
