/**
 * Made-up data for the gallery and the snapshot tests, in closed form: Gaussians (regions are ellipses of squared
 * radius -2 ln(1 - mass)) and the ridge of the galaxy-bias system, a thin Gaussian band in (ln A, ln b). No simulator
 * and no network has anything to do with these numbers.
 */
import type { ObservationView } from '../../inference/simulators/system.ts';
import type { AxisQuantity, Curve, Layer, Region } from './types.ts';

export const MASSES = [0.5, 0.68, 0.9, 0.95];

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
export function ridgeBias(softness: number, ripple = 0): Curve {
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
export const spectrumView: ObservationView = {
  space: 'x',
  horizontal: { label: 'k [h/Mpc]', scale: 'linear' },
  vertical: { label: 'P(k) [(Mpc/h)³]', scale: 'log' },
  series: [{ name: 'band power', index: spectrumAt.map((_, i) => i), at: spectrumAt }],
  allowed: { low: 1, high: 1e7, integer: false },
  sd: (i, value) => value * (0.2 / (i + 1.5)),
};
