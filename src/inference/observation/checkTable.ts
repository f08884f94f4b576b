/**
 * Judges a raw table by the column specs of a system: unknown, duplicate and missing columns first, then every cell.
 * Nothing is filled in, dropped or rounded; the first fault ends the reading and is named with its row and column.
 */
import type { CheckedTable, ColumnSpec, ColumnsFormat, FileProblem } from '../simulators/system.ts';
import { listed } from '../math/shown.ts';
import { bad, good } from '../files/outcome.ts';
import type { Outcome } from '../files/outcome.ts';
import { faultOfUnit } from './headerUnits.ts';
import { saysInfinite, saysMissing } from './missingText.ts';
import { numberOf } from './numberText.ts';
import type { RawColumn, RawTable } from './rawTable.ts';

export interface CheckedColumns {
  readonly table: CheckedTable;
  readonly notices: readonly string[];
  /** Columns that are not known, and are not read. */
  readonly surplus: readonly string[];
}

export function checkTable(
  raw: RawTable,
  specs: readonly ColumnSpec[],
  ignored: NonNullable<ColumnsFormat['ignored']>,
): Outcome<CheckedColumns> {
  const headerProblem = problemOfColumns(raw, specs, ignored);
  if (headerProblem) return bad(headerProblem);
  if (raw.rowNumbers.length === 0) {
    const problem =
      raw.headerRow === undefined ? 'The columns are empty.' : 'There is a header, but no rows of data below it.';
    return bad({ problem, remedy: 'Add the measured values.' });
  }
  const columns: Record<string, Float64Array> = {};
  for (const spec of specs) {
    const index = raw.header.indexOf(spec.name);
    if (index < 0) continue;
    const column = readColumn(raw, spec, raw.columns[index]);
    if (!column.ok) return column;
    columns[spec.name] = column.value;
  }
  const notices = ignored.filter(({ name }) => raw.header.includes(name)).map(({ notice }) => notice);
  const surplus = surplusColumns(raw.header, specs, ignored);
  return good({ table: { columns, rowNumbers: raw.rowNumbers, metadata: raw.metadata }, notices, surplus });
}

/**
 * What is wrong with the column names, or null. Columns that are not known are no fault (`surplusColumns`), unless one may be
 * meant for a column that is wanted: by its name, or as one more of a numbered row.
 */
export function problemOfColumns(
  raw: RawTable,
  specs: readonly ColumnSpec[],
  ignored: NonNullable<ColumnsFormat['ignored']>,
): FileProblem | null {
  const { header, headerRow: row } = raw;
  const names = specs.map(({ name }) => name);
  const known = new Set([...names, ...ignored.map((column) => column.name)]);
  const given = new Set(header);
  const absent = new Map(names.filter((name) => !given.has(name)).map((name) => [bare(name), name]));
  const stems = new Set(names.map(stem).filter((text) => text !== null));
  const seen = new Set<string>();
  const wanted = `This system takes the columns ${listed(names)}.`;
  for (const [i, name] of header.entries()) {
    if (name === '') return { row, problem: `Column ${i + 1} has no name.`, remedy: wanted };
    if (known.has(name)) {
      if (seen.has(name)) {
        return { row, column: name, problem: 'The column occurs twice.', remedy: 'Keep one of the two.' };
      }
      seen.add(name);
      continue;
    }
    const meant = absent.get(bare(name));
    const another = meant === undefined ? null : faultOfUnit(name, specs[names.indexOf(meant)]);
    if (another !== null) return { row, column: name, ...another };
    const numbered = stem(name);
    if (meant === undefined && !(numbered !== null && stems.has(numbered))) continue;
    const remedy = meant ? `Rename it to "${meant}" if that is what it holds.` : `Remove it. ${wanted}`;
    return { row, column: name, problem: 'The column is not known.', remedy };
  }
  const missing = specs.filter(({ name, required }) => required && !seen.has(name));
  if (missing.length === 0) return null;
  const unread = raw.unread?.find(({ column }) => missing.some(({ name }) => name === column));
  if (unread !== undefined) return unread;
  const problem =
    missing.length === 1
      ? 'The column is missing.'
      : `The columns ${listed(missing.map(({ name }) => name))} are missing.`;
  const index = raw.indexed
    ? ' The first column, which has no name, was read as row names: name it if it holds data.'
    : '';
  const others = header.filter((name) => !known.has(name));
  const there = others.length === 0 ? '' : ` The file has ${listed(others)}.`;
  const meaning = `"${missing[0].name}" is: ${missing[0].description}.`.replace('..', '.');
  return {
    row,
    column: missing[0].name,
    problem: `${problem}${there}${index}`,
    remedy: `Add ${missing.length === 1 ? 'it' : 'them'}. ${meaning}`,
  };
}

/** The columns that are neither read nor ignored under a notice of their own. */
export function surplusColumns(
  header: readonly string[],
  specs: readonly ColumnSpec[],
  ignored: NonNullable<ColumnsFormat['ignored']>,
): string[] {
  const known = new Set([...specs, ...ignored].map(({ name }) => name));
  return header.filter((name) => !known.has(name));
}

/** What is left of a name without case, white space and a unit in brackets. */
function bare(name: string): string {
  return name
    .slice(0, 100)
    .replace(/[[(][^]*$/, '')
    .replace(/[\s_]/g, '')
    .toLowerCase();
}

/** What stands before the number at the end of a name; null where there is none. */
function stem(name: string): string | null {
  const match = /^(\D{0,100})\d[\d.]*$/.exec(name);
  return match === null ? null : match[1];
}

function readColumn(raw: RawTable, spec: ColumnSpec, cells: RawColumn): Outcome<Float64Array> {
  const values = new Float64Array(cells.length);
  for (const [i, cell] of cells.entries()) {
    const value = readCell(spec, cell);
    if (typeof value === 'object') {
      return bad({ row: raw.rowNumbers[i], column: spec.name, value: String(cell), ...value });
    }
    values[i] = value;
  }
  return good(values);
}

type Fault = Pick<FileProblem, 'problem' | 'remedy'>;

/** The number in a cell of a column, or what is wrong with it. */
export function readCell(spec: ColumnSpec, cell: RawColumn[number]): number | Fault {
  if (spec.mayMiss === true && isMissing(cell)) return Number.NaN;
  if (typeof cell === 'number') return faultOfNumber(cell) ?? faultOfValue(spec, cell) ?? cell;
  const value = numberOf(cell);
  return (Number.isNaN(value) ? faultOfText(cell) : null) ?? faultOfValue(spec, value) ?? value;
}

/** Whether a cell says that nothing was measured. */
export function isMissing(cell: RawColumn[number]): boolean {
  return typeof cell === 'number' ? Number.isNaN(cell) : saysMissing(cell);
}

export const MISSING_REMEDY =
  'Fill in the measured value, or leave the observation out: the network is trained for complete data, and missing values are not filled in.';
const INFINITE_FAULT = { problem: 'The value is infinite.', remedy: 'Give a finite number.' };

function faultOfNumber(value: number): Fault | null {
  if (Number.isNaN(value)) return { problem: 'The value is missing.', remedy: MISSING_REMEDY };
  return Number.isFinite(value) ? null : INFINITE_FAULT;
}

/** What a text is that is no number. */
function faultOfText(text: string): Fault {
  if (text === '') return { problem: 'The cell is empty.', remedy: MISSING_REMEDY };
  if (saysMissing(text)) return { problem: 'The value is missing.', remedy: MISSING_REMEDY };
  if (saysInfinite(text)) return INFINITE_FAULT;
  if (text.length < 60 && /^[+-]?\d[\d.,' ]*,\d/.test(text)) {
    const remedy = 'Use a decimal point throughout, and no separator between thousands.';
    return { problem: 'The number has a comma, which may mean decimals or thousands.', remedy };
  }
  return {
    problem: 'This is not a number.',
    remedy: 'Write a plain number such as 12, 0.5 or 1.2e-3, without a unit.',
  };
}

function faultOfValue(spec: ColumnSpec, value: number): Fault | null {
  if (!Number.isFinite(value)) {
    return { problem: 'The number is too large to be represented.', remedy: 'Give a number below 1.8e308 in size.' };
  }
  const { largest = Infinity } = spec;
  if (Math.abs(value) > largest) {
    return { problem: `The value is beyond ${largest}.`, remedy: `Check it, and its units: ${spec.description}` };
  }
  switch (spec.kind) {
    case 'number':
      return null;
    case 'positive':
      return value > 0 ? null : { problem: 'The value must be above 0.', remedy: `Check it: ${spec.description}` };
    case 'count':
      if (value < 0) return { problem: 'A count cannot be negative.', remedy: 'Give a whole number, 0 or more.' };
      if (Number.isSafeInteger(value)) return null;
      return {
        problem: 'A count must be a whole number.',
        remedy: 'Give the number that was counted, not a rate or a mean.',
      };
    default:
      return spec.kind satisfies never;
  }
}
