/**
 * Text of a delimited table to a `RawTable`: comma, semicolon, tab or white space, quoted cells, any line ending, `# key: value`
 * lines anywhere, names of the columns in the first row or in the comment above the numbers. Rows keep the number that a
 * spreadsheet shows, comments and blank lines included. How numbers are written is judged in numerals.ts.
 */
import { bad, good } from '../files/outcome.ts';
import type { Outcome } from '../files/outcome.ts';
import { listed, quoted, shown } from '../math/shown.ts';
import type { FileProblem } from '../simulators/system.ts';
import { withoutCommentMark } from './commentMark.ts';
import {
  areNumbers,
  declaredDelimiter,
  delimiterOf,
  firstDataLine,
  firstLine,
  headerInComment,
  METADATA,
} from './csvForm.ts';
import { readRecords, SPACES } from './csvRecords.ts';
import type { CsvComment, CsvRecord } from './csvRecords.ts';
import { cellText } from './csvText.ts';
import { tooManyCells, tooManyRows } from './limits.ts';
import { numberOf } from './numberText.ts';
import { readNumerals } from './numerals.ts';
import { LABEL_COLUMNS } from './rawTable.ts';
import type { RawTable, TableOutline } from './rawTable.ts';
import { withoutRowNames } from './rowNames.ts';
import { truthKey } from './truthKey.ts';

const NO_TABLE = { problem: 'There is no table: only comment lines.', remedy: 'Add a header row and data below it.' };
const POINT_BETWEEN_THOUSANDS = /^[+-]?[1-9]\d{0,2}(?:\.\d{3})+$/;
const DECIMAL_COMMA = /^[+-]?\d{0,40},\d{1,40}(?:e[+-]?\d+)?$/i;

/** A text table of which no cell has been read. */
export interface UnreadCsv {
  /** Null: the table is small, or quotation marks may join its lines, whose number then says nothing. */
  readonly outline: TableOutline | null;
  readonly read: () => Outcome<RawTable>;
}

export function parseCsv(content: string): Outcome<RawTable> {
  const unread = openCsv(content);
  return unread.ok ? unread.value.read() : unread;
}

/** Refuses a text without a table, or with more rows than are read. */
export function openCsv(content: string): Outcome<UnreadCsv> {
  const all = content.replace(/\r\n?/g, '\n');
  const declared = declaredDelimiter(all);
  // The line that declares it stays as an empty one, so that rows keep their numbers.
  const text = declared === null ? all : all.slice(firstLine(all).length);
  const delimiter = declared ?? delimiterOf(text);
  if (delimiter === null) return bad(NO_TABLE);
  const rows = countRows(text) - 1;
  const crowd = tooManyRows(rows);
  if (crowd) return bad(crowd);
  return good({ outline: outlineOf(text, delimiter, rows), read: () => readCsv(text, delimiter, declared) });
}

/** @param declared the delimiter, where a first line that was taken away has declared it */
function readCsv(text: string, delimiter: string, declared: string | null): Outcome<RawTable> {
  const lines = readRecords(text, delimiter);
  if (!lines.ok) return lines;
  const table = tableOf(lines.value.records, lines.value.comments, delimiter);
  if (!table.ok || declared === null) return table;
  const notice = `The first line, which tells Excel that ${quoted(declared)} separates the columns, was left out.`;
  return good({ ...table.value, notices: [notice, ...table.value.notices] });
}

/** Of the lines only the header is read. */
function outlineOf(text: string, delimiter: string, rows: number): TableOutline | null {
  if (rows < LARGE || text.includes('"')) return null;
  const header = readRecords(firstDataLine(text), delimiter);
  const [first] = header.ok ? header.value.records : [];
  return first === undefined ? null : { header: first.cells, rows };
}

/** Rows: fewer are read in no time. */
const LARGE = 5000;

/** Lines that are neither empty nor comments. */
function countRows(text: string): number {
  let lines = 0;
  for (let at = 0; at < text.length; ) {
    const found = text.indexOf('\n', at);
    const end = found < 0 ? text.length : found;
    if (end > at && text[at] !== '#') lines++;
    at = end + 1;
  }
  return lines;
}

function tableOf(records: readonly CsvRecord[], comments: readonly CsvComment[], delimiter: string): Outcome<RawTable> {
  const [first] = records;
  if (first === undefined || first.cells.every((cell) => cell === '')) return bad(NO_TABLE);
  const above = headerInComment(comments, first, delimiter);
  const headed = above ?? first;
  const body = withoutEmptyEnd(above === null ? records.slice(1) : records);
  const metadata = metadataOf(comments.filter(({ row }) => row !== above?.row));
  if (!metadata.ok) return metadata;
  const marked = withoutCommentMark(headed.cells.map(cellText), body, delimiter === SPACES);
  const named = withoutRowNames(marked.header, body, delimiter === SPACES);
  const headerProblem =
    problemOfHeader(named.header, headed.row) ??
    tooManyCells(named.rows.length * named.header.length) ??
    lackingRow(named.header, named.rows, delimiter === SPACES, headed.row);
  if (headerProblem) return bad(headerProblem);
  const header = withoutPadding(named.header, named.rows);
  const doubtful = doubtfulComment(comments, header, headed.row, delimiter) ?? surplusCell(named.header, named.rows);
  if (doubtful !== null) return bad(doubtful);
  const rowNumbers = named.rows.map(({ row }) => row);
  const columns = header.map((_, c) => named.rows.map(({ cells }) => cells[c] ?? ''));
  const numerals = readNumerals({ header, columns, rowNumbers }, delimiter, LABEL_COLUMNS);
  if ('problem' in numerals) return bad(numerals);
  const values = withDecimalPoints(metadata.value, numerals.decimalComma);
  if (!values.ok) return values;
  const { system, ...rest } = values.value;
  const notices = [
    ...(above === null ? [] : [`The column names were taken from the comment in row ${above.row}.`]),
    ...marked.notices,
    ...named.notices,
    ...numerals.notices,
  ];
  return good({
    format: 'csv',
    header,
    headerRow: headed.row,
    columns: numerals.columns,
    rowNumbers,
    metadata: rest,
    system,
    design: {},
    truth: truthOf(rest),
    notices,
    ...(named.header.length < marked.header.length ? { indexed: true as const } : {}),
  });
}

/** The keys of comment lines. */
export function metadataOf(comments: readonly CsvComment[]): Outcome<Record<string, string>> {
  const found = new Map<string, string>();
  for (const { row, text } of comments) {
    const match = METADATA.exec(text);
    if (!match) continue;
    const [, key, value] = match;
    const before = found.get(key);
    if (before !== undefined && before !== value) {
      const problem = `${quoted(key)} is declared twice, before as ${quoted(before)}.`;
      return bad({ row, value, problem, remedy: 'Keep one of the two lines.' });
    }
    found.set(key, value);
  }
  return good(Object.fromEntries(found));
}

function problemOfHeader(header: readonly string[], row: number): FileProblem | null {
  if (!areNumbers(header)) return null;
  const remedy = 'Put a row with the column names above the data.';
  return {
    row,
    value: header.join(' ').slice(0, 1000),
    problem: 'The first row holds numbers, not column names.',
    remedy,
  };
}

/** Rows of empty cells at the end are padding of a spreadsheet. */
function withoutEmptyEnd(rows: readonly CsvRecord[]): readonly CsvRecord[] {
  let end = rows.length;
  while (end > 0 && rows[end - 1].cells.every((cell) => cell === '')) end--;
  return rows.slice(0, end);
}

/** Spreadsheets pad tables with empty columns on the right. */
function withoutPadding(header: readonly string[], rows: readonly CsvRecord[]): string[] {
  let end = header.length;
  while (end > 1 && header[end - 1] === '' && rows.every(({ cells }) => (cells[end - 1] ?? '') === '')) end--;
  return header.slice(0, end);
}

/**
 * A row that lacks cells where none can be empty, between white space: nobody knows which. And a row of a wide table that lacks
 * most of its cells: to fill them up would take far more memory than the text has.
 */
function lackingRow(
  header: readonly string[],
  rows: readonly CsvRecord[],
  spaced: boolean,
  headerRow: number,
): FileProblem | null {
  const least = spaced ? header.length : header.length < WIDE ? 0 : header.length / 2;
  const lacking = rows.find(({ cells }) => cells.length < least);
  if (lacking === undefined) return null;
  const { row, cells } = lacking;
  const problem = `The row has ${cells.length} of the ${header.length} cells for which the header (row ${headerRow}: ${listed(header)}) has names.`;
  const remedy = 'Give every row a cell for each column, and begin lines above the column names with "#".';
  return { row, problem, remedy };
}

/** Columns. */
const WIDE = 100;

function surplusCell(header: readonly string[], rows: readonly CsvRecord[]): FileProblem | null {
  for (const { row, cells } of rows) {
    if (cells.length <= header.length) continue;
    const surplus = cells.findIndex((cell, c) => c >= header.length && cell !== '');
    if (surplus < 0) continue;
    const problem = `The row has ${cells.length} cells, but the header names ${header.length} columns.`;
    const remedy = 'Remove the surplus cell, or check for a delimiter inside a number.';
    return { row, value: cells[surplus], problem, remedy };
  }
  return null;
}

/**
 * A line below the header that begins with "#" and yet has a cell for every column, of which the first names the row: its name
 * may begin so.
 */
function doubtfulComment(
  comments: readonly CsvComment[],
  header: readonly string[],
  headerRow: number,
  delimiter: string,
): FileProblem | null {
  if (header.length < 2 || !LABEL_COLUMNS.has(header[0])) return null;
  const doubtful = comments.find(({ row, line }) => {
    if (row < headerRow) return false;
    const read = readRecords(`_${line.trim()}`, delimiter);
    const [record] = read.ok ? read.value.records : [];
    return record?.cells.length === header.length && areNumbers(record.cells.slice(1));
  });
  if (doubtful === undefined) return null;
  return {
    row: doubtful.row,
    value: doubtful.line.trim(),
    problem: `The row begins with "#", which begins a comment, but it has a cell for each of the ${header.length} columns.`,
    remedy: `Put its ${header[0]} in quotation marks if it is a row, or remove a cell if it is a comment.`,
  };
}

/** Values of comment lines in the way of the table's numbers. */
function withDecimalPoints(
  metadata: Readonly<Record<string, string>>,
  decimalComma: boolean,
): Outcome<Record<string, string>> {
  if (!decimalComma) return good(metadata);
  const doubtful = Object.entries(metadata).find(([, value]) => POINT_BETWEEN_THOUSANDS.test(value));
  if (doubtful !== undefined) {
    const [key, value] = doubtful;
    const problem = `${shown(key)} may have a point before decimals or between thousands, in a table with decimal commas.`;
    return bad({ column: key, value, problem, remedy: 'Write it without separators between thousands.' });
  }
  const point = (value: string) => (DECIMAL_COMMA.test(value) ? value.replace(',', '.') : value);
  return good(Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, point(value)])));
}

/** `# truth_A: 2` lines; one that is no number is left out here and reported as an unused metadata line. */
export function truthOf(metadata: Readonly<Record<string, string>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(metadata)
      .filter(([key, value]) => key.startsWith(truthKey('')) && Number.isFinite(numberOf(value)))
      .map(([key, value]) => [key.slice(truthKey('').length), Number(value)]),
  );
}
