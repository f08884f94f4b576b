/**
 * The posterior of SLCP. The four points enter through their mean and their scatter matrix A: given S the mean is known
 * from N(x̄, S/4) alone, and over the whole plane of means p(x | S) is |S|^(-3/2) exp(-tr(S⁻¹ A)/2) up to a constant. That
 * is tabulated over (ln |θ₃|, ln |θ₄|, θ₅) and drawn from; a mean is drawn for each S, and the pair is kept if the mean lies
 * inside the prior's box; the signs of θ₃ and θ₄ are drawn from the prior.
 */
import { sampleGrid } from '../../math/grid.ts';
import type { Random } from '../../math/random.ts';
import { logDensity, support, type Prior } from '../../priors/prior.ts';
import type { Problem, ReferenceAnswer, ReferenceRequest } from '../system.ts';
import { adaptiveGrid } from '../../reference/adaptiveGrid.ts';
import { covarianceOf, POINTS } from './slcpModel.ts';

/** Below it the square is lost in the jitter of S: the data say nothing about the rest of the axis. */
const LEAST = 1e-4;
const NODES = { coarse: 25, fine: 61 } as const;
/** Grid error (in posterior sd) up to which the answer is called exact. */
const EXACT = 0.01;
/** Rounds of draws before the data are taken to lie outside what the prior's box allows. */
const MOST_ROUNDS = 1000;

/** x̄, ȳ and the scatter about them, sum (x - x̄)², sum (y - ȳ)², sum (x - x̄)(y - ȳ). */
function statistics(x: Float64Array) {
  let [meanX, meanY] = [0, 0];
  for (let i = 0; i < POINTS; i++) {
    meanX += x[2 * i] / POINTS;
    meanY += x[2 * i + 1] / POINTS;
  }
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < POINTS; i++) {
    const u = x[2 * i] - meanX;
    const v = x[2 * i + 1] - meanY;
    xx += u * u;
    yy += v * v;
    xy += u * v;
  }
  return { meanX, meanY, xx, yy, xy };
}

/** Density of |θ|, which may be either sign. */
function absoluteDensity(prior: Prior, size: number): number {
  return Math.exp(logDensity(prior, size)) + Math.exp(logDensity(prior, -size));
}

function signed(prior: Prior, size: number, random: Random): number {
  const positive = Math.exp(logDensity(prior, size));
  return random.uniform() * absoluteDensity(prior, size) < positive ? size : -size;
}

function spreadGrid(problem: Problem, x: Float64Array, onProgress?: (fraction: number) => void) {
  const { theta3, theta4, theta5 } = problem.priors;
  const { xx, yy, xy } = statistics(x);
  const logSize = (prior: Prior) => {
    const { low, high } = support(prior);
    return { low: Math.log(LEAST), high: Math.log(Math.max(Math.abs(low), Math.abs(high))) };
  };
  const target = ([first, second, correlation]: Float64Array): number => {
    const size3 = Math.exp(first);
    const size4 = Math.exp(second);
    const { a, b, c, determinant } = covarianceOf(size3, size4, correlation);
    const trace = (b * xx - 2 * c * xy + a * yy) / determinant;
    const prior = absoluteDensity(theta3, size3) * absoluteDensity(theta4, size4);
    return (
      Math.log(prior) +
      logDensity(theta5, correlation) +
      first +
      second -
      0.5 * ((POINTS - 1) * Math.log(determinant) + trace)
    );
  };
  return adaptiveGrid([logSize(theta3), logSize(theta4), support(theta5)], target, NODES, onProgress);
}

export function slcpReference({ problem, x, draws, random, onProgress }: ReferenceRequest): ReferenceAnswer {
  const { theta1, theta2, theta3, theta4 } = problem.priors;
  const grid = spreadGrid(problem, x, onProgress);
  if (grid === null) return { kind: 'unavailable', reason: 'No parameters within the prior can produce these data.' };
  const { meanX, meanY } = statistics(x);
  const boxes = [support(theta1), support(theta2)];
  const inside = (value: number, j: number): boolean => value >= boxes[j].low && value <= boxes[j].high;
  const theta = new Float64Array(5 * draws);
  let kept = 0;
  for (let round = 0; kept < draws; round++) {
    if (round === MOST_ROUNDS) {
      return {
        kind: 'unavailable',
        reason: 'The points lie so far outside the prior’s box that no mean in it explains them.',
      };
    }
    const spreads = sampleGrid(grid.axes, grid.logDensity, draws, random);
    for (let i = 0; i < draws && kept < draws; i++) {
      const [size3, size4] = [Math.exp(spreads[3 * i]), Math.exp(spreads[3 * i + 1])];
      const correlation = spreads[3 * i + 2];
      const { a, c, determinant } = covarianceOf(size3, size4, correlation);
      const z = random.normal();
      const first = Math.sqrt(a / POINTS);
      const m1 = meanX + first * z;
      const m2 = meanY + (c / a) * first * z + Math.sqrt(determinant / a / POINTS) * random.normal();
      if (!inside(m1, 0) || !inside(m2, 1)) continue;
      theta.set([m1, m2, signed(theta3, size3, random), signed(theta4, size4, random), correlation], 5 * kept);
      kept++;
    }
  }
  onProgress?.(1);
  return {
    kind: 'reference',
    label: grid.error <= EXACT ? 'exact' : 'approx',
    method: `Exact likelihood of S on a grid of ${grid.axes.map((axis) => axis.length).join(' × ')} points in (ln |θ₃|, ln |θ₄|, θ₅); the mean from its normal distribution given S.`,
    conditionsOn: 'the four points',
    comparable: true,
    draws: theta,
  };
}
