/**
 * Simulations made elsewhere, read from a file: an NPZ archive (simulatedArchive.ts), or a table (CSV, JSON, Parquet) with columns
 * theta_... and x_.... Nothing is repaired: a value that is not finite stays as it is, for `flawsOf` to report with all others,
 * and cells that are no number at all are refused by row and column.
 */
import { bad, good } from '../files/outcome.ts';
import type { Outcome } from '../files/outcome.ts';
import { loadPart } from '../parts/loadPart.ts';
import { isZip } from '../files/zip.ts';
import type { FileProblem } from '../simulators/system.ts';
import { saysInfinite, saysMissing } from './missingText.ts';
import { numberOf } from './numberText.ts';
import type { RawColumn } from './rawTable.ts';
import { LEAST_ROWS } from './leastRows.ts';
import { checked, type Matrix, type SimulatedTable } from './simulatedTable.ts';
import { parameterName, rolesOf } from './tableColumns.ts';
import type { TableFile } from './tableFile.ts';

/** Bytes in which names are looked for. */
const END = 65_536;
/** Characters of a bad cell that a message shows. */
const LONGEST_CELL = 60;

/** Null: the file is something else, such as an observation. */
export async function readSimulations(file: TableFile): Promise<Outcome<SimulatedTable> | null> {
  const { bytes } = file;
  if (isZip(bytes)) {
    const { simulationsInNpz } = await loadPart('reads NPY and NPZ files', () => import('./simulatedArchive.ts'));
    return simulationsInNpz(bytes);
  }
  if (!mentionsTheta(bytes)) return null;
  const table = await file.table();
  if (!table.ok) return null;
  const { header, columns, notices, unread = [] } = table.value;
  const named = [...header, ...unread.map(({ column = '' }) => column)];
  const roles = rolesOf(named, table.value.rowNumbers.length >= LEAST_ROWS);
  if (roles === null) return null;
  const wanted = [...roles.theta, ...roles.data].find((place) => place >= header.length);
  if (wanted !== undefined) return bad(unread[wanted - header.length]);
  const twice = header.find((name, i) => header.indexOf(name) < i);
  if (twice !== undefined) {
    return bad({
      column: twice,
      problem: 'Two columns of the table have this name.',
      remedy: 'Rename one of the two.',
    });
  }
  const theta = matrixOf(columns, roles.theta, header);
  if (!theta.ok) return theta;
  const x = matrixOf(columns, roles.data, header);
  if (!x.ok) return x;
  const names = (of: readonly number[]) => of.map((i) => header[i] ?? unread[i - header.length].column ?? '');
  return checked(theta.value, x.value, {
    parameters: [names(roles.theta).map(parameterName), names(roles.theta)],
    data: [names(roles.data)],
    surplus: names(roles.surplus),
    notices: [...notices, ...names(roles.index).map(indexNotice)],
  });
}

function indexNotice(name: string): string {
  return `${name === '' ? 'The column without a name' : name} was read as row numbers or row names and left out.`;
}

/**
 * Whether a column may be called theta_...: names stand at the beginning of a text, which may be UTF-16 with a zero beside each
 * letter, and at the end of a Parquet file.
 */
function mentionsTheta(bytes: Uint8Array): boolean {
  const ends = [bytes.subarray(0, END), bytes.subarray(Math.max(0, bytes.length - END))];
  return ends.some((end) =>
    /theta/i.test(
      Array.from(
        end.filter((byte) => byte !== 0),
        (byte) => String.fromCharCode(byte),
      ).join(''),
    ),
  );
}

function matrixOf(
  columns: readonly RawColumn[],
  chosen: readonly number[],
  header: readonly string[],
): Outcome<Matrix> {
  const [first] = chosen;
  const rows = columns[first].length;
  const values = new Float64Array(rows * chosen.length);
  for (const [j, c] of chosen.entries()) {
    for (let row = 0; row < rows; row++) {
      const cell = columns[c][row];
      const value = typeof cell === 'string' ? valueOf(cell) : cell;
      if (value === null) return bad(noNumber(row, header[c], String(cell)));
      values[row * chosen.length + j] = value;
    }
  }
  return good({ rows, width: chosen.length, values });
}

/** Null: the cell is no number. */
function valueOf(cell: string): number | null {
  const text = cell.trim();
  if (saysMissing(text) || saysInfinite(text)) return Number.NaN;
  const value = numberOf(cell);
  return Number.isNaN(value) ? null : value;
}

/** @param row from 0 */
function noNumber(row: number, column: string, value: string): FileProblem {
  const problem = 'The cell is not a number.';
  const remedy = 'Correct it, or leave it empty if that simulation failed.';
  return { row: row + 1, column, value: value.slice(0, LONGEST_CELL), problem, remedy };
}
