/**
 * An observation: the data that the posterior is conditioned on, with where they came from. Three makers: simulated at
 * known parameters, read from a file (`readFile.ts`, through `observationFromRaw`), or edited by hand. The network sees
 * `s` alone; `truth` is a marker in the plots and never enters an inference.
 */
import { Random, STREAMS } from '../math/random.ts';
import { untilSuccess } from '../simulators/attempts.ts';
import { designDifferences, drawNuisances } from '../simulators/problem.ts';
import type { Design, Model, ObservationView, Picture, Problem, System } from '../simulators/system.ts';
import { sizeOf } from '../simulators/dataShape.ts';

export type UneditedSource =
  /** `eta` are the nuisance values that made the data. */
  | {
      readonly kind: 'simulated';
      readonly seed: number;
      readonly eta: readonly number[];
      /** By a simulator that runs apart: it is not simulated again where it is read. */
      readonly apart?: true;
    }
  /** `row`: what the row is called, in a file of many observations. */
  | { readonly kind: 'file'; readonly name: string; readonly row?: string };

export type ObservationSource =
  | UneditedSource
  /** `entries`: which entries of x (or s, where the view plots s) were moved, ascending; `of`: what they were moved from. */
  | {
      readonly kind: 'edited';
      readonly of: UneditedSource;
      readonly entries: readonly number[];
      /** How often noise was added to all of them; absent: never. */
      readonly noise?: number;
    };

export interface Observation {
  /** System id. */
  readonly system: string;
  readonly design: Design;
  /** Raw data in the data's own units, in the order of the model's x; null once summaries were edited by hand: no raw data belong to them. */
  readonly x: Float64Array | null;
  /**
   * Summaries, in the order of the model's s. Empty while they are not known: those of a simulator that runs apart and computes its own
   * are asked for there (`summariesAwaited`).
   */
  readonly s: Float64Array;
  /** Parameters behind the data, in the order of theta, where they are known. After an edit: those before it. */
  readonly truth: readonly number[] | null;
  readonly source: ObservationSource;
  readonly picture?: Picture;
  /** Sentences for the user: what was ignored, assumed or converted when the data were read. */
  readonly notices: readonly string[];
}

/** Positions in the observation stream: the nuisances first, so that holding one fixed does not change the noise. */
const NUISANCE_INDEX = 0;
const DATA_INDEX = 1;

/**
 * Draws one observation at `theta`. The same seed, theta and eta give the same data, and a small change of theta gives
 * the same noise on a slightly different signal wherever the simulator uses its random numbers in a fixed order.
 *
 * @param eta nuisance values in the order of `system.nuisances`, or null to take them from the problem (fixed values, or
 *   drawn from their priors by `seed`).
 * @param seed a 32-bit unsigned integer.
 */
export function simulateObservation(
  system: System,
  problem: Problem,
  theta: ArrayLike<number>,
  eta: ArrayLike<number> | null,
  seed: number,
): Observation {
  const { design } = problem;
  const nuisances = eta === null ? observedNuisances(system, problem, seed) : Float64Array.from(eta);
  const random = new Random(seed, STREAMS.observation, DATA_INDEX);
  const seen: { readonly x: Float64Array; readonly picture?: Picture } = system.observe?.(
    design,
    theta,
    nuisances,
    random,
  ) ?? {
    x: simulated(system, design, theta, nuisances, random),
  };
  return observationFromRaw(system, design, seen.x, {
    source: { kind: 'simulated', seed, eta: Array.from(nuisances), ...(system.apart === true ? { apart: true } : {}) },
    truth: Array.from(theta),
    picture: seen.picture,
  });
}

/**
 * Data that a simulator which runs apart has given at theta (observedData, there).
 * @param x of its shape
 */
export function apartObservation(
  system: System,
  { design }: Problem,
  theta: ArrayLike<number>,
  seed: number,
  x: Float64Array,
): Observation {
  const source = { kind: 'simulated', seed, eta: [], apart: true } as const;
  return observationFromRaw(system, design, x, { source, truth: Array.from(theta) });
}

/**
 * Raw data of an observation at theta, of a simulator that may fail: of its first attempt that succeeds.
 * @param attempts after which it is given up
 * @throws RangeError where none does
 */
export function observedData(
  system: System,
  problem: Problem,
  theta: ArrayLike<number>,
  seed: number,
  attempts?: number,
): Float64Array {
  const eta = observedNuisances(system, problem, seed);
  const random = new Random(seed, STREAMS.observation);
  let x: Float64Array = new Float64Array(0);
  const draw = () => {
    x = simulated(system, problem.design, theta, eta, random);
  };
  untilSuccess(random, STREAMS.observation, DATA_INDEX, draw, attempts);
  return x;
}

/** Nuisance values behind an observation of this seed, in the order of `system.nuisances`: fixed, or drawn from their priors. */
export function observedNuisances(system: System, problem: Problem, seed: number): Float64Array {
  const nuisances = new Float64Array(system.nuisances(problem.design).length);
  drawNuisances(system, problem, new Random(seed, STREAMS.observation, NUISANCE_INDEX), nuisances);
  return nuisances;
}

function simulated(
  system: System,
  design: Design,
  theta: ArrayLike<number>,
  eta: Float64Array,
  random: Random,
): Float64Array {
  const model = system.model(design);
  const x = new Float64Array(sizeOf(model.x));
  // Of a model that leaves readings out all are observed: how many of them are looked at is for whoever looks.
  if (model.readings === undefined) model.simulate(theta, eta, random, x);
  else model.readings.complete(theta, eta, random, x);
  return x;
}

/** Whether the summaries are still to be computed where the simulator runs: no network can be asked about the observation until then. */
export function summariesAwaited({ s }: Pick<Observation, 's'>): boolean {
  return s.length === 0;
}

/** Wraps raw data `x` of a design, in the order of the model's shape, and computes their summaries, where that can be done here. */
export function observationFromRaw(
  system: System,
  design: Design,
  x: Float64Array,
  given: {
    readonly source: ObservationSource;
    readonly truth?: readonly number[] | null;
    readonly picture?: Picture;
    readonly notices?: readonly string[];
    /** Where they are known. Not called s: other data with members of an observation have other summaries. */
    readonly summaries?: Float64Array;
  },
): Observation {
  const model = system.model(design);
  if (x.length !== sizeOf(model.x)) {
    throw new RangeError(`${system.name}: ${x.length} data values, but this design has ${sizeOf(model.x)}`);
  }
  return {
    system: system.id,
    design,
    x,
    s: given.summaries ?? summariesHere(model, x),
    truth: given.truth ?? null,
    source: given.source,
    ...(given.picture ? { picture: given.picture } : {}),
    notices: given.notices ?? [],
  };
}

/** Empty where they are not known here. */
function summariesHere(model: Model, x: Float64Array): Float64Array {
  if (model.summarisedHere === false) return new Float64Array(0);
  const s = new Float64Array(sizeOf(model.s));
  model.summarise(x, s);
  return s;
}

/**
 * Moves one plotted point to `plotted` (in the units of the plot's vertical axis). The value is clamped to what the
 * system's view allows and rounded where it must be an integer. Where the view plots summaries, the raw data are dropped.
 *
 * @param i entry of x, or of s where `system.view` plots summaries.
 * @throws RangeError if `plotted` is not finite or there is no entry `i`.
 */
export function editObservation(system: System, observation: Observation, i: number, plotted: number): Observation {
  const view = system.view(observation.design);
  const before = view.space === 'x' ? observation.x : observation.s;
  if (before === null) throw new RangeError('This observation has no raw data: it was edited as summaries.');
  if (!Number.isInteger(i) || i < 0 || i >= before.length) {
    throw new RangeError(`No data value ${i}: this observation has ${before.length}`);
  }
  if (!Number.isFinite(plotted)) throw new RangeError(`A data value must be a finite number, not ${plotted}`);
  const after = Float64Array.from(before);
  after[i] = allowedValue(view, i, plotted);
  const source = editedSource(observation.source, i);
  if (view.space === 's') return { ...observation, x: null, s: after, source };
  return observationFromRaw(system, observation.design, after, { ...observation, source });
}

/** The number that entry i gets when its point is dragged to the plotted height: bounded, and whole for counts. */
export function allowedValue(view: ObservationView, i: number, plotted: number): number {
  return clampedValue(view, view.kind === 'points' && view.unplot ? view.unplot(i, plotted) : plotted);
}

/** The nearest number that a datum may be: bounded, and whole for counts. */
export function clampedValue({ allowed: { low, high, integer } }: ObservationView, value: number): number {
  const clamped = Math.min(high, Math.max(low, value));
  return integer ? Math.round(clamped) : clamped;
}

function editedSource(source: ObservationSource, i: number): ObservationSource {
  if (source.kind !== 'edited') return { kind: 'edited', of: source, entries: [i] };
  const entries = [...new Set([...source.entries, i])].sort((a, b) => a - b);
  return { ...source, entries };
}

/** Whether a network trained for `design` may answer for this observation: every design field is equal. */
export function sameDesign(system: System, observation: Observation, design: Design): boolean {
  return (
    observation.system === system.id && designDifferences(observation.design, design, system.designFields).length === 0
  );
}
