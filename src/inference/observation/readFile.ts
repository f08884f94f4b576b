/**
 * Reads a dropped file into an observation, or says what is wrong with it. The content decides on the format; the system's
 * own file format says which columns it wants and turns the checked table into data and the design that the file declares.
 * Nothing is guessed and nothing is repaired in silence: what is ignored or assumed becomes a notice.
 */
import { listed, shown } from '../math/shown.ts';
import { designDifferences } from '../simulators/problem.ts';
import { type ColumnsSystem, type Design, type FileProblem, hasColumns, type System } from '../simulators/system.ts';
import { observationFromArray } from './arrayObservation.ts';
import { fileError } from './fileError.ts';
import type { ObservationFileError } from './fileError.ts';
import { withoutUnits } from './headerUnits.ts';
import { tooManyObservations } from './limits.ts';
import { type ObservationBatch, countOf, observationAt } from './batch.ts';
import { batchFromTable } from './observationBatch.ts';
import { nameColumns } from './nameColumns.ts';
import type { Observation } from './observation.ts';
import { bad, good } from '../files/outcome.ts';
import type { Outcome } from '../files/outcome.ts';
import type { RawArray } from './rawArray.ts';
import type { Foresight, RawTable } from './rawTable.ts';
import { arrayInText, readArray } from './readArray.ts';
import { LEAST_ROWS } from './leastRows.ts';
import { cardsWanted } from './statedDesign.ts';
import { systemsOf } from './systemsOf.ts';
import { parseText, TableFile } from './tableFile.ts';
import { observationInTable } from './tableObservation.ts';

/** Rows from which on a table that holds nothing of a system's may be simulations. */
const SEVERAL_ROWS = 20;

export interface ObservationFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export type DesignDifference = ReturnType<typeof designDifferences>[number];

export type ReadResult =
  | {
      readonly ok: true;
      /** All of a file that has several; `observation` is then the first. */
      readonly batch: ObservationBatch | null;
      readonly observation: Observation;
      /** Fields in which the file's design (`a`) differs from the study's (`b`); empty: the study's network may answer. */
      readonly designDifferences: readonly DesignDifference[];
    }
  | { readonly ok: false; readonly error: ObservationFileError };

/**
 * @param system the system that the page shows; a file that names another one is refused.
 * @param design the study's design: what the file leaves open is taken from it.
 * @param known systems that a refused file may be of.
 */
export function readObservation(
  file: ObservationFile,
  system: System,
  design: Design,
  known: readonly System[],
): Promise<ReadResult> {
  return observationIn(file.name, new TableFile(file.bytes), system, design, known);
}

/** The same of a file that other readers have looked at. */
export async function observationIn(
  name: string,
  file: TableFile,
  system: System,
  design: Design,
  known: readonly System[],
): Promise<ReadResult> {
  if (!hasColumns(system)) return fromArray(name, await readArray(file.bytes, cardsWanted(system)), system, design);
  return fromTable(name, await file.table(foresightOf(system, design)), system, design, known);
}

/** The same at once, for what is known to be text. */
export function readText(file: ObservationFile, system: System, design: Design, known: readonly System[]): ReadResult {
  if (!hasColumns(system)) return fromArray(file.name, arrayInText(file.bytes), system, design);
  return fromTable(file.name, parseText(file.bytes, foresightOf(system, design)), system, design, known);
}

/** A table of many observations is refused for their number before they are read. */
function foresightOf(system: ColumnsSystem, design: Design): Foresight {
  return ({ header, rows }) => (system.file.rows.designOf(header, design) === null ? null : tooManyObservations(rows));
}

function fromArray(name: string, raw: Outcome<RawArray>, system: System, design: Design): ReadResult {
  const read = raw.ok ? observationFromArray(name, raw.value, system, design) : raw;
  if (!read.ok) return { ok: false, error: fileError(name, read.problem) };
  const { observation } = read.value;
  const differences = designDifferences(observation.design, design, system.designFields);
  return { ok: true, ...read.value, designDifferences: differences };
}

function fromTable(
  name: string,
  table: Outcome<RawTable>,
  system: ColumnsSystem,
  design: Design,
  known: readonly System[],
): ReadResult {
  if (!table.ok) return { ok: false, error: fileError(name, table.problem) };
  const named = nameColumns(table.value, system, design);
  if (!named.ok) {
    return { ok: false, error: withTable(fileError(name, named.problem), table.value.array?.shape[0] ?? 0) };
  }
  const raw = unitsTaken(named.value, system, design);
  const outcome = contentOf(name, raw, system, design, known);
  if (!outcome.ok) {
    const wanted = system.file.columns(design, raw.header).map(({ name }) => name);
    const error = fileError(name, inFormat(raw, outcome.problem), [...raw.header, ...wanted]);
    const stranger = !wanted.some((column) => raw.header.includes(column));
    return {
      ok: false,
      error: withOthers(withTable(error, raw.rowNumbers.length, stranger), raw, system, design, known),
    };
  }
  const { observation, batch } = outcome.value;
  return {
    ok: true,
    observation,
    batch,
    designDifferences: designDifferences(observation.design, design, system.designFields),
  };
}

function unitsTaken(raw: RawTable, system: ColumnsSystem, design: Design): RawTable {
  const { file } = system;
  return { ...raw, header: withoutUnits(raw.header, [...file.columns(design), ...file.rows.columns(design)]) };
}

/**
 * As many rows as a table of simulations has, or a table that has no column of the system's: it may be meant as simulations.
 * @param stranger whether it has none of the columns of an observation
 */
function withTable(error: ObservationFileError, rows: number, stranger = false): ObservationFileError {
  if (rows < LEAST_ROWS && !(stranger && rows >= SEVERAL_ROWS)) return error;
  const few = rows < LEAST_ROWS ? ` It takes at least ${LEAST_ROWS} rows.` : '';
  const hint = `If these are simulations of your own to train on, name the columns theta_… (parameters) and x_… (data), or save the arrays theta and x with numpy.savez.${few}`;
  return { ...error, message: `${error.message} ${hint}`, remedy: `${error.remedy} ${hint}` };
}

/** A file that other systems would take says which, rather than what this one misses; one alone is `belongsTo`. */
function withOthers(
  error: ObservationFileError,
  raw: RawTable,
  system: ColumnsSystem,
  design: Design,
  known: readonly System[],
): ObservationFileError {
  const others = systemsOf(raw, system, known);
  if (others.length === 0) return error;
  const [{ id, name }] = others;
  const alone = others.length === 1 ? { belongsTo: { id, name } } : {};
  if (raw.system !== undefined) return { ...error, ...alone };
  const { file } = error;
  const own = listed(system.file.columns(design).map((column) => column.name));
  const names = listed(
    others.map((other) => `${other.name} (${other.id})`),
    others.length,
    (other) => other,
  );
  const problem = `The columns ${listed(raw.header)} are those of ${names}; ${system.name} takes ${own}.`;
  return { ...fileError(file, { problem, remedy: 'Switch to that system to read the file.' }), ...alone };
}

type Content = Pick<Extract<ReadResult, { readonly ok: true }>, 'observation' | 'batch'>;

function contentOf(
  name: string,
  raw: RawTable,
  system: ColumnsSystem,
  design: Design,
  known: readonly System[],
): Outcome<Content> {
  if (raw.system !== undefined && raw.system !== system.id) {
    const other = known.find(({ id }) => id === raw.system);
    const remedy =
      other === undefined
        ? `Remove the line if the file is for ${system.name}, which is "${system.id}".`
        : `Switch to ${other.name} first; ${system.name} is "${system.id}".`;
    return bad({
      column: 'system',
      value: raw.system,
      problem: 'The file declares another system.',
      remedy,
    });
  }
  const read = batchFromTable(name, raw, system, design);
  if (read !== null) {
    if (!read.ok) return read;
    const batch = read.value;
    return good({ observation: observationAt(system, batch, 0), batch: countOf(batch) > 1 ? batch : null });
  }
  const single = observationInTable(name, raw, system, design);
  return single.ok ? good({ observation: single.value, batch: null }) : single;
}

/** A JSON file has no rows: its entries are named by their position. */
function inFormat(raw: RawTable, problem: FileProblem): FileProblem {
  if (raw.jsonForm === undefined || problem.row === undefined) return problem;
  const { row, column, ...rest } = problem;
  const entry = `[${row - 1}]`;
  const name = column === undefined ? '' : shown(column);
  switch (raw.jsonForm) {
    case 'own':
      return { ...rest, column: name === '' ? `data${entry}` : `data.${name}${entry}` };
    case 'columns':
      return { ...rest, column: `${name}${entry}` };
    case 'records':
      return { ...rest, column: name === '' ? entry : `${entry}.${name}` };
    default:
      return raw.jsonForm satisfies never;
  }
}
