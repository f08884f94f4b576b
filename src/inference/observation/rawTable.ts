/** A table as it stands in a file, before any cell is judged: what the readers of all formats have in common. */
import type { DesignValue, FileProblem } from '../simulators/system.ts';

export interface RawTable {
  readonly format: 'csv' | 'json' | 'npy' | 'npz' | 'parquet';
  /** How a JSON text is built, for messages: the page's own form, lists by column, or records. */
  readonly jsonForm?: 'own' | 'columns' | 'records';
  /** Column names, trimmed, in the file's order; duplicates are still there. */
  readonly header: readonly string[];
  /** A single NumPy array, which names nothing: there are no columns before `nameColumns` has looked at its shape. */
  readonly array?: UnnamedArray;
  /** Row number of the header in a text; absent in the other formats. */
  readonly headerRow?: number;
  /**
   * `columns[c][r]`: cells as text, trimmed, or the numbers of a format that has numbers. What is a number in a text stands in
   * plain form, whatever marks the file uses: `numberOf` (numberText.ts) reads it, and is NaN for any other text.
   */
  readonly columns: readonly RawColumn[];
  /** For messages: the row of each entry as a spreadsheet counts; elsewhere its position, from 1. */
  readonly rowNumbers: readonly number[];
  readonly metadata: Readonly<Record<string, string>>;
  /** Which system the file says it is for. */
  readonly system?: string;
  /** Design fields that a JSON file declares. */
  readonly design: Readonly<Record<string, DesignValue>>;
  /** Known parameter values, by parameter or display key. */
  readonly truth: Readonly<Record<string, number>>;
  /** A first column without a name was taken for row names and left out. */
  readonly indexed?: true;
  /** Sentences for the user: what was assumed, converted or left out so far. Whoever goes on with the table hands them on. */
  readonly notices: readonly string[];
  /** Columns that are there but are not read, under their names: a message where one of them is wanted. */
  readonly unread?: readonly FileProblem[];
}

/** What is known of a large table before its cells are read. */
export interface TableOutline {
  readonly header: readonly string[];
  readonly rows: number;
}

/** Judges a table by its outline: what is wrong with one that is too large for a reader; null: nothing. */
export type Foresight = (outline: TableOutline) => FileProblem | null;

export interface UnnamedArray {
  readonly shape: readonly number[];
  /** In C order. */
  readonly values: Float64Array;
  /** Each row is an array of its own that has no name: only times or other coordinates in the first tell what they are. */
  readonly stacked?: true;
}

/** Columns whose cells are names, of the rows: never numbers. */
export const LABEL_COLUMNS: ReadonlySet<string> = new Set(['id', 'observation']);

export type RawColumn = readonly string[] | Float64Array;
