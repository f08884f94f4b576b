/**
 * Ticks that a reader can take in: on log axes 0.25, 0.5, 1, 2, 4 or 0.5, 1, 2, 5 or whole decades, never plotly's
 * "2, 5" between "10^0" and "10^1"; on linear axes the usual 1-2-5 steps (d3-array).
 */
import { ticks as linearTicks } from 'd3-array';
import { superscript } from '../../inference/diagnostics/report/superscript.ts';
import type { Scale } from '../../inference/simulators/system.ts';

/** Digits of a tick, unless an offset takes more. */
const TICK_DIGITS = 6;
/** Axes whose largest tick is outside have their power of ten in the title. */
const SCALED = { below: 1e-3, above: 1e6 };
/** Ticks with an offset are written out up to here: 2459000.2 beside 2459000.4. */
const LONGEST_OFFSET = 1e12;

function power(exponent: number): string {
  return `10${superscript(exponent)}`;
}

/** A number for a sentence or an axis: at most `digits` significant ones, a real minus sign, 12,400 and 10⁷. */
export function formatNumber(value: number, digits = 4): string {
  return formatted(value, digits, 1e6);
}

/** Sizes from `longest` on, and below a thousandth, are written with a power of ten. */
function formatted(value: number, digits: number, longest: number): string {
  if (value === 0) return '0';
  if (!Number.isFinite(value)) return String(value);
  const sign = value < 0 ? '−' : '';
  const rounded = Math.abs(Number(value.toPrecision(digits)));
  const exponent = Math.floor(Math.log10(rounded) + 1e-12);
  if (rounded >= longest || exponent < -3) {
    const mantissa = Number((rounded / 10 ** exponent).toPrecision(digits));
    return sign + (mantissa === 1 ? power(exponent) : `${mantissa}×${power(exponent)}`);
  }
  if (rounded < 10_000) return sign + String(rounded);
  const [whole, part] = String(digits > TICK_DIGITS ? rounded : Math.round(rounded)).split('.');
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${part === undefined ? '' : `.${part}`}`;
}

/** Digits that tell the ticks of a linear axis apart, six at least. */
function digitsApart(values: readonly number[]): number {
  if (values.length < 2) return TICK_DIGITS;
  const largest = Math.max(...values.map(Math.abs));
  const wanted = Math.ceil(Math.log10(largest / Math.abs(values[1] - values[0]))) + 1;
  return Math.min(15, Math.max(TICK_DIGITS, wanted));
}

/** The texts of an axis's ticks; whole decades are all written as powers once one of them is long. */
export function tickTexts(scale: Scale, values: readonly number[]): string[] {
  const exponents = values.map((value) => Math.log10(value));
  const decades = scale === 'log' && exponents.every((exponent) => Math.abs(exponent - Math.round(exponent)) < 1e-9);
  if (decades && exponents.some((exponent) => exponent > 3.5 || exponent < -2.5)) {
    return exponents.map((exponent) => power(Math.round(exponent)));
  }
  // 100,000 is wider than the margin that an axis has.
  if (scale === 'log' && values.some((value) => value >= 1e4)) return values.map((value) => formatted(value, 6, 1e4));
  const digits = scale === 'log' ? TICK_DIGITS : digitsApart(values);
  const texts = values.map((value) => formatted(value, digits, digits > TICK_DIGITS ? LONGEST_OFFSET : 1e6));
  if (scale === 'log' || texts.some((text) => text.includes('10') && text.includes('×'))) return texts;
  // Steps of a linear axis share their decimals: 0.10 between 0.08 and 0.12.
  const decimals = Math.max(...texts.map((text) => text.split('.')[1]?.length ?? 0));
  return texts.map((text) => {
    if (text === '0' || decimals === 0) return text;
    const [whole, part = ''] = text.split('.');
    return `${whole}.${part.padEnd(decimals, '0')}`;
  });
}

/** Texts of a linear axis with what they have in common taken out, for its title: ' − 2,459,000' or ' / 10⁻³⁰'; '' if nothing. */
export function sharedTicks(values: readonly number[]): { readonly texts: string[]; readonly shared: string } {
  const plain = { texts: tickTexts('linear', values), shared: '' };
  const largest = Math.max(...values.map(Math.abs));
  if (values.length < 2 || largest === 0) return plain;
  if (digitsApart(values) > TICK_DIGITS) {
    const unit = 10 ** (Math.ceil(Math.log10(values[values.length - 1] - values[0])) + 1);
    const offset = Math.floor(values[0] / unit) * unit;
    // The rest has no more digits than the values had behind the offset.
    const digits = Math.max(0, Math.ceil(-Math.log10(values[1] - values[0])) + 1);
    const rest = values.map((value) => Number((value - offset).toFixed(Math.min(20, digits))));
    const sign = offset < 0 ? '+' : '−';
    return {
      texts: tickTexts('linear', rest),
      shared: ` ${sign} ${formatted(Math.abs(offset), 15, LONGEST_OFFSET)}`,
    };
  }
  if (largest < SCALED.above && largest >= SCALED.below) return plain;
  const exponent = Math.floor(Math.log10(largest));
  const scaled = values.map((value) => Number((value / 10 ** exponent).toPrecision(TICK_DIGITS)));
  return { texts: tickTexts('linear', scaled), shared: ` / ${power(exponent)}` };
}

/** Every `multiples[i] * base^n` within [low, high], ascending, ends included up to round-off. */
function ladder(low: number, high: number, base: number, multiples: readonly number[]): number[] {
  const slack = 1 + 1e-9;
  const found: number[] = [];
  const from = Math.floor(Math.log(low) / Math.log(base)) - 1;
  const to = Math.ceil(Math.log(high) / Math.log(base)) + 1;
  for (let n = from; n <= to; n++) {
    for (const multiple of multiples) {
      const value = Number((multiple * base ** n).toPrecision(12));
      if (value * slack >= low && value <= high * slack) found.push(value);
    }
  }
  return found;
}

function logTicks(low: number, high: number, most: number): number[] {
  const decades = Math.log10(high / low);
  // Below a factor of two a log axis reads like a linear one.
  if (decades < 0.31) return linearTicks(low, high, most);
  const touchesEnds = (values: readonly number[]) =>
    values.length > 1 && Math.abs(values[0] / low - 1) < 1e-6 && Math.abs(values[values.length - 1] / high - 1) < 1e-6;
  const doublings = ladder(low, high, 2, [1]);
  if (touchesEnds(doublings)) {
    for (let stride = 1; stride <= doublings.length / 2; stride *= 2) {
      const thinned = doublings.filter((_, i) => i % stride === 0);
      if (thinned.length <= most && touchesEnds(thinned)) return thinned;
    }
  }
  for (const multiples of [[1, 2, 3, 5], [1, 2, 5], [1, 3], [1]]) {
    const found = ladder(low, high, 10, multiples);
    // Three steps in a decade are enough once the axis covers two of them.
    if (multiples.length > 3 && decades > 1.2) continue;
    if (found.length >= 2 && found.length <= most) return found;
  }
  const powers = ladder(low, high, 10, [1]);
  if (powers.length < 2) return linearTicks(low, high, most);
  const stride = Math.ceil(powers.length / most);
  return powers.filter((_, i) => i % stride === 0);
}

/** Two at least where two are wanted: one alone tells no scale. */
function evenTicks(low: number, high: number, most: number): number[] {
  const found = linearTicks(low, high, most);
  return found.length < 2 && most > 1 ? linearTicks(low, high, most + 1) : found;
}

/** At most about `most` tick values within [low, high], in the axis's own units. */
export function axisTicks(scale: Scale, low: number, high: number, most: number): number[] {
  return scale === 'log' ? logTicks(low, high, Math.max(2, most)) : evenTicks(low, high, Math.max(1, most));
}

/** Unlabelled ticks at 2..9 of each decade, where the labelled ones are whole decades; none otherwise. */
export function minorTicks(scale: Scale, low: number, high: number, major: readonly number[]): number[] {
  const wholeDecades = major.every((value) => Math.abs(Math.log10(value) % 1) < 1e-9);
  if (scale !== 'log' || !wholeDecades || major.length < 2 || Math.log10(high / low) > 4) return [];
  return ladder(low, high, 10, [2, 3, 4, 5, 6, 7, 8, 9]);
}
