/**
 * Made-up data for the gallery and the snapshot tests, in closed form: Gaussians (regions are ellipses of squared
 * radius -2 ln(1 - mass)) and the ridge of the galaxy-bias system, a thin Gaussian band in (ln A, ln b). No simulator
 * and no network has anything to do with these numbers.
 */
import type { ImageView, Picture, PointsView } from '../../inference/simulators/system.ts';
import type { PredictiveBands, PredictiveMoments } from '../../inference/posterior/predictive.ts';
import type { CoverageData } from './coverageFigure.ts';
import type { LossData } from './lossFigure.ts';
import type { SbcData } from './sbcFigure.ts';
import type { AxisQuantity, Curve, Layer, Region } from './types.ts';

const MASSES = [0.5, 0.68, 0.9, 0.95];

/** A fixed sequence of fair-looking numbers in [0, 1): fractional parts of the golden ratio's multiples. */
export function golden(i: number): number {
  return (i * 0.6180339887498949 + 0.5) % 1;
}

/** Box-Muller on two golden sequences. */
export function wobble(i: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - golden(i) * 0.999));
  return radius * Math.cos(2 * Math.PI * ((i * 0.7548776662466927) % 1));
}

/** A normal density with mean `m` and sd `s` in the axis coordinate of `quantity`. */
export function gaussianCurve(quantity: AxisQuantity, m: number, s: number, points = 81): Curve {
  const log = quantity.scale === 'log';
  const [low, high] = quantity.range.map((value) => (log ? Math.log10(value) : value));
  const at = new Float64Array(points);
  const density = new Float64Array(points);
  for (let i = 0; i < points; i++) {
    const u = low + ((high - low) * i) / (points - 1);
    at[i] = log ? 10 ** u : u;
    density[i] = Math.exp(-0.5 * ((u - m) / s) ** 2) / (s * Math.sqrt(2 * Math.PI));
  }
  return { at, density };
}

/** A uniform density over the range of the quantity, in its axis coordinate. */
export function flatCurve(quantity: AxisQuantity, ripple = 0): Curve {
  const log = quantity.scale === 'log';
  const [low, high] = quantity.range.map((value) => (log ? Math.log10(value) : value));
  const n = ripple > 0 ? 61 : 2;
  const at = Float64Array.from({ length: n }, (_, i) => {
    const u = low + ((high - low) * i) / (n - 1);
    return log ? 10 ** u : u;
  });
  const density = Float64Array.from(
    { length: n },
    (_, i) => (1 + ripple * Math.sin(i * 0.9) * Math.cos(i * 0.31)) / (high - low),
  );
  return { at, density };
}

/** Ellipses of a two-dimensional Gaussian with correlation `r`, in axis coordinates. */
export function ellipses(
  x: AxisQuantity,
  y: AxisQuantity,
  m: readonly [number, number],
  s: readonly [number, number],
  r: number,
  masses: readonly number[] = MASSES,
  points = 72,
): Region[] {
  return masses.map((mass) => {
    const radius = Math.sqrt(-2 * Math.log(1 - mass));
    const xs: number[] = [];
    const ys: number[] = [];
    for (let i = 0; i < points; i++) {
      const angle = (2 * Math.PI * i) / points;
      const u = radius * Math.cos(angle);
      const v = radius * (r * Math.cos(angle) + Math.sqrt(1 - r * r) * Math.sin(angle));
      const [a, b] = [m[0] + s[0] * u, m[1] + s[1] * v];
      xs.push(x.scale === 'log' ? 10 ** a : a);
      ys.push(y.scale === 'log' ? 10 ** b : b);
    }
    return { mass, rings: [[xs, ys] as const] };
  });
}

export const amplitude: AxisQuantity = {
  key: 'A',
  symbol: 'A',
  label: 'matter amplitude',
  unit: '',
  scale: 'log',
  range: [0.25, 4],
};
export const bias: AxisQuantity = {
  key: 'b',
  symbol: 'b',
  label: 'galaxy bias',
  unit: '',
  scale: 'log',
  range: [0.5, 3],
};

/** The ridge A b^2 = 2 (1 +- width): a band along it, cut off at the prior's ends. */
export function ridgeRegions(width: number, masses: readonly number[] = MASSES, points = 24): Region[] {
  return masses.map((mass) => {
    const radius = Math.sqrt(-2 * Math.log(1 - mass)) * 0.85;
    const [low, high] = [0.25 / mass ** 0.1, 4 * mass ** 0.1];
    const along = Array.from({ length: points }, (_, i) => low * (high / low) ** (i / (points - 1)));
    const edge = (sign: number) => along.map((a) => Math.sqrt((2 * Math.exp(sign * radius * width)) / a));
    return {
      mass,
      rings: [
        [
          [...along, ...along.toReversed()],
          [...edge(1), ...edge(-1).toReversed()],
        ] as const,
      ],
    };
  });
}

/** The marginal of b on the ridge: flat between the images of the ends of A's prior. */
function ridgeBias(softness: number, ripple = 0): Curve {
  const [low, high] = [Math.log10(Math.SQRT1_2), Math.log10(2 * Math.SQRT2)];
  const at = Float64Array.from({ length: 101 }, (_, i) => 0.5 * 6 ** (i / 100));
  const density = at.map((b, i) => {
    const u = Math.log10(b);
    const rise = 1 / (1 + Math.exp(-(u - low) / softness));
    const fall = 1 / (1 + Math.exp((u - high) / softness));
    return (rise * fall * (1 + ripple * Math.sin(i * 0.7))) / (high - low);
  });
  return { at, density };
}

export function ridgeLayer(width: number, ripple: number): Layer {
  return { curves: [flatCurve(amplitude, ripple), ridgeBias(0.008, ripple)], regions: [ridgeRegions(width)] };
}

const birth: AxisQuantity = {
  key: 'lambda',
  symbol: 'λ',
  label: 'birth rate',
  unit: '1/day',
  scale: 'log',
  range: [0.05, 2],
};
const death: AxisQuantity = {
  key: 'mu',
  symbol: 'μ',
  label: 'death rate',
  unit: '1/day',
  scale: 'log',
  range: [0.05, 2],
};
const immigration: AxisQuantity = {
  key: 'nu',
  symbol: 'ν',
  label: 'immigration',
  unit: '1/day',
  scale: 'linear',
  range: [0, 8],
};
export const rates = [birth, death, immigration];

/** Three correlated Gaussians; `shift` moves and `stretch` widens them. */
export function ratesLayer(shift: number, stretch: number): Layer {
  const m = [-0.6 + shift * 0.1, -0.45 + shift * 0.08, 2.6 - shift * 0.4];
  const s = [0.2 * stretch, 0.19 * stretch, 0.9 * stretch];
  const r = [0.86, -0.3, 0.35];
  return {
    curves: rates.map((quantity, i) => gaussianCurve(quantity, m[i], s[i])),
    regions: [
      [0, 1],
      [0, 2],
      [1, 2],
    ].map(([i, j], pair) => ellipses(rates[i], rates[j], [m[i], m[j]], [s[i], s[j]], r[pair])),
  };
}

/** Nine band powers of a falling spectrum. */
export const spectrumAt = [0.03, 0.05, 0.07, 0.09, 0.11, 0.13, 0.15, 0.17, 0.19];
export const spectrum = spectrumAt.map((k, i) => 1300 * (k / 0.1) ** -1.15 * (1 + 0.06 * wobble(i + 3)) * 12);
export const spectrumView: PointsView = {
  kind: 'points',
  space: 'x',
  horizontal: { label: 'k [h/Mpc]', scale: 'linear' },
  vertical: { label: 'P(k) [(Mpc/h)³]', scale: 'log' },
  series: [{ name: 'band power', index: spectrumAt.map((_, i) => i), at: spectrumAt }],
  allowed: { low: 1, high: 1e7, integer: false },
  sd: (i, value) => value * (0.2 / (i + 1.5)),
};

/** Quantiles of a band of relative half-width `spread` (90 %) round a multiple of each value. */
export function relativeBands(values: readonly number[], centre: number, spread: number): PredictiveBands {
  const levels = [0.05, 0.25, 0.5, 0.75, 0.95];
  const z = [-1.645, -0.674, 0, 0.674, 1.645];
  return {
    kind: 'bands',
    levels,
    quantiles: z.map((u) => Float64Array.from(values, (value) => value * centre * Math.exp((u / 1.645) * spread))),
  };
}

/** Twenty counts of a population, and the path that they were read from. */
export const countsView: PointsView = {
  kind: 'points',
  space: 'x',
  horizontal: { label: 't [days]', scale: 'linear' },
  vertical: { label: 'count', scale: 'linear' },
  series: [
    {
      name: 'individuals',
      index: Array.from({ length: 20 }, (_, i) => i),
      at: Array.from({ length: 20 }, (_, i) => i),
    },
  ],
  allowed: { low: 0, high: 1e6, integer: true },
};
const pathTime = Float64Array.from({ length: 160 }, (_, i) => (i / 160) * 19.2);
const pathValue = pathTime.map((t, i) => Math.max(0, Math.round(7 + 4 * Math.sin(t / 2.6) + 1.4 * wobble(i % 37))));
export const countsPath: Picture = { kind: 'path', label: 'true path', time: pathTime, value: pathValue };
export const counts = countsView.series[0].at.map((t) => pathValue[Math.min(159, Math.floor((t / 19.2) * 160))]);

/** Five wedges of a spectrum. */
export const wedgeView: PointsView = {
  ...spectrumView,
  series: [0.1, 0.3, 0.5, 0.7, 0.9].map((mu, s) => ({
    name: `μ = ${mu}`,
    index: spectrumAt.map((_, i) => s * 9 + i),
    at: spectrumAt,
  })),
  sd: undefined,
};
export const wedges = wedgeView.series.flatMap((_, s) =>
  spectrum.map((power, i) => power * (1 + 0.3 * s + 0.04 * wobble(s * 9 + i))),
);

/** A travelling wave on a ring of `sites`, seen at all of them every tenth of a time unit. */
export function ringField(sites: number, columns: number, until: number): Picture {
  const time = Float64Array.from({ length: columns }, (_, t) => (t / (columns - 1)) * until);
  const value = new Float64Array(columns * sites);
  for (let t = 0; t < columns; t++) {
    for (let i = 0; i < sites; i++) {
      const phase = (2 * Math.PI * i * 2) / sites + time[t] * 3.1;
      value[t * sites + i] = 2.4 + 4.2 * Math.sin(phase) + 2.3 * Math.sin(2 * phase + time[t] * 1.7 + Math.cos(i));
    }
  }
  return { kind: 'field', label: 'true state', time, value, sites };
}
export const ringView: PointsView = {
  kind: 'points',
  space: 'x',
  horizontal: { label: 't', scale: 'linear' },
  vertical: { label: 'y', scale: 'linear' },
  series: Array.from({ length: 8 }, (_, i) => ({
    name: `site ${i}`,
    index: Array.from({ length: 10 }, (_, t) => t * 8 + i),
    at: Array.from({ length: 10 }, (_, t) => (t + 1) / 10),
  })),
  allowed: { low: -50, high: 50, integer: false },
};
const ring = ringField(8, 11, 1);
export const ringValues = Array.from(
  { length: 80 },
  (_, i) => (ring.kind === 'field' ? ring.value[8 + i] : 0) + 0.5 * wobble(i),
);

export const climateView: PointsView = {
  kind: 'points',
  space: 's',
  horizontal: { label: '', scale: 'linear', categories: ['mean', 'variance', 'lag 1', 'next site', 'skew', 'lag 2'] },
  vertical: { label: 'summary', scale: 'linear' },
  series: [{ name: 'summary', index: [0, 1, 2, 3, 4, 5], at: [0, 1, 2, 3, 4, 5] }],
  allowed: { low: -1e3, high: 1e3, integer: false },
};
export const climate = [2.3, 3.6, 1.2, 0.4, 0.2, -0.8];

/** A learning curve of `n` steps that ends `gap` nats above its floor. */
export function lossFixture(n: number, done: number, gap: number): LossData {
  const step = Array.from({ length: done }, (_, i) => i + 1);
  const clean = (i: number) => -1.36 + gap + 2.2 * Math.exp(-i / (n * 0.06)) + 0.25 * Math.exp(-i / (n * 0.4));
  const loss = step.map((i) => clean(i) + 0.09 * wobble(i) + (i < 5 ? 14 / i : 0));
  const checks = step.filter((i) => i % Math.round(n / 20) === 0);
  const validation = { step: checks, loss: checks.map((i) => clean(i) + 0.02 + 0.008 * wobble(i + 11)) };
  const least = Math.min(...validation.loss);
  const best = checks.length > 0 ? { step: checks[validation.loss.indexOf(least)], loss: least } : null;
  return { training: { step, loss }, validation, best, floor: -1.36, totalSteps: n };
}

/** Histograms of 500 ranks in 20 bins: one flat, one with a valley, one with a slope. */
export function sbcFixture(shapes: readonly ('flat' | 'valley' | 'slope')[]): SbcData {
  const bins = 20;
  const histogramOf = (shape: 'flat' | 'valley' | 'slope', q: number) =>
    Array.from({ length: bins }, (_, i) => {
      const u = (i + 0.5) / bins - 0.5;
      const bend = shape === 'valley' ? 60 * (u * u - 1 / 12) * 2 : shape === 'slope' ? 28 * u : 0;
      return Math.max(0, Math.round(25 + bend + 4.5 * wobble(i + 29 * q)));
    });
  const symbols = ['A', 'b', 'λ', 'μ'];
  return {
    datasets: 500,
    draws: 199,
    bins,
    band: { low: 13, high: 39 },
    quantities: shapes.map((shape, q) => ({ key: symbols[q], symbol: symbols[q], histogram: histogramOf(shape, q) })),
  };
}

/** Curves bent away from the diagonal by the given amounts. */
export function coverageFixture(bends: readonly number[]): CoverageData {
  const levels = Array.from({ length: 21 }, (_, i) => i / 20);
  const half = levels.map((level) => 2.576 * Math.sqrt((level * (1 - level)) / 500));
  const symbols = ['A', 'b', 'A b²', 'λ', 'λ/μ', 'ν'];
  return {
    levels,
    curves: bends.map((bend, q) => ({
      key: symbols[q],
      symbol: symbols[q],
      held: levels.map(
        (level, i) => level - 4 * bend * level * (1 - level) + (level % 1 === 0 ? 0 : 0.006 * wobble(i + 31 * q)),
      ),
    })),
    band: { low: levels.map((level, i) => level - half[i]), high: levels.map((level, i) => level + half[i]) },
  };
}

/** Numbers to five significant digits, long lists by their mean, so that a snapshot does not depend on the last bits of a machine's exp and log. */
export function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? Number(value.toPrecision(5)) : String(value);
  if (
    Array.isArray(value) &&
    value.length > 12 &&
    value.every((entry) => typeof entry !== 'object' || entry === null)
  ) {
    const numbers = value.filter((entry) => Number.isFinite(entry));
    const mean = numbers.reduce((sum, entry) => sum + entry, 0) / numbers.length;
    return `${value.length} values, mean ${mean.toPrecision(5)}`;
  }
  if (Array.isArray(value)) return value.map(rounded);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, rounded(entry)]));
}

/** A picture of so many pixels a side: a disc with arms, on a noisy background. */
export function imageView(side: number): ImageView {
  return {
    kind: 'image',
    space: 'x',
    shape: { kind: 'image', channels: ['flux'], height: side, width: side },
    horizontal: { label: 'x [arcsec]', low: -6, high: 6 },
    vertical: { label: 'y [arcsec]', low: -6, high: 6 },
    value: 'flux [counts]',
    allowed: { low: -1e3, high: 1e6, integer: false },
  };
}

/** [side, side] */
export function spiral(side: number, noise: number): Float64Array {
  return Float64Array.from({ length: side * side }, (_, i) => {
    const x = (((i % side) + 0.5) / side) * 12 - 6;
    const y = ((Math.floor(i / side) + 0.5) / side) * 12 - 6;
    const radius = Math.hypot(x, y / 0.7);
    const arms = 1 + 0.5 * Math.sin(2 * Math.atan2(y, x) - 1.6 * radius);
    return 900 * Math.exp(-radius / 1.6) * arms + noise * wobble(i);
  });
}

export function imageMoments(side: number): PredictiveMoments {
  const mean = spiral(side, 0);
  return { kind: 'moments', mean, sd: mean.map((value) => 6 + 1.2 * Math.sqrt(value)) };
}
