/**
 * What data are predicted: simulate them for draws of theta (from the prior, or from a posterior), nuisances from their priors,
 * and take pointwise quantiles of what the observation plot shows (raw data or summaries); of images mean and sd, which are
 * images too.
 */
import { Random, STREAMS } from '../math/random.ts';
import { RunningMoments } from '../math/runningMoments.ts';
import { quantile } from '../math/statistics.ts';
import { samplePrior } from '../priors/prior.ts';
import { MOST_ATTEMPTS, SimulationFailure, untilSuccess } from '../simulators/attempts.ts';
import { drawNuisances, inferredPrior } from '../simulators/problem.ts';
import type { Problem, System } from '../simulators/system.ts';
import { sizeOf } from '../simulators/dataShape.ts';

/** Central 50 and 90 % bands and the median. */
const PREDICTIVE_LEVELS = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

/** `quantiles[l]` belongs to `levels[l]` and has one entry per plotted value. */
export interface PredictiveBands {
  readonly kind: 'bands';
  readonly levels: readonly number[];
  readonly quantiles: readonly Float64Array[];
}

/** One entry per pixel. */
export interface PredictiveMoments {
  readonly kind: 'moments';
  readonly mean: Float64Array;
  readonly sd: Float64Array;
}

/** As the system's view shows them. */
export type Predictive = PredictiveBands | PredictiveMoments;

/** Where theta come from: given ones [n, D], or draws from the prior. */
type ThetaSource = { readonly thetas: Float64Array } | { readonly priorDraws: number };

/** theta [n, D] whose data `predictive` shows. */
export function predictedThetas(system: System, problem: Problem, source: ThetaSource, seed: number): Float64Array {
  if ('thetas' in source) return source.thetas;
  const random = new Random(seed, STREAMS.predictive, source.priorDraws);
  return inferredPrior(system, problem).sample(source.priorDraws, random);
}

/** A draw of a posterior at which so many simulations fail predicts nothing, and is left out. */
const ATTEMPTS_AT_DRAW = 50;

/** Draws from the prior predictive, or (with `thetas`, [n, D]) from the predictive of those draws. */
export function predictive(system: System, problem: Problem, source: ThetaSource, seed: number): Predictive {
  const { D, priors } = inferredPrior(system, problem);
  const thetas = predictedThetas(system, problem, source, seed);
  const model = system.model(problem.design);
  const x = new Float64Array(sizeOf(model.x));
  const eta = new Float64Array(system.nuisances(problem.design).length);
  const random = new Random(seed, STREAMS.predictive);
  // Bands are of all readings, those that are still to come too.
  const simulate =
    model.readings?.complete ?? ((...given: Parameters<typeof model.simulate>) => model.simulate(...given));
  const ofPrior = 'priorDraws' in source;
  const draw = (i: number) => {
    let theta: ArrayLike<number> = thetas.subarray(i * D, (i + 1) * D);
    let first = true;
    const once = () => {
      // Pairs are those of which the simulation has succeeded: another theta of the prior takes the place of one that has not.
      if (!first && ofPrior) theta = priors.map((prior) => samplePrior(prior, random));
      first = false;
      drawNuisances(system, problem, random, eta);
      simulate(theta, eta, random, x);
    };
    untilSuccess(random, STREAMS.predictive, i, once, ofPrior ? MOST_ATTEMPTS : ATTEMPTS_AT_DRAW);
    return x;
  };
  let failure: unknown = null;
  const found = predictiveOf(system, problem, thetas.length / D, (i) => {
    try {
      return draw(i);
    } catch (cause) {
      if (ofPrior || !(cause instanceof RangeError && cause.cause instanceof SimulationFailure)) throw cause;
      failure = cause;
      return null;
    }
  });
  if (found !== null) return found;
  throw failure as Error;
}

/**
 * What n data sets show.
 * @param dataOf x of the i-th; asked for each once, in order, and not kept; null: there is none
 * @returns null where there is none at all
 */
export function predictiveOf(
  system: System,
  problem: Problem,
  n: number,
  dataOf: (i: number) => Float64Array | null,
): Predictive | null {
  const model = system.model(problem.design);
  const { space, kind } = system.view(problem.design);
  const width = space === 'x' ? sizeOf(model.x) : sizeOf(model.s);
  const s = new Float64Array(sizeOf(model.s));
  /** What is plotted of the i-th draw; overwritten by the next. */
  const plotted = (i: number) => {
    const x = dataOf(i);
    if (x === null || space === 'x') return x;
    model.summarise(x, s);
    return s;
  };
  if (kind === 'image') {
    // All draws of 256 x 256 pixels would be hundreds of megabytes.
    const moments = new RunningMoments(width);
    let any = false;
    for (let i = 0; i < n; i++) {
      const draw = plotted(i);
      if (draw === null) continue;
      moments.add(draw);
      any = true;
    }
    return !any && n > 0 ? null : { kind: 'moments', mean: moments.mean, sd: moments.sd() };
  }
  const values = Array.from({ length: width }, () => new Float64Array(n));
  let there = 0;
  for (let i = 0; i < n; i++) {
    const draw = plotted(i);
    if (draw === null) continue;
    for (let j = 0; j < width; j++) values[j][there] = draw[j];
    there++;
  }
  if (there === 0 && n > 0) return null;
  const sorted = values.map((column) => column.subarray(0, there).sort());
  return {
    kind: 'bands',
    levels: PREDICTIVE_LEVELS,
    quantiles: PREDICTIVE_LEVELS.map((level) => Float64Array.from(sorted, (column) => quantile(column, level))),
  };
}
