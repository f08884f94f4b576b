/**
 * The stationary ridge. In stationarity every law of a single snapshot depends on (lambda / mu, nu / lambda) only, so that
 * c (lambda, mu, nu) fits mean and variance as well for every c. Moment inversion: the population is NB with
 * Fano = var / mean = mu / (mu - lambda), hence lambda / mu = 1 - 1 / Fano and nu = mean mu / Fano. Detection p and false
 * counts kappa: mean_y = p mean + kappa, Fano - 1 = (var_y - mean_y) / (p (mean_y - kappa)).
 */
import { support } from '../../priors/prior.ts';
import type { Degeneracy, Problem } from '../system.ts';
import { countingPlan } from './design.ts';
import { countMoments } from './summaries.ts';

const POINTS = 60;
/** Extent of the curve where a prior has no end of its own: a factor of 1000 below the data's own scale and above. */
const DECADES = 1000;

/** The curve (lambda, mu) for the S1 summaries; null for others, for unknown detection, and for counts with Fano <= 1. */
export function stationaryRidge(problem: Problem, x: Float64Array): Degeneracy | null {
  const { summaries } = countingPlan(problem.design);
  const { p, kappa } = problem.nuisances;
  if (summaries !== 'S1' || p?.mode === 'marginalised' || kappa?.mode === 'marginalised') return null;
  const detection = p?.value ?? 1;
  const falseCounts = kappa?.value ?? 0;
  const { mean, variance } = countMoments(x);
  const population = (mean - falseCounts) / detection;
  const excess = (variance - mean) / (detection * (mean - falseCounts));
  if (!(population > 0 && excess > 0 && Number.isFinite(excess))) return null;
  const fano = 1 + excess;

  const muEnds = support(problem.priors.mu);
  const nuEnds = support(problem.priors.nu);
  const muPerNu = fano / population;
  const low = Math.max(muEnds.low, nuEnds.low * muPerNu, 1 / DECADES);
  const high = Math.min(muEnds.high, nuEnds.high * muPerNu, DECADES);
  if (!(low < high)) return null;
  const points = Array.from({ length: POINTS }, (_, i): readonly [number, number] => {
    const mu = low * (high / low) ** (i / (POINTS - 1));
    return [mu * (1 - 1 / fano), mu];
  });
  return {
    axes: ['lambda', 'mu'],
    label: 'stationary ridge: one snapshot fixes only λ/μ and ν/λ',
    exact: false,
    points,
  };
}
