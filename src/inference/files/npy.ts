/**
 * NumPy's NPY format (NEP 1; numpy.lib.format), versions 1.0 to 3.0, from bytes and to bytes: arrays of numbers only. Not by
 * npyjs: it takes the rest of the file for the data whatever the shape says, leaves Fortran order and unaligned data to the
 * caller, reads no big-endian numbers, and passes object arrays on. Nothing here is unpickled or evaluated.
 */
import type { FileProblem } from '../simulators/system.ts';
import { bad, good } from './outcome.ts';
import type { Outcome } from './outcome.ts';

export interface NpyArray {
  /** [] for a single number. */
  readonly shape: readonly number[];
  /** NumPy's own name of the type that the file has, such as "<f4". */
  readonly dtype: string;
  /** In C order, whatever the file's order is. Whole numbers are exact; float32 and float16 are not rounded. */
  readonly values: Float64Array;
}

/** What is written. */
export interface NpyContent {
  readonly shape: readonly number[];
  /** In C order. */
  readonly values: Float64Array | Float32Array | Int32Array;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** NumPy itself reads no header longer than this from a file that it does not trust. */
const MAX_HEADER = 10_000;
/** Bytes of a file that hold its whole header. */
export const HEADER_BYTES = 12 + MAX_HEADER;
const MAX_DIMENSIONS = 32;
/** 160 MB once read: as many numbers as a table of simulations may have. */
const MAX_VALUES = 20_000_000;
const AGAIN = 'Save it again with numpy.save.';
const AS_NUMBERS = 'Save it as numbers: numpy.save(file, numpy.asarray(array, dtype=float), allow_pickle=False).';

/** How a number of a type is read; the second argument is where it stands, the third whether it is little-endian. */
type Reader = (view: DataView, at: number, little: boolean) => number;
interface Kind {
  readonly bytes: number;
  readonly read: Reader;
}

const KINDS: Readonly<Record<string, Kind>> = {
  b1: { bytes: 1, read: (view, at) => (view.getUint8(at) === 0 ? 0 : 1) },
  i1: { bytes: 1, read: (view, at) => view.getInt8(at) },
  u1: { bytes: 1, read: (view, at) => view.getUint8(at) },
  i2: { bytes: 2, read: (view, at, little) => view.getInt16(at, little) },
  u2: { bytes: 2, read: (view, at, little) => view.getUint16(at, little) },
  i4: { bytes: 4, read: (view, at, little) => view.getInt32(at, little) },
  u4: { bytes: 4, read: (view, at, little) => view.getUint32(at, little) },
  i8: { bytes: 8, read: (view, at, little) => Number(view.getBigInt64(at, little)) },
  u8: { bytes: 8, read: (view, at, little) => Number(view.getBigUint64(at, little)) },
  f2: { bytes: 2, read: (view, at, little) => half(view.getUint16(at, little)) },
  f4: { bytes: 4, read: (view, at, little) => view.getFloat32(at, little) },
  f8: { bytes: 8, read: (view, at, little) => view.getFloat64(at, little) },
};

export function isNpy(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/** What the header of a file says, before any number is read. */
export interface NpyHeader {
  readonly shape: readonly number[];
  /** NumPy's own name of the type; that of a structured type is the list of its fields, as the file has it. */
  readonly dtype: string;
  readonly fortran: boolean;
  /** Where the numbers begin. */
  readonly start: number;
}

/** @param file from its beginning; longer than any header is enough */
export function npyHeader(file: Uint8Array): Outcome<NpyHeader> {
  const header = readHeader(file);
  if (!header.ok) return header;
  const { text, start } = header.value;
  const dtype = /'descr'\s*:\s*(?:'([^']*)'|(\[[^\]]*\]?))/
    .exec(text)
    ?.slice(1)
    .find((part) => part !== undefined);
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const shape = shapeOf(/'shape'\s*:\s*\(([^)]*)\)/.exec(text)?.[1]);
  if (dtype === undefined || order === undefined || shape === null) {
    return bad({ value: text, problem: 'The header of the NumPy array cannot be read.', remedy: AGAIN });
  }
  return good({ shape, dtype, fortran: order === 'True', start });
}

/** What is wrong with an array of numbers that a header declares in a file of `length` bytes; null: nothing. */
export function headerProblem(header: NpyHeader, length: number): FileProblem | null {
  const kind = kindOf(header.dtype);
  if (!kind.ok) return kind.problem;
  return sizeProblem(header, kind.value.bytes, length);
}

/** What is wrong with entries of `bytes` bytes; null: nothing. */
export function sizeProblem({ shape, dtype, start }: NpyHeader, bytes: number, length: number): FileProblem | null {
  const count = countOf(shape);
  if (!count.ok) return count.problem;
  const wanted = count.value * bytes;
  const found = length - start;
  if (found === wanted) return null;
  const problem = `The array of shape ${shown(shape)} and type ${dtype} needs ${wanted} bytes, but the file has ${found}.`;
  return { problem, remedy: `The file is cut off or damaged. ${AGAIN}` };
}

/** Whether entries are True or False. */
export function isTruthType(dtype: string): boolean {
  return /^.b1$/.test(dtype);
}

/** Why a type is not read; null: it is one of numbers. */
export function typeProblem(dtype: string): FileProblem | null {
  const kind = kindOf(dtype);
  return kind.ok ? null : kind.problem;
}

export function readNpy(file: Uint8Array): Outcome<NpyArray> {
  const read = npyHeader(file);
  if (!read.ok) return read;
  const { shape, dtype, fortran, start } = read.value;
  const problem = headerProblem(read.value, file.length);
  if (problem !== null) return bad(problem);
  const values = entriesAt(file, start, dtype);
  const inexact = inexactEntry(values, dtype);
  if (inexact !== null) return bad(inexact);
  return good({ shape, dtype, values: fortran ? toRows(values, shape) : values });
}

/**
 * Numbers of one type from a place to the end of the file.
 *
 * @param stride bytes from one number to the next; default: they lie close together
 */
export function entriesAt(file: Uint8Array, start: number, dtype: string, stride?: number): Float64Array {
  const kind = kindOf(dtype);
  if (!kind.ok) throw new RangeError(kind.problem.problem);
  const { bytes, read } = kind.value;
  const step = stride ?? bytes;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const values = new Float64Array(Math.floor((file.length - start - bytes) / step) + 1);
  const little = !dtype.startsWith('>');
  for (let i = 0; i < values.length; i++) values[i] = read(view, start + i * step, little);
  return values;
}

/** An integer that float64 does not hold, as a problem; null: there is none. */
export function inexactEntry(values: Float64Array, dtype: string): FileProblem | null {
  const inexact = /[iu]8$/.test(dtype) ? values.findIndex((value) => !Number.isSafeInteger(value)) : -1;
  if (inexact < 0) return null;
  const problem = `Entry ${inexact + 1} is a 64-bit integer beyond 2^53, which a float64 cannot hold exactly.`;
  return { value: String(values[inexact]), problem, remedy: 'Save it as float64 if it need not be exact.' };
}

/** Bytes of a number of a type, or what is wrong with the type. */
export function bytesOfType(dtype: string): Outcome<number> {
  const kind = kindOf(dtype);
  return kind.ok ? good(kind.value.bytes) : kind;
}

/**
 * The array as NumPy itself writes it: version 1.0, little-endian, C order, the data on a multiple of 64 bytes.
 *
 * @throws {RangeError} when the shape is not that of the values
 */
export function writeNpy({ shape, values }: NpyContent): Uint8Array {
  if (shape.reduce((product, length) => product * length, 1) !== values.length) {
    throw new RangeError(`${values.length} values do not have the shape ${shown(shape)}`);
  }
  const dtype = values instanceof Float64Array ? '<f8' : values instanceof Float32Array ? '<f4' : '<i4';
  const dictionary = `{'descr': '${dtype}', 'fortran_order': False, 'shape': ${shown(shape)}, }`;
  const start = Math.ceil((MAGIC.length + 4 + dictionary.length + 1) / 64) * 64;
  const file = new Uint8Array(start + values.byteLength);
  file.set([...MAGIC, 1, 0]);
  const view = new DataView(file.buffer);
  view.setUint16(8, start - 10, true);
  const text = `${dictionary.padEnd(start - 11)}\n`;
  for (let i = 0; i < text.length; i++) file[10 + i] = text.charCodeAt(i);
  for (let i = 0; i < values.length; i++) {
    if (dtype === '<f8') view.setFloat64(start + 8 * i, values[i], true);
    else if (dtype === '<f4') view.setFloat32(start + 4 * i, values[i], true);
    else view.setInt32(start + 4 * i, values[i], true);
  }
  return file;
}

function readHeader(file: Uint8Array): Outcome<{ readonly text: string; readonly start: number }> {
  const cut = { problem: 'The NumPy array file is cut off within its header.', remedy: AGAIN };
  if (!isNpy(file)) return bad({ problem: 'The content is not a NumPy array.', remedy: AGAIN });
  if (file.length < 12) return bad(cut);
  const version = file[6];
  if (version < 1 || version > 3) {
    return bad({ problem: `Version ${version} of the NPY format is not known; versions 1 to 3 are.`, remedy: AGAIN });
  }
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > MAX_HEADER) {
    return bad({ problem: `The header has ${length} bytes; at most ${MAX_HEADER} are read.`, remedy: AGAIN });
  }
  const begin = version === 1 ? 10 : 12;
  if (begin + length > file.length) return bad(cut);
  // Names of fields apart, which are refused, a header is ASCII in every version.
  const text = String.fromCharCode(...file.subarray(begin, begin + length)).trim();
  return good({ text, start: begin + length });
}

/** The numbers of a tuple, whose last comma has nothing behind it; Python 2 wrote an L behind each. */
function shapeOf(tuple: string | undefined): readonly number[] | null {
  const parts = tuple?.trim().replace(/,$/, '').split(',') ?? ['?'];
  if (parts.length === 1 && parts[0] === '') return [];
  return parts.every((part) => /^\s*\d+L?\s*$/.test(part)) ? parts.map((part) => Number.parseInt(part, 10)) : null;
}

function kindOf(dtype: string): Outcome<Kind> {
  const refused = (what: string) => bad({ value: dtype, problem: what, remedy: AS_NUMBERS });
  const [, code] = /^[<>|=]([a-zA-Z]\d*)/.exec(dtype) ?? [];
  if (code !== undefined && Object.hasOwn(KINDS, code) && dtype.length === code.length + 1) {
    // "=" is the order of the machine that wrote it, which the file does not say.
    return dtype.startsWith('=') ? refused('The array does not say its byte order.') : good(KINDS[code]);
  }
  if (dtype.startsWith('[')) return refused('The array has named fields (a structured type), not plain numbers.');
  switch (code?.[0]) {
    case 'O':
      return refused('The array holds Python objects (pickled), which are never read.');
    case 'U':
    case 'S':
    case 'a':
      return refused('The array holds text, not numbers.');
    case 'c':
      return refused('The array holds complex numbers.');
    case 'M':
    case 'm':
      return refused('The array holds dates or durations, not plain numbers.');
    case 'V':
      return refused('The array holds raw bytes, not numbers.');
    default:
      return refused('Arrays of this type cannot be read.');
  }
}

function countOf(shape: readonly number[]): Outcome<number> {
  if (shape.length > MAX_DIMENSIONS) {
    const problem = `The array has ${shape.length} dimensions; at most ${MAX_DIMENSIONS} are read.`;
    return bad({ problem, remedy: 'Reshape it to rows and columns.' });
  }
  const count = shape.reduce((product, length) => product * length, 1);
  if (count <= MAX_VALUES) return good(count);
  const problem = `The array of shape ${shown(shape)} has ${count} values; at most ${MAX_VALUES} are read.`;
  return bad({ problem, remedy: 'Save fewer rows.' });
}

/** A tuple as Python writes it. */
function shown(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
}

/** IEEE 754 binary16. */
export function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** From Fortran order, in which the first index runs fastest, to C order, in which the last does. */
function toRows(values: Float64Array, shape: readonly number[]): Float64Array {
  const rows = new Float64Array(values.length);
  const index = new Int32Array(shape.length);
  const strides = shape.map((_, d) => shape.slice(0, d).reduce((product, length) => product * length, 1));
  let from = 0;
  for (let to = 0; to < rows.length; to++) {
    rows[to] = values[from];
    for (let d = shape.length - 1; d >= 0; d--) {
      from += strides[d];
      if (++index[d] < shape[d]) break;
      from -= strides[d] * shape[d];
      index[d] = 0;
    }
  }
  return rows;
}
