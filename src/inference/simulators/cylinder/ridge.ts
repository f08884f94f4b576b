/**
 * What the gauges cannot tell. At one radius they fix u there alone, a curve of (lambda, mu); with the pressure unknown, what they
 * fix of lambda and mu are their ratios to it.
 */
import { mean } from '../../math/statistics.ts';
import { quantile, support } from '../../priors/prior.ts';
import type { Prior } from '../../priors/prior.ts';
import { logRidgePosition } from '../logRidge.ts';
import type { Degeneracy, Problem, RidgePosition } from '../system.ts';
import { readDesign } from './design.ts';
import { influence } from './lame.ts';

const POINTS = 61;
const TAIL = 1e-4;

/** The curve of one radius; null for gauges all over the wall, or where pressure or offset are not known. */
export function singleRadiusRidge({ design, priors, nuisances }: Problem, x: Float64Array): Degeneracy | null {
  const { radii, pressureInferred } = readDesign(design);
  if (new Set(radii).size > 1 || pressureInferred) return null;
  const { p, off } = nuisances;
  if (p.mode !== 'fixed' || off.mode !== 'fixed') return null;
  if (priors.lambda.family === 'fixed' || priors.mu.family === 'fixed') return null;
  const seen = x.filter((reading) => !Number.isNaN(reading));
  const moved = (mean(seen) - off.value) / p.value;
  if (!(moved > 0)) return null;
  const [first, second] = influence(radii[0]);
  const [low, high] = endsOf(priors.lambda).map(Math.log);
  const [least, most] = endsOf(priors.mu);
  const points = Array.from({ length: POINTS }, (_, i): readonly [number, number] => {
    const lambda = Math.exp(low + ((high - low) * i) / (POINTS - 1));
    // first / (lambda + mu) + second / mu = moved is a quadratic equation for mu, with one root above zero.
    const half = (moved * lambda - first - second) / 2;
    return [lambda, (Math.sqrt(half * half + moved * second * lambda) - half) / moved];
  }).filter(([, mu]) => mu >= least && mu <= most);
  if (points.length < 2) return null;
  return {
    axes: ['lambda', 'mu'],
    label: `every pair on this curve moves the wall by ${(1e3 * mean(seen)).toPrecision(3)} × 10⁻³ cm at ${radii[0]} cm`,
    exact: true,
    points,
  };
}

function endsOf(prior: Prior): readonly [number, number] {
  const { low, high } = support(prior);
  return [low > 0 ? low : quantile(prior, TAIL), Number.isFinite(high) ? high : quantile(prior, 1 - TAIL)];
}

/** lambda, mu and p by a common factor: the same readings. */
export function pressureRidgePosition({ design, priors }: Problem): RidgePosition | null {
  if (!readDesign(design).pressureInferred) return null;
  return logRidgePosition([priors.lambda, priors.mu, priors.p], [1, 1, 1], 'λ/p and μ/p');
}
