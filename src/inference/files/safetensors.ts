/**
 * Named tensors in a file: safetensors (https://github.com/huggingface/safetensors, format 0.x). Eight bytes give the length
 * of a header in little-endian order; the header is JSON, padded with spaces, and gives each tensor's type, shape and place;
 * then come the numbers, raw and little-endian, without gaps. Reading trusts nothing: a length, a place or a name that the
 * bytes do not bear out is refused before anything is made of it.
 *
 * Ours, not a library's: a browser sets a worker no limit of memory, so that every size that a file declares must be compared
 * with the bytes that are there before anything is allocated. The format is small, and networks are written as well as read.
 */
import * as v from 'valibot';

/** Present in every runtime this library meets (pages, workers, Node), but in no TypeScript library without the DOM. */
declare const TextDecoder: new (
  label: string,
  options: { readonly fatal: boolean; readonly ignoreBOM: boolean },
) => {
  decode(bytes: Uint8Array): string;
};
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

export type TensorData = Float64Array | Float32Array | Int32Array | Uint32Array;

export interface Tensor {
  /** Row-major; [] is a single number. */
  readonly shape: readonly number[];
  readonly data: TensorData;
}

export interface TensorFile {
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** Free text under names of its own. */
  readonly metadata: ReadonlyMap<string, string>;
}

export type TensorReading =
  | { readonly ok: true; readonly file: TensorFile }
  /** One sentence: what is wrong with the bytes. */
  | { readonly ok: false; readonly problem: string };

/** Length of the length of the header. */
const PREFIX = 8;
/** Header bytes that are read at most; a network's header has some thousand. */
const LONGEST_HEADER = 1_000_000;
/** More dimensions than any tensor here has. */
const MOST_DIMENSIONS = 16;
const LONGEST_QUOTE = 80;
const METADATA = '__metadata__';

// The bytes of these arrays are the file's: every machine that runs this is little-endian.
const arrays = { F64: Float64Array, F32: Float32Array, I32: Int32Array, U32: Uint32Array } as const;
type TensorType = keyof typeof arrays;
const types = Object.keys(arrays) as TensorType[];

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const entrySchema = v.strictObject({
  dtype: v.picklist(types),
  shape: v.pipe(v.array(whole), v.maxLength(MOST_DIMENSIONS)),
  data_offsets: v.strictTuple([whole, whole]),
});

interface Entry extends v.InferOutput<typeof entrySchema> {
  readonly name: string;
}

/**
 * The file's bytes: the same for the same tensors and metadata, in whatever order they are given.
 * @throws RangeError when a shape does not belong to its data, or a tensor is called "__metadata__"
 */
export function writeSafetensors({ tensors, metadata }: TensorFile): Uint8Array<ArrayBuffer> {
  const header: [string, unknown][] = [];
  if (metadata.size > 0) header.push([METADATA, Object.fromEntries(inOrder(metadata))]);
  const pieces: TensorData[] = [];
  let end = 0;
  // Wide numbers first, so that all of them lie where their type may be read in place.
  const sorted = inOrder(tensors).toSorted(([, a], [, b]) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT);
  for (const [name, { shape, data }] of sorted) {
    if (name === METADATA) throw new RangeError(`A tensor cannot be called "${METADATA}": the format keeps this name.`);
    if (product(shape) !== data.length) {
      throw new RangeError(`${name}: ${data.length} numbers do not have the shape [${shape.join(', ')}].`);
    }
    const from = end;
    end += data.byteLength;
    header.push([name, { dtype: typeOf(data), shape, data_offsets: [from, end] }]);
    pieces.push(data);
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const start = PREFIX + Math.ceil(json.length / PREFIX) * PREFIX;
  const bytes = new Uint8Array(start + end).fill(' '.charCodeAt(0), PREFIX, start);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - PREFIX), true);
  bytes.set(json, PREFIX);
  let at = start;
  for (const piece of pieces) {
    bytes.set(new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength), at);
    at += piece.byteLength;
  }
  return bytes;
}

export function readSafetensors(bytes: Uint8Array): TensorReading {
  if (bytes.length < PREFIX) return refused(`it has ${bytes.length} bytes and needs ${PREFIX} for its head`);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > LONGEST_HEADER) return refused(`its header would have ${length} bytes; ${LONGEST_HEADER} are read`);
  const start = PREFIX + Number(length);
  if (start > bytes.length) return refused(`its header would end at byte ${start}, but there are ${bytes.length}`);
  const head = parsed(bytes.subarray(PREFIX, start));
  if (typeof head === 'string') return refused(head);
  const { header, names } = head;
  const metadata = new Map<string, string>();
  const entries: Entry[] = [];
  for (const [name, value] of Object.entries(header)) {
    if (name === METADATA) {
      if (!isObject(value)) return refused(`${METADATA} is not an object`);
      for (const [key, text] of Object.entries(value)) {
        if (typeof text !== 'string') return refused(`${quoted(key)} in ${METADATA} is not text`);
        metadata.set(key, text);
      }
      continue;
    }
    const entry = v.safeParse(entrySchema, value);
    if (!entry.success) return refused(entryProblem(name, entry.issues[0]));
    entries.push({ name, ...entry.output });
  }
  // JSON.parse keeps the last of two entries of one name: the text then has more names than the object. Asked only now,
  // when the object is known to be flat.
  if (names !== namesIn(header)) return refused('its header gives a name twice');
  const problem = placesProblem(entries, bytes.length - start);
  if (problem !== null) return refused(problem);
  const tensors = new Map<string, Tensor>();
  for (const {
    name,
    dtype,
    shape,
    data_offsets: [from, to],
  } of entries) {
    // A copy: the numbers of a file may begin anywhere.
    const copy = new Uint8Array(to - from);
    copy.set(bytes.subarray(start + from, start + to));
    tensors.set(name, { shape, data: new arrays[dtype](copy.buffer) });
  }
  return { ok: true, file: { tensors, metadata } };
}

/** The header and how many names of entries stand in its text, or what is wrong with it. */
function parsed(bytes: Uint8Array): { readonly header: object; readonly names: number } | string {
  let text: string;
  let header: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    header = JSON.parse(text);
  } catch (cause) {
    return `its header is not JSON (${short(cause instanceof Error ? cause.message : String(cause))})`;
  }
  if (!isObject(header)) return 'its header is not a JSON object';
  const withoutStrings = text.replaceAll(/"[^"\\]*(?:\\.[^"\\]*)*"/g, '');
  return { header, names: withoutStrings.split(':').length - 1 };
}

function namesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce<number>((sum, inner) => sum + namesIn(inner), own);
}

/** What is wrong with where the tensors lie: they must fill the data without gap or overlap. Null: nothing. */
function placesProblem(entries: readonly Entry[], dataBytes: number): string | null {
  let end = 0;
  const byPlace = entries.toSorted(
    (a, b) => a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1],
  );
  for (const {
    name,
    dtype,
    shape,
    data_offsets: [from, to],
  } of byPlace) {
    const needed = product(shape) * arrays[dtype].BYTES_PER_ELEMENT;
    if (to - from !== needed) {
      return `tensor ${quoted(name)} of shape [${shape.join(', ')}] takes ${needed} bytes, but ${to - from} are given to it`;
    }
    if (from !== end) return `tensor ${quoted(name)} begins at byte ${from} of the data, where ${end} is free`;
    end = to;
  }
  return end === dataBytes ? null : `its tensors take ${end} bytes, but ${dataBytes} bytes of data are there`;
}

function entryProblem(name: string, issue: v.BaseIssue<unknown>): string {
  const place = v.getDotPath(issue);
  const what = place === null ? `tensor ${quoted(name)}` : `${place} of tensor ${quoted(name)}`;
  const received = short(issue.received);
  if (place === 'dtype') return `${what} is ${received}; the types that are read are ${types.join(', ')}`;
  return `${what} is ${received}; expected ${issue.expected ?? 'another value'}`;
}

function refused(what: string): TensorReading {
  return { ok: false, problem: `The tensors cannot be read: ${what}.` };
}

function typeOf(data: TensorData): TensorType {
  if (data instanceof Float64Array) return 'F64';
  if (data instanceof Float32Array) return 'F32';
  return data instanceof Int32Array ? 'I32' : 'U32';
}

function inOrder<T>(named: ReadonlyMap<string, T>): [string, T][] {
  return [...named].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function product(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}

/** What comes out of the file, short enough for a sentence. */
function short(text: string): string {
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
}

function quoted(name: string): string {
  return JSON.stringify(short(name));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
