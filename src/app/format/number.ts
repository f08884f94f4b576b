/** Numbers as the page prints them. A minus is U+2212, thousands are set apart by commas. */
import { superscript } from '../../inference/diagnostics/superscript.ts';
import { thousands } from '../../inference/math/thousands.ts';

const MINUS = '\u2212';

/** A number in a box that is typed in, plain ASCII: whole numbers as they are, others with 4 significant digits. */
export function boxText(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e7) return String(value);
  if (size >= 1e5 || size < 1e-3) return exponential(value);
  return String(Number(value.toPrecision(4)));
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
  if (unit === '') return short(value);
  return unit.startsWith('1/') ? `${short(value)} per ${unit.slice(2)}` : `${short(value)} ${unit}`;
}
