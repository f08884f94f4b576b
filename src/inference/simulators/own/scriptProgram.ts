/**
 * A simulator of one's own, written in JavaScript: an ES module like
 *
 *     export const parameters = { rate: logUniform(0.1, 10), size: uniform(1, 50) };
 *     export const data = series('count', { from: 0, to: 20, by: 1, unit: 'day' });
 *     export function simulate({ rate, size }, random) { ... return numbers; }
 *     export function summaries(x) { ... return numbers; }       // optional: what the network is given in place of x
 *     export const summaryNames = ['mean', 'largest'];           // optional
 *     export function logLikelihood({ rate, size }, x) { ... }   // optional
 *
 * Here what the module exports becomes a declaration and a program. The module is run elsewhere: in a sandbox, or in a thread of the
 * program that its user started.
 */
import { shown } from '../../math/shown.ts';
import type { Prior } from '../../priors/prior.ts';
import { SimulationFailure } from '../attempts.ts';
import { sizeOf } from '../dataShape.ts';
import { type Declaration, type DeclarationReading, ownLimits, readDeclaration, shapeOf } from './declaration.ts';
import { KeyedRandom } from './keyedRandom.ts';
import type { OwnProgram } from './ownProgram.ts';

/** What a module exports, not checked yet. */
export type ScriptExports = Readonly<Record<string, unknown>>;

/** What a parameter may say of itself beside its prior. */
interface About {
  readonly symbol?: string;
  readonly label?: string;
  readonly unit?: string;
  readonly description?: string;
}

const stated = (prior: Prior, about: About = {}) => ({ ...about, prior });

/** In scope of every script: the laws of parameters, and the kinds of data. Data have a `length`. */
export const SCRIPT_SCOPE = {
  uniform: (low: number, high: number, about?: About) => stated({ family: 'uniform', low, high }, about),
  logUniform: (low: number, high: number, about?: About) => stated({ family: 'logUniform', low, high }, about),
  normal: (mean: number, sd: number, about?: About) => stated({ family: 'normal', mean, sd }, about),
  /** `mean` and `sd` of the logarithm. */
  lognormal: (mean: number, sd: number, about?: About) => stated({ family: 'lognormal', mean, sd }, about),
  exponential: (mean: number, about?: About) => stated({ family: 'exponential', mean }, about),
  gamma: (shape: number, scale: number, about?: About) => stated({ family: 'gamma', shape, scale }, about),
  beta: (a: number, b: number, about?: About) => stated({ family: 'beta', a, b }, about),
  /** The names one by one, or as an array. */
  vector: (...given: readonly (string | readonly string[])[]) => {
    const names = given.flat();
    return withLength({ kind: 'vector', names }, names.length);
  },
  series: (name: string, { from, to, by = 1, ...axis }: { from: number; to: number; by?: number }) =>
    withLength({ kind: 'series', name, from, to, by, ...axis }, Math.round((to - from) / by) + 1),
  image: (height: number, width: number) => withLength({ kind: 'image', height, width }, height * width),
};

function withLength<T extends object>(described: T, length: number): T & { readonly length: number } {
  // Not among the members that are declared.
  return Object.defineProperty(described, 'length', { value: length }) as T & { readonly length: number };
}

/**
 * Reads what a module says of itself. How many summaries there are, where it has no names for them, only a call of summaries tells:
 * they are added by `withSummaries`.
 */
export function declaredBy({
  name,
  parameters,
  data,
  integer,
  simulate,
  summaries,
  summaryNames,
  logLikelihood,
}: ScriptExports): DeclarationReading {
  const missing = [
    ...(typeof parameters === 'object' && parameters !== null ? [] : ['parameters']),
    ...(typeof data === 'object' && data !== null ? [] : ['data']),
    ...(typeof simulate === 'function' ? [] : ['function simulate']),
  ];
  if (missing.length > 0) {
    return { ok: false, problems: [`the simulator exports no ${missing.join(', and no ')}; write "export" before it`] };
  }
  if (summaries !== undefined && typeof summaries !== 'function') {
    return { ok: false, problems: ['summaries is no function; write "export function summaries(x) { ... }"'] };
  }
  if (summaryNames !== undefined && summaries === undefined) {
    return { ok: false, problems: ['summaryNames are exported, but no function summaries; write it, or remove them'] };
  }
  return readDeclaration({
    name: name ?? 'Your simulator',
    parameters: Object.entries(parameters as object).map(([key, one]) => ({ key, ...(one as object) })),
    data: { ...(data as object) },
    ...(integer === undefined ? {} : { integer }),
    ...(typeof logLikelihood === 'function' ? { likelihood: true } : {}),
  });
}

/**
 * Adds the summaries that a module computes: their names, and those of an example.
 * @param example data of one simulation
 * @param programWith what the module does under a declaration
 * @returns as it is where the module has none
 */
export function withSummaries(
  declaration: Declaration,
  { summaries, summaryNames }: ScriptExports,
  example: Float64Array,
  programWith: (declaration: Declaration) => OwnProgram,
): DeclarationReading {
  if (typeof summaries !== 'function') return { ok: true, declaration };
  const given = summaryNames ?? namesFor(countOf(() => (summaries as (x: Float64Array) => unknown)(example.slice())));
  const named = readDeclaration({
    ...declaration,
    example: undefined,
    summaries: Array.isArray(given) ? [...(given as unknown[])] : given,
  });
  if (!named.ok) return named;
  const s = new Float64Array(named.declaration.summaries?.length ?? 0);
  try {
    programWith(named.declaration).summaries?.(example, s);
  } catch (cause) {
    if (!(cause instanceof SimulationFailure)) throw cause;
    return {
      ok: false,
      problems: [`${cause.message} The data were those of a simulation at the medians of the priors.`],
    };
  }
  return readDeclaration({ ...named.declaration, example: Array.from(example), exampleSummaries: Array.from(s) });
}

/** How many numbers come out; what is wrong with them is said where they are checked. */
function countOf(summarised: () => unknown): number {
  try {
    const given = summarised();
    const { length } = given as { readonly length?: unknown };
    return typeof length === 'number' && length > 0 ? Math.min(length, ownLimits.summaries + 1) : 1;
  } catch {
    return 1;
  }
}

function namesFor(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `summary ${i + 1}`);
}

/** Where in its text a script has thrown, counted from 1; null where the error does not tell. */
export type PlaceOf = (cause: unknown) => { readonly line: number; readonly column: number } | null;

/**
 * What the module does, checked at each call: as many numbers as declared, all finite, whole ones where it says so.
 * @throws (its functions) SimulationFailure with place, reason and theta
 */
export function programOf(exports: ScriptExports, declaration: Declaration, placeOf: PlaceOf): OwnProgram {
  const simulate = exports.simulate as (theta: unknown, random: KeyedRandom) => unknown;
  const summaries = exports.summaries as ((x: Float64Array) => unknown) | undefined;
  const logLikelihood = exports.logLikelihood as ((theta: unknown, x: Float64Array) => unknown) | undefined;
  const count = declaration.summaries?.length;
  const size = sizeOf(shapeOf(declaration.data));
  const integer = declaration.integer === true;
  const keys = declaration.parameters.map(({ key }) => key);
  const keyed = new KeyedRandom();
  // A copy of an object that has all keys, with fractions: several times as fast as Object.fromEntries, which for a simulator that
  // costs a microsecond would be most of the time.
  const blank = JSON.parse(JSON.stringify(Object.fromEntries(keys.map((key) => [key, 0.5])))) as Record<string, number>;
  const named = (theta: ArrayLike<number>): Record<string, number> => {
    const one = { ...blank };
    for (let j = 0; j < keys.length; j++) one[keys[j]] = theta[j];
    return one;
  };
  /** @param theta null: of data that were given */
  const failed = (reason: string, theta: ArrayLike<number> | null, cause?: unknown) => {
    const place = cause === undefined ? null : placeOf(cause);
    const where = place === null ? '' : `Line ${place.line}, column ${place.column}: `;
    const at =
      theta === null ? '' : `, at ${keys.map((key, j) => `${key} = ${Number(theta[j].toPrecision(4))}`).join(', ')}`;
    return new SimulationFailure(`${where}${shown(reason, ownLimits.words)}${at}.`, place);
  };
  const summarise = (x: Float64Array, theta: ArrayLike<number> | null, out: Float64Array) => {
    let s: unknown;
    try {
      // A copy: x is the data, which a script may not change.
      s = summaries?.(x.slice());
    } catch (cause) {
      throw failed(`summaries threw: ${reasonOf(cause)}`, theta, cause);
    }
    const problem = taken(s, SUMMARIES, out.length, false, out);
    if (problem !== null) throw failed(problem, theta);
  };
  return {
    simulate(theta, random, out, s = null) {
      keyed.from(random);
      let x: unknown;
      try {
        x = simulate(named(theta), keyed);
      } catch (cause) {
        throw failed(reasonOf(cause), theta, cause);
      }
      const problem = taken(x, DATA, size, integer, out);
      if (problem !== null) throw failed(problem, theta);
      if (s !== null) summarise(out, theta, s);
    },
    ...(count === undefined || summaries === undefined
      ? {}
      : { summaries: (x: Float64Array, out: Float64Array) => summarise(x, null, out) }),
    ...(declaration.likelihood === true && logLikelihood !== undefined
      ? {
          logLikelihood(theta: ArrayLike<number>, x: Float64Array) {
            let value: unknown;
            try {
              // A copy: x is the observation, which a script may not change.
              value = logLikelihood(named(theta), x.slice());
            } catch (cause) {
              throw failed(`logLikelihood threw: ${reasonOf(cause)}`, theta, cause);
            }
            if (typeof value !== 'number' || Number.isNaN(value) || value === Infinity) {
              throw failed(`logLikelihood gave ${shown(String(value))}; it must be a number, or -Infinity`, theta);
            }
            return value;
          },
        }
      : {}),
  };
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message || cause.name : String(cause);
}

/** What a function of the script gives: its name, and how many numbers are expected of it. */
interface Given {
  readonly by: string;
  readonly expected: (size: number) => string;
  /** Of one number, by its place. */
  readonly one: string;
}
const DATA: Given = { by: 'simulate', expected: (size) => `the data are ${size}`, one: 'value' };
const SUMMARIES: Given = { by: 'summaries', expected: (size) => `there are ${size} summaries`, one: 'summary' };

/** Copies what a function returned. @returns what is wrong with it, without a full stop; null: nothing */
function taken(
  x: unknown,
  { by, expected, one }: Given,
  size: number,
  integer: boolean,
  out: Float64Array,
): string | null {
  const given = typeof x === 'number' && size === 1 ? [x] : x;
  if (!Array.isArray(given) && !(given instanceof Float64Array) && !(given instanceof Float32Array)) {
    return `${by} returned ${given === null ? 'null' : typeof given}; it must return an array of ${size} numbers`;
  }
  // An image may come as rows.
  const flat: ArrayLike<unknown> = Array.isArray(given) && Array.isArray(given[0]) ? given.flat() : given;
  if (flat.length !== size) return `${by} returned ${flat.length} numbers; ${expected(size)}`;
  for (let i = 0; i < size; i++) {
    const value = flat[i];
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      return `${one} ${i + 1} of ${size} is ${shown(String(value))}; all must be finite numbers`;
    }
    if (integer && !(Number.isInteger(value) && value >= 0)) {
      return `value ${i + 1} of ${size} is ${value}; the data are declared as whole numbers from 0 on`;
    }
    out[i] = value;
  }
  return null;
}
