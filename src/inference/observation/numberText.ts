/**
 * Numbers as text. One grammar for every cell of a table, with a point before decimals and nothing between thousands: neither
 * hexadecimal, nor an empty cell as 0, nor anything else that JavaScript would take. What other programs write for the same
 * numbers (a minus sign of its own, Fortran's D) is brought into that form by `plainNumber`, which a reader tells in a notice.
 */

/** No repetition can be split in two ways, so that a long cell is refused in linear time. */
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
/** Digits of the largest and of the smallest double, written out. */
const LONGEST = 400;
/** U+2212, and the hyphens and dashes that are typed for it. */
const MINUS = /[\u2212\u2010-\u2013\uFE63\uFF0D]/g;
const FORTRAN = /^([+-]?[\d.,]+)[dD]([+-]?\d+)$/;

/** Whether a text is one number, however large. */
export function isNumber(text: string): boolean {
  return text.length <= LONGEST && NUMBER.test(text);
}

/** The number that a text is, infinite beyond the doubles; NaN where it is none. */
export function numberOf(text: string): number {
  return isNumber(text) ? Number(text) : Number.NaN;
}

/** The cell with an ASCII minus and an exponent after "e"; `foreign` says which of the two it had in another form. */
export function plainNumber(cell: string): { readonly text: string; readonly foreign: 'minus' | 'exponent' | null } {
  if (cell.length > LONGEST) return { text: cell, foreign: null };
  const ascii = cell.replace(MINUS, '-');
  const fortran = FORTRAN.exec(ascii);
  if (fortran !== null) return { text: `${fortran[1]}e${fortran[2]}`, foreign: 'exponent' };
  return { text: ascii, foreign: ascii === cell ? null : 'minus' };
}

/** Whether a whole number has more digits than a double holds: it is not what the double prints as, nor exactly the double. */
export function losesDigits(text: string): boolean {
  if (text.length < 16 || text.length > LONGEST || !/^[+-]?\d+$/.test(text)) return false;
  const value = Number(text);
  if (!Number.isFinite(value)) return false;
  const digits = BigInt(text.replace('+', ''));
  return BigInt(value) !== digits && String(value) !== String(digits);
}
