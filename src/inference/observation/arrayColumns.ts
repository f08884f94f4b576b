/**
 * Which of an archive's arrays are the columns of one table: those of the length that most have. Single numbers, boxed or not
 * (`numpy.array([0.9])`), are none; an array of two dimensions is as many columns as it has where one of its axes has that
 * length, and no other.
 */
import type { FileProblem } from '../simulators/system.ts';
import { transposed } from './arrayLayout.ts';

export interface ArrayColumn {
  readonly name: string;
  /** [rows], or [rows, width] for several columns. */
  readonly shape: readonly number[];
  /** In C order. */
  readonly values: Float64Array;
}

interface Sorted {
  readonly columns: readonly ArrayColumn[];
  /** Single numbers. */
  readonly numbers: readonly ArrayColumn[];
  /** What is wrong with the others, under their names. */
  readonly odd: readonly FileProblem[];
}

/** A single array is a column of whatever shape. */
export function columnsAmong(arrays: readonly ArrayColumn[]): Sorted {
  const squeezed = arrays.map((array) => ({ ...array, shape: array.shape.filter((size) => size !== 1) }));
  const boxed = squeezed.filter(({ shape }) => shape.length === 0);
  const several = squeezed.filter(({ shape }) => shape.length > 0);
  if (several.length === 0) {
    // Columns of one row, if they are boxed.
    const rows = arrays.filter(({ shape }) => shape.length > 0);
    return {
      columns: rows.map((column) => ({ ...column, shape: [1] })),
      numbers: arrays.filter(({ shape }) => shape.length === 0),
      odd: [],
    };
  }
  if (several.length === 1) {
    const [{ name }] = several;
    return { columns: arrays.filter((array) => array.name === name), numbers: boxed, odd: [] };
  }
  const rows = commonLength(several);
  const columns: ArrayColumn[] = [];
  const odd: FileProblem[] = [];
  const first = several.find(({ shape }) => shape[0] === rows);
  for (const array of several) {
    const column = asColumn(array, rows);
    if (column !== null) columns.push(column);
    else odd.push(oddProblem(array, rows, first?.name ?? ''));
  }
  return { columns, numbers: boxed, odd };
}

/** Of arrays of one dimension, else of the first one's rows; the first of several lengths that are as common. */
function commonLength(arrays: readonly ArrayColumn[]): number {
  const counts = new Map<number, number>();
  for (const { shape } of arrays) {
    if (shape.length === 1) counts.set(shape[0], (counts.get(shape[0]) ?? 0) + 1);
  }
  let [rows, most] = [arrays[0].shape[0], 0];
  for (const [length, count] of counts) if (count > most) [rows, most] = [length, count];
  return rows;
}

function asColumn(array: ArrayColumn, rows: number): ArrayColumn | null {
  const [length, width] = array.shape;
  if (array.shape.length === 1) return length === rows ? array : null;
  if (array.shape.length > 2 || length === width) return null;
  if (length === rows) return array;
  if (width !== rows) return null;
  return { ...array, shape: [width, length], values: transposed(array.values, length, width) };
}

function oddProblem({ name, shape }: ArrayColumn, rows: number, first: string): FileProblem {
  if (shape.length === 1) {
    const problem = `${name} has ${shape[0]} entries, ${first} has ${rows}`;
    return { column: name, problem, remedy: 'Give all columns the same length.' };
  }
  const problem = `The array has ${shape.length} dimensions; a column has one`;
  return { column: name, problem, remedy: 'Save each column as an array of its own, under its name.' };
}
