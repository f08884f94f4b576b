/** Observations that are arrays as a JSON file, which `readArray` reads back to the same numbers, design and true values. */
import { sizeOf } from '../simulators/dataShape.ts';
import type { Design, System } from '../simulators/system.ts';
import { fileAxes } from './arrayAxes.ts';

/** Whole numbers from here on are written with an exponent: a reader cannot tell whether their last digits were rounded. */
const FROM = 2 ** 53;

/**
 * @param x raw data of n observations, one after the other
 * @param form of the file: a batch has an axis for its observations, even for one
 * @param truth by parameter: [n]
 */
export function writeArray(
  system: System,
  design: Design,
  x: Float64Array,
  form: 'one' | 'batch',
  truth: Readonly<Record<string, readonly number[]>> | null,
): string {
  const { x: shape } = system.model(design);
  const n = x.length / sizeOf(shape);
  const axes = form === 'batch' ? [n, ...fileAxes(shape)] : fileAxes(shape);
  const known = truth === null || form === 'batch' ? truth : firstOf(truth);
  const head = [
    `"system": ${JSON.stringify(system.id)}`,
    '"schema": 1',
    `"design": ${JSON.stringify(design)}`,
    ...(known === null ? [] : [`"truth": ${JSON.stringify(known)}`]),
  ];
  return `{${head.join(', ')}, "data": ${nested(x, axes)}}\n`;
}

function firstOf(truth: Readonly<Record<string, readonly number[]>>): Record<string, number> {
  return Object.fromEntries(Object.entries(truth).map(([key, [value]]) => [key, value]));
}

function nested(values: Float64Array, axes: readonly number[]): string {
  if (axes.length === 0) return numberText(values[0]);
  const [length, ...rest] = axes;
  const size = values.length / length;
  const parts = Array.from({ length }, (_, i) => nested(values.subarray(i * size, (i + 1) * size), rest));
  return `[${parts.join(rest.length === 0 ? ', ' : ',\n')}]`;
}

function numberText(value: number): string {
  // Missing: JSON has no NaN.
  if (Number.isNaN(value)) return 'null';
  return Math.abs(value) >= FROM ? value.toExponential() : String(value);
}
