/** What the first lines of a text table tell of its form: the delimiter, and a header that stands in a comment. */
import { SPACES } from './csvRecords.ts';
import type { CsvComment, CsvRecord } from './csvRecords.ts';
import { numberOf, plainNumber } from './numberText.ts';

/** "sep=;" in the first line, which tells Excel the delimiter. */
const DECLARED = /^\s*"?sep=(.)"?[ \t,;]*$/i;

/** A comment of the form "key: value". */
export const METADATA = /^([A-Za-z][\w.-]*)\s*[:=]\s*([^]*)$/;

/** The delimiter that Excel is told in the first line, or null. */
export function declaredDelimiter(text: string): string | null {
  return DECLARED.exec(firstLine(text))?.[1] ?? null;
}

export function firstLine(text: string): string {
  const end = text.indexOf('\n');
  return end < 0 ? text : text.slice(0, end);
}

/** Tab, semicolon, comma, vertical bar or white space, by the first line that is no comment; null where there is none. */
export function delimiterOf(text: string): string | null {
  const { lines, above } = dataLines(text);
  const [first, second] = lines;
  if (first === undefined) return null;
  // Numbers alone: their commas may be decimal ones, and the comment above that names the columns has the delimiter.
  if (areWords(first) && !/[,;\t]/.test(above)) return SPACES;
  // A header of one name says nothing, and R puts names before the rows below it.
  return delimiterIn(first) ?? (second === undefined ? null : delimiterIn(second)) ?? ',';
}

/** The first two lines that are neither blank nor comments, and the comment above them. */
function dataLines(text: string): { readonly lines: readonly string[]; readonly above: string } {
  const lines: string[] = [];
  let above = '';
  for (let start = 0; start <= text.length && lines.length < 2; ) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    const line = text.slice(start, end).trim();
    const isComment = /^"?\s?#/.test(line);
    if (isComment && lines.length === 0) above = line;
    if (line !== '' && !isComment) lines.push(line);
    start = end + 1;
  }
  return { lines, above };
}

/** The first line that is neither blank nor a comment; empty where there is none. */
export function firstDataLine(text: string): string {
  return dataLines(text).lines[0] ?? '';
}

/** Null where the line has a single cell. */
function delimiterIn(line: string): string | null {
  const bare = line.replace(/"[^"]*"/g, 'q');
  for (const mark of ['\t', ';', ',', '|']) if (bare.includes(mark)) return mark;
  return /\s/.test(bare) ? SPACES : null;
}

/** Numbers with spaces between them. */
function areWords(line: string): boolean {
  if (line.length > 100_000 || /[\t;]/.test(line)) return false;
  const words = line.replaceAll('"', '').split(/\s+/);
  return words.length > 1 && !words.some((word) => word.startsWith(',') || word.endsWith(',')) && areNumbers(words);
}

/** Whether all cells are numbers, in one way of writing them or another. */
export function areNumbers(cells: readonly string[]): boolean {
  return cells.every((cell) => {
    const { text } = plainNumber(cell);
    return (
      Number.isFinite(numberOf(text)) || (text.length < 60 && /^[+-]?\d[\d.,'\u2019\s]*(?:e[+-]?\d+)?$/i.test(text))
    );
  });
}

/**
 * The names in the last comment above rows of numbers, as numpy.savetxt and many programs of physics write them; null where it
 * does not name as many columns as there are.
 */
export function headerInComment(
  comments: readonly CsvComment[],
  first: CsvRecord,
  delimiter: string,
): CsvRecord | null {
  const above = comments.findLast(({ row }) => row < first.row);
  if (above === undefined || !first.cells.some((cell) => areNumbers([cell]))) return null;
  // A row with names in it may be a header, and the comment then tells something else.
  if (!areNumbers(first.cells) && METADATA.test(above.text)) return null;
  const ways = [above.text.split(delimiter === SPACES ? /\s+/ : delimiter), above.text.split(/[\s,;]+/)];
  for (const way of ways) {
    const cells = way.map((name) => name.trim());
    const named = cells.every((name) => name !== '' && Number.isNaN(Number(name)));
    if (named && cells.length === first.cells.length) return { row: above.row, cells, quoted: false };
  }
  return null;
}
