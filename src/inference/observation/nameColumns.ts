/**
 * Names for an array that has none, where its shape tells what is what (arrayLayout.ts), with a notice of how it was read.
 * An array that could be two things, or none, is refused with the shapes that are read.
 */
import type { ColumnsSystem, Design, System } from '../simulators/system.ts';
import { bad, good } from '../files/outcome.ts';
import type { Outcome } from '../files/outcome.ts';
import {
  type ArrayForm,
  gridAmong,
  inOrderOfAxes,
  layoutsOf,
  shapeText,
  transposed,
  tupleText,
} from './arrayLayout.ts';
import { tooManyCells, tooManyColumns, tooManyObservations, tooManyRows } from './limits.ts';
import type { RawTable, UnnamedArray } from './rawTable.ts';

export function nameColumns(raw: RawTable, system: ColumnsSystem, design: Design): Outcome<RawTable> {
  const { array } = raw;
  if (array === undefined) return good(raw);
  const columns = system.file
    .columns(design)
    .filter(({ required }) => required)
    .map(({ name }) => name);
  const axes = system.file.axes(design);
  const flat = system.file.flat === true;
  const form = { axes, flat, tableWidth: axes[0].grid && !flat ? columns.length : 0 };
  const layouts = layoutsOf(array.shape, array.values, form);
  const [layout] = layouts;
  if (layouts.length !== 1) return bad(refusal(array, layouts.length, form, columns, system));
  const { turned } = layout;
  const named = { ...raw, array: undefined };
  if (layout.kind === 'table') {
    const crowd = tooManyRows(layout.rows);
    if (crowd) return bad(crowd);
    const values = turned ? array.values : transposed(array.values, layout.rows, columns.length);
    const where = turned ? 'rows' : 'columns';
    return good({
      ...named,
      ...columnsOf(columns, values),
      notices: [...raw.notices, `The ${where} of the array were read as ${columns.join(', ')}.`],
    });
  }
  if (array.stacked) return bad(refusal(array, 0, form, columns, system));
  const x = inOrderOfAxes(array.values, form, turned);
  const grid = gridAmong(x, form);
  if (grid) return bad(refusal(array, 0, form, columns, system, grid.name));
  const order = axes.map(({ name }) => name).join(', ');
  const how = turned ? `turned to ${order}` : `in the order ${order}`;
  if (layout.count === 1) {
    const written = system.file.write(x, design);
    return good({
      ...named,
      ...columnsOf(
        written.header,
        Float64Array.from(written.header.flatMap((_, c) => written.rows.map((row) => row[c]))),
      ),
      metadata: { ...written.metadata, ...raw.metadata },
      notices: [
        ...raw.notices,
        `The array of shape ${tupleText(array.shape)} was read as the ${x.length} data of the present design${axes.length === 1 ? '' : `, ${how}`}.`,
      ],
    });
  }
  const header = system.file.rows.columns(design).map(({ name }) => name);
  const { count } = layout;
  const crowd = tooManyColumns(header.length) ?? tooManyObservations(count) ?? tooManyCells(x.length);
  if (crowd) return bad(crowd);
  const notice = `The array of shape ${tupleText(array.shape)} was read as ${count} observations of the present design, one after another${axes.length === 1 ? '' : `, each ${how}`}.`;
  return good({
    ...named,
    ...columnsOf(header, transposed(x, count, header.length)),
    notices: [...raw.notices, notice],
  });
}

/** @param values column after column */
function columnsOf(header: readonly string[], values: Float64Array) {
  const rows = values.length / header.length;
  return {
    header,
    columns: header.map((_, c) => values.slice(c * rows, (c + 1) * rows)),
    rowNumbers: Array.from({ length: rows }, (_, r) => r + 1),
  };
}

/**
 * @param fits in how many ways the shape can be read
 * @param grid what stands where the shape has data, if that is why
 */
function refusal(
  { shape, values, stacked }: UnnamedArray,
  fits: number,
  form: ArrayForm,
  columns: readonly string[],
  system: System,
  grid?: string,
) {
  if (stacked) {
    const problem = `The ${shape[0]} arrays have no names, and the first does not hold ${form.axes[0].grid?.name ?? 'coordinates'}.`;
    return { problem, remedy: `Save them under their names: numpy.savez(file, ${columns[0]}=…, …).` };
  }
  const given = `The array of shape ${tupleText(shape)}`;
  const first = form.axes[0].grid;
  const why =
    grid !== undefined
      ? `has ${grid} where ${system.name} expects data`
      : fits > 1
        ? 'could be read in two ways'
        : `has ${values.length} values in a shape that ${system.name} does not take`;
  const sizes = form.axes.map(({ size }) => size);
  const shown = columns.length > 6 ? `${columns.slice(0, 3).join(', ')}, …` : columns.join(', ');
  const table =
    form.tableWidth > 1 && first
      ? `; or a table ${tupleText(['rows', columns.length])} with the columns ${shown}, the first with ${first.name}`
      : '';
  const several = tupleText(['N', ...sizes]);
  const square = form.axes.length === 2 && sizes[0] === sizes[1] && !form.flat;
  const remedy = square
    ? `Its axes have the same length and cannot be told apart: save a table ${tupleText(['rows', columns.length])} with the columns ${shown}, or a CSV file with these names.`
    : `For the present design save one observation as ${shapeText(form)}; several as ${several}${table}.`;
  return { problem: `${given} ${why}.`, remedy };
}
