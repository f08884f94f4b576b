/** What the first lines of a text table tell of its form: the delimiter, and a header that stands in a comment. */
import { SPACES } from './csvRecords.ts';
import type { CsvComment, CsvRecord } from './csvRecords.ts';
import { numberOf, plainNumber } from './numberText.ts';

/** "sep=;" in the first line, which tells Excel the delimiter. */
const DECLARED = /^\s*"?sep=(.)"?[ \t,;]*$/i;

/** The delimiter that Excel is told in the first line, or null. */
export function declaredDelimiter(text: string): string | null {
  return DECLARED.exec(firstLine(text))?.[1] ?? null;
}

export function firstLine(text: string): string {
  const end = text.indexOf('\n');
  return end < 0 ? text : text.slice(0, end);
}

/** Tab, semicolon, comma or white space, by the first line that is no comment; null where there is none. */
export function delimiterOf(text: string): string | null {
  for (let start = 0; start <= text.length; ) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    const line = text.slice(start, end).trim();
    if (line !== '' && !/^"?\s?#/.test(line)) return delimiterIn(line);
    start = end + 1;
  }
  return null;
}

function delimiterIn(line: string): string {
  const bare = line.replace(/"[^"]*"/g, 'q');
  for (const mark of ['\t', ';', ',']) if (bare.includes(mark)) return mark;
  return /\s/.test(bare) ? SPACES : ',';
}

/** Whether all cells are numbers, in one way of writing them or another. */
export function areNumbers(cells: readonly string[]): boolean {
  return cells.every((cell) => {
    const { text } = plainNumber(cell);
    return Number.isFinite(numberOf(text)) || (text.length < 60 && /^[+-]?\d[\d.,]*$/.test(text));
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
  if (above === undefined || above.text.length > 1_000_000) return null;
  const ways = [above.text.split(delimiter === SPACES ? /\s+/ : delimiter), above.text.split(/[\s,;]+/)];
  for (const way of ways) {
    const cells = way.map((name) => name.trim());
    const named = cells.every((name) => name !== '' && Number.isNaN(Number(name)));
    if (named && cells.length === first.cells.length) return { row: above.row, cells, quoted: false };
  }
  return null;
}
