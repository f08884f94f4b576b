/**
 * The pages of one column of a Parquet file (parquet.thrift 2.11; Encodings.md) to numbers. hyparquet reads the headers;
 * the values are read here, because its own loops trust the counts in a file and can be made to run, or to allocate, for
 * ever. A page or a dictionary that claims more bytes than its values can take is refused before it is unpacked. Plain,
 * dictionary, run-length and byte-stream-split encodings; flat columns, and lists of one length.
 */
import type { PageHeader } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { inflate } from './inflate.ts';
import { loadPart } from '../parts/loadPart.ts';
import { unlz4 } from './lz4.ts';
import { half } from './npy.ts';
import { bad, good } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { unsnap } from './snappy.ts';
import { endOfStruct } from './thrift.ts';

export const CODECS = ['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'ZSTD', 'LZ4_RAW'] as const;

/** 'HALF': a float16, which the format keeps in two bytes without a type of their own. */
export type NumberType = 'BOOLEAN' | 'INT32' | 'INT64' | 'FLOAT' | 'DOUBLE' | 'HALF';

export interface ColumnPages {
  readonly name: string;
  readonly type: NumberType;
  /** INT32 and INT64 hold whole numbers without a sign. */
  readonly unsigned: boolean;
  /** Definition level of a value that is there: the number of optional or repeated steps to it. */
  readonly depth: number;
  /** Numbers in each row's list; null: a number a row. */
  readonly list: { readonly length: number /** Entries may be missing. */; readonly optional: boolean } | null;
  readonly codec: (typeof CODECS)[number];
  /** Where its pages lie in the file. */
  readonly start: number;
  readonly end: number;
}

/** Bytes that a value can take in an unpacked page: itself or its index in a run of its own, and its levels in theirs. */
const MOST_BYTES_EACH = 24;
/** Lengths and the like. */
const PAGE_OVERHEAD = 1024;
const WIDTH = { BOOLEAN: 1, INT32: 4, INT64: 8, FLOAT: 4, DOUBLE: 8, HALF: 2 } as const satisfies Record<
  NumberType,
  number
>;
export const UNEVEN = {
  problem: 'The lists of the column do not all have the same number of entries.',
  remedy: 'Write lists of one length, or a column for each entry.',
};
const DAMAGED = { problem: 'The pages of the column are damaged.', remedy: 'Write the Parquet file again.' };

/**
 * Fills `into` with the column's values, NaN where one is missing; those of a list follow one another.
 *
 * @param firstRow number of the first of them, for messages
 * @returns null, or what is wrong
 */
export async function readPages(
  file: Uint8Array,
  column: ColumnPages,
  into: Float64Array,
  firstRow: number,
): Promise<Outcome<null>> {
  let dictionary: Float64Array | null = null;
  let [at, filled] = [column.start, 0];
  while (filled < into.length) {
    const begin = endOfStruct(file, at, column.end);
    if (begin === null) return bad(DAMAGED);
    const header = headerAt(file, at, begin);
    const { type, compressed_page_size: packed, uncompressed_page_size: unpacked } = header;
    if (!isCount(packed, column.end - begin) || !isCount(unpacked, mostBytes(header, into.length))) return bad(DAMAGED);
    const body = file.subarray(begin, begin + packed);
    at = begin + packed;
    if (type === 'DICTIONARY_PAGE') {
      const count = header.dictionary_page_header?.num_values;
      if (dictionary !== null || !isCount(count, into.length)) return bad(DAMAGED);
      const content = await unpack(body, unpacked, column.codec);
      if (!content.ok) return content;
      dictionary = readPlain(content.value, column, count);
      if (dictionary === null) return bad(DAMAGED);
    } else if (type === 'DATA_PAGE' || type === 'DATA_PAGE_V2') {
      const page = await splitPage(body, header, column);
      if (!page.ok) return page;
      const { count, values, encoding } = page.value;
      if (!isCount(count, into.length - filled) || count === 0) return bad(DAMAGED);
      const present = presentOf(page.value, column, filled, firstRow);
      if (!present.ok) return present;
      const read = readValues(values, encoding, column, present.value.count, dictionary);
      if (!read.ok) return read;
      spread(read.value, present.value.levels, column.depth, into.subarray(filled, filled + count));
      filled += count;
    } else if (type !== 'INDEX_PAGE') return bad(DAMAGED);
  }
  return good(null);
}

/** Bytes that a page can unpack to, by the number of values that it claims, of `most` in the column. */
function mostBytes({ type, ...header }: PageHeader, most: number): number {
  const { dictionary_page_header: dictionary, data_page_header: first, data_page_header_v2: second } = header;
  const counts: readonly unknown[] = [dictionary?.num_values, first?.num_values, second?.num_values];
  const count = type === 'INDEX_PAGE' ? 0 : Math.max(0, ...counts.filter((each) => isCount(each, most)));
  return PAGE_OVERHEAD + MOST_BYTES_EACH * count;
}

interface Present {
  readonly count: number;
  /** Null: all are there. */
  readonly levels: Uint32Array | null;
}

/** Which values of a page are there, once its lists have the length that they must have. */
function presentOf(page: Page, { depth, list }: ColumnPages, filled: number, firstRow: number): Outcome<Present> {
  const { count } = page;
  if (list !== null) {
    const repetition = readRuns(page.repetition, 1, count);
    if (repetition === null) return bad(DAMAGED);
    const odd = repetition.findIndex((level, i) => level !== ((filled + i) % list.length === 0 ? 0 : 1));
    if (odd >= 0) return bad({ row: firstRow + Math.floor((filled + odd) / list.length), ...UNEVEN });
  }
  if (depth === 0) return good({ count, levels: null });
  const levels = readRuns(page.levels, bitsOf(depth), count);
  if (levels === null || levels.some((level) => level > depth)) return bad(DAMAGED);
  const least = list === null ? 0 : depth - (list.optional ? 1 : 0);
  const absent = levels.findIndex((level) => level < least);
  if (absent >= 0) return bad({ row: firstRow + Math.floor((filled + absent) / (list?.length ?? 1)), ...UNEVEN });
  return good({ count: levels.reduce((sum, level) => sum + (level === depth ? 1 : 0), 0), levels });
}

/** Of numbers from 0 to `most`. */
function bitsOf(most: number): number {
  return Math.ceil(Math.log2(most + 1));
}

function spread(values: Float64Array, levels: Uint32Array | null, depth: number, into: Float64Array): void {
  if (levels === null) {
    into.set(values);
    return;
  }
  let next = 0;
  for (const [i, level] of levels.entries()) into[i] = level === depth ? values[next++] : Number.NaN;
}

function headerAt(file: Uint8Array, at: number, end: number): PageHeader {
  return parquetHeader({ view: new DataView(file.buffer, file.byteOffset + at, end - at), offset: 0 });
}

/** A damaged header has numbers of other types, texts or nothing in their places, whatever hyparquet's types say. */
function isCount(value: unknown, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;
}

interface Page {
  readonly count: number;
  /** Runs that tell where lists begin; empty where there are none. */
  readonly repetition: Uint8Array;
  /** Runs that tell which values are there; empty where the column has no nulls. */
  readonly levels: Uint8Array;
  readonly values: Uint8Array;
  readonly encoding: string;
}

/** The parts of a data page. In version 1 all is packed, in version 2 only the values. */
async function splitPage(body: Uint8Array, header: PageHeader, column: ColumnPages): Promise<Outcome<Page>> {
  const { data_page_header: first, data_page_header_v2: second, uncompressed_page_size: unpacked } = header;
  if (header.type === 'DATA_PAGE_V2' && second !== undefined) {
    const { repetition_levels_byte_length: repetition, definition_levels_byte_length: definition } = second;
    const most = Math.min(body.length, unpacked);
    if (!isCount(repetition, most) || !isCount(definition, most - repetition)) return bad(DAMAGED);
    const head = repetition + definition;
    const codec = second.is_compressed === false ? 'UNCOMPRESSED' : column.codec;
    const values = await unpack(body.subarray(head), unpacked - head, codec);
    if (!values.ok) return values;
    return good({
      count: second.num_values,
      repetition: body.subarray(0, repetition),
      levels: body.subarray(repetition, head),
      values: values.value,
      encoding: second.encoding,
    });
  }
  if (first === undefined) return bad(DAMAGED);
  const content = await unpack(body, unpacked, column.codec);
  if (!content.ok) return content;
  const { num_values: count, encoding } = first;
  let rest = content.value;
  const parts: Uint8Array[] = [];
  const levels = [
    [column.list !== null, first.repetition_level_encoding],
    [column.depth > 0, first.definition_level_encoding],
  ] as const;
  for (const [isThere, levelEncoding] of levels) {
    if (isThere && levelEncoding !== 'RLE') return bad(encodingProblem(column, levelEncoding));
    const split = isThere ? withLength(rest) : { head: new Uint8Array(), rest };
    if (split === null) return bad(DAMAGED);
    parts.push(split.head);
    ({ rest } = split);
  }
  return good({ count, repetition: parts[0], levels: parts[1], values: rest, encoding });
}

/** Runs behind their length in bytes, and what follows them. */
function withLength(bytes: Uint8Array): { readonly head: Uint8Array; readonly rest: Uint8Array } | null {
  if (bytes.length < 4) return null;
  const length = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
  if (length > bytes.length - 4) return null;
  return { head: bytes.subarray(4, 4 + length), rest: bytes.subarray(4 + length) };
}

async function unpack(body: Uint8Array, length: number, codec: (typeof CODECS)[number]): Promise<Outcome<Uint8Array>> {
  const content = await unpacked(body, length, codec);
  return content === null || content.length !== length ? bad(DAMAGED) : good(content);
}

async function unpacked(body: Uint8Array, length: number, codec: (typeof CODECS)[number]): Promise<Uint8Array | null> {
  switch (codec) {
    case 'UNCOMPRESSED':
      return body;
    case 'SNAPPY':
      return unsnap(body, length);
    case 'LZ4_RAW':
      return unlz4(body, length);
    case 'GZIP':
      return inflate(body, length, 'gzip');
    case 'ZSTD': {
      const { decompressZstd } = await loadPart('unpacks Zstandard', () => import('hyparquet-compressors'));
      try {
        return decompressZstd(body, new Uint8Array(length));
      } catch {
        return null;
      }
    }
    default:
      return codec satisfies never;
  }
}

function readValues(
  bytes: Uint8Array,
  encoding: string,
  column: ColumnPages,
  count: number,
  dictionary: Float64Array | null,
): Outcome<Float64Array> {
  switch (encoding) {
    case 'PLAIN':
      return orDamaged(readPlain(bytes, column, count));
    case 'PLAIN_DICTIONARY':
    case 'RLE_DICTIONARY':
      return orDamaged(dictionary && lookUp(readRuns(bytes.subarray(1), bytes[0] ?? 99, count), dictionary));
    case 'RLE': {
      const runs = column.type === 'BOOLEAN' ? withLength(bytes) : null;
      return orDamaged(lookUp(runs && readRuns(runs.head, 1, count), Float64Array.of(0, 1)));
    }
    case 'BYTE_STREAM_SPLIT': {
      const width = WIDTH[column.type];
      if (column.type === 'BOOLEAN' || bytes.length !== count * width) return bad(DAMAGED);
      const joined = bytes.map((_, i) => bytes[(i % width) * count + Math.floor(i / width)]);
      return orDamaged(readPlain(joined, column, count));
    }
    default:
      return bad(encodingProblem(column, encoding));
  }
}

function encodingProblem({ name }: ColumnPages, encoding: string) {
  const remedy = 'Write the file with plain or dictionary encoding (the default of pandas, Polars and DuckDB).';
  return { column: name, value: encoding, problem: 'The column has an encoding that cannot be read.', remedy };
}

function orDamaged(values: Float64Array | null): Outcome<Float64Array> {
  return values === null ? bad(DAMAGED) : good(values);
}

function readPlain(bytes: Uint8Array, { type, unsigned }: ColumnPages, count: number): Float64Array | null {
  const needed = type === 'BOOLEAN' ? Math.ceil(count / 8) : count * WIDTH[type];
  if (bytes.length < needed) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = {
    BOOLEAN: (i: number) => (bytes[i >> 3] >> (i & 7)) & 1,
    INT32: (i: number) => (unsigned ? view.getUint32(4 * i, true) : view.getInt32(4 * i, true)),
    INT64: (i: number) => Number(unsigned ? view.getBigUint64(8 * i, true) : view.getBigInt64(8 * i, true)),
    FLOAT: (i: number) => view.getFloat32(4 * i, true),
    DOUBLE: (i: number) => view.getFloat64(8 * i, true),
    HALF: (i: number) => half(view.getUint16(2 * i, true)),
  }[type];
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) values[i] = read(i);
  return values;
}

function lookUp(indices: Uint32Array | null, dictionary: Float64Array): Float64Array | null {
  if (indices === null || indices.some((index) => index >= dictionary.length)) return null;
  return Float64Array.from(indices, (index) => dictionary[index]);
}

/** Numbers of `width` bits in runs of one value or of eight values packed together; null where there are not `count`. */
function readRuns(bytes: Uint8Array, width: number, count: number): Uint32Array | null {
  if (width > 32) return null;
  const values = new Uint32Array(count);
  // A width of nothing says that all are the first.
  if (width === 0) return values;
  let [at, filled] = [0, 0];
  while (filled < count) {
    let [run, shift] = [0, 0];
    do {
      if (at >= bytes.length || shift > 28) return null;
      run += (bytes[at] & 0x7f) * 2 ** shift;
      shift += 7;
    } while (bytes[at++] >= 0x80);
    const length = Math.floor(run / 2);
    if (length === 0) return null;
    if (run % 2 === 0) {
      const size = Math.ceil(width / 8);
      if (at + size > bytes.length) return null;
      let value = 0;
      for (let i = 0; i < size; i++) value += bytes[at + i] * 256 ** i;
      const end = Math.min(count, filled + length);
      values.fill(value, filled, end);
      [at, filled] = [at + size, end];
    } else {
      const taken = Math.min(8 * length, count - filled);
      if (at + Math.ceil((taken * width) / 8) > bytes.length) return null;
      for (let i = 0; i < taken; i++) values[filled + i] = bitsAt(bytes, at, i * width, width);
      [at, filled] = [at + length * width, filled + taken];
    }
  }
  return values;
}

/** `width` bits from bit `offset` on, the lowest first. */
function bitsAt(bytes: Uint8Array, start: number, offset: number, width: number): number {
  let value = 0;
  for (let done = 0; done < width; ) {
    const bit = offset + done;
    const from = bit & 7;
    const taken = Math.min(8 - from, width - done);
    value += ((bytes[start + (bit >> 3)] >> from) & (2 ** taken - 1)) * 2 ** done;
    done += taken;
  }
  return value;
}
