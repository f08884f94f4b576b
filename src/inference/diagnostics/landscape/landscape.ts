/**
 * ln L over one parameter as a landscape: drawn on a fine grid, its maxima counted, and climbers sent up from all over it. Of
 * Lorenz-96 there is a scene for each length of a record that the page makes itself (lorenzRecord.ts). Of any other system with a
 * known likelihood there is a scene for each parameter: the observed data, all other parameters held at their true values.
 */
import { quantile } from '../../priors/prior.ts';
import type { ParameterSpec, Problem, System } from '../../simulators/system.ts';
import { type Climb, climb, type Climbing, gridSd, localMaxima, type LogLikelihood, spaced } from './climbers.ts';
import { LorenzRecord, recordSetting } from './lorenzRecord.ts';

export interface LandscapeRequest {
  readonly problem: Problem;
  /** The observed data; null: there are none, only summaries. */
  readonly x: Float64Array | null;
  /** Values that the other parameters are held at, and that are marked: [D]. */
  readonly theta: readonly number[];
  /** Of the noise of a record that is made for it. */
  readonly seed: number;
}

export interface Scene {
  /** Key of the parameter, or the window in time units. */
  readonly key: string;
  readonly symbol: string;
  /** Time units of the record; null: the observation as it is. */
  readonly window: number | null;
  /** Coordinate of the grid: the parameter's value, or its logarithm. */
  readonly scale: 'linear' | 'log';
  /** Values of the parameter, ascending. */
  readonly at: Float64Array;
  /** ln L minus its largest value on the grid. */
  readonly logLikelihood: Float64Array;
  readonly maxima: number;
  /** True value, or that at which it was looked. */
  readonly truth: number;
  /** ln L at `truth`, on the same zero. */
  readonly atTruth: number;
  /**
   * Standard deviation of the peak at the truth, in units of the grid's coordinate: from the Fisher information of a record;
   * otherwise of the density on the grid.
   */
  readonly width: number;
}

export interface Landscape {
  readonly scenes: readonly Scene[];
  /** Sites of the ring, of a record; null: of the observation. */
  readonly sites: number | null;
}

export interface Hike {
  readonly key: string;
  /** Where they began and ended, values of the parameter; heights: ln L minus that at the truth. */
  readonly climbs: readonly Climb[];
  /** Share that ended within `near` of the truth. */
  readonly nearTruth: number;
  /** Share that reached a height no less than that at the truth, less two nats. */
  readonly onPeak: number;
  /** In units of the grid's coordinate. */
  readonly near: number;
}

const NODES = 2001;
const SLICE_NODES = 801;
/** The record's grid: so far to either side of the true forcing. */
const REACH = 1;
const CLIMBERS = 100;
const SLICE_CLIMBERS = 40;
/** Of the record: F and science of it in units of F; of others, shares of the grid. */
const RECORD_CLIMBING = { step: 0.05, slopeStep: 1e-6, iterations: 150 } as const;
const SLICE_STEP = 0.025;
const SLICE_SLOPE = 1e-5;
const SLICE_ITERATIONS = 80;
/** The maximum of a short window lies as far from the truth as the noise has put it: so many widths of its peak are near, too. */
const NEAR = 0.1;
const WIDTHS_NEAR = 3;
const SLICE_NEAR = 0.05;
/** Prior mass left out at either end of a slice. */
const TAIL = 1e-3;
/** Nats below the height at the truth that still count as on its peak. */
const ON_PEAK = 2;

/** Whether a system's landscape is that of a record of its own, for which the observation does not matter. */
export function hasRecord(system: Pick<System, 'id'>): boolean {
  return system.id === 'lorenz-96';
}

/** @throws RangeError where the likelihood is not known, or there are no raw data */
export function landscapeOf(
  system: System,
  request: LandscapeRequest,
  onProgress: (fraction: number) => void = () => {},
): Landscape {
  if (hasRecord(system)) return recordLandscape(recordOf(request), onProgress);
  const specs = system.parameters(request.problem.design);
  const scenes = specs.map((spec, j) => {
    const slice = sliceOf(system, request, j);
    const grid = spaced(slice.low, slice.high, SLICE_NODES);
    const heights = new Float64Array(SLICE_NODES);
    for (let i = 0; i < SLICE_NODES; i++) {
      heights[i] = slice.logLikelihood(grid[i]);
      if (i % 20 === 0) onProgress((j + i / SLICE_NODES) / specs.length);
    }
    const truth = slice.coordinate(request.theta[j]);
    return sceneOf({
      key: spec.key,
      symbol: spec.symbol,
      window: null,
      scale: spec.slider.scale,
      grid,
      value: slice.value,
      heights,
      truth: request.theta[j],
      heightAtTruth: slice.logLikelihood(truth),
      width: gridSd(grid, heights),
    });
  });
  return { scenes, sites: null };
}

/** Climbers on one scene. @throws RangeError as landscapeOf, and for a scene that there is not */
export function hikeOn(
  system: System,
  request: LandscapeRequest,
  key: string,
  onProgress: (fraction: number) => void = () => {},
): Hike {
  if (hasRecord(system)) {
    const record = recordOf(request);
    const window = record.setting.windows.find((length) => String(length) === key);
    if (window === undefined) {
      throw new RangeError(`There is no window ${key}: choose 1 to ${record.setting.windows.length}.`);
    }
    const { low, high } = recordEnds(system, request);
    const how = { ...RECORD_CLIMBING, low, high };
    const width = record.peakWidths()[record.setting.windows.indexOf(window)];
    const near = Math.max(NEAR, WIDTHS_NEAR * width);
    return hikeOf(key, record.of(window), request.theta[0], CLIMBERS, how, near, (value) => value, onProgress);
  }
  const specs = system.parameters(request.problem.design);
  const j = specs.findIndex((spec) => spec.key === key);
  if (j < 0) throw new RangeError(`There is no parameter ${key}: choose ${specs.map((spec) => spec.key).join(', ')}.`);
  const { low, high, logLikelihood, value, coordinate } = sliceOf(system, request, j);
  const range = high - low;
  const how = { low, high, step: SLICE_STEP * range, slopeStep: SLICE_SLOPE * range, iterations: SLICE_ITERATIONS };
  const truth = coordinate(request.theta[j]);
  return hikeOf(key, logLikelihood, truth, SLICE_CLIMBERS, how, SLICE_NEAR * range, value, onProgress);
}

/** Climbers that start equally spaced from end to end of where they may go. */
function hikeOf(
  key: string,
  logLikelihood: LogLikelihood,
  truth: number,
  count: number,
  how: Climbing & { readonly low: number; readonly high: number },
  near: number,
  value: (coordinate: number) => number,
  onProgress: (fraction: number) => void,
): Hike {
  const atTruth = logLikelihood(truth);
  const climbs: Climb[] = [];
  let [close, reached] = [0, 0];
  for (const [i, start] of spaced(how.low, how.high, count).entries()) {
    const found = climb(logLikelihood, start, how);
    if (Math.abs(found.end - truth) <= near) close++;
    if (found.height >= atTruth - ON_PEAK) reached++;
    climbs.push({ start: value(found.start), end: value(found.end), height: found.height - atTruth });
    onProgress((i + 1) / count);
  }
  return { key, climbs, nearTruth: close / count, onPeak: reached / count, near };
}

interface Slice {
  /** Ends of the grid's coordinate. */
  readonly low: number;
  readonly high: number;
  /** By the coordinate. */
  readonly logLikelihood: LogLikelihood;
  readonly value: (coordinate: number) => number;
  readonly coordinate: (value: number) => number;
}

/** ln L of the observed data along parameter j, the others held; nuisance parameters at their fixed values. */
function sliceOf(system: System, { problem, x, theta }: LandscapeRequest, j: number): Slice {
  const spec: ParameterSpec = system.parameters(problem.design)[j];
  const model = system.model(problem.design);
  if (model.logLikelihood === undefined) throw new RangeError(`${system.name} has no likelihood that could be drawn.`);
  if (x === null) throw new RangeError('There are no raw data whose likelihood could be drawn.');
  const eta = system.nuisances(problem.design).map(({ key }) => problem.nuisances[key].value);
  const log = spec.slider.scale === 'log';
  const coordinate = (value: number) => (log ? Math.log(value) : value);
  const value = (at: number) => (log ? Math.exp(at) : at);
  const prior = problem.priors[spec.key];
  const held = Float64Array.from(theta);
  return {
    low: coordinate(quantile(prior, TAIL)),
    high: coordinate(quantile(prior, 1 - TAIL)),
    value,
    coordinate,
    logLikelihood: (at) => {
      held[j] = value(at);
      return model.logLikelihood?.(held, eta, x) ?? Number.NaN;
    },
  };
}

function recordOf({ problem, theta, seed }: LandscapeRequest): LorenzRecord {
  // Noise of unknown size is that of the observation's typical one: its fixed value.
  return new LorenzRecord(recordSetting(problem.design, problem.nuisances.sigma.value, theta[0], seed));
}

function recordEnds(system: System, { problem, theta }: LandscapeRequest) {
  const { low, high } = system.parameters(problem.design)[0].domain;
  return { low: Math.max(low, theta[0] - REACH), high: Math.min(high, theta[0] + REACH) };
}

function recordLandscape(record: LorenzRecord, onProgress: (fraction: number) => void): Landscape {
  const { truth, windows } = record.setting;
  const grid = spaced(truth - REACH, truth + REACH, NODES);
  const heights = windows.map(() => new Float64Array(NODES));
  for (let i = 0; i < NODES; i++) {
    for (const [w, height] of record.every(grid[i]).entries()) heights[w][i] = height;
    if (i % 20 === 0) onProgress(i / NODES);
  }
  const atTruth = record.every(truth);
  const widths = record.peakWidths();
  const scenes = windows.map((window, w) =>
    sceneOf({
      key: String(window),
      symbol: 'F',
      window,
      scale: 'linear',
      grid,
      value: (at) => at,
      heights: heights[w],
      truth,
      heightAtTruth: atTruth[w],
      width: widths[w],
    }),
  );
  return { scenes, sites: record.sites };
}

interface SceneParts extends Pick<Scene, 'key' | 'symbol' | 'window' | 'scale' | 'truth' | 'width'> {
  readonly grid: Float64Array;
  readonly value: (coordinate: number) => number;
  readonly heights: Float64Array;
  readonly heightAtTruth: number;
}

function sceneOf({ grid, value, heights, heightAtTruth, ...named }: SceneParts): Scene {
  const peak = heights.reduce((a, b) => Math.max(a, b), heightAtTruth);
  return {
    ...named,
    at: grid.map(value),
    logLikelihood: heights.map((height) => height - peak),
    maxima: localMaxima(heights),
    atTruth: heightAtTruth - peak,
  };
}
