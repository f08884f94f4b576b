/**
 * What a table of simulations becomes once its user has named its parameters and stated the priors that its rows were drawn
 * under: a description, from which page and workers make the same system, and the rows to train on; or what is wrong with the
 * statement. A prior that the rows refute is accepted only where rows are weighted to follow it, or the user insists.
 */
import { crc32 } from '../../files/crc32.ts';
import { thousands } from '../../math/thousands.ts';
import { outlyingColumns } from '../../observation/outlyingValues.ts';
import { jittered, type LeftOut, NOTHING_LEFT_OUT, preparedAs, thinned } from '../../observation/preparedTable.ts';
import { LEAST_KEPT, type SimulatedTable } from '../../observation/simulatedTable.ts';
import { fileRow } from '../../observation/fileRow.ts';
import { describePrior } from '../../priors/families.ts';
import { type Prior, problemOf } from '../../priors/prior.ts';
import { comparePrior, type PriorComparison } from '../../priors/rows/comparePrior.ts';
import { type Dependence, dependence } from '../../priors/rows/dependence.ts';
import { proposePrior } from '../../priors/rows/proposePrior.ts';
import { isName, LONGEST_TABLE_NAME } from '../../simulators/table/names.ts';
import { isPrepared, MOST_DEPENDENT, type TablePreparation } from '../../simulators/table/preparation.ts';
import type { TableDescription } from '../../simulators/table/tableDescription.ts';
import { hexadecimal, keyed } from './tableRecord.ts';

export interface StatedParameter {
  readonly name: string;
  readonly prior: Prior;
}

export interface TableChoices {
  /** What was left out of the file's table to make this one. */
  readonly leftOut: LeftOut;
  /** Positions of parameters of whole numbers that are spread over their unit. */
  readonly jitter: readonly number[];
  /** With rows that the stated priors do not fit: 'refuse' them, 'weight' the rows, or train 'anyway'. */
  readonly refuted: 'refuse' | 'weight' | 'anyway';
}

const AS_IT_STANDS: TableChoices = { leftOut: NOTHING_LEFT_OUT, jitter: [], refuted: 'refuse' };

export type TableReading =
  | { readonly ok: true; readonly description: TableDescription; readonly table: SimulatedTable }
  /** A sentence each, with the parameter, the value and the remedy. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** A column of items can only go with all of its kind. */
const TORN =
  'Columns of the data were left out, so that the items of a row are no longer alike: leave the same number out of every item in the file, or save x.reshape(len(x), -1), in which the order counts.';

export function describeTable(
  file: string,
  given: SimulatedTable,
  stated: readonly StatedParameter[],
  choices: TableChoices = AS_IT_STANDS,
): TableReading {
  const unsound = stated.flatMap((parameter, j) => problemsOf(parameter, j, stated));
  if (unsound.length > 0) return { ok: false, problems: unsound };
  const spread = jittered(given, choices.jitter);
  const judged = judgedRows(spread, stated, choices.refuted);
  if (!judged.ok) return judged;
  const { table } = judged;
  const preparation: TablePreparation = {
    ...choices.leftOut,
    jittered: choices.jitter,
    weighted: table === spread ? null : { rows: table.rows, of: spread.rows },
    refuted: judged.refuted,
    dependent: judged.tied.slice(0, MOST_DEPENDENT).map(({ pair }) => pair),
  };
  const ranges = (values: Float64Array, width: number) =>
    Array.from({ length: width }, (_, j) => rangeOf(values, width, j));
  const parameters = ranges(table.theta, stated.length).map((range, j) => ({ ...stated[j], ...range }));
  const data = ranges(table.x, table.data.length).map((range, j) => ({ name: table.data[j], ...range }));
  const record = { file, rows: table.rows, checksum: checksumOf(table), parameters, data };
  const outlying = outlyingColumns(table.x, table.data.length);
  const { items } = table;
  if (items !== undefined && items.most * items.size !== data.length) {
    return { ok: false, problems: [TORN] };
  }
  const description = keyed({
    ...record,
    ...(items === undefined ? {} : { items }),
    ...(isPrepared(preparation) ? { preparation } : {}),
    ...(outlying.length > 0 ? { outlying } : {}),
  });
  return { ok: true, description, table };
}

/**
 * The rows that were described, out of a table that may hold them: the same numbers in the same places, whatever file they are
 * in, once prepared in the same way; null: it holds others.
 */
export function describedRows(table: SimulatedTable, description: TableDescription): SimulatedTable | null {
  const { rows, checksum, parameters, data } = description;
  const prepared = preparedAs(table, description);
  const alike =
    prepared.rows === rows && prepared.parameters.length === parameters.length && prepared.data.length === data.length;
  return alike && checksumOf(prepared) === checksum ? prepared : null;
}

/** The prior that is proposed for a parameter: the family that fits its rows best. */
export function proposedPrior(table: SimulatedTable, parameter: number): Prior {
  return proposePrior(table.theta, table.parameters.length, parameter).prior;
}

/** Why a stated prior is not that of the rows, in a sentence; null: nothing speaks against it. */
export function refutation(
  { name, prior }: StatedParameter,
  { outside, firstOutside, refuted, at, distance }: PriorComparison,
  table: Pick<SimulatedTable, 'rows' | 'fileRows'>,
): string | null {
  if (firstOutside !== null) {
    const { rows, fileRows } = table;
    const share = `${thousands(outside)} of ${fileRows ? 'the ' : ''}${thousands(rows)} rows${fileRows ? ' that are left' : ''}`;
    const first = `row ${thousands(fileRow(table, firstOutside.row) + 1)}${fileRows ? ` of the file's ${thousands(fileRows.of)}` : ''}`;
    return `${name}: ${share} lie outside its prior (${describePrior(prior)}), the first in ${first} (${firstOutside.value}).`;
  }
  if (!refuted) return null;
  const [here, there] = [at.rows, at.prior].map((share) => `${Math.round(100 * share)} %`);
  const value = Number(at.value.toPrecision(3));
  return `${name}: the rows do not follow this prior (${describePrior(prior)}): ${here} of them lie below ${value}, where the prior has ${there} (difference ${distance.toFixed(2)}, p < 1e-6).`;
}

const REMEDY = 'State the prior that the rows were drawn from, or weight the rows.';

function judgedRows(
  table: SimulatedTable,
  stated: readonly StatedParameter[],
  choice: TableChoices['refuted'],
):
  | {
      readonly ok: true;
      readonly table: SimulatedTable;
      readonly refuted: readonly number[];
      readonly tied: readonly Dependence[];
    }
  | { readonly ok: false; readonly problems: readonly string[] } {
  const compared = comparisons(table, stated);
  const tied = dependence(table.theta, stated.length);
  const refuted = compared.flatMap(({ comparison }, j) => (comparison.refuted ? [j] : []));
  if (refuted.length === 0) return { ok: true, table, refuted, tied };
  const sentences = compared.flatMap(({ sentence }) => sentence ?? []);
  const outside = compared.some(({ comparison }) => comparison.outside > 0);
  if (choice === 'anyway' && !outside) return { ok: true, table, refuted, tied };
  if (choice !== 'weight') return { ok: false, problems: [...sentences, REMEDY] };
  if (tied.length > 0) {
    const [a, b] = tied[0].pair.map((j) => stated[j].name);
    return { ok: false, problems: [...sentences, `Rows are not weighted: ${a} and ${b} are not independent.`] };
  }
  const kept = thinned(
    table,
    stated.map(({ prior }) => prior),
  );
  if (kept.rows < LEAST_KEPT) {
    const left = `Weights would leave ${thousands(kept.rows)} of ${thousands(table.rows)} rows, fewer than ${thousands(LEAST_KEPT)}`;
    return {
      ok: false,
      problems: [...sentences, `${left}: the rows are too different from the stated priors. Simulate more.`],
    };
  }
  const still = comparisons(kept, stated).flatMap(({ sentence }) => sentence ?? []);
  if (still.length === 0) return { ok: true, table: kept, refuted: [], tied };
  const problem = 'Weights cannot make the rows follow the stated priors, because parts of these contain no rows.';
  return { ok: false, problems: [problem, ...still] };
}

function comparisons(table: SimulatedTable, stated: readonly StatedParameter[]) {
  return stated.map((parameter, j) => {
    const comparison = comparePrior(parameter.prior, table.theta, stated.length, j);
    return { comparison, sentence: refutation(parameter, comparison, table) };
  });
}

function problemsOf({ name, prior }: StatedParameter, j: number, stated: readonly StatedParameter[]): string[] {
  const shown = name === '' ? `Parameter ${j + 1}` : name;
  if (!isName(name)) {
    return [
      `${shown}: a name begins with a letter and has letters, digits, "_", "-" and "." only, at most ${LONGEST_TABLE_NAME}.`,
    ];
  }
  if (stated.findIndex((other) => other.name === name) < j) return [`${shown}: two parameters have this name.`];
  const unsound = problemOf(prior);
  if (unsound !== null) return [`${shown}: ${unsound}.`];
  return prior.family === 'fixed' ? [`${shown}: a fixed value cannot be inferred; choose another prior.`] : [];
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
