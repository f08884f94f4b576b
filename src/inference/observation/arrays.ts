/**
 * Arrays of NumPy to a `RawTable`. A single array has no names: its rows and columns are those of the system, or it is the
 * raw data x as they are. In an NPZ archive each one-dimensional array is a column under its own name, and each single
 * number is a line of metadata (`numpy.savez(file, t=times, count=counts, detection=0.9)`).
 */
import { readNpy } from '../files/npy.ts';
import type { NpyArray } from '../files/npy.ts';
import { readNpz } from '../files/npz.ts';
import { bad, good } from '../files/outcome.ts';
import type { Outcome } from '../files/outcome.ts';
import { truthOf } from './csv.ts';
import { MAX_BYTES, MAX_COLUMNS, tooManyCells, tooManyColumns, tooManyRows } from './limits.ts';
import type { RawTable } from './rawTable.ts';

/** Of a member's name, which stands at byte 30 of an archive. */
const LONGEST_NAME = 200;
const ZIP_LIMITS = { members: MAX_COLUMNS, bytes: MAX_BYTES };
const EXPORT = 'Export the table as CSV (UTF-8), or its columns with numpy.savez, and drop that file.';
/** What numpy.savez calls an array that it was given without a name. */
const UNNAMED = 'arr_0';

export function parseNpy(bytes: Uint8Array): Outcome<RawTable> {
  const array = readNpy(bytes);
  return array.ok ? unnamedTable(array.value) : array;
}

export function parseNpz(bytes: Uint8Array): Outcome<RawTable> {
  const strange = foreignArchive(bytes);
  if (strange !== null) {
    return bad({ problem: `The content is ${strange}, not an archive of NumPy arrays.`, remedy: EXPORT });
  }
  const read = readNpz(bytes, ZIP_LIMITS);
  if (!read.ok) return read;
  const arrays = [...read.value];
  const [only] = arrays;
  if (only === undefined) {
    return bad({ problem: 'The archive holds no array.', remedy: 'Save one array a column, under its name.' });
  }
  return arrays.length === 1 && only[0] === UNNAMED ? unnamedTable(only[1]) : namedTable(arrays);
}

/** What else a ZIP archive may be, told by the name of its first member; null where that may be an array's. */
function foreignArchive(bytes: Uint8Array): string | null {
  const first = String.fromCharCode(...bytes.subarray(30, 30 + LONGEST_NAME));
  if (/^(\[Content_Types\]\.xml|_rels\/)/.test(first)) return 'a spreadsheet or another Office file';
  if (first.startsWith('mimetype')) return 'an OpenDocument or EPUB file';
  return first.includes('.npy') ? null : 'a spreadsheet or another ZIP archive';
}

function unnamedTable({ shape, values }: NpyArray): Outcome<RawTable> {
  if (shape.length > 2) {
    const problem = `The array has ${shape.length} dimensions; a table has two.`;
    return bad({ problem, remedy: 'Reshape it to rows and columns, or to one dimension in the order of the data x.' });
  }
  const [rows = 1, width = 1] = shape;
  if (values.length === 0) return bad({ problem: 'The array is empty.', remedy: 'Save the measured values.' });
  const crowd = tooManyColumns(width) ?? tooManyRows(rows) ?? tooManyCells(rows * width);
  if (crowd) return bad(crowd);
  const columns = Array.from({ length: width }, (_, c) =>
    Float64Array.from({ length: rows }, (_, r) => values[r * width + c]),
  );
  return good({ ...plain('npy', rows), header: columns.map((_, c) => String(c + 1)), columns, unnamed: true });
}

function namedTable(arrays: readonly (readonly [string, NpyArray])[]): Outcome<RawTable> {
  const columns = arrays.filter(([, { shape }]) => shape.length > 0);
  const metadata = Object.fromEntries(
    arrays.filter(([, { shape }]) => shape.length === 0).map(([name, { values }]) => [name, String(values[0])]),
  );
  const [first] = columns;
  if (first === undefined) {
    return bad({ problem: 'The archive has single numbers only, no column.', remedy: 'Save one array a column.' });
  }
  const rows = first[1].values.length;
  for (const [name, { shape }] of columns) {
    if (shape.length > 1) {
      const problem = `The array has ${shape.length} dimensions; a column has one.`;
      return bad({ column: name, problem, remedy: 'Save each column as an array of its own, under its name.' });
    }
    if (shape[0] !== rows) {
      const problem = `${name} has ${shape[0]} entries, ${first[0]} has ${rows}.`;
      return bad({ column: name, problem, remedy: 'Give all columns the same length.' });
    }
  }
  const crowd = tooManyColumns(columns.length) ?? tooManyRows(rows) ?? tooManyCells(rows * columns.length);
  if (crowd) return bad(crowd);
  return good({
    ...plain('npz', rows),
    header: columns.map(([name]) => name.trim()),
    columns: columns.map(([, { values }]) => values),
    metadata,
    truth: truthOf(metadata),
  });
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
