/**
 * How the data of one design stand in files, as a description that other programs can read by: the columns of a table with an
 * observation a row, and the cells of a file of one observation. Found by writing data whose values are known, so that it
 * cannot differ from what the page writes.
 */
import { designAsText } from '../observation/declaredDesign.ts';
import { axisNames, fileAxes } from '../observation/arrayAxes.ts';
import { type ColumnSpec, type Design, hasColumns, type System } from '../simulators/system.ts';
import { entryNames, sizeOf } from '../simulators/dataShape.ts';

export interface DataLayout {
  /** Columns of a table with an observation a row, in the order of x. */
  readonly columns: readonly string[];
  /** Of each column; one for all where they are alike. */
  readonly kinds: readonly ColumnSpec['kind'][];
  /** Largest size of a value, or null; one for all where they are alike. */
  readonly largest: readonly (number | null)[];
  /** Of arrays without names, the last running fastest; `grid`: at which known coordinates the data stand, or null. */
  readonly axes: readonly { readonly name: string; readonly size: number; readonly grid: string | null }[];
  /** Whether all data of several axes may stand in one row. */
  readonly flat: boolean;
  /** Columns of a file of one observation. */
  readonly header: readonly string[];
  /** Its cells: a number that is the same for every observation of the design, or [i], where x[i] stands. */
  readonly rows: readonly (readonly (number | readonly [number])[])[];
  /** What a file declares in lines of `# key: value`, where it is of this design. */
  readonly declared: Readonly<Record<string, string>>;
  /** Of these, the keys that a file of one observation has. */
  readonly written: readonly string[];
}

/** Probes: numbers that no design holds, above 0 and whole, so that every kind of column takes them. */
const PROBES = [3_000_000_017, 5_000_000_029];

export function dataLayout(system: System, design: Design): DataLayout {
  if (!hasColumns(system)) return arrayLayout(system, design);
  const dataSize = sizeOf(system.model(design).x);
  const columns = system.file.rows.columns(design);
  const [first, second] = PROBES.map((probe) =>
    system.file.write(
      Float64Array.from({ length: dataSize }, (_, i) => probe + i),
      design,
    ),
  );
  const rows = first.rows.map((row, r) =>
    row.map((cell, c) => {
      const i = cell - PROBES[0];
      return i >= 0 && i < dataSize && second.rows[r][c] - PROBES[1] === i ? ([i] as const) : cell;
    }),
  );
  const places = rows.flat().flatMap((cell) => (typeof cell === 'number' ? [] : cell));
  if (places.length !== dataSize || new Set(places).size !== dataSize || columns.length !== dataSize) {
    throw new Error(`The file of ${system.id} does not hold every entry of x once.`);
  }
  return {
    columns: columns.map(({ name }) => name),
    kinds: oneIfAlike(columns.map(({ kind }) => kind)),
    largest: oneIfAlike(columns.map(({ largest = Infinity }) => (Number.isFinite(largest) ? largest : null))),
    axes: system.file.axes(design).map(({ name, size, grid }) => ({ name, size, grid: grid?.name ?? null })),
    flat: system.file.flat ?? false,
    header: first.header,
    rows,
    declared: { system: system.id, ...designAsText(design), ...first.metadata },
    written: Object.keys(first.metadata),
  };
}

/** Of arrays. Tables that other programs make of them have a column for each entry, under its name. */
function arrayLayout(system: System, design: Design): DataLayout {
  if (system.file.kind !== 'array') throw new TypeError(`The files of ${system.name} are tables.`);
  const { x } = system.model(design);
  const { kind, largest = Infinity } = system.file.value;
  const names = axisNames(x);
  const columns = entryNames(x);
  return {
    columns,
    kinds: [kind],
    largest: [Number.isFinite(largest) ? largest : null],
    axes: fileAxes(x).map((size, d) => ({ name: names[d], size, grid: null })),
    flat: false,
    header: columns,
    rows: [columns.map((_, i) => [i] as const)],
    declared: { system: system.id, ...designAsText(design) },
    written: [],
  };
}

function oneIfAlike<T>(values: readonly T[]): readonly T[] {
  return new Set(values).size === 1 ? values.slice(0, 1) : values;
}
