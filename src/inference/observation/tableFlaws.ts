/**
 * What cannot be trained on in a table of simulations, all of it at once: columns that are the same in every row or mostly not
 * finite, and rows with a value that is not finite. Leaving them out makes a table that can.
 */
import { listed } from '../math/shown.ts';
import { thousands } from '../math/thousands.ts';
import type { LeftOutColumn } from '../simulators/table/preparation.ts';
import { digitsOf, finiteColumn } from './missingDigits.ts';
import { fileRow } from './fileRow.ts';
import type { SimulatedTable } from './simulatedTable.ts';

/** A column with more than this share of values that are not finite is left out rather than its rows. */
const MOST_MISSING = 0.5;
/** Rows that a sentence names. */
const ROWS_SHOWN = 5;

export interface FlawedColumn extends LeftOutColumn {
  readonly why: 'constant' | 'not finite';
  /** That every row has, or the first that is not finite. */
  readonly value: number;
}

export interface TableFlaws {
  readonly columns: readonly FlawedColumn[];
  /** Rows with a value that is not finite in another column, from 0. */
  readonly rows: Uint32Array;
  /** Columns of the other rows. */
  readonly places: readonly string[];
}

export function flawsOf(table: SimulatedTable): TableFlaws {
  const { parameters, data, theta, x, rows } = table;
  const columns = [...flawedColumns('parameters', parameters, theta), ...flawedColumns('data', data, x)];
  const flawed = new Set(columns.map(({ of, position }) => `${of} ${position}`));
  const hit = new Uint8Array(rows);
  const places = [...markRows(hit, 'parameters', parameters, theta, flawed), ...markRows(hit, 'data', data, x, flawed)];
  return { columns, rows: Uint32Array.from(hit.keys()).filter((row) => hit[row] === 1), places };
}

/** Whether there is something to leave out. */
export function isFlawed({ columns, rows }: TableFlaws, { surplus = [] }: SimulatedTable): boolean {
  return columns.length > 0 || rows.length > 0 || surplus.length > 0;
}

/** All flaws, a sentence a kind, without the remedy: which columns, all of them, and which rows, and how many. */
export function flawSentences(table: SimulatedTable, { columns, rows, places }: TableFlaws): string[] {
  const { surplus = [] } = table;
  const named = (why: FlawedColumn['why']) => columns.filter((column) => column.why === why).map(({ name }) => name);
  const counted = (names: readonly string[], one: string, many: string) =>
    names.length === 0
      ? []
      : [`${names.length === 1 ? one : `${names.length} ${many}`}: ${listed(names, names.length)}.`];
  const first = Array.from(rows.subarray(0, ROWS_SHOWN), (row) => thousands(row + 1)).join(', ');
  const more = rows.length > ROWS_SHOWN ? ` and ${thousands(rows.length - ROWS_SHOWN)} more` : '';
  const share = Number(((100 * rows.length) / table.rows).toPrecision(2));
  return [
    ...counted(
      named('constant'),
      'One column has the same value in every row',
      'columns have the same value in every row',
    ),
    ...counted(named('not finite'), 'One column is mostly not finite', 'columns are mostly not finite'),
    ...(rows.length === 0
      ? []
      : [
          `${thousands(rows.length)} of ${thousands(table.rows)} simulations (${share} %) hold a value that is not a finite number: rows ${first}${more} (in ${listed(places)}).`,
        ]),
    ...counted(
      surplus,
      'One column is neither a parameter (theta_…) nor data (x_…)',
      'columns are neither parameters (theta_…) nor data (x_…)',
    ),
  ];
}

/** Rows of the file. */
function fileRowCount({ fileRows, rows }: SimulatedTable): number {
  return fileRows?.of ?? rows;
}

/** The table without these columns and rows. */
export function without(table: SimulatedTable, columns: readonly LeftOutColumn[], rows: Uint32Array): SimulatedTable {
  if (columns.length === 0 && rows.length === 0) return table;
  const gone = new Set(rows);
  const kept = Uint32Array.from({ length: table.rows }, (_, row) => row).filter((row) => !gone.has(row));
  const positions = (of: LeftOutColumn['of']) =>
    table[of].flatMap((_, j) => (columns.some((column) => column.of === of && column.position === j) ? [] : [j]));
  const [ofTheta, ofX] = [positions('parameters'), positions('data')];
  return {
    ...table,
    parameters: ofTheta.map((j) => table.parameters[j]),
    data: ofX.map((j) => table.data[j]),
    rows: kept.length,
    ...(rows.length === 0 ? {} : { fileRows: { at: kept.map((row) => fileRow(table, row)), of: fileRowCount(table) } }),
    theta: chosen(table.theta, table.parameters.length, kept, ofTheta),
    x: chosen(table.x, table.data.length, kept, ofX),
  };
}

function chosen(values: Float64Array, width: number, rows: Uint32Array, columns: readonly number[]): Float64Array {
  const out = new Float64Array(rows.length * columns.length);
  let at = 0;
  for (const row of rows) for (const j of columns) out[at++] = values[row * width + j];
  return out;
}

function flawedColumns(of: LeftOutColumn['of'], names: readonly string[], values: Float64Array): FlawedColumn[] {
  const width = names.length;
  return names.flatMap((name, position): FlawedColumn[] => {
    let [finite, missing, varies] = [Number.NaN, 0, false];
    let odd = Number.NaN;
    for (let i = position; i < values.length; i += width) {
      const value = values[i];
      if (!Number.isFinite(value)) {
        if (missing++ === 0) odd = value;
      } else if (Number.isNaN(finite)) finite = value;
      else varies ||= value !== finite;
    }
    if (missing > MOST_MISSING * (values.length / width)) {
      return [{ name, of, position, why: 'not finite', value: odd }];
    }
    // Rounding is no variation either: the standardisation takes such a column as a constant.
    return varies && digitsOf(finiteColumn(values, width, position)) !== 'constant'
      ? []
      : [{ name, of, position, why: 'constant', value: finite }];
  });
}

/** Marks rows in `hit`; returns the names of the columns that do so. */
function markRows(
  hit: Uint8Array,
  of: LeftOutColumn['of'],
  names: readonly string[],
  values: Float64Array,
  flawed: ReadonlySet<string>,
): string[] {
  const width = names.length;
  const places = new Set<number>();
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i]) || flawed.has(`${of} ${i % width}`)) continue;
    hit[Math.floor(i / width)] = 1;
    places.add(i % width);
  }
  return Array.from(places)
    .sort((a, b) => a - b)
    .map((j) => names[j]);
}
