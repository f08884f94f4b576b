/** Made-up data for the gallery's figures of concepts, in closed form as those of fixtures.ts. */
import * as made from './fixtures.ts';
import type { FlowCurve, FlowData } from './flowFigure.ts';
import type { LandscapeData } from './landscapeFigure.ts';
import type { LedgerData } from './ledgerFigure.ts';
import type { MoreData } from './moreFigure.ts';
import type { PixelsData } from './pixelsFigure.ts';
import type { RejectionData } from './rejectionFigure.ts';
import type { SpreadData } from './spreadFigure.ts';
import type { AxisQuantity } from './types.ts';

const first: AxisQuantity = { key: 'a', symbol: 'a', label: 'first', unit: '', scale: 'linear', range: [-4, 4] };
const second: AxisQuantity = { ...first, key: 'b', symbol: 'b', label: 'second' };

/** A bend of the base: the second coordinate moves with the square of the first. */
function bent(x: readonly number[], y: readonly number[]): FlowCurve {
  return { x, y: y.map((value, i) => 0.6 * value + 0.25 * x[i] ** 2 - 1) };
}

export function flowFixture(): FlowData {
  const along = Array.from({ length: 41 }, (_, i) => -3 + (6 * i) / 40);
  const places = [-3, -2, -1, 0, 1, 2, 3];
  const ring = (radius: number) => {
    const turns = Array.from({ length: 61 }, (_, i) => (2 * Math.PI * i) / 60);
    return bent(
      turns.map((turn) => radius * Math.cos(turn)),
      turns.map((turn) => radius * Math.sin(turn)),
    );
  };
  const draws = Array.from({ length: 300 }, (_, i) => [made.wobble(i), made.wobble(i + 1000)] as const);
  return {
    kind: 'grid',
    axes: [first, second],
    lines: [
      ...places.map((place) =>
        bent(
          along,
          along.map(() => place),
        ),
      ),
      ...places.map((place) =>
        bent(
          along.map(() => place),
          along,
        ),
      ),
    ],
    rings: [ring(1.51), ring(2.45)],
    draws: bent(
      draws.map(([x]) => x),
      draws.map(([, y]) => y),
    ),
    truth: [0.5, -0.8],
  };
}

export function rejectionFixture(): RejectionData {
  const all = Array.from({ length: 600 }, (_, i) => {
    const x = -4 + 8 * made.golden(i);
    return { x, y: x + 0.8 * made.wobble(i) };
  });
  const of = (kept: boolean) => {
    const points = all.filter(({ y }) => Math.abs(y - 1) < 0.5 === kept);
    return { x: points.map(({ x }) => x), y: points.map(({ y }) => y) };
  };
  return {
    quantity: first,
    plane: { kind: 'summary', y: { title: 'summary', range: [-6, 6] }, observed: 1, halfWidth: 0.5 },
    rejected: of(false),
    accepted: of(true),
    histogram: { edges: [-1, -0.2, 0.6, 1.4, 2.2, 3], density: [0.1, 0.3, 0.45, 0.3, 0.1] },
    prior: made.flatCurve(first),
    network: made.gaussianCurve(first, 1, 0.8),
    reference: { curve: made.gaussianCurve(first, 1.05, 0.77), label: 'exact' },
    truth: 0.7,
  };
}

export function landscapeFixture(): LandscapeData {
  const at = Array.from({ length: 400 }, (_, i) => 6 + (4 * i) / 399);
  const height = (f: number) => -40 * (1 - Math.exp(-(((f - 8) / 0.03) ** 2))) - 8 * Math.cos(9 * f) ** 2;
  return {
    symbol: 'F',
    scale: 'linear',
    at,
    logLikelihood: at.map(height),
    truth: 8,
    truthName: 'true value',
    climbers: [6.2, 6.6, 7.3, 8, 8.7, 9.4].map((end) => ({ end, height: height(end) })),
    beside: { curve: made.gaussianCurve({ ...first, range: [6, 10] }, 8.2, 0.5), name: 'from climate summaries' },
  };
}

export const spreadFixture: SpreadData = {
  simulations: [200, 1000, 5000],
  within: [0.7, 0.62, 0.6],
  between: [0.2, 0.03, 0.004],
  intervals: [
    [0.07, 1.6],
    [0.011, 0.25],
    [0.0014, 0.033],
  ],
  reference: { variance: 0.58, name: 'exact' },
};

export const moreFixture: MoreData = {
  simulations: [1000, 2000, 4000],
  losses: [-1.2, -1.42, -1.51],
  errors: [0.03, 0.02, 0],
  next: 0.04,
};

export const ledgerFixture: LedgerData = {
  once: 42,
  each: 0.01,
  other: { each: 0.5, name: 'exact posterior' },
  crossing: 42 / 0.49,
};

/** A spot of which each flank moves its place, and a corner that is masked. */
export function pixelsFixture(side: number): PixelsData {
  const view = made.imageView(side);
  const effect = Float64Array.from({ length: side * side }, (_, i) => {
    const [x, y] = [(i % side) - side / 2, Math.floor(i / side) - side / 2];
    const masked = x + y > 0.75 * side;
    return masked ? Number.NaN : 0.05 * x * Math.exp(-(x * x + y * y) / (0.03 * side * side));
  });
  return { view, values: made.spiral(side, 20), effect, symbol: 'x' };
}
