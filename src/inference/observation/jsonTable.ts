/**
 * Tables in JSON as other programs write them: columns of entries (`{"t": [0, 1], "count": [5, 6]}`), records
 * (`[{"t": 0, "count": 5}, …]`), and the forms of pandas: columns by index, split, table. Entries that are lists of the same
 * length become columns of their own.
 */
import { listed, quoted, shown } from '../math/shown.ts';
import type { FileProblem } from '../simulators/system.ts';

export interface PlainTable {
  readonly form: 'columns' | 'records';
  readonly header: readonly string[];
  readonly columns: readonly (readonly string[])[];
  /** Single values beside the columns. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly notices: readonly string[];
}

type Named = ReadonlyMap<string, readonly unknown[]>;

const INDEX_LEFT_OUT = 'The index was left out.';

/** Null: no table. */
export function plainTable(content: unknown): PlainTable | FileProblem | null {
  if (Array.isArray(content)) return content.length > 0 ? tableOf('records', ofRecords(content)) : null;
  if (!isObject(content)) return null;
  if (isObject(content.schema) && Array.isArray(content.data)) {
    const records = ofRecords(content.data);
    return tableOf('records', records, {}, withoutIndex(records));
  }
  if (Array.isArray(content.columns) && Array.isArray(content.data)) {
    const notices = 'index' in content ? [INDEX_LEFT_OUT] : [];
    return tableOf('records', ofRows(content.columns, content.data), {}, notices);
  }
  const entries = Object.entries(content);
  const [first] = entries.filter(([, value]) => typeof value === 'object' && value !== null);
  if (first === undefined) return null;
  if (isObject(first[1])) {
    const notice = 'The rows were taken in the order of their index, which was left out.';
    return tableOf('columns', ofIndexed(entries), {}, [notice]);
  }
  const columns = new Map<string, readonly unknown[]>();
  const metadata: Record<string, string> = {};
  for (const [name, value] of entries) {
    if (Array.isArray(value)) columns.set(name, value);
    else if (typeof value === 'object' && value !== null) return unlike(name);
    else metadata[name] = String(value);
  }
  return tableOf('columns', columns, metadata);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unlike(name: string): FileProblem {
  const problem = `The entry ${quoted(name)} is of a different kind than the others.`;
  return { problem, remedy: 'Give each column as a list, and all lists the same length.' };
}

/** Entries that a record lacks are missing values. */
function ofRecords(records: readonly unknown[]): Map<string, unknown[]> | FileProblem | null {
  const columns = new Map<string, unknown[]>();
  for (const [i, record] of records.entries()) {
    if (!isObject(record)) return i === 0 ? null : unlike(`[${i}]`);
    for (const name of Object.keys(record)) if (!columns.has(name)) columns.set(name, []);
    // Few names are new after the first record; a bomb of new ones in every record has an end.
    if (columns.size * (i + 1) > MOST_CELLS) {
      return { problem: 'The records have too many different names.', remedy: SAME };
    }
    for (const [name, entries] of columns) {
      entries.length = i;
      entries.push(Object.hasOwn(record, name) ? record[name] : null);
    }
  }
  for (const entries of columns.values()) for (let i = 0; i < entries.length; i++) entries[i] ??= null;
  return columns;
}

const MOST_CELLS = 10_000_000;
const SAME = 'Give every record the same entries.';

function ofRows(names: readonly unknown[], rows: readonly unknown[]): Named | FileProblem {
  const header = names.map(String);
  const twice = header.find((name, i) => header.indexOf(name) < i);
  if (twice !== undefined) {
    return { column: twice, problem: 'The column occurs twice.', remedy: 'Keep one of the two.' };
  }
  for (const [i, row] of rows.entries()) {
    if (Array.isArray(row) && row.length === header.length) continue;
    return { problem: `data[${i}] is not a list of ${header.length} entries, one per column.`, remedy: SAME };
  }
  return new Map(header.map((name, c) => [name, rows.map((row) => (row as readonly unknown[])[c])]));
}

function ofIndexed(entries: readonly (readonly [string, unknown])[]): Named | FileProblem {
  const columns = new Map<string, readonly unknown[]>();
  let index: readonly string[] | null = null;
  for (const [name, value] of entries) {
    if (!isObject(value)) return unlike(name);
    const keys = Object.keys(value);
    index ??= keys;
    if (keys.length !== index.length || keys.some((key, i) => key !== index?.[i])) {
      return { column: name, problem: 'The column has a different index than the first.', remedy: SAME };
    }
    columns.set(name, Object.values(value));
  }
  return columns;
}

/** Takes away what pandas writes for its index. */
function withoutIndex(columns: Map<string, unknown[]> | FileProblem | null): readonly string[] {
  return columns instanceof Map && columns.size > 1 && columns.delete('index') ? [INDEX_LEFT_OUT] : [];
}

function tableOf(
  form: PlainTable['form'],
  named: Named | FileProblem | null,
  metadata: Readonly<Record<string, string>> = {},
  notices: readonly string[] = [],
): PlainTable | FileProblem | null {
  if (named === null || 'problem' in named) return named;
  const lengths = [...named].map(([name, entries]) => ({ name, length: entries.length }));
  const uneven = lengths.find(({ length }) => length !== lengths[0].length);
  if (uneven !== undefined) {
    const problem = `${shown(uneven.name)} has ${uneven.length} entries, ${shown(lengths[0].name)} has ${lengths[0].length}.`;
    return { column: uneven.name, problem, remedy: 'Give all columns the same length.' };
  }
  const whole = columnsInOneRow(named);
  if (whole !== null) return tableOf('columns', whole, metadata, [...notices, WHOLE_COLUMNS]);
  const header: string[] = [];
  const columns: (readonly string[])[] = [];
  const spread: string[] = [];
  for (const [name, entries] of named) {
    const width = widthOf(entries);
    if (typeof width === 'string') {
      return { column: name, problem: width, remedy: 'Give numbers, or lists of one length, in every row.' };
    }
    if (width === null) {
      header.push(name.trim());
      columns.push(entries.map(String));
      continue;
    }
    spread.push(name);
    for (let i = 0; i < width; i++) {
      header.push(`${name.trim()}_${i + 1}`);
      columns.push(entries.map((entry) => String((entry as readonly unknown[])[i])));
    }
  }
  const said = spread.length === 0 ? [] : [`Lists became columns of their own, numbered from 1: ${listed(spread)}.`];
  return { form, header, columns, metadata, notices: [...notices, ...said] };
}

export const WHOLE_COLUMNS = 'The lists of the only row were read as the columns.';

/** The lists of a single row, where each column has one and all have the same length: they are the columns. */
function columnsInOneRow(named: Named): Named | null {
  const lists = [...named].map(([name, entries]) => [name, entries.length === 1 ? entries[0] : null] as const);
  const [, first] = lists[0] ?? ['', null];
  if (lists.length < 2 || !Array.isArray(first) || first.length < 2) return null;
  const alike = lists.every(([, list]) => Array.isArray(list) && list.length === first.length);
  return alike ? new Map(lists.map(([name, list]) => [name, list as readonly unknown[]])) : null;
}

/** Entries of each list in a column; null: they are no lists; a sentence: they are unlike, or no values. */
function widthOf(entries: readonly unknown[]): number | null | string {
  const width = Array.isArray(entries[0]) ? entries[0].length : null;
  for (const [i, entry] of entries.entries()) {
    const isValue = (value: unknown) => typeof value !== 'object' || value === null;
    if (width === null ? !isValue(entry) : !(Array.isArray(entry) && entry.length === width && entry.every(isValue))) {
      return `Entry ${i + 1} differs from the first in kind or length.`;
    }
  }
  return width;
}
