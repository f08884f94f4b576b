/**
 * How the numbers of a text table are written: a point or a comma before decimals, and nothing, a comma, a point, a space or
 * an apostrophe between thousands. Each way that explains every number of the table is tried. Where all of them give the same
 * numbers, they are read, with a notice; where two differ ("4.967" beside "519", "41,000" alone), the table is refused, with
 * the cell and both readings.
 */
import { quoted } from '../math/shown.ts';
import type { FileProblem } from '../simulators/system.ts';
import { isNumber, losesDigits, plainNumber } from './numberText.ts';

interface Way {
  readonly decimal: '.' | ',';
  readonly group: '' | ',' | '.' | ' ' | "'";
  /** Of mantissas without sign. */
  readonly form: RegExp;
}

/** Longer cells are no numbers with separators. */
const LONGEST = 60;
const MARKED = /^([+-]?)([\d.,' ]+)(e[+-]?\d+)?$/i;
/** In plain form, but "." may stand between thousands. */
const GROUPED_POINT = /^[+-]?[1-9]\d{0,2}\.\d{3}$/;
const PLAIN = way('.', '');
const POINTS_BETWEEN_THOUSANDS = way(',', '.');
const WAYS: readonly Way[] = [
  PLAIN,
  way('.', ','),
  way('.', ' '),
  way('.', "'"),
  way(',', ''),
  POINTS_BETWEEN_THOUSANDS,
  way(',', ' '),
  way(',', "'"),
];

function way(decimal: Way['decimal'], group: Way['group']): Way {
  const escape = (mark: string) => (mark === '.' ? '\\.' : mark);
  const whole = group === '' ? '\\d+' : `(?:\\d+|[1-9]\\d{0,2}(?:${escape(group)}\\d{3})+)`;
  const point = escape(decimal);
  return { decimal, group, form: new RegExp(`^(?:${whole}(?:${point}\\d*)?|${point}\\d+)$`) };
}

export interface TextTable {
  readonly header: readonly string[];
  readonly columns: readonly (readonly string[])[];
  readonly rowNumbers: readonly number[];
}

export interface Numerals {
  /** The same cells; what is a number stands in plain form (numberText.ts). */
  readonly columns: readonly (readonly string[])[];
  /** The table's numbers have commas before their decimals. */
  readonly decimalComma: boolean;
  readonly notices: readonly string[];
}

/** A cell that is more than digits, a sign and an exponent. */
interface Marked {
  readonly sign: string;
  readonly mantissa: string;
  readonly exponent: string;
}

/**
 * @param delimiter of the table: where it is a comma or white space, a point with the same decimals throughout is a decimal one
 * @param names columns that name their rows: they hold no numbers
 */
export function readNumerals(
  { header, columns, rowNumbers }: TextTable,
  delimiter: string,
  names: ReadonlySet<string>,
): Numerals | FileProblem {
  const evidence = new Evidence();
  const notices = new Notices();
  const judged = header.flatMap((name, c) => (names.has(name) ? [] : [c]));
  for (const c of judged) evidence.addAll(columns[c], c, header[c]);
  const told = header.length > 1 && (delimiter === ',' || delimiter === ' ');
  const fixed = told && evidence.hasFixedDecimals();
  const every = evidence.possible();
  const possible = every.filter((each) => !(fixed && each === POINTS_BETWEEN_THOUSANDS && every.includes(PLAIN)));
  // Where no way explains all, points before decimals are read, and the cells with other marks are refused one by one.
  const consistent = possible.length > 0;
  const [chosen] = consistent ? possible : [PLAIN];
  const others = consistent ? possible : WAYS;
  const result = columns.slice();
  for (const c of judged) {
    const cells = columns[c].slice();
    for (const [r, cell] of cells.entries()) {
      if (isNumber(cell)) {
        if (losesDigits(cell)) notices.rounded(cell, rowNumbers[r]);
        if (!GROUPED_POINT.test(cell)) continue;
        if (possible.length < every.length) notices.fixed(cell);
        if (!others.includes(POINTS_BETWEEN_THOUSANDS)) continue;
      }
      const { text, foreign } = plainNumber(cell);
      const marked = markedCell(text);
      if (marked === null) {
        if (foreign !== null && isNumber(text)) cells[r] = notices.foreign(foreign, text);
        continue;
      }
      const readings = new Set(others.filter((each) => fits(each, marked)).map((each) => reading(marked, each)));
      if (!fits(chosen, marked)) continue;
      if (readings.size > 1) {
        return { row: rowNumbers[r], column: header[c], value: cell, ...ambiguous(marked, [...readings]) };
      }
      cells[r] = reading(marked, chosen);
      notices.marked(marked, chosen);
      if (foreign !== null) notices.foreign(foreign, text);
    }
    result[c] = cells;
  }
  return { columns: result, decimalComma: chosen.decimal === ',', notices: notices.all };
}

/** What the cells tell of the way in which all are written. */
class Evidence {
  readonly #alive = new Set(WAYS);
  /** Columns with numbers that have separators between thousands in a way, and those with 1000 and more without. */
  readonly #grouped = new Map<Way, Set<number>>(WAYS.map((each) => [each, new Set()]));
  readonly #long = new Set<number>();
  /** By name without a number at its end: whether cells have a point, and whether cells have none. */
  readonly #kinds = new Map<string, { withPoint: boolean; without: boolean }>();

  addAll(cells: readonly string[], column: number, name: string): void {
    const kind = this.#kindOf(name);
    for (const cell of cells) this.#add(cell, column, kind);
  }

  #add(cell: string, column: number, kind: { withPoint: boolean; without: boolean }): void {
    if (isNumber(cell)) {
      const hasPoint = cell.includes('.');
      if (hasPoint) kind.withPoint = true;
      else kind.without = true;
      if (/^[+-]?\d{4}/.test(cell)) this.#long.add(column);
      if (!hasPoint) return;
      const mayGroup = GROUPED_POINT.test(cell);
      if (mayGroup) this.#grouped.get(POINTS_BETWEEN_THOUSANDS)?.add(column);
      for (const each of this.#alive) {
        if (each.decimal === ',' && !(mayGroup && each === POINTS_BETWEEN_THOUSANDS)) this.#alive.delete(each);
      }
      return;
    }
    const marked = markedCell(plainNumber(cell).text);
    if (marked === null || !WAYS.some((each) => fits(each, marked))) return;
    if (/^\d{4}/.test(marked.mantissa)) this.#long.add(column);
    for (const each of this.#alive) {
      if (!fits(each, marked)) this.#alive.delete(each);
      else if (usesGroups(each, marked)) this.#grouped.get(each)?.add(column);
    }
  }

  /** The ways that explain every number, and leave no column with both "1,234" and "1234" in it. */
  possible(): Way[] {
    return [...this.#alive].filter((each) => ![...(this.#grouped.get(each) ?? [])].some((c) => this.#long.has(c)));
  }

  /** Whether no kind of column has numbers with a point beside some without: whole numbers below a thousand would have none. */
  hasFixedDecimals(): boolean {
    return ![...this.#kinds.values()].some(({ withPoint, without }) => withPoint && without);
  }

  #kindOf(name: string): { withPoint: boolean; without: boolean } {
    const stem = name.replace(/\d{1,9}$/, '');
    const kind = this.#kinds.get(stem) ?? { withPoint: false, without: false };
    this.#kinds.set(stem, kind);
    return kind;
  }
}

/** One notice of each kind, with the first cell as an example. */
class Notices {
  readonly #byKind = new Map<string, string>();

  get all(): string[] {
    return [...this.#byKind.values()];
  }

  #add(kind: string, text: string): void {
    if (!this.#byKind.has(kind)) this.#byKind.set(kind, text);
  }

  rounded(cell: string, row: number): void {
    this.#add('rounded', `${quoted(cell)} in row ${row} has more digits than a double holds, and was rounded.`);
  }

  fixed(cell: string): void {
    this.#add('fixed', `"${cell}" was read with three decimals, like all numbers of its kind.`);
  }

  /** @returns the text */
  foreign(kind: 'minus' | 'exponent', text: string): string {
    this.#add(
      kind,
      kind === 'minus'
        ? 'Dashes before digits were read as minus signs.'
        : 'Exponents after D, as Fortran writes them, were read as exponents after E.',
    );
    return text;
  }

  marked(cell: Marked, chosen: Way): void {
    if (usesGroups(chosen, cell)) {
      const example = `${quoted(cell.mantissa)} was read as ${reading({ ...cell, sign: '', exponent: '' }, chosen)}`;
      this.#add('thousands', `Separators between thousands were left out: ${example}.`);
    }
    if (chosen.decimal === ',' && cell.mantissa.includes(',')) {
      this.#add('comma', 'Decimal commas were read as decimal points.');
    }
  }
}

/** A number with marks in it, or null. */
function markedCell(text: string): Marked | null {
  if (text.length > LONGEST || !/[.,'\s\u2019]/.test(text)) return null;
  const match = MARKED.exec(text.replace(/[\u00A0\u2007\u2009\u202F]/g, ' ').replaceAll('\u2019', "'"));
  if (match === null || !/\d/.test(match[2])) return null;
  return { sign: match[1], mantissa: match[2], exponent: match[3] ?? '' };
}

function fits(each: Way, cell: Marked): boolean {
  return each.form.test(cell.mantissa) && !(cell.exponent !== '' && usesGroups(each, cell));
}

function usesGroups({ group }: Way, { mantissa }: Marked): boolean {
  return group !== '' && mantissa.includes(group);
}

/** The number in plain form. */
function reading({ sign, mantissa, exponent }: Marked, { decimal, group }: Way): string {
  const whole = group === '' ? mantissa : mantissa.replaceAll(group, '');
  return `${sign}${decimal === ',' ? whole.replace(',', '.') : whole}${exponent}`;
}

function ambiguous(cell: Marked, readings: readonly string[]): Pick<FileProblem, 'problem' | 'remedy'> {
  const [low, high] = readings.map(Number).toSorted((a, b) => Math.abs(a) - Math.abs(b));
  const mark = cell.mantissa.includes(',') ? 'comma' : 'point';
  return {
    problem: `This may be ${low} or ${high}: nothing in the file tells whether the ${mark} marks decimals or thousands.`,
    remedy: `Write all numbers with a point before decimals and nothing between thousands: ${low.toFixed(4)}, or ${high}.`,
  };
}
