/**
 * What a table of simulations becomes once its user has named its parameters and stated the priors that its rows were drawn
 * under: a description, from which page and workers make the same system, or what is wrong with the statement.
 */
import { crc32 } from '../files/crc32.ts';
import type { SimulatedTable } from '../observation/simulatedTable.ts';
import { describePrior } from '../priors/families.ts';
import { type Prior, problemOf, support } from '../priors/prior.ts';
import { isName } from '../simulators/table/names.ts';
import type { TableDescription } from '../simulators/table/tableSystem.ts';

/** Rows that are kept for checks: this share of all, within these bounds. */
const HELD_OUT_SHARE = 0.1;
const HELD_OUT = { low: 500, high: 2000 };

export interface StatedParameter {
  readonly name: string;
  readonly prior: Prior;
}

export type TableReading =
  | { readonly ok: true; readonly description: TableDescription }
  /** A sentence each, with the parameter, the value and the remedy. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** Number of rows that are kept for checks. */
export function heldOutRows(rows: number): number {
  return Math.min(HELD_OUT.high, Math.max(HELD_OUT.low, Math.round(HELD_OUT_SHARE * rows)));
}

export function describeTable(file: string, table: SimulatedTable, stated: readonly StatedParameter[]): TableReading {
  const problems = stated.flatMap((parameter, j) => problemsOf(parameter, j, stated, table));
  if (problems.length > 0) return { ok: false, problems };
  const ranges = (values: Float64Array, width: number) =>
    Array.from({ length: width }, (_, j) => rangeOf(values, width, j));
  const parameters = ranges(table.theta, stated.length).map((range, j) => ({ ...stated[j], ...range }));
  const data = ranges(table.x, table.data.length).map((range, j) => ({ name: table.data[j], ...range }));
  const trainingRows = table.rows - heldOutRows(table.rows);
  const words = new TextEncoder().encode(JSON.stringify([parameters, table.data]));
  const key = [bytesOf(table.theta), bytesOf(table.x)].reduce((sum, bytes) => crc32(bytes, sum), crc32(words));
  return { ok: true, description: { key: key.toString(16), file, parameters, data, trainingRows } };
}

/** The prior that is proposed for a parameter: uniform over its range, or log-uniform where that spans decades. */
export function proposedPrior(table: SimulatedTable, parameter: number): Prior {
  const { low, high } = rangeOf(table.theta, table.parameters.length, parameter);
  if (low > 0 && high / low > 100) return { family: 'logUniform', low: rounded(low, -1), high: rounded(high, 1) };
  return { family: 'uniform', low: rounded(low, -1, high - low), high: rounded(high, 1, high - low) };
}

function problemsOf(
  { name, prior }: StatedParameter,
  j: number,
  stated: readonly StatedParameter[],
  { theta, rows }: SimulatedTable,
): string[] {
  const shown = name === '' ? `Parameter ${j + 1}` : name;
  if (!isName(name)) {
    return [`${shown}: a name begins with a letter and has letters, digits, "_", "-" and "." only, at most 40.`];
  }
  if (stated.findIndex((other) => other.name === name) < j) return [`${shown}: two parameters have this name.`];
  const unsound = problemOf(prior);
  if (unsound !== null) return [`${shown}: ${unsound}.`];
  if (prior.family === 'fixed') return [`${shown}: a fixed value cannot be inferred; choose another prior.`];
  const { low, high } = support(prior);
  const width = stated.length;
  for (let row = 0; row < rows; row++) {
    const value = theta[row * width + j];
    if (value < low || value > high) {
      return [
        `${shown} is ${value} in row ${row + 1}, outside its prior (${describePrior(prior)}): state the prior that the rows were drawn under.`,
      ];
    }
  }
  return [];
}

function rangeOf(values: Float64Array, width: number, j: number): { readonly low: number; readonly high: number } {
  let [low, high] = [Infinity, -Infinity];
  for (let i = j; i < values.length; i += width) {
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  return { low, high };
}

/** The next number of two digits, relative to `scale`, below (-1) or above (1): ends of a prior are mostly round. */
function rounded(value: number, side: -1 | 1, scale = Math.abs(value)): number {
  const step = 10 ** (Math.floor(Math.log10(scale)) - 1);
  const steps = side < 0 ? Math.floor(value / step) : Math.ceil(value / step);
  return Number((steps * step).toPrecision(12));
}

function bytesOf({ buffer, byteOffset, byteLength }: Float64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
