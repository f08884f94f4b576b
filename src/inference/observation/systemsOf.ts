/** Which other systems a table would be an observation of: the one that it names, or those whose columns it has. */
import { type ColumnsSystem, hasColumns, type System } from '../simulators/system.ts';
import type { RawTable } from './rawTable.ts';

export function systemsOf(raw: RawTable, present: System, known: readonly System[]): readonly System[] {
  const others = known.filter(({ id }) => id !== present.id).filter(hasColumns);
  if (raw.system !== undefined && raw.system !== present.id) return others.filter(({ id }) => id === raw.system);
  if (hasColumns(present) && fits(raw, present)) return [];
  const fitting = others.filter((system) => fits(raw, system));
  // The first of twenty columns are those of a system that takes two, too: the file is of the one that takes most of them.
  const taken = fitting.map((system) => columnsTaken(raw, system));
  return fitting.filter((_, i) => taken[i] === Math.max(...taken));
}

/** How many of the columns the system reads, in the form of its files that reads more. */
function columnsTaken({ header }: RawTable, { file, defaultDesign }: ColumnsSystem): number {
  const design = file.rows.designOf(header, defaultDesign) ?? defaultDesign;
  const forms = [file.columns(defaultDesign, header), file.rows.columns(design)];
  return Math.max(...forms.map((form) => form.filter(({ name }) => header.includes(name)).length));
}

/** Whether all columns that the system needs are there, in either form of its files. */
function fits({ header }: RawTable, { file, defaultDesign }: ColumnsSystem): boolean {
  const names = new Set(header);
  const single = file.columns(defaultDesign, header).filter(({ required }) => required);
  if (single.every(({ name }) => names.has(name))) return true;
  const design = file.rows.designOf(header, defaultDesign);
  return design !== null && file.rows.columns(design).every(({ name }) => names.has(name));
}
