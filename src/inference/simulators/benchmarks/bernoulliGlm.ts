/**
 * Bernoulli generalised linear model of a neuron (sbibm T.5): spikes y_t ~ Bernoulli(sigmoid(θ₁ + sum_l θ_{2+l} I_{t-l})) in
 * 100 bins under a white-noise stimulus I, lags l = 0..8. x = X^T y, the number of spikes and the spike-triggered sums of
 * the stimulus, is sufficient: ln L = θ·x - sum_t ln(1 + exp(X θ)_t).
 *
 * The prior is normal and correlated, precision 1/2 for the offset θ₁ and F^T F for the filter f = (θ₂, ..., θ₁₀), with
 * F = D² + diag(sqrt(i/9)) and D the first difference: it wants the filter smooth. What is inferred is therefore u, with
 * u₁ = θ₁/√2 and u = F f, which is N(0, I) and a bijection of θ, since F is lower triangular; θ is what is shown.
 */
import type { Random } from '../../math/random.ts';
import type { Model, ParameterSpec, Quantity } from '../system.ts';
import type { DataShape } from '../dataShape.ts';
import { benchmarkSystem } from './benchmarkSystem.ts';
import { numbered } from '../numbered.ts';
import { RAW_DATA } from '../pythonSummaries.ts';
import { stimulus } from './stimulus.ts';

const D = 10;
const LAGS = D - 1;
const BINS = stimulus.length;
const shape: DataShape = {
  kind: 'vector',
  names: ['number of spikes', ...Array.from({ length: LAGS }, (_, l) => `stimulus ${l} bins before spikes`)],
};
/** Diagonal of F: 1 from D², and the weight of the filter's own size. */
const diagonal = Array.from({ length: LAGS }, (_, i) => 1 + Math.sqrt(i / LAGS));

/** theta of whitened coordinates u [10], by forward substitution, into `out` [10]. */
function thetaOf(u: ArrayLike<number>, out: Float64Array): void {
  out[0] = u[0] * Math.SQRT2;
  for (let i = 0; i < LAGS; i++) {
    const before = i > 0 ? out[i] : 0;
    const twoBefore = i > 1 ? out[i - 1] : 0;
    out[1 + i] = (u[1 + i] + 2 * before - twoBefore) / diagonal[i];
  }
}

/** The inverse of thetaOf. */
export function whitened(theta: ArrayLike<number>): number[] {
  const filter = (i: number): number => (i < 0 ? 0 : theta[1 + i]);
  const rest = diagonal.map((weight, i) => weight * filter(i) - 2 * filter(i - 1) + filter(i - 2));
  return [theta[0] * Math.SQRT1_2, ...rest];
}

function model(): Model {
  const theta = new Float64Array(D);
  const drive = new Float64Array(BINS);
  /** X theta, from u, into `drive`. */
  const driveOf = (u: ArrayLike<number>): void => {
    thetaOf(u, theta);
    for (let t = 0; t < BINS; t++) {
      let sum = theta[0];
      const lags = Math.min(LAGS, t + 1);
      for (let l = 0; l < lags; l++) sum += theta[1 + l] * stimulus[t - l];
      drive[t] = sum;
    }
  };
  return {
    x: shape,
    s: shape,
    simulate(u: ArrayLike<number>, _eta: ArrayLike<number>, random: Random, out: Float64Array): void {
      driveOf(u);
      out.fill(0);
      for (let t = 0; t < BINS; t++) {
        // One word a bin: a probability is met to 2^-32.
        if (random.uint32() * 2 ** -32 * (1 + Math.exp(-drive[t])) >= 1) continue;
        out[0]++;
        const lags = Math.min(LAGS, t + 1);
        for (let l = 0; l < lags; l++) out[1 + l] += stimulus[t - l];
      }
    },
    summarise: (x, out) => out.set(x),
    python: RAW_DATA,
    logLikelihood(u: ArrayLike<number>, _eta: ArrayLike<number>, x: Float64Array): number {
      driveOf(u);
      let sum = 0;
      for (let j = 0; j < D; j++) sum += theta[j] * x[j];
      // ln(1 + e^d) = max(0, d) + ln(1 + e^-|d|); the hundred factors of the last are at most 2, so their product fits.
      let product = 1;
      for (let t = 0; t < BINS; t++) {
        sum -= Math.max(0, drive[t]);
        product *= 1 + Math.exp(-Math.abs(drive[t]));
      }
      return sum - Math.log(product);
    },
  };
}

/** The columns of the matrix that takes u to theta. */
const columns = Array.from({ length: D }, (_, k) => {
  const theta = new Float64Array(D);
  thetaOf(
    theta.map((_zero, j) => Number(j === k)),
    theta,
  );
  return theta;
});

const shown: readonly Quantity[] = Array.from({ length: D }, (_, j) => ({
  key: `theta${j + 1}`,
  symbol: numbered('θ', j + 1),
  label: j === 0 ? 'Offset' : `Filter at lag ${j - 1}`,
  unit: '',
  scale: 'linear',
  value: (u) => columns.reduce((sum, column, k) => sum + column[j] * u[k], 0),
}));

/** A neuron that answers to what it has just seen and, inverted, to what it saw before. */
const TRUTH = [0.8, 1.2, 2.2, 2, 0.2, -1, -1.4, -1.3, -0.7, 0.2];

const parameters: readonly ParameterSpec[] = whitened(TRUTH).map((value, j) => ({
  key: `u${j + 1}`,
  symbol: numbered('u', j + 1),
  label: j === 0 ? 'Offset, whitened' : `Roughness at lag ${j - 1}`,
  unit: '',
  description:
    j === 0
      ? 'The offset θ₁ in units of its prior’s spread: how often the neuron fires without a stimulus.'
      : 'How far the filter departs from a straight line here, with a pull to zero that grows with the lag: F f, of which the prior is N(0, 1).',
  defaultPrior: { family: 'normal', mean: 0, sd: 1 },
  families: ['normal'],
  slider: { low: -4, high: 4, scale: 'linear' },
  domain: { low: -Infinity, high: Infinity },
  defaultTruth: Number(value.toFixed(2)),
}));

const index = Array.from({ length: D }, (_, j) => j);

export const bernoulliGlm = benchmarkSystem({
  id: 'bernoulli-glm',
  name: 'Bernoulli GLM',
  tagline: 'A neuron’s filter from its spikes.',
  story:
    'A neuron fires or not in each of 100 bins, driven by a filter of nine lags over a random stimulus. Its spike count and spike-triggered sums contain all that the spikes tell about the ten parameters. ' +
    'Hard because there are ten of them, correlated in the prior already. Task T.5 of sbibm (Lueckmann et al. 2021). The network infers u = Fθ, for which the prior is N(0, I); the page shows θ.',
  thumbnail: 'M3 28 H8 V8 M8 28 H15 V8 M15 28 H18 V8 M18 28 H29 V8 M29 28 H33 V8 M33 28 H36 V8 M36 28 H45',
  parameters,
  shown: { quantities: shown, toTheta: whitened },
  model,
  data: {
    kind: 'number',
    descriptions: index.map((j) =>
      j === 0 ? 'Number of spikes in 100 bins' : `Sum of the stimulus ${j - 1} bins before each spike`,
    ),
  },
  conditionsOn: 'the spike count and 9 spike-triggered sums',
  view: {
    kind: 'points',
    space: 'x',
    horizontal: {
      label: 'Statistic',
      scale: 'linear',
      categories: index.map((j) => (j === 0 ? 'spikes' : `lag ${j - 1}`)),
    },
    vertical: { label: 'Number, or sum of the stimulus', scale: 'linear' },
    series: [{ name: 'statistics', index, at: index }],
    allowed: { low: -100, high: 100, integer: false },
  },
});
