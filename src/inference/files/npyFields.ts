/** NumPy's structured arrays (`numpy.genfromtxt(names=True)`, `DataFrame.to_records()`): each field is a column. */
import type { FileProblem } from '../simulators/system.ts';
import { bytesOfType, entriesAt, inexactEntry, npyHeader, sizeProblem } from './npy.ts';
import { bad, good } from './outcome.ts';
import type { Outcome } from './outcome.ts';

export interface NpyFields {
  /** Fields of numbers, by name. */
  readonly columns: ReadonlyMap<string, Float64Array>;
  /** Those of something else, with what. */
  readonly unread: ReadonlyMap<string, FileProblem>;
}

interface Field {
  readonly name: string;
  readonly dtype: string;
}

const REMEDY = 'Save each column as an array of its own: numpy.savez(file, t=…, count=…).';

/** Whether the header is that of a structured array. */
export function isStructured(dtype: string): boolean {
  return dtype.startsWith('[');
}

export function readNpyFields(file: Uint8Array): Outcome<NpyFields> {
  const header = npyHeader(file);
  if (!header.ok) return header;
  const { dtype, shape, start } = header.value;
  const fields = fieldsOf(dtype);
  if (fields === null) {
    return bad({ value: dtype, problem: 'The array has named fields of a kind that cannot be read.', remedy: REMEDY });
  }
  if (shape.filter((size) => size !== 1).length > 1) {
    const problem = `The array has named fields and ${shape.length} dimensions; an array with named fields must have one.`;
    return bad({ problem, remedy: REMEDY });
  }
  const widths = fields.map((field) => widthOf(field.dtype));
  const stride = widths.reduce((sum, width) => sum + width, 0);
  const problem = sizeProblem(header.value, stride, file.length);
  if (problem !== null) return bad(problem);
  const columns = new Map<string, Float64Array>();
  const unread = new Map<string, FileProblem>();
  let at = start;
  for (const [f, { name, dtype: type }] of fields.entries()) {
    const bytes = bytesOfType(type);
    // A field without a name is room between two others.
    if (!bytes.ok && name !== '') unread.set(name, bytes.problem);
    if (bytes.ok) {
      const values = entriesAt(file, at, type, stride);
      const inexact = inexactEntry(values, type);
      if (inexact !== null) return bad({ column: name, ...inexact });
      columns.set(name, values);
    }
    at += widths[f];
  }
  return good({ columns, unread });
}

/** The fields that a list of Python's names; null where one is itself an array or a structure, or is named twice. */
function fieldsOf(list: string): Field[] | null {
  const fields: Field[] = [];
  const names = new Set<string>();
  let rest = list.replace(/^\[\s*/, '');
  while (rest !== ']') {
    const match = /^\('([^'\\]*)', '([^'\\]*)'\)(?:,\s*)?/.exec(rest);
    if (match === null || Number.isNaN(widthOf(match[2])) || (match[1] !== '' && names.has(match[1]))) return null;
    const [whole, name, dtype] = match;
    names.add(name);
    fields.push({ name, dtype });
    rest = rest.slice(whole.length);
  }
  return fields.length === 0 ? null : fields;
}

/** Bytes of an entry of any plain type. NaN: not known. */
function widthOf(dtype: string): number {
  const [, code, digits] = /^[<>|=]([a-zA-Z])(\d{1,6})(?:\[\w+\])?$/.exec(dtype) ?? [];
  if (code === undefined) return Number.NaN;
  // The number tells characters of text, which take four bytes each, else bytes.
  return code === 'U' ? 4 * Number(digits) : Number(digits);
}
