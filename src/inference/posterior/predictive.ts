/**
 * What data are predicted: simulate them for draws of theta (from the prior, or from a posterior), nuisances from their priors,
 * and take pointwise quantiles of what the observation plot shows (raw data or summaries); of images mean and sd, which are
 * images too.
 */
import { Random, STREAMS } from '../math/random.ts';
import { RunningMoments } from '../math/runningMoments.ts';
import { quantile } from '../math/statistics.ts';
import { untilSuccess } from '../simulators/attempts.ts';
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

/** Draws from the prior predictive, or (with `thetas`, [n, D]) from the predictive of those draws. */
export function predictive(system: System, problem: Problem, source: ThetaSource, seed: number): Predictive {
  const { D } = inferredPrior(system, problem);
  const thetas = predictedThetas(system, problem, source, seed);
  const model = system.model(problem.design);
  const x = new Float64Array(sizeOf(model.x));
  const eta = new Float64Array(system.nuisances(problem.design).length);
  const random = new Random(seed, STREAMS.predictive);
  // Bands are of all readings, those that are still to come too.
  const simulate =
    model.readings?.complete ?? ((...given: Parameters<typeof model.simulate>) => model.simulate(...given));
  return predictiveOf(system, problem, thetas.length / D, (i) => {
    untilSuccess(random, STREAMS.predictive, i, () => {
      drawNuisances(system, problem, random, eta);
      simulate(thetas.subarray(i * D, (i + 1) * D), eta, random, x);
    });
    return x;
  });
}

/**
 * What n data sets show.
 * @param dataOf x of the i-th; asked for each once, in order, and not kept
 */
export function predictiveOf(
  system: System,
  problem: Problem,
  n: number,
  dataOf: (i: number) => Float64Array,
): Predictive {
  const model = system.model(problem.design);
  const { space, kind } = system.view(problem.design);
  const width = space === 'x' ? sizeOf(model.x) : sizeOf(model.s);
  const s = new Float64Array(sizeOf(model.s));
  /** What is plotted of the i-th draw; overwritten by the next. */
  const plotted = (i: number) => {
    const x = dataOf(i);
    if (space === 'x') return x;
    model.summarise(x, s);
    return s;
  };
  if (kind === 'image') {
    // All draws of 256 x 256 pixels would be hundreds of megabytes.
    const moments = new RunningMoments(width);
    for (let i = 0; i < n; i++) moments.add(plotted(i));
    return { kind: 'moments', mean: moments.mean, sd: moments.sd() };
  }
  const values = Array.from({ length: width }, () => new Float64Array(n));
  for (let i = 0; i < n; i++) {
    const draw = plotted(i);
    for (let j = 0; j < width; j++) values[j][i] = draw[j];
  }
  for (const column of values) column.sort();
  return {
    kind: 'bands',
    levels: PREDICTIVE_LEVELS,
    quantiles: PREDICTIVE_LEVELS.map((level) => Float64Array.from(values, (column) => quantile(column, level))),
  };
}
