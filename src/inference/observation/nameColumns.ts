/**
 * Names for the columns of a table that has none. An array with as many columns as the system's format is taken in that
 * order; one with as many as the raw data of the study's design have is an observation a row; one with as many values in all
 * is x itself.
 */
import type { Design, System } from '../simulators/system.ts';
import { bad, good } from '../files/outcome.ts';
import type { Outcome } from '../files/outcome.ts';
import type { RawTable } from './rawTable.ts';

export function nameColumns(raw: RawTable, system: System, design: Design): Outcome<RawTable> {
  if (!raw.unnamed) return good(raw);
  const specs = system.file.columns(design).filter(({ required }) => required);
  const [rows, width] = [raw.rowNumbers.length, raw.columns.length];
  const header = specs.map(({ name }) => name);
  if (width === header.length) {
    const notice = `The columns of the array were read as ${header.join(', ')}.`;
    return good({ ...raw, header, unnamed: undefined, notices: [...raw.notices, notice] });
  }
  const rowColumns = system.file.rows.columns(design).map(({ name }) => name);
  if (width === rowColumns.length) {
    const notice = `Each row of the array was read as the ${width} data of one observation, in the order of the present design.`;
    return good({ ...raw, header: rowColumns, unnamed: undefined, notices: [...raw.notices, notice] });
  }
  const { dataSize } = system.model(design);
  if (rows * width === dataSize) {
    const x = Float64Array.from({ length: dataSize }, (_, i) => Number(raw.columns[i % width][Math.floor(i / width)]));
    const written = system.file.write(x, design);
    return good({
      ...raw,
      header: written.header,
      columns: written.header.map((_, c) => Float64Array.from(written.rows, (row) => row[c])),
      rowNumbers: written.rows.map((_, r) => r + 1),
      metadata: written.metadata,
      unnamed: undefined,
      notices: [...raw.notices, `The array was read as the ${dataSize} data of the present design, in its order.`],
    });
  }
  const shown = header.length > 6 ? `${header.slice(0, 3).join(', ')}, …` : header.join(', ');
  return bad({
    problem: `The array has ${rows} × ${width} values, and ${system.name} takes ${dataSize} data an observation, or ${header.length} columns.`,
    remedy: `Save the ${dataSize} data of the present design in one dimension or a row each, or the columns ${shown}.`,
  });
}
