/**
 * Columns of data whose spread is that of a few huge values: fill values (1e20 for "no measurement"), or tails that call for a
 * logarithm. Data are standardised by their sd, beside which the ordinary values are then all alike, so that the network cannot
 * tell them apart and its posterior is wider than it need be, though well calibrated.
 */
import { listed } from '../math/shown.ts';
import { columnMoments } from '../math/columnMoments.ts';
import { finiteColumn } from './missingDigits.ts';

/** Of a normal column the middle half spans 1.35 sds; below this the sd says nothing of ordinary values. */
const LEAST_SPAN = 0.01;
/** Names that a sentence lists. */
const NAMED = 5;

/** One sentence on all such columns, with the remedy; [] where there are none. @param values [rows, names.length] */
export function outlyingValues(names: readonly string[], values: Float64Array): string[] {
  const found = names.filter((_, j) => hidesItsMiddle(finiteColumn(values, names.length, j)));
  if (found.length === 0) return [];
  const verb = found.length === 1 ? 'has' : 'have';
  return [
    `${listed(found, NAMED)} ${verb} a few values so large that all others look alike to the network: replace fill values by empty cells, or take logarithms, in the table and in observations alike.`,
  ];
}

function hidesItsMiddle(values: Float64Array): boolean {
  const ascending = values.slice().sort();
  const at = (share: number) => ascending[Math.floor(share * (ascending.length - 1))];
  const span = at(0.75) - at(0.25);
  // Half of the values alike is a column of its own kind (counts that are mostly 0), in which nothing is hidden.
  return span > 0 && span < LEAST_SPAN * columnMoments(values, 1).sd[0];
}
