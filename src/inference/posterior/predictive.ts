/**
 * Predictive bands: simulate data for draws of theta (from the prior, or from a posterior), nuisances from their priors,
 * and take pointwise quantiles of what the observation plot shows (raw data or summaries).
 */
import { Random, STREAMS } from '../math/random.ts';
import { quantile } from '../math/statistics.ts';
import { drawNuisances, inferredPrior } from '../simulators/problem.ts';
import type { Problem, System } from '../simulators/system.ts';

/** Central 50 and 90 % bands and the median. */
const PREDICTIVE_LEVELS = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

/** `quantiles[l]` belongs to `levels[l]` and has one entry per plotted value. */
export interface PredictiveBands {
  readonly levels: readonly number[];
  readonly quantiles: readonly Float64Array[];
}

/** Draws from the prior predictive, or (with `thetas`, [n, D]) from the predictive of those draws. */
export function predictiveBands(
  system: System,
  problem: Problem,
  source: { readonly thetas: Float64Array } | { readonly priorDraws: number },
  seed: number,
): PredictiveBands {
  const prior = inferredPrior(system, problem);
  const thetas =
    'thetas' in source
      ? source.thetas
      : prior.sample(source.priorDraws, new Random(seed, STREAMS.predictive, source.priorDraws));
  const n = thetas.length / prior.D;
  const model = system.model(problem.design);
  const { space } = system.view(problem.design);
  const width = space === 'x' ? model.dataSize : model.summaryNames.length;
  const values = Array.from({ length: width }, () => new Float64Array(n));
  const x = new Float64Array(model.dataSize);
  const s = new Float64Array(model.summaryNames.length);
  const eta = new Float64Array(system.nuisances(problem.design).length);
  const random = new Random(seed, STREAMS.predictive);
  for (let i = 0; i < n; i++) {
    random.at(STREAMS.predictive, i);
    drawNuisances(system, problem, random, eta);
    model.simulate(thetas.subarray(i * prior.D, (i + 1) * prior.D), eta, random, x);
    if (space === 's') model.summarise(x, s);
    const plotted = space === 'x' ? x : s;
    for (let j = 0; j < width; j++) values[j][i] = plotted[j];
  }
  for (const column of values) column.sort();
  return {
    levels: PREDICTIVE_LEVELS,
    quantiles: PREDICTIVE_LEVELS.map((level) => Float64Array.from(values, (column) => quantile(column, level))),
  };
}
