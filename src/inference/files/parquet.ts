/**
 * Parquet tables of numbers, from bytes. hyparquet reads the footer, after it was found to be whole; every size and place
 * in it is judged before a page is read (parquetPages.ts). Flat columns of numbers or truth values, without nulls.
 */
import { parquetMetadata } from 'hyparquet';
import * as v from 'valibot';
import { bad, good } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { ColumnPages, NumberType } from './parquetPages.ts';
import { CODECS, readPages } from './parquetPages.ts';
import { endOfStruct } from './thrift.ts';

export interface ParquetTable {
  /** In the file's order, all of one length. */
  readonly columns: readonly { readonly name: string; readonly values: Float64Array }[];
  /** Free text under names of its own. */
  readonly metadata: ReadonlyMap<string, string>;
}

const MAGIC = [0x50, 0x41, 0x52, 0x31];
const TAIL = 8;
const LONGEST_FOOTER = 4_000_000;
const TYPES: readonly string[] = ['BOOLEAN', 'INT32', 'INT64', 'FLOAT', 'DOUBLE'] satisfies NumberType[];
/** What is used of what hyparquet makes of a footer; a damaged one has anything anywhere, whatever hyparquet's types say. */
const elementSchema = v.object({
  name: v.string(),
  type: v.optional(v.string()),
  num_children: v.optional(v.number()),
  repetition_type: v.optional(v.string()),
  converted_type: v.optional(v.string()),
  logical_type: v.optional(v.object({ type: v.optional(v.string()), isSigned: v.optional(v.boolean()) })),
});
const chunkSchema = v.object({
  file_path: v.optional(v.string()),
  crypto_metadata: v.optional(v.unknown()),
  meta_data: v.optional(
    v.object({
      type: v.string(),
      codec: v.string(),
      path_in_schema: v.array(v.string()),
      total_compressed_size: v.bigint(),
      data_page_offset: v.bigint(),
      dictionary_page_offset: v.optional(v.bigint()),
    }),
  ),
});
const footerSchema = v.object({
  num_rows: v.bigint(),
  schema: v.pipe(v.array(elementSchema), v.minLength(2)),
  row_groups: v.array(v.object({ num_rows: v.bigint(), columns: v.array(chunkSchema) })),
  key_value_metadata: v.optional(v.array(v.object({ key: v.string(), value: v.optional(v.string(), '') })), []),
});
type SchemaElement = v.InferOutput<typeof elementSchema>;

const AGAIN = 'Write the Parquet file once more.';
const DAMAGED = { problem: 'The Parquet file is cut off or damaged.', remedy: AGAIN };

function hasMagic(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/** @param tooLarge what is wrong with a table of so many rows and columns, or null */
export async function readParquet(
  file: Uint8Array,
  tooLarge: (rows: number, columns: number) => Parameters<typeof bad>[0] | null,
): Promise<Outcome<ParquetTable>> {
  const footer = readFooter(file);
  if (!footer.ok) return footer;
  const { schema, row_groups: groups, key_value_metadata: pairs } = footer.value;
  const rows = Number(footer.value.num_rows);
  const leaves = schema.slice(1);
  const crowd = tooLarge(rows, leaves.length);
  if (crowd !== null) return bad(crowd);
  for (const element of leaves) {
    const problem = problemOfColumn(element);
    if (problem !== null) return bad({ column: element.name, ...problem });
  }
  if (!Number.isInteger(rows) || rows < 0) return bad(DAMAGED);
  const columns = leaves.map(({ name }) => ({ name, values: new Float64Array(rows) }));
  let first = 0;
  for (const group of groups) {
    const count = Number(group.num_rows);
    if (!(count >= 0 && first + count <= rows) || group.columns.length !== leaves.length) return bad(DAMAGED);
    for (const [c, chunk] of group.columns.entries()) {
      const pages = pagesOf(leaves[c], chunk, file.length);
      if (!pages.ok) return pages;
      const into = columns[c].values.subarray(first, first + count);
      const read = await readPages(file, pages.value, into, first + 1);
      if (!read.ok) return bad({ column: leaves[c].name, ...read.problem });
    }
    first += count;
  }
  if (first !== rows) return bad(DAMAGED);
  for (const [c, { name, values }] of columns.entries()) {
    const inexact = leaves[c].type === 'INT64' ? values.findIndex((value) => !Number.isSafeInteger(value)) : -1;
    if (inexact < 0) continue;
    const problem = 'The 64-bit integer is beyond 2^53, which a float64 cannot hold exactly.';
    const remedy = 'Write the column as float64 if it need not be exact.';
    return bad({ row: inexact + 1, column: name, value: String(values[inexact]), problem, remedy });
  }
  return good({ columns, metadata: new Map(pairs.map(({ key, value }) => [key, value])) });
}

function readFooter(file: Uint8Array): Outcome<v.InferOutput<typeof footerSchema>> {
  if (file.length < 2 * MAGIC.length + TAIL || !hasMagic(file.subarray(-MAGIC.length))) return bad(DAMAGED);
  const length = new DataView(file.buffer, file.byteOffset + file.length - TAIL, 4).getUint32(0, true);
  if (length > LONGEST_FOOTER) {
    const problem = `The footer of the Parquet file has ${length} bytes; at most ${LONGEST_FOOTER} are read.`;
    return bad({ problem, remedy: 'Write the file with fewer and larger row groups.' });
  }
  const start = file.length - TAIL - length;
  if (start < MAGIC.length || endOfStruct(file, start, start + length) === null) return bad(DAMAGED);
  let content: unknown;
  try {
    content = parquetMetadata(file.subarray(start), { geoparquet: false });
  } catch {
    // A footer that is whole but has not the parts that it must have.
    return bad(DAMAGED);
  }
  const footer = v.safeParse(footerSchema, content);
  return footer.success ? good(footer.output) : bad(DAMAGED);
}

function problemOfColumn({ type, num_children: children, repetition_type: repetition, ...element }: SchemaElement) {
  const remedy = 'Keep flat columns of numbers only.';
  const { converted_type: converted, logical_type: logical } = element;
  if (children !== undefined || repetition === 'REPEATED') return { problem: 'The column is nested.', remedy };
  if (type === undefined || !TYPES.includes(type)) {
    return { problem: 'The column holds text or bytes, not numbers.', remedy };
  }
  const plain = logical === undefined || logical.type === 'INTEGER';
  if (plain && (converted === undefined || /^U?INT_/.test(converted))) return null;
  const what = logical?.type ?? converted ?? 'of an unknown kind';
  return { problem: `The column holds dates, times or decimals (${what}), not plain numbers.`, remedy };
}

function pagesOf(
  { name, type, repetition_type: repetition, converted_type: converted, logical_type: logical }: SchemaElement,
  { meta_data: chunk, file_path: elsewhere, crypto_metadata: encrypted }: v.InferOutput<typeof chunkSchema>,
  length: number,
): Outcome<ColumnPages> {
  if (encrypted !== undefined || (chunk === undefined && elsewhere === undefined)) {
    return bad({ column: name, problem: 'The column is encrypted.', remedy: 'Write the file without encryption.' });
  }
  if (chunk === undefined || elsewhere) {
    return bad({ column: name, problem: 'The column lies in another file.', remedy: 'Write one file.' });
  }
  const codec = CODECS.find((known) => known === chunk.codec);
  if (codec === undefined) {
    const problem = `The column is packed by ${chunk.codec}, which is not read.`;
    return bad({ column: name, problem, remedy: `Write the file with one of ${CODECS.join(', ')}.` });
  }
  // Some writers leave the dictionary's offset at 0, and it then lies before the first page of data.
  const offsets = [chunk.dictionary_page_offset, chunk.data_page_offset].map(Number).filter((offset) => offset > 0);
  const start = Math.min(...offsets);
  const end = start + Number(chunk.total_compressed_size);
  const isWhole = chunk.type === type && chunk.path_in_schema.join('.') === name;
  if (!isWhole || !(start >= MAGIC.length && end >= start && end <= length)) return bad(DAMAGED);
  return good({
    name,
    type: chunk.type as NumberType,
    unsigned: converted?.startsWith('UINT_') === true || (logical?.type === 'INTEGER' && !logical.isSigned),
    optional: repetition !== 'REQUIRED',
    codec,
    start,
    end,
  });
}
