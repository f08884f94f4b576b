/**
 * Parquet tables of numbers, from bytes. hyparquet reads the footer, after it was found to be whole; every size and place
 * in it is judged before a page is read (parquetPages.ts). Columns of numbers or truth values, and of lists of one length,
 * whose entries become columns; a missing value is NaN. Columns of anything else are left out, and named.
 */
import { parquetMetadata } from 'hyparquet';
import * as v from 'valibot';
import type { FileProblem } from '../simulators/system.ts';
import { bad, good } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { ColumnPages } from './parquetPages.ts';
import { CODECS, readPages, UNEVEN } from './parquetPages.ts';
import { elementSchema, type Leaf, leavesOf } from './parquetSchema.ts';
import { endOfStruct } from './thrift.ts';

export interface ParquetTable {
  /** In the file's order, all of one length. */
  readonly columns: readonly { readonly name: string; readonly values: Float64Array }[];
  /** The only row has a list in each column, all of one length: these are the columns. */
  readonly wholeColumns: boolean;
  /** Columns of truth values, which are 0 and 1 here. */
  readonly truthValues: readonly string[];
  /** Free text under names of its own. */
  readonly metadata: ReadonlyMap<string, string>;
  /** Columns that hold something else, with what. */
  readonly unread: ReadonlyMap<string, FileProblem>;
}

const MAGIC = [0x50, 0x41, 0x52, 0x31];
const TAIL = 8;
const LONGEST_FOOTER = 4_000_000;
const chunkSchema = v.object({
  file_path: v.optional(v.string()),
  crypto_metadata: v.optional(v.unknown()),
  meta_data: v.optional(
    v.object({
      type: v.string(),
      codec: v.string(),
      path_in_schema: v.array(v.string()),
      total_compressed_size: v.bigint(),
      num_values: v.bigint(),
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

type ReadLeaf = Leaf & { readonly kind: { readonly read: true } };

const AGAIN = 'Write the Parquet file again.';
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
  const leaves = leavesOf(schema);
  if (leaves === null || !Number.isInteger(rows) || rows < 0) return bad(DAMAGED);
  const unread = new Map<string, FileProblem>();
  const wanted: { leaf: ReadLeaf; c: number; width: number }[] = [];
  for (const [c, { kind, ...leaf }] of leaves.entries()) {
    const width = kind.read ? widthOf(kind, groups, c) : 0;
    if (kind.read && width > 0) wanted.push({ leaf: { ...leaf, kind }, c, width });
    else unread.set(leaf.name, kind.read ? { column: leaf.name, ...UNEVEN } : kind.problem);
  }
  // A file of nothing else tells about its first column.
  const [first] = unread.values();
  if (wanted.length === 0) return bad(first ?? DAMAGED);
  const crowd = tooLarge(
    rows,
    wanted.reduce((sum, { width }) => sum + width, 0),
  );
  if (crowd !== null) return bad(crowd);
  const columns = wanted.map((column) => ({ ...column, values: new Float64Array(rows * column.width) }));
  let done = 0;
  for (const group of groups) {
    const count = Number(group.num_rows);
    if (!(count >= 0 && done + count <= rows) || group.columns.length !== leaves.length) return bad(DAMAGED);
    for (const { leaf, c, width, values } of columns) {
      const pages = pagesOf(leaf, width, group.columns[c], file.length);
      if (!pages.ok) return pages;
      const into = values.subarray(done * width, (done + count) * width);
      const read = await readPages(file, pages.value, into, done + 1);
      if (!read.ok) return bad({ column: leaf.name, ...read.problem });
    }
    done += count;
  }
  if (done !== rows) return bad(DAMAGED);
  for (const { leaf, width, values } of columns) {
    const inexact =
      leaf.kind.type === 'INT64'
        ? values.findIndex((value) => Number.isInteger(value) && !Number.isSafeInteger(value))
        : -1;
    if (inexact < 0) continue;
    const problem = 'The 64-bit integer is beyond 2^53, which a float64 cannot hold exactly.';
    const remedy = 'Write the column as float64 if it need not be exact.';
    return bad({
      row: Math.floor(inexact / width) + 1,
      column: leaf.name,
      value: String(values[inexact]),
      problem,
      remedy,
    });
  }
  const wholeColumns =
    rows === 1 && columns.length > 1 && columns.every(({ width }) => width > 1 && width === columns[0].width);
  return good({
    wholeColumns,
    truthValues: columns.filter(({ leaf: { kind } }) => kind.type === 'BOOLEAN').map(({ leaf: { name } }) => name),
    columns: columns.flatMap(({ leaf: { name }, width, values }) =>
      width === 1 || wholeColumns ? [{ name, values }] : entriesOf(name, values, width),
    ),
    metadata: new Map(pairs.map(({ key, value }) => [key, value])),
    unread,
  });
}

/** Numbers that a column has in each row; 0 where its lists are not of one length. */
function widthOf(
  { list }: ReadLeaf['kind'],
  groups: v.InferOutput<typeof footerSchema>['row_groups'],
  c: number,
): number {
  if (list === null) return 1;
  const widths = groups
    .filter(({ num_rows: rows }) => rows > 0n)
    .map(({ num_rows: rows, columns }) => Number(columns[c]?.meta_data?.num_values ?? 0n) / Number(rows));
  const [width = 1] = widths;
  return Number.isInteger(width) && widths.every((other) => other === width) ? width : 0;
}

/** The columns name_1, name_2, ... of lists that follow one another. */
function entriesOf(name: string, values: Float64Array, length: number) {
  return Array.from({ length }, (_, i) => ({
    name: `${name}_${i + 1}`,
    values: Float64Array.from({ length: values.length / length }, (_row, r) => values[r * length + i]),
  }));
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

function pagesOf(
  { name, path, type, kind }: ReadLeaf,
  width: number,
  { meta_data: chunk, file_path: elsewhere, crypto_metadata: encrypted }: v.InferOutput<typeof chunkSchema>,
  length: number,
): Outcome<ColumnPages> {
  if (encrypted !== undefined || (chunk === undefined && elsewhere === undefined)) {
    return bad({ column: name, problem: 'The column is encrypted.', remedy: 'Write the file without encryption.' });
  }
  if (chunk === undefined || elsewhere) {
    return bad({ column: name, problem: 'The column is stored in another file.', remedy: 'Write one file.' });
  }
  const codec = CODECS.find((known) => known === chunk.codec);
  if (codec === undefined) {
    const problem = `The column is compressed with ${chunk.codec}, which cannot be read.`;
    return bad({ column: name, problem, remedy: `Write the file with one of ${CODECS.join(', ')}.` });
  }
  // Some writers leave the dictionary's offset at 0, and it then lies before the first page of data.
  const offsets = [chunk.dictionary_page_offset, chunk.data_page_offset].map(Number).filter((offset) => offset > 0);
  const start = Math.min(...offsets);
  const end = start + Number(chunk.total_compressed_size);
  const isWhole = chunk.type === type && chunk.path_in_schema.join('.') === path.join('.');
  if (!isWhole || !(start >= MAGIC.length && end >= start && end <= length)) return bad(DAMAGED);
  return good({
    name,
    type: kind.type,
    unsigned: kind.unsigned,
    depth: kind.depth,
    list: kind.list === null ? null : { length: width, optional: kind.list.optional },
    codec,
    start,
    end,
  });
}
