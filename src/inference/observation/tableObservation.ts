/** One observation from a table whose columns have names: the cells are judged by the system's column specs, then read by its format. */
import { listed } from '../math/shown.ts';
import { type Outcome, bad, good } from '../files/outcome.ts';
import type { ColumnsSystem, Design, System } from '../simulators/system.ts';
import { checkTable } from './checkTable.ts';
import { declareDesign, problemOfDesign } from './declaredDesign.ts';
import { withoutEmptyEnd } from './endedSeries.ts';
import { equalItemsText } from './equalItems.ts';
import { type Observation, observationFromRaw } from './observation.ts';
import type { RawTable } from './rawTable.ts';
import { truthKey } from './truthKey.ts';
import { unusedNotice } from './unused.ts';

/** @param design what the table leaves open is taken from it */
export function observationInTable(
  name: string,
  table: RawTable,
  system: ColumnsSystem,
  design: Design,
): Outcome<Observation> {
  const base = declareDesign(system, design, table.design);
  if (!base.ok) return base;
  const { series } = system.file;
  const specs = system.file.columns(base.value, table.header);
  const raw = series === undefined ? table : withoutEmptyEnd(table, specs, series.time);
  const checked = checkTable(raw, specs, system.file.ignored ?? []);
  if (!checked.ok) return checked;
  const read = system.file.read(checked.value.table, base.value);
  if (!read.ok) return read;
  const outside = problemOfDesign(system, read.design);
  if (outside) return bad(outside);
  const truth = truthOf(raw, system, read.design);
  const equal = equalItemsText(system.model(read.design), read.x);
  return good(
    observationFromRaw(system, read.design, read.x, {
      source: { kind: 'file', name },
      truth: truth.theta,
      notices: [
        ...raw.notices,
        ...checked.value.notices,
        ...(checked.value.surplus.length === 0 ? [] : [unusedNotice(system, checked.value.surplus)]),
        ...read.notices,
        ...truth.notices,
        ...(equal === null ? [] : [equal]),
        ...unusedMetadata(raw, system, read.design),
      ],
    }),
  );
}

/** Known parameter values, given either as all of theta or as all of the displayed quantities. */
function truthOf(
  raw: RawTable,
  system: System,
  design: Design,
): { readonly theta: readonly number[] | null; readonly notices: readonly string[] } {
  const given = Object.keys(raw.truth);
  if (given.length === 0) return { theta: null, notices: [] };
  const parameters = system.parameters(design).map(({ key }) => key);
  if (parameters.every((key) => given.includes(key))) {
    return { theta: parameters.map((key) => raw.truth[key]), notices: [] };
  }
  const shown = system.display(design).map(({ key }) => key);
  if (shown.every((key) => given.includes(key))) {
    return {
      theta: system.fromDisplay(
        shown.map((key) => raw.truth[key]),
        design,
      ),
      notices: [],
    };
  }
  const notice = `The file's true values (${listed(given)}) are not those of ${parameters.join(', ')}; they are not drawn.`;
  return { theta: null, notices: [notice] };
}

function unusedMetadata(raw: RawTable, system: ColumnsSystem, design: Design): string[] {
  const used = new Set([
    ...system.file.metadata(design).map(({ key }) => key),
    ...Object.keys(raw.design),
    ...Object.keys(raw.truth).map(truthKey),
  ]);
  const unused = Object.keys(raw.metadata).filter((key) => !used.has(key));
  return unused.length === 0 ? [] : [unusedNotice(system, unused)];
}
