/**
 * Columns of data whose spread is that of a few huge values: fill values (1e20 for "no measurement"), or tails that call for a
 * logarithm. Data are standardised by their sd, beside which the ordinary values are then all alike, so that the network cannot
 * tell them apart and its posterior is wider than it need be, though well calibrated. Fill values that are fewer or smaller do
 * less harm, but are no data either: they are told by their number.
 */
import { listed, shownNumber } from '../math/shown.ts';
import { columnMoments } from '../math/columnMoments.ts';
import { isFillValue } from '../math/fillValues.ts';
import { thousands } from '../math/thousands.ts';
import { finiteColumn } from './missingDigits.ts';

/** Of a normal column the middle half spans 1.35 sds; below this the sd says nothing of ordinary values. */
const LEAST_SPAN = 0.01;
/** Interquartile ranges between a fill value and the other values. */
const APART = 10;
/** Names that a sentence lists. */
const NAMED = 5;

/** Positions of all such columns. @param values [rows, width] */
export function outlyingColumns(values: Float64Array, width: number): number[] {
  return Array.from({ length: width }, (_, j) => j).filter((j) => hidesItsMiddle(finiteColumn(values, width, j)));
}

/** Sentences on all such columns and on fill values in others, with the remedy. @param values [rows, names.length] */
export function outlyingValues(names: readonly string[], values: Float64Array): string[] {
  const hiding = outlyingColumns(values, names.length);
  const fills = names.flatMap((name, j) => {
    const fill = fillValueOf(finiteColumn(values, names.length, j));
    return fill === null ? [] : [`${name} (${shownNumber(fill.value)} in ${counted(fill.rows)})`];
  });
  return [
    ...outlyingText(hiding.map((j) => names[j])),
    ...(fills.length === 0
      ? []
      : [
          `A value far from all others looks like a code for a missing value: ${listed(fills, NAMED, (text) => text)}. If it is one, leave these cells empty: those simulations are then left out.`,
        ]),
  ];
}

/** One sentence on such columns; [] where there are none. */
export function outlyingText(names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const verb = names.length === 1 ? 'has' : 'have';
  return [
    `${listed(names, NAMED)} ${verb} a few values so large that the network can hardly tell the others apart: leave cells with fill values empty, or take logarithms, in the table and in the observations alike.`,
  ];
}

function hidesItsMiddle(values: Float64Array): boolean {
  const { lower, upper } = middleHalf(values.slice().sort());
  const span = upper - lower;
  // Half of the values alike is a column of its own kind (counts that are mostly 0), in which nothing is hidden.
  return span > 0 && span < LEAST_SPAN * columnMoments(values, 1).sd[0];
}

/** The smallest or largest value, where it is one of the usual fill values and stands far from all others. */
function fillValueOf(values: Float64Array): { readonly value: number; readonly rows: number } | null {
  const ascending = values.slice().sort();
  const { lower, upper } = middleHalf(ascending);
  for (const end of [ascending[0], ascending[ascending.length - 1]]) {
    if (!isFillValue(end)) continue;
    const others = ascending.filter((value) => value !== end);
    const gap = end === ascending[0] ? others[0] - end : end - others[others.length - 1];
    if (gap > APART * (upper - lower)) return { value: end, rows: ascending.length - others.length };
  }
  return null;
}

/** The quartiles. */
function middleHalf(ascending: Float64Array): { readonly lower: number; readonly upper: number } {
  const at = (share: number) => ascending[Math.floor(share * (ascending.length - 1))];
  return { lower: at(0.25), upper: at(0.75) };
}

function counted(rows: number): string {
  return `${thousands(rows)} row${rows === 1 ? '' : 's'}`;
}
