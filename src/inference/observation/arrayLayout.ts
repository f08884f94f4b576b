/**
 * What an array without names can be by its shape alone: one observation, several, or a table that begins with the known
 * coordinates of the data (times, wavenumbers). A system declares the axes of its data (`ColumnsFormat.axes`). A shape that fits in
 * two ways is not decided, and coordinates are never taken for data.
 */
import type { DataAxis } from '../simulators/system.ts';

export interface ArrayForm {
  readonly axes: readonly DataAxis[];
  /** All data in one row, in their order, are an observation too. */
  readonly flat: boolean;
  /** Columns of a table whose first has the coordinates of the first axis; 0: there is no such table. */
  readonly tableWidth: number;
}

export type ArrayLayout =
  /** `turned`: the two axes of an observation are the other way round. */
  | { readonly kind: 'data'; readonly count: number; readonly turned: boolean }
  /** `turned`: the columns lie in rows. */
  | { readonly kind: 'table'; readonly rows: number; readonly turned: boolean };

/** Every layout that fits the array; coordinates at the head of a table settle it. */
export function layoutsOf(shape: readonly number[], values: Float64Array, form: ArrayForm): readonly ArrayLayout[] {
  // Axes of one entry say nothing: (1, n), (n, 1) and (n,) are the same numbers.
  const sizes = shape.filter((size) => size !== 1);
  const tables = tablesOf(sizes, values, form);
  if (tables.length > 0) return tables;
  const axes = form.axes.map(({ size }) => size).filter((size) => size !== 1);
  const total = axes.reduce((product, size) => product * size, 1);
  const items: (readonly [readonly number[], boolean])[] = [[axes, false]];
  if (axes.length === 2) items.push([axes.toReversed(), true]);
  if (axes.length > 1 && form.flat) items.push([[total], false]);
  return items.flatMap(([item, turned]): ArrayLayout[] => {
    const more = sizes.length - item.length;
    if ((more !== 0 && more !== 1) || item.some((size, d) => sizes[more + d] !== size)) return [];
    return [{ kind: 'data', count: more === 1 ? sizes[0] : 1, turned }];
  });
}

function tablesOf(sizes: readonly number[], values: Float64Array, { axes, tableWidth }: ArrayForm): ArrayLayout[] {
  const grid = axes[0]?.grid;
  if (grid === undefined || tableWidth < 2 || sizes.length !== 2) return [];
  const [rows, width] = sizes;
  const found: ArrayLayout[] = [];
  const firstColumn = () => values.filter((_, i) => i % width === 0);
  if (width === tableWidth && grid.holds(firstColumn())) found.push({ kind: 'table', rows, turned: false });
  if (rows === tableWidth && grid.holds(values.subarray(0, width))) {
    found.push({ kind: 'table', rows: width, turned: true });
  }
  return found;
}

/** The data of all observations, each in the order of x. */
export function inOrderOfAxes(values: Float64Array, { axes }: ArrayForm, turned: boolean): Float64Array {
  return turned ? transposed(values, axes[1].size, axes[0].size) : values;
}

/** Each of the blocks [rows, width] as [width, rows]. */
export function transposed(values: Float64Array, rows: number, width: number): Float64Array {
  const size = rows * width;
  return values.map((_, i) => {
    const within = i % size;
    return values[i - within + (within % rows) * width + Math.floor(within / rows)];
  });
}

/** The grid that some row of supposed data along its axis is, rather than data; null: there is none. */
export function gridAmong(x: Float64Array, { axes }: ArrayForm): DataAxis['grid'] | null {
  const size = axes.reduce((product, axis) => product * axis.size, 1);
  for (const [d, { size: length, grid }] of axes.entries()) {
    if (grid === undefined || length < 2) continue;
    const resembles = grid.resembles ?? grid.holds;
    const stride = axes.slice(d + 1).reduce((product, axis) => product * axis.size, 1);
    const line = new Float64Array(length);
    for (let start = 0; start < x.length; start++) {
      // A line begins where the index along its axis is 0.
      if (Math.floor((start % size) / stride) % length !== 0) continue;
      for (let i = 0; i < length; i++) line[i] = x[start + i * stride];
      if (resembles(line)) return grid;
    }
  }
  return null;
}

/** The shape of one observation as NumPy writes it, with what runs along: "(10, 8): times, sites". */
export function shapeText({ axes, flat }: ArrayForm): string {
  const sizes = axes.map(({ size }) => size);
  const total = sizes.reduce((product, size) => product * size, 1);
  const shape = tupleText(sizes);
  const named = `${shape}: ${axes.map(({ name }) => name).join(', ')}`;
  return axes.length > 1 && flat ? `${named}, or ${tupleText([total])} in that order` : named;
}

/** As Python writes a tuple. */
export function tupleText(sizes: readonly (number | string)[]): string {
  return sizes.length === 1 ? `(${sizes[0]},)` : `(${sizes.join(', ')})`;
}
