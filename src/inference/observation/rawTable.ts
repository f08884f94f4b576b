/** A table as it stands in a file, before any cell is judged: what the CSV and the JSON reader have in common. */
import type { DesignValue } from '../simulators/system.ts';

export interface RawTable {
  readonly format: 'csv' | 'json';
  /** Column names, trimmed, in the file's order; duplicates are still there. */
  readonly header: readonly string[];
  /** Row number of the header in the file; absent in JSON. */
  readonly headerRow?: number;
  /** Cells as text, `columns[c][r]`, trimmed. */
  readonly columns: readonly (readonly string[])[];
  /** For messages: the row of each entry as a spreadsheet counts; in JSON its position, from 1. */
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
