/**
 * What of an observation goes into a document, and the observation back from it. A simulated one is recorded by what made it
 * (true values, noise seed, nuisance values) and the points that were moved since, one from a file by its numbers. The record
 * is not believed: numbers of a file pass the checks of observation files, true values must lie where the simulator is
 * defined, and moved points where a hand could have moved them.
 */
import * as v from 'valibot';
import { whyNot } from '../simulators/capabilities.ts';
import {
  type ColumnsSystem,
  type Design,
  hasColumns,
  type ParameterSpec,
  type Problem,
  type System,
} from '../simulators/system.ts';
import { MAX_ROWS } from './limits.ts';
import { apartObservation, observationFromRaw, simulateObservation } from './observation.ts';
import type { Observation, ObservationSource } from './observation.ts';
import { tornGroup } from '../simulators/readings/anyReadings.ts';
import { sizeOf } from '../simulators/dataShape.ts';
import { designDifferences } from '../simulators/problem.ts';
import { fileAxes } from './arrayAxes.ts';
import { observationFromArray } from './arrayObservation.ts';
import { fileError } from './fileError.ts';
import type { RawArray } from './rawArray.ts';
import type { RawTable } from './rawTable.ts';
import { observationInTable } from './tableObservation.ts';

/** Of the longest file name that file systems take. */
export const LONGEST_NAME = 255;

const number = v.pipe(v.number(), v.finite());
const numbers = v.pipe(v.array(number), v.maxLength(MAX_ROWS), v.readonly());
/** A datum; null where it is missing, which JSON has no number for. */
const datum = v.nullable(number);
const data = v.pipe(v.array(datum), v.maxLength(MAX_ROWS), v.readonly());
const entry = v.pipe(v.number(), v.integer(), v.minValue(0));
const name = v.pipe(v.string(), v.maxLength(LONGEST_NAME));
/** How often noise was added to all of them. */
const noise = v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1e6)));

export const observationRecord = v.variant('kind', [
  v.strictObject({
    kind: v.literal('simulated'),
    /** In the order of theta. */
    truth: numbers,
    seed: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 32 - 1)),
    /** Nuisance values behind the data, in the system's order. */
    eta: numbers,
    /** Entries of x (or s, where the view plots s) that were moved by hand, ascending, with their values. */
    moved: v.pipe(v.array(v.pipe(v.tuple([entry, datum]), v.readonly())), v.maxLength(MAX_ROWS), v.readonly()),
    noise,
    /** The data, of a simulator that runs apart: they are not simulated again where they are read. */
    x: v.exactOptional(data),
  }),
  v.strictObject({
    kind: v.literal('file'),
    name,
    /** What the row is called, in a file of many observations. */
    row: v.exactOptional(name),
    /** Whether `values` are raw data or, after an edit of summaries, summaries: no raw data belong to them. */
    space: v.picklist(['x', 's']),
    values: data,
    /** Entries that were moved by hand, ascending. */
    moved: v.pipe(v.array(entry), v.maxLength(MAX_ROWS), v.readonly()),
    noise,
    /** Values behind the data where they are known; a marker only. */
    truth: v.nullable(numbers),
  }),
]);

export type ObservationRecord = v.InferOutput<typeof observationRecord>;
type SimulatedRecord = Extract<ObservationRecord, { kind: 'simulated' }>;
type FileRecord = Extract<ObservationRecord, { kind: 'file' }>;

export type RestoredObservation =
  | { readonly ok: true; readonly observation: Observation }
  /** One sentence each, without a full stop. */
  | { readonly ok: false; readonly problems: readonly string[] };

export function recordOf({ source, truth, x, s }: Observation): ObservationRecord {
  const origin = source.kind === 'edited' ? source.of : source;
  const entries = source.kind === 'edited' ? source.entries : [];
  const added = source.kind === 'edited' && source.noise !== undefined ? { noise: source.noise } : {};
  const values = Array.from(x ?? s, (value) => (Number.isNaN(value) ? null : value));
  if (origin.kind === 'file') {
    const space = x === null ? 's' : 'x';
    return { ...origin, space, values, moved: entries, ...added, truth };
  }
  if (truth === null) throw new TypeError('A simulated observation has no true values.');
  const moved = entries.map((at) => [at, values[at]] as const);
  const apart = origin.apart === true ? { x: values } : {};
  return { kind: 'simulated', truth, seed: origin.seed, eta: origin.eta, moved, ...added, ...apart };
}

/** @param problem a sound one of this system */
export function restoreObservation(system: System, problem: Problem, record: ObservationRecord): RestoredObservation {
  return record.kind === 'simulated' ? simulated(system, problem, record) : fromFile(system, problem, record);
}

function simulated(system: System, problem: Problem, record: SimulatedRecord): RestoredObservation {
  if (whyNot(system.capabilities(problem.design).simulate) !== null) {
    return refused(`observation.kind is "simulated"; ${system.name} takes a "file"`);
  }
  const { design } = problem;
  const { truth, eta, seed, moved } = record;
  const view = system.view(design);
  const model = system.model(design);
  const size = view.space === 'x' ? sizeOf(model.x) : sizeOf(model.s);
  const problems = [
    ...outOfDomain('truth', system.parameters(design), truth),
    ...outOfDomain('eta', system.nuisances(design), eta),
    ...movedProblems(system, problem, size, moved),
  ];
  if (problems.length > 0) return { ok: false, problems };
  const observation = drawn(system, problem, record);
  if (typeof observation === 'string') return refused(observation);
  if (moved.length === 0) return { ok: true, observation };
  const values = Float64Array.from((view.space === 'x' ? observation.x : null) ?? observation.s);
  for (const [at, value] of moved) values[at] = value ?? Number.NaN;
  const entries = moved.map(([at]) => at);
  const of = { kind: 'simulated', seed, eta, ...(system.apart === true ? { apart: true as const } : {}) } as const;
  const source = { kind: 'edited', of, entries, ...addedTo(record) } as const;
  if (view.space === 's') return { ok: true, observation: { ...observation, x: null, s: values, source } };
  const torn = tornGroup(model, values);
  if (torn !== null) return refused(`observation.moved: ${torn}`);
  return { ok: true, observation: observationFromRaw(system, design, values, { ...observation, source }) };
}

/** The simulated data before any point was moved, or why there are none. */
function drawn(system: System, problem: Problem, { truth, eta, seed, x }: SimulatedRecord): Observation | string {
  if (x !== undefined) return given(system, problem, { truth, seed, x });
  try {
    const observation = simulateObservation(system, problem, truth, eta, seed);
    if (observation.s.every(Number.isFinite)) return observation;
    return `observation.truth is ${truth.join(', ')}; data simulated there overflow`;
  } catch (cause) {
    // A sampler refuses what is beyond its numbers: a mean of 1e308.
    if (!(cause instanceof RangeError)) throw cause;
    return `the observation cannot be simulated: ${cause.message}`;
  }
}

/** Of a simulator that runs apart: the data that it gave, checked like those of a file. */
function given(
  system: System,
  problem: Problem,
  { truth, seed, x }: Pick<SimulatedRecord, 'truth' | 'seed'> & { readonly x: readonly (number | null)[] },
): Observation | string {
  if (system.apart !== true) return `observation.x is given, but ${system.name} is simulated here; remove it`;
  const size = sizeOf(system.model(problem.design).x);
  if (x.length !== size) return wrongLength('x', x.length, size);
  if (x.includes(null)) return 'observation.x has an entry without a number; none may be missing';
  const observation = apartObservation(system, problem, truth, seed, numbersOf(x));
  return refusalAsFile(system, observation) ?? observation;
}

function fromFile(system: System, problem: Problem, record: FileRecord): RestoredObservation {
  const { design } = problem;
  const { name, row, space, values, moved, truth } = record;
  const dim = system.parameters(design).length;
  if (truth !== null && truth.length !== dim) return refused(wrongLength('truth', truth.length, dim));
  const model = system.model(design);
  const size = space === 'x' ? sizeOf(model.x) : sizeOf(model.s);
  if (values.length !== size) return refused(wrongLength('values', values.length, size));
  if (space === 's' && (system.view(design).space !== 's' || moved.length === 0)) {
    return refused(`observation.space is "s"; ${system.name} takes raw data here, in space "x"`);
  }
  const absent = values.indexOf(null);
  if (absent >= 0 && system.model(design).missing !== true) {
    return refused(`observation.values has no number for entry ${absent}; none may be missing`);
  }
  const torn = space === 'x' ? tornGroup(model, numbersOf(values)) : null;
  if (torn !== null) return refused(`observation.values: ${torn}`);
  const problems = movedProblems(
    system,
    problem,
    size,
    moved.map((at) => [at, values[at]] as const),
  );
  if (problems.length > 0) return { ok: false, problems };
  const origin = { kind: 'file', name, ...(row === undefined ? {} : { row }) } as const;
  const source: ObservationSource =
    moved.length === 0 ? origin : { kind: 'edited', of: origin, entries: moved, ...addedTo(record) };
  if (space === 's') {
    const s = numbersOf(values);
    return { ok: true, observation: { system: system.id, design, x: null, s, truth, source, notices: [] } };
  }
  const observation = observationFromRaw(system, design, numbersOf(values), { source, truth });
  const refusal = refusalAsFile(system, observation);
  return refusal === null ? { ok: true, observation } : refused(refusal);
}

function numbersOf(values: readonly (number | null)[]): Float64Array {
  return Float64Array.from(values, (value) => value ?? Number.NaN);
}

function addedTo({ noise: times }: ObservationRecord): { readonly noise?: number } {
  return times === undefined ? {} : { noise: times };
}

/** What the reader of observation files says of the raw data; null if it takes them. */
function refusalAsFile(system: System, { x, design }: Observation): string | null {
  if (x === null) throw new TypeError('Edited summaries are no file.');
  const name = 'observation.values';
  const read = hasColumns(system)
    ? observationInTable(name, tableOf(system, design, x), system, design)
    : observationFromArray(name, arrayOf(system, design, x), system, design);
  if (!read.ok) {
    const columns = hasColumns(system) ? system.file.columns(design).map((column) => column.name) : [];
    return fileError(name, read.problem, columns).message.replace(/\.$/, '');
  }
  const declared = 'observation' in read.value ? read.value.observation.design : read.value.design;
  const [difference] = designDifferences(declared, design, system.designFields);
  return difference === undefined ? null : `observation.values belong to a design with another ${difference.label}`;
}

/** The table that `writeObservation` writes, as its reader would hand it on: the code that reads texts is not needed for it. */
function tableOf({ file }: ColumnsSystem, design: Design, x: Float64Array): RawTable {
  const { header, rows, metadata } = file.write(x, design);
  // The lines above the header: that of the system, and those of the metadata.
  const headerRow = 2 + Object.keys(metadata).length;
  return {
    format: 'csv',
    header,
    headerRow,
    columns: header.map((_, c) => rows.map((row) => String(row[c]))),
    rowNumbers: rows.map((_, r) => headerRow + 1 + r),
    metadata,
    design: {},
    truth: {},
    notices: [],
  };
}

function arrayOf(system: System, design: Design, x: Float64Array): RawArray {
  return { shape: fileAxes(system.model(design).x), cells: x, metadata: {}, design, truth: {}, notices: [] };
}

/** @param size number of entries that there are */
function movedProblems(
  system: System,
  { design }: Problem,
  size: number,
  moved: readonly (readonly [number, number | null])[],
): string[] {
  const { low, high, integer } = system.view(design).allowed;
  const mayMiss = system.model(design).missing === true;
  return moved.flatMap(([at, value], i) => {
    if (at >= size) return [`observation.moved holds entry ${at}; the last of this design is ${size - 1}`];
    if (i > 0 && at <= moved[i - 1][0]) return [`observation.moved holds entry ${at} out of order; sort them`];
    if (value === null) return mayMiss ? [] : [`observation.moved has no value for entry ${at}; none may be missing`];
    if (value >= low && value <= high && (!integer || Number.isInteger(value))) return [];
    const range = `${integer ? 'an integer' : 'a number'} from ${low} to ${high}`;
    return [`observation.moved puts entry ${at} at ${value}; it may be ${range}`];
  });
}

function outOfDomain(name: string, specs: readonly ParameterSpec[], values: readonly number[]): string[] {
  if (values.length !== specs.length) return [wrongLength(name, values.length, specs.length)];
  return specs.flatMap(({ key, label, domain: { low, high } }, i) =>
    values[i] >= low && values[i] <= high
      ? []
      : [`observation.${name} of ${label} (${key}) is ${values[i]}; the simulator is defined from ${low} to ${high}`],
  );
}

function wrongLength(name: string, given: number, wanted: number): string {
  return `observation.${name} has ${given} numbers; this design has ${wanted}`;
}

function refused(problem: string): RestoredObservation {
  return { ok: false, problems: [problem] };
}
