/**
 * Columns that name the rows: the index that pandas writes first, under no name or "Unnamed: 0", and the row names of R's
 * write.table, for which the header has no cell. They are left out, with a notice; whatever may be data is not.
 */
import type { CsvRecord } from './csvRecords.ts';

export interface WithoutRowNames {
  readonly header: readonly string[];
  readonly rows: readonly CsvRecord[];
  readonly notices: readonly string[];
}

const BY = 'read as row names, as pandas and R write them, and left out.';

/** @param spaced columns are separated by white space */
export function withoutRowNames(
  header: readonly string[],
  rows: readonly CsvRecord[],
  spaced: boolean,
): WithoutRowNames {
  if (hasRowNamesOfR(header, rows, spaced)) {
    const notice = `The header has no cell for the first column, which was ${BY}`;
    return { header, rows: rows.map((row) => from(row, 1)), notices: [notice] };
  }
  const count = header.findIndex((name) => name !== '' && !/^Unnamed: \d{1,4}$/.test(name));
  if (count < 1) return { header, rows, notices: [] };
  const notice = count === 1 ? `The first column has no name: it was ${BY}` : `The first ${count} columns were ${BY}`;
  return { header: header.slice(count), rows: rows.map((row) => from(row, count)), notices: [notice] };
}

/** Every row has one cell more than the header, and the first cells are in quotation marks or count the rows. */
function hasRowNamesOfR(header: readonly string[], rows: readonly CsvRecord[], spaced: boolean): boolean {
  const named = rows.every(({ cells }) => cells.length === header.length + 1 && cells[0] !== '');
  if (rows.length === 0 || !named) return false;
  if (rows.every(({ quoted }) => quoted)) return true;
  // "1 234" below a single name is rather a number.
  const first = header.length > 1 ? Number(rows[0].cells[0]) : Number.NaN;
  return spaced && (first === 0 || first === 1) && rows.every(({ cells }, i) => cells[0] === String(first + i));
}

function from(record: CsvRecord, start: number): CsvRecord {
  return { ...record, cells: record.cells.slice(start) };
}
