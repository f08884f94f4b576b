/**
 * What a table of simulations becomes once its user has named its parameters and stated the priors that its rows were drawn
 * under: a description, from which page and workers make the same system, or what is wrong with the statement.
 */
import { crc32 } from '../files/crc32.ts';
import { thousands } from '../math/thousands.ts';
import type { SimulatedTable } from '../observation/simulatedTable.ts';
import { describePrior } from '../priors/families.ts';
import { type Prior, problemOf } from '../priors/prior.ts';
import { comparePrior } from '../priors/rows/comparePrior.ts';
import { proposePrior } from '../priors/rows/proposePrior.ts';
import { isName } from '../simulators/table/names.ts';
import type { TableDescription } from '../simulators/table/tableSystem.ts';
import { hexadecimal, keyed } from './tableRecord.ts';

export interface StatedParameter {
  readonly name: string;
  readonly prior: Prior;
}

export type TableReading =
  | { readonly ok: true; readonly description: TableDescription }
  /** A sentence each, with the parameter, the value and the remedy. */
  | { readonly ok: false; readonly problems: readonly string[] };

export function describeTable(file: string, table: SimulatedTable, stated: readonly StatedParameter[]): TableReading {
  const problems = stated.flatMap((parameter, j) => problemsOf(parameter, j, stated, table));
  if (problems.length > 0) return { ok: false, problems };
  const ranges = (values: Float64Array, width: number) =>
    Array.from({ length: width }, (_, j) => rangeOf(values, width, j));
  const parameters = ranges(table.theta, stated.length).map((range, j) => ({ ...stated[j], ...range }));
  const data = ranges(table.x, table.data.length).map((range, j) => ({ name: table.data[j], ...range }));
  return { ok: true, description: keyed({ file, rows: table.rows, checksum: checksumOf(table), parameters, data }) };
}

/** Whether these are the rows that were described: the same numbers in the same places, whatever file they are in. */
export function isDescribed(table: SimulatedTable, { rows, checksum, parameters, data }: TableDescription): boolean {
  const alike =
    table.rows === rows && table.parameters.length === parameters.length && table.data.length === data.length;
  return alike && checksumOf(table) === checksum;
}

/** The prior that is proposed for a parameter: the family that fits its rows best. */
export function proposedPrior(table: SimulatedTable, parameter: number): Prior {
  return proposePrior(table.theta, table.parameters.length, parameter).prior;
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
  const { outside, firstOutside } = comparePrior(prior, theta, stated.length, j);
  if (firstOutside === null) return [];
  const share = `${thousands(outside)} of ${thousands(rows)} rows`;
  const first = `the first is row ${firstOutside.row + 1} (${firstOutside.value})`;
  return [
    `${shown}: ${share} lie outside its prior (${describePrior(prior)}), ${first}. State the prior that the rows were drawn under.`,
  ];
}

function rangeOf(values: Float64Array, width: number, j: number): { readonly low: number; readonly high: number } {
  let [low, high] = [Infinity, -Infinity];
  for (let i = j; i < values.length; i += width) {
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  return { low, high };
}

function checksumOf({ theta, x }: SimulatedTable): string {
  return hexadecimal(crc32(bytesOf(x), crc32(bytesOf(theta))));
}

function bytesOf({ buffer, byteOffset, byteLength }: Float64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
