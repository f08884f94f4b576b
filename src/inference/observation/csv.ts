/**
 * Text of a delimited table to a `RawTable`: comma, semicolon or tab (taken from the header row), quoted cells, any line
 * ending, `# key: value` lines anywhere. Rows keep the number that a spreadsheet shows, comments and blank lines included.
 *
 * Decimal commas: in a file that is separated by semicolons or tabs and has no decimal point in any cell they are read as
 * decimal points, with a notice; in one that has both, or is separated by commas, such cells are refused later as text.
 */
// oxlint-disable-next-line typescript/triple-slash-reference -- an ambient module cannot be imported, and every program that reaches this file needs it
/// <reference path="./papaparse.d.ts" />
import Papa from 'papaparse';
import type { FileProblem } from '../simulators/system.ts';
import { tooManyCells, tooManyColumns, tooManyRows } from './limits.ts';
import { bad, good } from '../files/outcome.ts';
import type { Outcome } from '../files/outcome.ts';
import type { RawTable } from './rawTable.ts';

const TRUTH_PREFIX = 'truth_';
const NO_TABLE = { problem: 'There is no table: only comment lines.', remedy: 'Add a header row and data below it.' };
const DECIMAL_COMMA = /^[+-]?\d*,\d+(e[+-]?\d+)?$/i;

export function parseCsv(text: string): Outcome<RawTable> {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const metadata = takeMetadata(lines);
  if (!metadata.ok) return metadata;
  const headerLine = lines.find((line) => line.trim() !== '');
  if (headerLine === undefined) {
    return bad(NO_TABLE);
  }
  const crowd = tooManyRows(lines.filter((line) => line !== '').length - 1);
  if (crowd) return bad(crowd);
  const delimiter = delimiterOf(headerLine);
  const parsed = Papa.parse(lines.join('\n'), { delimiter, header: false, skipEmptyLines: false });
  const fault = parsed.errors.find((error) => error.type === 'Quotes');
  if (fault) {
    const row = fault.row === undefined ? undefined : fault.row + 1;
    return bad({
      row,
      problem: 'A quotation mark is opened but not closed.',
      remedy: 'Remove or close the quotation mark.',
    });
  }
  return tableOf(parsed.data, delimiter, metadata.value);
}

/** Takes the comment lines out of `lines` (leaving blanks, so that rows keep their numbers) and reads their keys. */
function takeMetadata(lines: string[]): Outcome<Map<string, string>> {
  const found = new Map<string, string>();
  for (const [i, line] of lines.entries()) {
    if (!/^\s*"?\s*#/.test(line)) continue;
    lines[i] = '';
    // A spreadsheet may have wrapped the line in quotes or padded it with delimiters.
    const bare = line
      .replace(/[\s,;]+$/, '')
      .replace(/^\s*"?\s*#+\s*/, '')
      .replace(/"$/, '');
    const match = /^([A-Za-z][\w.-]*)\s*[:=]\s*(.*)$/.exec(bare);
    if (!match) continue;
    const [, key, value] = match;
    const before = found.get(key);
    if (before !== undefined && before !== value) {
      const problem = `"${key}" is declared twice, before as ${JSON.stringify(before)}.`;
      return bad({ row: i + 1, value, problem, remedy: 'Keep one of the two lines.' });
    }
    found.set(key, value);
  }
  return good(found);
}

function delimiterOf(headerLine: string): string {
  const bare = headerLine.replace(/"[^"]*"/g, '');
  return bare.includes('\t') ? '\t' : bare.includes(';') ? ';' : ',';
}

function tableOf(
  records: readonly (readonly string[])[],
  delimiter: string,
  metadata: ReadonlyMap<string, string>,
): Outcome<RawTable> {
  const headerIndex = records.findIndex((record) => !isBlankLine(record));
  // A pair of quotation marks is a line, but an empty cell.
  if (headerIndex < 0) return bad(NO_TABLE);
  const header = records[headerIndex].map((name) => name.trim());
  const headerRow = headerIndex + 1;
  let end = records.length;
  while (end > headerIndex + 1 && records[end - 1].every((cell) => cell.trim() === '')) end--;
  const headerProblem = problemOfHeader(header, headerRow) ?? tooManyCells((end - headerIndex - 1) * header.length);
  if (headerProblem) return bad(headerProblem);

  const rowNumbers: number[] = [];
  const columns = header.map((): string[] => []);
  for (let index = headerIndex + 1; index < end; index++) {
    const record = records[index];
    if (isBlankLine(record)) continue;
    const surplus = record.findIndex((cell, c) => c >= header.length && cell.trim() !== '');
    if (surplus >= 0) {
      const problem = `The row has ${record.length} cells, but the header names ${header.length} columns.`;
      const remedy = 'Remove the surplus cell, or check for a delimiter inside a number.';
      return bad({ row: index + 1, value: record[surplus].trim(), problem, remedy });
    }
    rowNumbers.push(index + 1);
    for (const [c, column] of columns.entries()) column.push((record[c] ?? '').trim());
  }
  // Spreadsheets pad tables with empty columns on the right.
  while (
    header.length > 1 &&
    header[header.length - 1] === '' &&
    columns[header.length - 1].every((cell) => cell === '')
  ) {
    header.pop();
    columns.pop();
  }
  const decimalComma = delimiter !== ',' && usesDecimalComma(columns);
  const { system, ...rest } = Object.fromEntries(metadata);
  return good({
    format: 'csv',
    header,
    headerRow,
    columns,
    rowNumbers,
    metadata: withDecimalPoints(rest, decimalComma),
    system,
    design: {},
    truth: truthOf(withDecimalPoints(rest, decimalComma)),
    decimalComma,
    notices: decimalComma ? ['Decimal commas were read as decimal points.'] : [],
  });
}

function isBlankLine(record: readonly string[]): boolean {
  return record.length === 1 && record[0].trim() === '';
}

function problemOfHeader(header: readonly string[], row: number): FileProblem | null {
  const crowd = tooManyColumns(header.length);
  if (crowd) return crowd;
  if (header.every((name) => name !== '' && Number.isFinite(Number(name)))) {
    const remedy = 'Put a row with the column names above the data.';
    return { row, value: header.join(' '), problem: 'The first row holds numbers, not column names.', remedy };
  }
  if (header.length === 1 && /\S\s+\S/.test(header[0])) {
    const remedy = 'Separate the columns with commas, semicolons or tabs, not with spaces.';
    return { row, value: header[0], problem: 'The header row is a single cell.', remedy };
  }
  return null;
}

function usesDecimalComma(columns: readonly (readonly string[])[]): boolean {
  const anywhere = (test: (cell: string) => boolean) => columns.some((column) => column.some(test));
  return anywhere((cell) => DECIMAL_COMMA.test(cell)) && !anywhere((cell) => cell.includes('.'));
}

function withDecimalPoints(metadata: Readonly<Record<string, string>>, decimalComma: boolean): Record<string, string> {
  const point = (value: string) => (decimalComma && DECIMAL_COMMA.test(value) ? value.replace(',', '.') : value);
  return Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, point(value)]));
}

/** `# truth_A: 2` lines; one that is no number is left out here and reported as an unused metadata line. */
export function truthOf(metadata: Readonly<Record<string, string>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(metadata)
      .filter(([key, value]) => key.startsWith(TRUTH_PREFIX) && value !== '' && Number.isFinite(Number(value)))
      .map(([key, value]) => [key.slice(TRUTH_PREFIX.length), Number(value)]),
  );
}

/** The metadata line for one known parameter value. */
export function truthKey(parameter: string): string {
  return TRUTH_PREFIX + parameter;
}
