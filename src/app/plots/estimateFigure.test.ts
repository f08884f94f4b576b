import { expect, it } from 'vitest';
import { plotThemes } from '../theme/plotTheme.ts';
import { ellipsePoints, estimateFigure, type Pair } from './estimateFigure.ts';

const covariance: readonly [Pair, Pair] = [
  [0.04, -0.012],
  [-0.012, 0.009],
];

it('the ellipse is where the squared distance in the covariance is as asked', () => {
  const determinant = covariance[0][0] * covariance[1][1] - covariance[0][1] ** 2;
  const { x, y } = ellipsePoints([1, -2], covariance, 5.99);
  x.forEach((value, i) => {
    const [u, v] = [value - 1, y[i] + 2];
    const squared = (covariance[1][1] * u * u - 2 * covariance[0][1] * u * v + covariance[0][0] * v * v) / determinant;
    expect(squared).toBeCloseTo(5.99, 9);
  });
});

it('draws what there is: point and two ellipses, draws of a network, the truth; without a covariance no ellipse', () => {
  const data = {
    names: ['ln λ', 'ln μ'] as const,
    ranges: [
      [0, 2],
      [-3, -1],
    ] as const,
    learner: 'PINN',
    at: [1, -2] as const,
    covariance,
    reference: null,
    network: { x: [1, 1.1], y: [-2, -2.1] },
    truth: [1.2, -2.1] as const,
  };
  const size = { width: 400, height: 340 };
  const modes = (figure: ReturnType<typeof estimateFigure>) =>
    figure.data.map((trace) => ('mode' in trace ? trace.mode : ''));
  expect(modes(estimateFigure(data, size, plotThemes.light))).toEqual([
    'markers',
    'lines',
    'lines',
    'markers',
    'markers',
  ]);
  const bare = { ...data, covariance: null, network: null, truth: null };
  expect(modes(estimateFigure(bare, size, plotThemes.light))).toEqual(['markers']);
});
