/**
 * What of an observation goes into a document, and the observation back from it. A simulated one is recorded by what made it
 * (true values, noise seed, nuisance values), any other by its numbers. The record is not believed: numbers pass the same
 * checks as an observation file of the study's design, and true values must lie where the simulator is defined.
 */
import * as v from 'valibot';
import type { ParameterSpec, Problem, System } from '../simulators/system.ts';
import { MAX_ROWS } from './limits.ts';
import { observationFromRaw, simulateObservation } from './observation.ts';
import type { Observation } from './observation.ts';
import { readText } from './readFile.ts';
import { writeObservation } from './writeFile.ts';

/** Of the longest file name that file systems take. */
const LONGEST_NAME = 255;

const numbers = v.pipe(v.array(v.pipe(v.number(), v.finite())), v.maxLength(MAX_ROWS), v.readonly());
const seed = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 32 - 1));
const simulated = v.strictObject({ kind: v.literal('simulated'), seed, eta: numbers });
const name = v.pipe(v.string(), v.maxLength(LONGEST_NAME));
const file = v.strictObject({ kind: v.literal('file'), name, row: v.exactOptional(name) });

export const observationRecord = v.variant('kind', [
  v.strictObject({
    kind: v.literal('simulated'),
    /** In the order of theta. */
    truth: numbers,
    seed,
    /** Nuisance values behind the data, in the system's order. */
    eta: numbers,
  }),
  v.strictObject({
    kind: v.literal('data'),
    source: v.variant('kind', [
      file,
      v.strictObject({
        kind: v.literal('edited'),
        of: v.variant('kind', [simulated, file]),
        entries: v.pipe(
          v.array(v.pipe(v.number(), v.integer(), v.minValue(0))),
          v.minLength(1),
          v.maxLength(MAX_ROWS),
          v.readonly(),
        ),
      }),
    ]),
    /** Whether `values` are raw data or summaries (edited by hand: no raw data belong to them). */
    space: v.picklist(['x', 's']),
    values: numbers,
    /** Values behind the data where they are known; a marker only. */
    truth: v.nullable(numbers),
  }),
]);

export type ObservationRecord = v.InferOutput<typeof observationRecord>;

export type RestoredObservation =
  | { readonly ok: true; readonly observation: Observation }
  /** One sentence each, without a full stop. */
  | { readonly ok: false; readonly problems: readonly string[] };

export function recordOf({ source, truth, x, s }: Observation): ObservationRecord {
  if (source.kind === 'simulated') {
    if (truth === null) throw new TypeError('A simulated observation has no true values.');
    return { kind: 'simulated', truth, seed: source.seed, eta: source.eta };
  }
  return {
    kind: 'data',
    source,
    ...(x === null ? { space: 's' as const, values: Array.from(s) } : { space: 'x' as const, values: Array.from(x) }),
    truth,
  };
}

/** @param problem a sound one of this system */
export function restoreObservation(system: System, problem: Problem, record: ObservationRecord): RestoredObservation {
  const parameters = system.parameters(problem.design);
  if (record.kind === 'simulated') {
    const problems = [
      ...outOfDomain('truth', parameters, record.truth),
      ...outOfDomain('eta', system.nuisances(problem.design), record.eta),
    ];
    if (problems.length > 0) return { ok: false, problems };
    try {
      const observation = simulateObservation(system, problem, record.truth, record.eta, record.seed);
      if (observation.s.every(Number.isFinite)) return { ok: true, observation };
      return {
        ok: false,
        problems: [`observation.truth is ${record.truth.join(', ')}; data simulated there overflow`],
      };
    } catch (cause) {
      // A sampler refuses what is beyond its numbers: a mean of 1e308.
      if (!(cause instanceof RangeError)) throw cause;
      return { ok: false, problems: [`the observation cannot be simulated: ${cause.message}`] };
    }
  }
  if (record.truth !== null && record.truth.length !== parameters.length) {
    return { ok: false, problems: [wrongLength('truth', record.truth.length, parameters.length)] };
  }
  return restoreData(system, problem, record);
}

function restoreData(
  system: System,
  { design }: Problem,
  { source, space, values, truth }: Extract<ObservationRecord, { kind: 'data' }>,
): RestoredObservation {
  const model = system.model(design);
  const wanted = space === 'x' ? model.dataSize : model.summaryNames.length;
  if (values.length !== wanted) return { ok: false, problems: [wrongLength('values', values.length, wanted)] };
  if (source.kind === 'edited') {
    const beyond = source.entries.find((entry) => entry >= wanted);
    if (beyond !== undefined) {
      return { ok: false, problems: [`observation.source.entries holds ${beyond}; there are ${wanted} data values`] };
    }
  }
  if (space === 'x') {
    const observation = observationFromRaw(system, design, Float64Array.from(values), { source, truth });
    const problem = problemAsFile(system, observation);
    return problem === null ? { ok: true, observation } : { ok: false, problems: [problem] };
  }
  const view = system.view(design);
  if (view.space !== 's' || source.kind !== 'edited') {
    return { ok: false, problems: [`observation.space is "s"; ${system.name} takes raw data here, in space "x"`] };
  }
  const { low, high } = view.allowed;
  const outside = values.findIndex((value) => value < low || value > high);
  if (outside >= 0) {
    const problem = `observation.values[${outside}] is ${values[outside]}; summaries here are from ${low} to ${high}`;
    return { ok: false, problems: [problem] };
  }
  const observation = { system: system.id, design, x: null, s: Float64Array.from(values), truth, source, notices: [] };
  return { ok: true, observation };
}

/** What the reader of observation files says of the raw data; null if it takes them. */
function problemAsFile(system: System, observation: Observation): string | null {
  const text = writeObservation(system, { ...observation, truth: null });
  const read = readText(
    { name: 'observation.values', bytes: new TextEncoder().encode(text ?? '') },
    system,
    observation.design,
  );
  if (!read.ok) return read.error.message.replace(/\.$/, '');
  const [difference] = read.designDifferences;
  return difference === undefined ? null : `observation.values belong to a design with another ${difference.label}`;
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
