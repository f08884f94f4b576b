/**
 * Names for linear combinations of quantities: sum_j e_j y_j, where y_j is ln(theta_j) for a quantity on a log axis and
 * theta_j in units of its prior sd otherwise. If only log quantities take part, the combination is the logarithm of a
 * product of powers and is named so: 'A b²'.
 */
import type { Quantity } from '../../simulators/system.ts';
import { superscript } from '../report/superscript.ts';

export type NamedQuantity = Pick<Quantity, 'key' | 'symbol' | 'scale'>;

/** An entry this small beside the largest counts as none, an entry this near to an integer as that integer. */
const TOLERANCE = 0.1;
const LARGEST_INTEGER = 3;

/**
 * Scales the entries so that the largest is a small positive integer: the smallest one (up to 3) that brings all the
 * others within 0.1 of integers, which are then rounded; else the largest is 1 and the others keep two decimals.
 */
export function smallExponents(direction: readonly number[]): number[] {
  const largest = direction.reduce((best, value) => (Math.abs(value) > Math.abs(best) * (1 + 1e-9) ? value : best), 0);
  if (largest === 0) return direction.map(() => 0);
  for (let integer = 1; integer <= LARGEST_INTEGER; integer++) {
    const scaled = direction.map((value) => (value / largest) * integer);
    if (scaled.every((value) => Math.abs(value - Math.round(value)) <= TOLERANCE)) {
      return scaled.map((value) => Math.round(value) + 0);
    }
  }
  return direction.map((value) => {
    const scaled = Math.round((value / largest) * 100) / 100;
    return Math.abs(scaled) < TOLERANCE ? 0 : scaled;
  });
}

/** 'A b²' for (1, 2) of log quantities; 'F − 0.5 h' when one of those that take part is on a linear axis. */
export function nameCombination(exponents: readonly number[], quantities: readonly NamedQuantity[]): string {
  const parts = quantities.flatMap(({ symbol, scale }, j) =>
    exponents[j] === 0 ? [] : [{ symbol, scale, exponent: exponents[j] }],
  );
  if (parts.every(({ scale }) => scale === 'log')) {
    return parts.map(({ symbol, exponent }) => symbol + (exponent === 1 ? '' : superscript(exponent))).join(' ');
  }
  return parts
    .map(({ symbol, scale, exponent }, i) => {
      const name = scale === 'log' ? `ln ${symbol}` : symbol;
      const size = Math.abs(exponent) === 1 ? name : `${Math.abs(exponent)} ${name}`;
      if (i === 0) return exponent < 0 ? `−${size}` : size;
      return `${exponent < 0 ? '−' : '+'} ${size}`;
    })
    .join(' ');
}
