/** What the files of a system are and hold, in words. */
import { axisNames, fileAxes } from '../../../inference/observation/arrayAxes.ts';
import { type Design, hasColumns, type System } from '../../../inference/simulators/system.ts';

/** Of which formats an observation is read: an array is not read from Parquet, which holds tables. */
export function formatsRead(system: System): string {
  return hasColumns(system) ? 'CSV, JSON, NPY, NPZ or Parquet' : 'CSV, JSON, NPY, NPZ or FITS';
}

/** Whether the raw data of this design are an image, which can be written as FITS. */
export function showsImage(system: System, design: Design): boolean {
  const view = system.view(design);
  return view.kind === 'image' && view.space === 'x';
}

/** "Columns: t [days], count", or "An array: 32 rows, 32 columns; flux [counts]" */
export function contentText(system: System, design: Design): string {
  const { file } = system;
  const withUnit = (name: string, unit: string) => (unit === '' ? name : `${name} [${unit}]`);
  if (file.kind === 'columns') {
    return `Columns: ${file
      .columns(design)
      .map(({ name, unit }) => withUnit(name, unit))
      .join(', ')}`;
  }
  return `An array: ${axesText(system, design)}; ${withUnit(file.value.description, file.value.unit)}`;
}

/** The sizes of a batch that is an array. */
export function batchShapeText(system: System, design: Design): string {
  if (hasColumns(system)) throw new TypeError(`The files of ${system.name} are tables.`);
  return `Sizes for this design: any number of observations, each ${axesText(system, design)}.`;
}

function axesText(system: System, design: Design): string {
  const { x } = system.model(design);
  const names = axisNames(x);
  return fileAxes(x)
    .map((size, d) => `${size} ${names[d]}`)
    .join(', ');
}
