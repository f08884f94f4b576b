/**
 * Arrays of NumPy to a `RawTable`. A single array has no names: what it holds is told by its shape (nameColumns.ts). In an NPZ
 * archive each one-dimensional array is a column under its own name, and each single number is a line of metadata
 * (`numpy.savez(file, t=times, count=counts, detection=0.9)`). So are the fields of a structured array columns. What is not
 * read of an archive is named in a notice.
 */
import { isNpy, isTruthType, npyHeader, readNpy } from '../files/npy.ts';
import type { NpyArray } from '../files/npy.ts';
import { isStructured, type NpyFields, readNpyFields } from '../files/npyFields.ts';
import { readNpz } from '../files/npz.ts';
import { bad, good } from '../files/outcome.ts';
import type { Outcome } from '../files/outcome.ts';
import { zipNames } from '../files/zip.ts';
import { listed, quoted, shown } from '../math/shown.ts';
import type { FileProblem } from '../simulators/system.ts';
import { type ArrayColumn, columnsAmong } from './arrayColumns.ts';
import { transposed } from './arrayLayout.ts';
import { truthOf } from './csv.ts';
import { MAX_BYTES, MAX_COLUMNS, tooManyCells, tooManyColumns, tooManyRows } from './limits.ts';
import type { RawTable } from './rawTable.ts';

/** Where the name of an archive's first member stands. */
const FIRST_NAME = 30;
const LONGEST_NAME = 200;
export const ZIP_LIMITS = { members: MAX_COLUMNS, bytes: MAX_BYTES };
const EXPORT = 'Export the table as CSV (UTF-8), or its columns with numpy.savez, and drop that file.';
/** What numpy.savez calls an array that it was given without a name. */
const UNNAMED = /^arr_\d+$/;
/** Names in a notice. */
const NAMED = 5;

export function parseNpy(bytes: Uint8Array): Outcome<RawTable> {
  const header = isNpy(bytes) ? npyHeader(bytes) : null;
  if (header?.ok && isStructured(header.value.dtype)) {
    const fields = readNpyFields(bytes);
    return fields.ok ? tableOfFields('npy', fields.value, []) : fields;
  }
  const array = readNpy(bytes);
  if (!array.ok) return array;
  const notices = isTruthType(array.value.dtype) ? ['True and False were read as 1 and 0.'] : [];
  return unnamedTable('npy', array.value, notices);
}

export function parseNpz(bytes: Uint8Array): Outcome<RawTable> {
  const strange = foreignArchive(bytes);
  if (strange !== null) {
    return bad({ problem: `The content is ${strange}, not an archive of NumPy arrays.`, remedy: EXPORT });
  }
  const read = readNpz(bytes, ZIP_LIMITS);
  if (!read.ok) return read;
  const { arrays, unread, unreadColumns, strangers, fields } = read.value;
  const left = strangers.length === 0 ? [] : [`Not read from the archive: ${named(strangers)}.`];
  if (fields !== null) return tableOfFields('npz', fields, left);
  const truths = [...arrays].filter(([, { dtype }]) => isTruthType(dtype)).map(([name]) => name);
  const notices = [...left, ...truthValueNotices(truths), ...unreadNotices(unread)];
  const { columns, numbers, odd } = columnsAmong([...arrays].map(([name, array]) => ({ name, ...array })));
  const metadata = Object.fromEntries(numbers.map(({ name, values }) => [name, String(values[0])]));
  const rest = { metadata, truth: truthOf(metadata), unread: [...unread.values(), ...odd] };
  const [first] = columns;
  if (first === undefined) {
    const only = odd[0] ?? [...unread.values()][0];
    if (only !== undefined) return bad(only);
    const problem = arrays.size > 0 ? 'The archive has only single numbers, no columns.' : 'The archive has no arrays.';
    return bad({ problem, remedy: 'Save one array per column, under its name.' });
  }
  // Beside a column that is not read, this one is a column too.
  if (columns.length === 1 && odd.length === 0 && (!unreadColumns || squeezed(first).shape.length > 2)) {
    const table = unnamedTable('npz', first, notices);
    if (!table.ok || UNNAMED.test(first.name)) return table.ok ? good({ ...table.value, ...rest }) : table;
    const notice = `The only array of the archive, "${first.name}", was read.`;
    return good({ ...table.value, ...rest, notices: [notice, ...notices] });
  }
  return namedTable(columns.map(squeezed), odd, rest, notices);
}

function namedTable(
  columns: readonly ArrayColumn[],
  odd: readonly FileProblem[],
  rest: Pick<RawTable, 'metadata' | 'truth' | 'unread'>,
  notices: readonly string[],
): Outcome<RawTable> {
  const rows = columns[0].shape[0];
  const crowd = tooManyColumns(columns.length) ?? tooManyRows(rows) ?? tooManyCells(rows * columns.length);
  if (crowd) return bad(crowd);
  if (columns.every(({ name, shape }) => UNNAMED.test(name) && shape.length === 1) && odd.length === 0) {
    const values = new Float64Array(rows * columns.length);
    for (const [c, column] of columns.entries()) values.set(column.values, c * rows);
    const array = { shape: [columns.length, rows], values, stacked: true } as const;
    return good({ ...plain('npz', 0), header: [], columns: [], array, ...rest, notices });
  }
  const flat = columns.flatMap(({ name, shape: [, width], values }) =>
    width === undefined ? [{ name, values }] : columnsOf(name, transposed(values, rows, width), rows),
  );
  const wide = columns.filter(({ shape }) => shape.length > 1);
  return good({
    ...plain('npz', rows),
    header: flat.map(({ name }) => name.trim()),
    columns: flat.map(({ values }) => values),
    ...rest,
    notices: [
      ...notices,
      ...wide.map(({ name, shape: [, width] }) => `${name} was read as the columns ${name}0 to ${name}${width - 1}.`),
      ...(odd.length === 0 ? [] : [`Not read: ${oddText(odd)}.`]),
    ],
  });
}

/** Without axes of one entry, but for the only one of a single number. */
function squeezed(column: ArrayColumn): ArrayColumn {
  const shape = column.shape.filter((size) => size !== 1);
  return { ...column, shape: shape.length === 0 ? [1] : shape };
}

/** Columns name0, name1, ... of values that lie column after column. */
function columnsOf(name: string, values: Float64Array, rows: number) {
  return Array.from({ length: values.length / rows }, (_, c) => ({
    name: `${name}${c}`,
    values: values.subarray(c * rows, (c + 1) * rows),
  }));
}

/** What else a ZIP archive may be, told by the names of its members; null where there are arrays. */
export function foreignArchive(bytes: Uint8Array): string | null {
  // Those of other programs may have members that are not read.
  const first = String.fromCharCode(...bytes.subarray(FIRST_NAME, FIRST_NAME + LONGEST_NAME));
  if (/^(\[Content_Types\]\.xml|_rels\/)/.test(first)) return 'a spreadsheet or another Office file';
  if (first.startsWith('mimetype')) return 'an OpenDocument or EPUB file';
  const read = zipNames(bytes, ZIP_LIMITS);
  const isForeign = read.ok ? !read.value.some((name) => name.endsWith('.npy')) : !first.includes('.npy');
  return isForeign ? 'a spreadsheet or another ZIP archive' : null;
}

function unnamedTable(
  format: RawTable['format'],
  { shape, values }: NpyArray | ArrayColumn,
  notices: readonly string[],
): Outcome<RawTable> {
  if (values.length === 0) return bad({ problem: 'The array is empty.', remedy: 'Save the measured values.' });
  const crowd = tooManyCells(values.length);
  if (crowd) return bad(crowd);
  return good({ ...plain(format, 0), header: [], columns: [], array: { shape, values }, notices });
}

function tableOfFields(
  format: RawTable['format'],
  { columns, unread }: NpyFields,
  notices: readonly string[],
): Outcome<RawTable> {
  const fields = [...columns];
  const [first] = fields;
  if (first === undefined) {
    return bad({ problem: 'No field of the array holds numbers.', remedy: 'Save the measured values as numbers.' });
  }
  const rows = first[1].length;
  const crowd = tooManyColumns(fields.length) ?? tooManyRows(rows) ?? tooManyCells(rows * fields.length);
  if (crowd) return bad(crowd);
  return good({
    ...plain(format, rows),
    header: fields.map(([name]) => name.trim()),
    columns: fields.map(([, values]) => values),
    unread: [...unread].map(([column, problem]) => ({ column, ...problem })),
    notices: [...notices, ...unreadNotices(unread)],
  });
}

/** One sentence for all columns or arrays of truth values. */
export function truthValueNotices(names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`True and False were read as 1 and 0: ${named(names)}.`];
}

/** One sentence for all columns or arrays that are no numbers. */
export function unreadNotices(unread: ReadonlyMap<string, FileProblem>): string[] {
  if (unread.size === 0) return [];
  return [`Not read, because they are not plain numbers: ${named([...unread.keys()])}.`];
}

/** The first names, in quotation marks, and the number of the others. */
function named(names: readonly string[]): string {
  return listed(names, NAMED, (name) => quoted(name));
}

/** The first of them with what is wrong, and the number of the others. */
function oddText(odd: readonly FileProblem[]): string {
  const texts = odd.map(({ column = '', problem }) => `${shown(column)} (${problem})`);
  return listed(texts, NAMED, (text) => text);
}

/** What a table of numbers has in every case. */
export function plain(format: RawTable['format'], rows: number) {
  return {
    format,
    rowNumbers: Array.from({ length: rows }, (_, i) => i + 1),
    metadata: {},
    design: {},
    truth: {},
    notices: [],
  };
}
