/**
 * A series whose last rows have a time and no values: it ended before them, and a shorter series is a design of its own, for
 * which a network is trained. Nothing is filled in. Values that are missing anywhere else are refused (checkTable.ts).
 */
import type { ColumnSpec } from '../simulators/system.ts';
import { isMissing } from './checkTable.ts';
import type { RawTable } from './rawTable.ts';

/**
 * The table up to its last row with a value, with a notice about the rows after it; the same table where there are none.
 *
 * @param time name of the column that is no value
 */
export function withoutEmptyEnd(raw: RawTable, specs: readonly ColumnSpec[], time: string): RawTable {
  const valued = specs.filter(({ name }) => name !== time).map(({ name }) => raw.header.indexOf(name));
  const columns = valued.filter((c) => c >= 0).map((c) => raw.columns[c]);
  const rows = raw.rowNumbers.length;
  let end = rows;
  while (end > 0 && columns.length > 0 && columns.every((cells) => isMissing(cells[end - 1]))) end--;
  if (end === rows || end === 0) return raw;
  const [first, last] = [raw.rowNumbers[end], raw.rowNumbers[rows - 1]];
  const which = first === last ? `Row ${first} has no value` : `Rows ${first} to ${last} have no values`;
  const notice = `${which}: the series is assumed to end before, for a reason unrelated to the data.`;
  return {
    ...raw,
    columns: raw.columns.map((cells) => cells.slice(0, end)),
    rowNumbers: raw.rowNumbers.slice(0, end),
    notices: [...raw.notices, notice],
  };
}
