/**
 * What can be done with a problem (design, priors and nuisance settings of one system, which together fix the joint law
 * of theta and x): its default, its joint prior, simulated pairs, its identity, and what is wrong with it.
 */
import { Random } from '../math/random.ts';
import { type Hyperprior, hyperpriorOf, whyOutside } from '../priors/hyperprior.ts';
import { JointPrior } from '../priors/jointPrior.ts';
import type { Prior } from '../priors/prior.ts';
import { problemOf, samplePrior, support } from '../priors/prior.ts';
import type { Theta } from '../priors/space.ts';
import { asTheta } from '../priors/space.ts';
import { attemptAt, untilSuccess } from './attempts.ts';
import { designProblems } from './designProblems.ts';
import type { Design, DesignField, DesignValue, NuisanceSetting, ParameterSpec, Problem, System } from './system.ts';
import { sizeOf } from './dataShape.ts';

/** The parts of a system that fix a problem. */
export type ProblemSystem = Pick<
  System,
  'id' | 'designFields' | 'defaultDesign' | 'parameters' | 'nuisances' | 'model'
>;

export interface SimulatedPairs {
  /** Parameters in their own units, [count, D]. */
  readonly theta: Theta;
  /** Summaries, [count, C]. */
  readonly s: Float64Array;
  /** Attempts that failed, of simulators that may fail; absent: none. */
  readonly failed?: number;
  /** Where every pair has a prior of its own, from the hyperprior. */
  readonly own?: OwnPriors;
}

export interface OwnPriors {
  /** theta whitened under the pair's own prior, [count, D]. */
  readonly z: Float64Array;
  /** Which prior that is, [count, 2 D]: see `Hyperprior.coordinates`. */
  readonly h: Float32Array;
}

/**
 * Where the theta of pairs come from: null, the problem's priors; theta [D], the same for all; 'hyperprior', a prior of
 * each pair's own; rows, one for each pair.
 */
export type ThetaSource = Float64Array | 'hyperprior' | GivenThetas | null;

/** theta that were drawn elsewhere. A simulation that fails is not tried again: theta of its pair becomes NaN. */
export interface GivenThetas {
  /** [count, D] */
  readonly rows: Float64Array;
  /** Index of each pair in its stream, in place of those that follow from the first. */
  readonly indices: Uint32Array;
  /** Which attempt at these pairs it is: their random numbers depend on it (attempts.ts). */
  readonly attempt: number;
}

/** The part of a source that belongs to `count` of its pairs, `skip` after its first. */
export function thetasOf(at: ThetaSource, skip: number, count: number, all: number): ThetaSource {
  if (at === null || at === 'hyperprior' || at instanceof Float64Array) return at;
  const D = at.rows.length / all;
  const rows = at.rows.slice(skip * D, (skip + count) * D);
  return { ...at, rows, indices: at.indices.slice(skip, skip + count) };
}

export interface DesignDifference {
  readonly key: string;
  readonly label: string;
  /** Undefined where the design lacks the field. */
  readonly a: DesignValue | undefined;
  readonly b: DesignValue | undefined;
}

/** Numbers of two designs count as equal within this relative difference: a file's text may have cost the last digit. */
const EQUAL_WITHIN = 1e-12;

export function defaultProblem(system: ProblemSystem, design: Design = system.defaultDesign): Problem {
  const priors: Record<string, Prior> = {};
  for (const spec of system.parameters(design)) priors[spec.key] = spec.defaultPrior;
  const nuisances: Record<string, NuisanceSetting> = {};
  for (const spec of system.nuisances(design)) {
    nuisances[spec.key] = { mode: spec.defaultMode, value: spec.fixedValue, prior: spec.defaultPrior };
  }
  return { system: system.id, design, priors, nuisances };
}

/**
 * The joint prior of theta, in the system's order.
 * @throws RangeError when a parameter has no prior, or an unsound one
 */
export function inferredPrior(system: ProblemSystem, problem: Problem): JointPrior {
  const keys = system.parameters(problem.design).map((spec) => spec.key);
  return new JointPrior(
    keys,
    keys.map((key) => settingOf(problem.priors, key, 'prior')),
  );
}

/**
 * The hyperprior over the sliders of theta, for a network that learns the priors too; null where the present priors are
 * none of it (`outsideHyperprior` says why).
 */
export function inferredHyperprior(system: ProblemSystem, problem: Problem): Hyperprior | null {
  const specs = system.parameters(problem.design);
  return hyperpriorOf(
    specs.map(({ key }) => key),
    specs.map(({ key }) => settingOf(problem.priors, key, 'prior')),
    specs.map(({ slider }) => slider),
  );
}

/** One phrase for each present prior that is none of the hyperprior: "the prior of A has its thumbs at ..."; [] if all are. */
export function outsideHyperprior(system: ProblemSystem, problem: Problem): string[] {
  return system.parameters(problem.design).flatMap(({ key, symbol, slider }) => {
    const why = whyOutside(settingOf(problem.priors, key, 'prior'), slider);
    return why === null ? [] : [`the prior of ${symbol} ${why}`];
  });
}

/** Writes eta into `out` [number of nuisances], in the system's order: fixed ones as set, the others drawn afresh. */
export function drawNuisances(system: ProblemSystem, problem: Problem, random: Random, out: Float64Array): void {
  drawSettings(nuisanceSettings(system, problem), random, out);
}

/**
 * Pairs (theta, s) from the joint law. Pair i comes from the random sequence (stream, from + i) alone: theta first, then
 * eta, then x; so a range may be split between workers in any way. A prior of the pair's own comes before theta.
 * @param stream one of STREAMS of random.ts
 * @throws RangeError when priors outside the hyperprior are to be replaced by draws from it
 */
export function simulatePairs(
  system: ProblemSystem,
  problem: Problem,
  seed: number,
  stream: number,
  from: number,
  count: number,
  at: ThetaSource = null,
): SimulatedPairs {
  const present = inferredPrior(system, problem);
  const { D } = present;
  const hyperprior = at === 'hyperprior' ? inferredHyperprior(system, problem) : null;
  if (at === 'hyperprior' && hyperprior === null) {
    throw new RangeError(`${outsideHyperprior(system, problem).join('; ')}: move it into the slider's range`);
  }
  const own = hyperprior === null ? null : emptyOwnPriors(count, D, hyperprior);
  const given = typeof at === 'object' && at !== null && !(at instanceof Float64Array) ? at : null;
  if (given !== null && (given.rows.length !== count * D || given.indices.length !== count)) {
    throw new RangeError(`${given.rows.length} numbers are not ${count} rows of ${D} parameters`);
  }
  const settings = nuisanceSettings(system, problem);
  const model = system.model(problem.design);
  const C = sizeOf(model.s);
  const theta = new Float64Array(count * D);
  const s = new Float64Array(count * C);
  const eta = new Float64Array(settings.length);
  const x = new Float64Array(sizeOf(model.x));
  const summaries = new Float64Array(C);
  const random = new Random(seed, stream);
  let failed = 0;
  for (let i = 0; i < count; i++) {
    const row = theta.subarray(i * D, (i + 1) * D);
    if (given !== null) {
      row.set(given.rows.subarray(i * D, (i + 1) * D));
      const succeeded = attemptAt(random, stream, given.indices[i], given.attempt, () => {
        drawSettings(settings, random, eta);
        model.simulate(row, eta, random, x);
        model.summarise(x, summaries);
      });
      if (!succeeded) {
        failed++;
        row.fill(Number.NaN);
        summaries.fill(Number.NaN);
      }
      s.set(summaries, i * C);
      continue;
    }
    failed += untilSuccess(random, stream, from + i, () => {
      const prior = hyperprior?.draw(random) ?? present;
      for (let j = 0; j < D; j++) row[j] = at instanceof Float64Array ? at[j] : samplePrior(prior.priors[j], random);
      if (own !== null && hyperprior !== null) {
        own.z.set(prior.whiten(asTheta(row)), i * D);
        own.h.set(hyperprior.coordinates(prior), i * hyperprior.width);
      }
      drawSettings(settings, random, eta);
      model.simulate(row, eta, random, x);
      model.summarise(x, summaries);
    });
    s.set(summaries, i * C);
  }
  return { theta: asTheta(theta), s, ...(failed === 0 ? {} : { failed }), ...(own === null ? {} : { own }) };
}

function emptyOwnPriors(count: number, D: number, { width }: Hyperprior): OwnPriors {
  return { z: new Float64Array(count * D), h: new Float32Array(count * width) };
}

/**
 * The problem as canonical JSON (sorted keys): two problems with the same key have the same joint law of theta and x.
 * Of a nuisance only the part in force counts: its value while fixed, its prior while marginalised.
 */
export function problemKey(problem: Problem): string {
  return canonicalJson({ ...problem, nuisances: nuisancesInForce(problem) });
}

/** What differs between two problems, the gravest alone. Priors leave p(x | theta) as it is, the others do not. */
export type ProblemChange = 'none' | 'priors' | 'nuisances' | 'design';

/** Another system counts as another design. */
export function problemChange(a: Problem, b: Problem): ProblemChange {
  if (a === b) return 'none';
  if (a.system !== b.system || canonicalJson(a.design) !== canonicalJson(b.design)) return 'design';
  if (canonicalJson(nuisancesInForce(a)) !== canonicalJson(nuisancesInForce(b))) return 'nuisances';
  return canonicalJson(a.priors) === canonicalJson(b.priors) ? 'none' : 'priors';
}

/** The fields in which two designs differ, in the order of `fields`; fields that neither design has are left out. */
export function designDifferences(a: Design, b: Design, fields: readonly DesignField[]): DesignDifference[] {
  const differences: DesignDifference[] = [];
  for (const field of fields) {
    const inA = !field.when || field.when(a);
    const inB = !field.when || field.when(b);
    const valueA = inA ? (a[field.key] ?? field.otherwise) : undefined;
    const valueB = inB ? (b[field.key] ?? field.otherwise) : undefined;
    if (!sameValue(valueA, valueB)) differences.push({ key: field.key, label: field.label, a: valueA, b: valueB });
  }
  return differences;
}

/**
 * Every problem of a problem, one sentence each with the bad value, its range and the remedy; [] if it can be simulated.
 * An unsound design is reported alone, since the parameters depend on it.
 */
export function validateProblem(system: ProblemSystem, problem: Problem): string[] {
  if (problem.system !== system.id) {
    return [`the problem belongs to the system "${problem.system}"; open it there instead of in "${system.id}"`];
  }
  const ofDesign = designProblems(problem.design, system.designFields);
  if (ofDesign.length > 0) return ofDesign;
  const parameters = system.parameters(problem.design);
  const nuisances = system.nuisances(problem.design);
  const problems = [
    ...unknownKeys(problem.priors, parameters, 'parameter'),
    ...unknownKeys(problem.nuisances, nuisances, 'nuisance parameter'),
  ];
  for (const spec of parameters) {
    const prior = problem.priors[spec.key];
    if (!prior) problems.push(`${spec.label} (${spec.key}) has no prior; give it one`);
    else if (prior.family === 'fixed') {
      problems.push(
        `${spec.label} (${spec.key}) is fixed at ${prior.value}, but it is inferred; choose another family`,
      );
    } else problems.push(...priorProblems(spec, prior));
  }
  for (const spec of nuisances) {
    const setting = problem.nuisances[spec.key];
    if (!setting) problems.push(`${spec.label} (${spec.key}) has no setting; fix it or give it a prior`);
    else if (setting.mode === 'marginalised') problems.push(...priorProblems(spec, setting.prior));
    else problems.push(...priorProblems(spec, { family: 'fixed', value: setting.value }));
  }
  return problems;
}

function settingOf<T>(settings: Readonly<Record<string, T>>, key: string, what: string): T {
  if (!Object.hasOwn(settings, key)) throw new RangeError(`the problem has no ${what} for ${key}; give it one`);
  return settings[key];
}

function nuisanceSettings(system: ProblemSystem, problem: Problem): NuisanceSetting[] {
  return system.nuisances(problem.design).map((spec) => settingOf(problem.nuisances, spec.key, 'nuisance setting'));
}

function drawSettings(settings: readonly NuisanceSetting[], random: Random, out: Float64Array): void {
  settings.forEach(({ mode, value, prior }, i) => {
    out[i] = mode === 'fixed' ? value : samplePrior(prior, random);
  });
}

function sameValue(a: DesignValue | undefined, b: DesignValue | undefined): boolean {
  if (typeof a === 'number' && typeof b === 'number') {
    return a === b || Math.abs(a - b) <= EQUAL_WITHIN * Math.max(Math.abs(a), Math.abs(b));
  }
  if (typeof a === 'object' && typeof b === 'object') {
    return a.length === b.length && a.every((entry, i) => sameValue(entry, b[i]));
  }
  return a === b;
}

function nuisancesInForce({ nuisances }: Problem): Record<string, unknown> {
  const inForce: Record<string, unknown> = {};
  for (const [key, { mode, value, prior }] of Object.entries(nuisances)) {
    inForce[key] = mode === 'fixed' ? { mode, value } : { mode, prior };
  }
  return inForce;
}

/** JSON with the keys of every object sorted and undefined members left out; infinite numbers as strings. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) return JSON.stringify(String(value));
  return JSON.stringify(value);
}

function unknownKeys(
  given: Readonly<Record<string, unknown>>,
  specs: readonly ParameterSpec[],
  what: string,
): string[] {
  const known = specs.map((spec) => spec.key);
  return Object.keys(given)
    .filter((key) => !known.includes(key))
    .map(
      (key) =>
        `"${key}" is not a ${what} of this design; remove it${known.length === 0 ? ': there is none' : `, or choose among ${known.join(', ')}`}`,
    );
}

/** The prior's own problem, or that it reaches out of the domain of its parameter. */
function priorProblems(spec: ParameterSpec, prior: Prior): string[] {
  const name = `${spec.label} (${spec.key})`;
  const own = problemOf(prior);
  if (own !== null) return [`${name}: ${own}`];
  const { low, high } = support(prior);
  const { domain } = spec;
  if (low >= domain.low && high <= domain.high) return [];
  const range = `from ${domain.low} to ${domain.high}`;
  if (prior.family === 'fixed') return [`${name} is ${prior.value}; enter a value ${range}`];
  return [`${name}: the prior runs from ${low} to ${high}, but the simulator is defined ${range}; truncate it to that`];
}
