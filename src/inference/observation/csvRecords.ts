/**
 * The text of a table as records of cells (RFC 4180), with comment lines apart. A cell in quotation marks may hold the
 * delimiter, line ends and doubled quotation marks. Columns may be separated by white space. Takes time in proportion to the
 * text, whatever it holds.
 */
import { bad, good } from '../files/outcome.ts';
import type { Outcome } from '../files/outcome.ts';
import { MAX_COLUMNS, tooManyColumns } from './limits.ts';

export interface CsvRecord {
  /** As a spreadsheet counts, from 1. */
  readonly row: number;
  /** Trimmed. */
  readonly cells: readonly string[];
  /** The first cell stood in quotation marks. */
  readonly quoted: boolean;
}

export interface CsvComment {
  readonly row: number;
  /** The line without what a spreadsheet puts around it. */
  readonly text: string;
  /** The line as it is. */
  readonly line: string;
}

export interface CsvLines {
  /** Blank lines are left out. */
  readonly records: readonly CsvRecord[];
  readonly comments: readonly CsvComment[];
}

/** White space of any width. */
export const SPACES = ' ';

/** @param text with line feeds at its line ends */
export function readRecords(text: string, delimiter: string): Outcome<CsvLines> {
  const records: CsvRecord[] = [];
  const comments: CsvComment[] = [];
  const scanner = new Scanner(text, delimiter);
  for (let row = 1; !scanner.atEnd; row++) {
    const start = scanner.position;
    if (scanner.beginsWith('#')) {
      const line = scanner.line();
      comments.push({ row, text: bare(line), line });
      continue;
    }
    const mayBeComment = scanner.beginsWith('"#');
    const record = scanner.record();
    if (typeof record === 'string') return bad({ row, problem: record, remedy: 'Remove or close the quotation mark.' });
    const crowd = tooManyColumns(record.count);
    if (crowd !== null) return bad({ row, ...crowd });
    const { cells, quoted } = record;
    // A spreadsheet may have wrapped a comment in quotation marks and padded it with delimiters.
    if (mayBeComment && cells.slice(1).every((cell) => cell === '')) {
      comments.push({ row, text: bare(cells[0]), line: text.slice(start, scanner.position).trim() });
    } else if (cells.length > 1 || cells[0] !== '') records.push({ row, cells, quoted });
  }
  return good({ records, comments });
}

/** A comment without its "#" and the delimiters after it. */
function bare(line: string): string {
  let end = line.length;
  while (end > 0 && /[\s,;]/.test(line[end - 1])) end--;
  let start = 0;
  while (start < end && /[\s#]/.test(line[start])) start++;
  return line.slice(start, end);
}

class Scanner {
  readonly #text: string;
  readonly #delimiter: string;
  #at = 0;
  /** Places of the next quotation mark and the next delimiter at or after `#at`: each is looked for once. */
  readonly #next = new Map<string, number>();

  constructor(text: string, delimiter: string) {
    this.#text = text;
    this.#delimiter = delimiter;
  }

  get position(): number {
    return this.#at;
  }

  get atEnd(): boolean {
    return this.#at > this.#text.length;
  }

  /** Whether the line, but for white space at its beginning, begins so. White space is passed over. */
  beginsWith(text: string): boolean {
    let at = this.#at;
    while (at < this.#text.length && /[^\S\n]/.test(this.#text[at])) at++;
    if (!this.#text.startsWith(text[0], at)) return false;
    if (text.length === 1) return true;
    do at++;
    while (this.#text[at] === ' ');
    return this.#text.startsWith(text.slice(1), at);
  }

  line(): string {
    const end = this.#find('\n');
    const line = this.#text.slice(this.#at, end);
    this.#at = end + 1;
    return line;
  }

  /** The cells up to the end of the line, or what is wrong; no more than can be read are kept, but all are counted. */
  record(): { readonly cells: readonly string[]; readonly count: number; readonly quoted: boolean } | string {
    if (this.#find('"') >= this.#find('\n')) return this.#plainRecord();
    const cells: string[] = [];
    let count = 0;
    const quoted = this.beginsWith('"');
    for (;;) {
      this.#passSpaces();
      const cell = this.#text[this.#at] === '"' ? this.#quotedCell() : this.#plainCell();
      if (cell === null) return 'A quotation mark is opened but not closed.';
      if (++count <= MAX_COLUMNS) cells.push(cell.trim());
      this.#passSpaces();
      const end = this.#text[this.#at];
      if (end === undefined || end === '\n') {
        this.#at++;
        return { cells, count, quoted };
      }
      if (this.#delimiter === SPACES) continue;
      if (end !== this.#delimiter) return 'Something stands between a closed quotation mark and the end of its cell.';
      this.#at++;
    }
  }

  #plainRecord() {
    const line = this.line();
    const cells = this.#delimiter === SPACES ? line.trim().split(/\s+/) : line.split(this.#delimiter);
    return { cells: cells.slice(0, MAX_COLUMNS).map((cell) => cell.trim()), count: cells.length, quoted: false };
  }

  #plainCell(): string {
    const start = this.#at;
    if (this.#delimiter === SPACES) {
      while (this.#at < this.#text.length && !/\s/.test(this.#text[this.#at])) this.#at++;
    } else this.#at = Math.min(this.#find('\n'), this.#find(this.#delimiter));
    return this.#text.slice(start, this.#at);
  }

  /** Null where it has no end. */
  #quotedCell(): string | null {
    const parts: string[] = [];
    for (;;) {
      this.#at++;
      const end = this.#find('"');
      if (end >= this.#text.length) return null;
      parts.push(this.#text.slice(this.#at, end));
      this.#at = end + 1;
      if (this.#text[this.#at] !== '"') return parts.join('"');
    }
  }

  /** White space that is no delimiter and no line end. */
  #passSpaces(): void {
    while (this.#at < this.#text.length) {
      const character = this.#text[this.#at];
      if (character === '\n' || character === this.#delimiter || !/\s/.test(character)) {
        if (!(this.#delimiter === SPACES && character === SPACES)) return;
      }
      this.#at++;
    }
  }

  #find(mark: string): number {
    let place = this.#next.get(mark) ?? -1;
    if (place < this.#at) {
      place = this.#text.indexOf(mark, this.#at);
      if (place < 0) place = this.#text.length;
      this.#next.set(mark, place);
    }
    return place;
  }
}
