import type { SimulatedTable } from './simulatedTable.ts';

/** The place in the file, from 0, of a row of the table, from which others may have been left out. */
export function fileRow({ fileRows }: Pick<SimulatedTable, 'fileRows'>, row: number): number {
  return fileRows?.at[row] ?? row;
}
