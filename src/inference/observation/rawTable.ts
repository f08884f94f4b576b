/** A table as it stands in a file, before any cell is judged: what the readers of all formats have in common. */
import type { DesignValue } from '../simulators/system.ts';

export interface RawTable {
  readonly format: 'csv' | 'json' | 'npy' | 'npz' | 'parquet';
  /** Column names, trimmed, in the file's order; duplicates are still there. */
  readonly header: readonly string[];
  /** The file gives its columns no names (a single NumPy array); `header` numbers them from 1. */
  readonly unnamed?: true;
  /** Row number of the header in a text; absent in the other formats. */
  readonly headerRow?: number;
  /** `columns[c][r]`: cells as text, trimmed, or the numbers of a format that has numbers. */
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
  /** Cells that use a decimal comma are to be read as numbers. */
  readonly decimalComma: boolean;
  readonly notices: readonly string[];
}

export type RawColumn = readonly string[] | Float64Array;
