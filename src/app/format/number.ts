/** Numbers as the page prints them. A minus is U+2212, thousands are set apart by commas. */
import { superscript } from '../../inference/diagnostics/report/superscript.ts';
import { thousands } from '../../inference/math/thousands.ts';

const MINUS = '\u2212';

/** Most characters of a number in a box that four significant digits would not tell from its neighbours. */
const LONGEST_BOX = 13;
/** Digits of a number with an offset, at most: a float64 has no more. */
const MOST_DIGITS = 15;

/** A number in a box that is typed in, plain ASCII: whole and large ones as they are, others with 4 significant digits. */
export function boxText(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e7) return String(value);
  // A date of seven digits before the point is no date with four.
  const exact = String(value);
  if (size >= 1e4 && size < 1e12 && exact.length <= LONGEST_BOX && Number(exponential(value)) !== value) return exact;
  if (size >= 1e5 || size < 1e-3) return exponential(value);
  return String(Number(value.toPrecision(4)));
}

/** Digits that a number has by its meaning: those after are of the arithmetic. */
const MEANT_DIGITS = 12;

/** All of a number in a box, plain ASCII. */
export function wholeText(value: number): string {
  const digits = Number.isInteger(value) ? value : Number(value.toPrecision(MEANT_DIGITS));
  return String(digits).replace('e+', 'e');
}

function exponential(value: number): string {
  return value
    .toExponential(3)
    .replace(/\.?0+e/, 'e')
    .replace('e+', 'e');
}

/** A number in text: `digits` significant ones. */
export function short(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return '0';
  const size = Math.abs(value);
  const text = size >= 1e5 || size < 1e-3 ? powerOfTen(size, digits) : String(Number(size.toPrecision(digits)));
  return value < 0 ? `${MINUS}${text}` : text;
}

/** A number in text with as many digits as tell it from others `width` away: all of 2459000.53 where `width` is 0.1. */
export function resolved(value: number, width: number): string {
  const digits = digitsWithin(value, width);
  if (digits === 3 || !Number.isFinite(value)) return short(value);
  const size = Math.abs(value);
  const text = size < 1e15 && size >= 1e-3 ? String(Number(size.toPrecision(digits))) : powerOfTen(size, digits);
  return value < 0 ? `${MINUS}${text}` : text;
}

/** Significant digits of a value to a hundredth of `width`, three at least. */
export function digitsWithin(value: number, width: number): number {
  const wanted = Math.ceil(Math.log10(Math.abs(value) / width)) + 2;
  return Number.isFinite(wanted) ? Math.min(MOST_DIGITS, Math.max(3, wanted)) : 3;
}

function powerOfTen(size: number, digits: number): string {
  const [mantissa, exponent] = size.toExponential(digits - 1).split('e');
  const power = superscript(Number(exponent));
  const factor = Number(mantissa);
  return factor === 1 ? `10${power}` : `${factor} × 10${power}`;
}

/** A count: 12,400. */
export function count(value: number): string {
  return thousands(Math.round(value));
}

/** A fixed number of decimals, with a real minus. */
export function fixed(value: number, decimals: number): string {
  return value.toFixed(decimals).replace('-', MINUS);
}

export function percent(fraction: number, decimals = 0): string {
  return `${fixed(100 * fraction, decimals)} %`;
}

/** A time to wait: "2 s", "1 min 20 s", "3 min". */
export function duration(seconds: number): string {
  if (seconds < 1) return 'under 1 s';
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  const rest = Math.round((seconds % 60) / 10) * 10;
  if (minutes >= 2 || rest === 0) return `${Math.round(seconds / 60)} min`;
  return rest === 60 ? `${minutes + 1} min` : `${minutes} min ${rest} s`;
}

/** A number with its unit; "1/day" is read "per day". */
export function withUnit(value: number, unit: string): string {
  return `${short(value)} ${spokenUnit(unit)}`.trim();
}

/** As it is read: "1/day" is "per day". */
export function spokenUnit(unit: string): string {
  return unit.startsWith('1/') ? `per ${unit.slice(2)}` : unit;
}
