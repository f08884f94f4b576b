/** Ends of a bounded prior, from the rows: beyond the outermost row by no more than chance leaves, and there as round as can be. */
import type { ColumnStatistics } from './columnStatistics.ts';
import { roundestWithin } from './roundNumber.ts';

/** In mean distances of neighbouring rows: a uniform prior's outermost row lies farther inside once in exp(8) = 3,000. */
const GAPS = 8;

export interface Ends {
  readonly low: number;
  readonly high: number;
}

export function linearEnds({ low, high, ascending }: ColumnStatistics): Ends {
  const gap = (GAPS * (high - low)) / ascending.length;
  return { low: roundestWithin(low - gap, low, low), high: roundestWithin(high, high + gap, high) };
}

/** For rows above 0 that are uniform in ln x. */
export function logarithmicEnds({ low, high, ascending }: ColumnStatistics): Ends {
  const factor = (high / low) ** (GAPS / ascending.length);
  return { low: roundestWithin(low / factor, low, low), high: roundestWithin(high, high * factor, high) };
}
