/**
 * SLCP, simple likelihood and complex posterior (Papamakarios, Sterratt & Murray 2019; sbibm T.3): four points in the
 * plane from N(m, S), m = (θ₁, θ₂), S = [[s₁², ρ s₁ s₂], [ρ s₁ s₂, s₂²]] + 1e-6 I, s₁ = θ₃², s₂ = θ₄², ρ = tanh θ₅; prior
 * U(-3, 3)^5. The signs of θ₃ and θ₄ leave no trace, hence four modes.
 */
import type { Random } from '../../math/random.ts';
import type { Model } from '../system.ts';
import { benchmarkSystem } from './benchmarkSystem.ts';
import { numbered, numberedParameters } from './numbered.ts';

const POINTS = 4;
/** sbibm adds it to both variances, to keep the matrix invertible. */
const JITTER = 1e-6;

const names = Array.from({ length: POINTS }, (_, i) => [numbered('x', i + 1), numbered('y', i + 1)]).flat();

function model(): Model {
  return {
    dataSize: 2 * POINTS,
    summaryNames: names,
    simulate(theta: ArrayLike<number>, _eta: ArrayLike<number>, random: Random, out: Float64Array): void {
      const [s1, s2, rho] = [theta[2] * theta[2], theta[3] * theta[3], Math.tanh(theta[4])];
      // Cholesky factor of S.
      const first = Math.sqrt(s1 * s1 + JITTER);
      const cross = (rho * s1 * s2) / first;
      const second = Math.sqrt(s2 * s2 + JITTER - cross * cross);
      for (let i = 0; i < POINTS; i++) {
        const z = random.normal();
        out[2 * i] = theta[0] + first * z;
        out[2 * i + 1] = theta[1] + cross * z + second * random.normal();
      }
    },
    summarise: (x, out) => out.set(x),
    logLikelihood(theta: ArrayLike<number>, _eta: ArrayLike<number>, x: Float64Array): number {
      const [s1, s2, rho] = [theta[2] * theta[2], theta[3] * theta[3], Math.tanh(theta[4])];
      const [a, b, c] = [s1 * s1 + JITTER, s2 * s2 + JITTER, rho * s1 * s2];
      const determinant = a * b - c * c;
      let squares = 0;
      for (let i = 0; i < POINTS; i++) {
        const u = x[2 * i] - theta[0];
        const v = x[2 * i + 1] - theta[1];
        squares += (b * u * u - 2 * c * u * v + a * v * v) / determinant;
      }
      return -0.5 * squares - POINTS * (0.5 * Math.log(determinant) + Math.log(2 * Math.PI));
    },
  };
}

const DESCRIPTIONS = [
  'Mean of the first coordinate.',
  'Mean of the second coordinate.',
  'Its square is the spread of the first coordinate; its sign leaves no trace in the data.',
  'Its square is the spread of the second coordinate; its sign leaves no trace in the data.',
  'The correlation of the two coordinates is tanh θ₅.',
];

export const slcp = benchmarkSystem({
  id: 'slcp',
  name: 'SLCP',
  tagline: 'A simple likelihood, a complex posterior.',
  story:
    'Four points from a normal law in the plane; its mean, its two spreads and its correlation are inferred. The spreads are squares of parameters, so every answer comes four times, with each pair of signs. ' +
    'Hard because of the four modes with broad, bent tails. Task T.3 of sbibm (Lueckmann et al. 2021).',
  thumbnail:
    'M6 4 H18 V13 H6 V4 M30 4 H42 V13 H30 V4 M6 19 H18 V28 H6 V19 M30 19 H42 V28 H30 V19 M12 8.5 H12.1 M36 8.5 H36.1',
  parameters: numberedParameters(
    [0.7, -2.9, -1, -0.9, 0.6],
    {
      defaultPrior: { family: 'uniform', low: -3, high: 3 },
      families: ['uniform'],
      slider: { low: -4, high: 4, scale: 'linear' },
    },
    (n) => DESCRIPTIONS[n - 1],
  ),
  model,
  data: { kind: 'number', descriptions: names.map((name) => `Coordinate ${name} of the four points`) },
  conditionsOn: 'four points in the plane',
  view: {
    space: 'x',
    horizontal: { label: 'Point', scale: 'linear', categories: ['1', '2', '3', '4'] },
    vertical: { label: 'Coordinate', scale: 'linear' },
    series: ['x', 'y'].map((name, c) => ({
      name,
      index: Array.from({ length: POINTS }, (_, i) => 2 * i + c),
      at: Array.from({ length: POINTS }, (_, i) => i),
    })),
    allowed: { low: -50, high: 50, integer: false },
  },
});
