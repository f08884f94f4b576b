/** The view and the file format of a system that a test knows to be points and tables. */
import type { ColumnsFormat, Design, PointsView, System } from '../system.ts';

export function pointsView(system: System, design: Design): PointsView {
  const view = system.view(design);
  if (view.kind !== 'points') throw new TypeError(`${system.name} shows ${view.kind}.`);
  return view;
}

export function tableFormat({ name, file }: System): ColumnsFormat {
  if (file.kind !== 'columns') throw new TypeError(`The files of ${name} are of the kind ${file.kind}.`);
  return file;
}
