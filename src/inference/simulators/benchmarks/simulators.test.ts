/**
 * The eight simulators against their closed forms. 10,000 simulations at a fixed seed; means and variances within 5
 * standard errors, taken from the simulations themselves: false alarm 6e-7 each, 1e-4 in all, were the seed redrawn.
 */
import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../math/random.ts';
import { mean, sd } from '../../math/statistics.ts';
import { JointPrior } from '../../priors/jointPrior.ts';
import type { System } from '../system.ts';
import { bernoulliGlm, whitened } from './bernoulliGlm.ts';
import { gaussianLinear, gaussianLinearUniform } from './gaussianLinear.ts';
import { gaussianMixture } from './gaussianMixture.ts';
import { lotkaVolterra, lotkaVolterraSolver, TIMES } from './lotkaVolterra.ts';
import { sir } from './sir.ts';
import { DAYS, sirSolver } from './sirModel.ts';
import { slcp } from './slcp.ts';
import { stimulus } from './stimulus.ts';
import { twoMoons } from './twoMoons.ts';
import { sizeOf } from '../dataShape.ts';

const N = 10_000;

/** Simulations at theta, one array of N values for each entry of x. */
function simulated(system: System, theta: readonly number[]): Float64Array[] {
  const model = system.model({});
  const random = new Random(5, STREAMS.simulation);
  const x = new Float64Array(sizeOf(model.x));
  const columns = Array.from(x, () => new Float64Array(N));
  for (let i = 0; i < N; i++) {
    model.simulate(theta, [], random.at(STREAMS.simulation, i), x);
    for (let j = 0; j < x.length; j++) columns[j][i] = x[j];
  }
  return columns;
}

/** Distance of the mean of `values` from `expected` in standard errors. */
function pull(values: Float64Array, expected: number): number {
  return Math.abs(mean(values) - expected) / (sd(values) / Math.sqrt(values.length));
}

interface Law {
  readonly system: System;
  readonly theta: readonly number[];
  readonly means: readonly number[];
  readonly variances: readonly number[];
}

const glmTheta = [0.5, 0.8, -0.6, 1.1, 0.3, -0.2, 0.4, -0.9, 0.7, -0.3];
/** The design matrix: a one, then the stimulus 0 to 8 bins before. */
const glmDesign = Array.from(stimulus, (_, t) => [
  1,
  ...Array.from({ length: 9 }, (_unused, l) => stimulus[t - l] ?? 0),
]);
const firing = glmDesign.map((row) => 1 / (1 + Math.exp(-row.reduce((sum, entry, j) => sum + entry * glmTheta[j], 0))));
const overBins = (value: (p: number, entry: number) => number): number[] =>
  glmTheta.map((_, j) => firing.reduce((sum, p, t) => sum + value(p, glmDesign[t][j]), 0));

const ten = [0.3, -0.4, 0.1, 0.5, -0.1, 0, -0.3, 0.2, -0.2, 0.4];
const laws: readonly Law[] = [
  {
    // E r cos a = 0.1 · 2/pi; E r² cos² a = E r² sin² a = (0.1² + 0.01²) / 2.
    system: twoMoons,
    theta: [0.5, -0.2],
    means: [0.25 + 0.2 / Math.PI - 0.3 * Math.SQRT1_2, -0.7 * Math.SQRT1_2],
    variances: [0.0101 / 2 - (0.2 / Math.PI) ** 2, 0.0101 / 2],
  },
  {
    system: slcp,
    theta: [0.7, -2.9, -1.2, 0.9, 0.6],
    means: [0.7, -2.9, 0.7, -2.9, 0.7, -2.9, 0.7, -2.9],
    variances: Array.from({ length: 8 }, (_, i) => (i % 2 === 0 ? 1.2 : 0.9) ** 4),
  },
  { system: gaussianLinear, theta: ten, means: ten, variances: ten.map(() => 0.1) },
  { system: gaussianLinearUniform, theta: ten, means: ten, variances: ten.map(() => 0.1) },
  { system: gaussianMixture, theta: [2, -3], means: [2, -3], variances: [0.505, 0.505] },
  {
    system: bernoulliGlm,
    theta: whitened(glmTheta),
    means: overBins((p, entry) => p * entry),
    variances: overBins((p, entry) => p * (1 - p) * entry * entry),
  },
];

describe.each(laws.map((law) => [law.system.name, law] as const))('%s', (_, { system, theta, means, variances }) => {
  const columns = simulated(system, theta);

  it('has the means of its closed form', () => {
    const pulls = columns.map((values, j) => pull(values, means[j]));
    expect(Math.max(...pulls)).toBeLessThan(5);
  });

  it('has the variances of its closed form', () => {
    const pulls = columns.map((values, j) =>
      pull(
        values.map((value) => (value - means[j]) ** 2),
        variances[j],
      ),
    );
    expect(Math.max(...pulls)).toBeLessThan(5);
  });
});

describe('SLCP', () => {
  it('correlates the coordinates of a point by tanh θ₅, and no two points', () => {
    const [x1, y1, x2] = simulated(slcp, [0, 0, 1, 1.1, -0.8]);
    expect(
      pull(
        x1.map((value, i) => value * y1[i]),
        Math.tanh(-0.8) * 1.21,
      ),
    ).toBeLessThan(5);
    expect(
      pull(
        x1.map((value, i) => value * x2[i]),
        0,
      ),
    ).toBeLessThan(5);
  });
});

describe('the Gaussian mixture', () => {
  it('takes one width for both coordinates of a point', () => {
    // E u² v² = (1 + 1e-4) / 2 for one width, 0.505² for one each.
    const [u, v] = simulated(gaussianMixture, [0, 0]);
    expect(
      pull(
        u.map((value, i) => (value * v[i]) ** 2),
        0.50005,
      ),
    ).toBeLessThan(5);
  });
});

/** x at `times` of dx/dt = slope(x) from `start`, by the classical Runge-Kutta formula with steps of 1/500. */
function fineSolution(
  slope: (at: readonly number[]) => number[],
  start: readonly number[],
  times: readonly number[],
): number[][] {
  const h = 1 / 500;
  let at = [...start];
  let step = 0;
  const ahead = (k: number[], share: number) => at.map((value, j) => value + share * h * k[j]);
  return times.map((time) => {
    for (; step < Math.round(time / h); step++) {
      const k1 = slope(at);
      const k2 = slope(ahead(k1, 0.5));
      const k3 = slope(ahead(k2, 0.5));
      const k4 = slope(ahead(k3, 1));
      at = at.map((value, j) => value + (h / 6) * (k1[j] + 2 * k2[j] + 2 * k3[j] + k4[j]));
    }
    return at;
  });
}

describe('the epidemic', () => {
  // Oracle: a fixed-step solution of its own, in people. The bound is what sirModel.ts states.
  it('follows the equations to 2e-4 of I/N', () => {
    for (const [beta, gamma] of [
      [0.4, 0.125],
      [1.2, 0.2],
      [0.1, 0.15],
    ]) {
      const exact = fineSolution(
        ([S, I]) => [(-beta * S * I) / 1e6, (beta * S * I) / 1e6 - gamma * I],
        [999_999, 1],
        DAYS,
      );
      const found = new Float64Array(DAYS.length);
      sirSolver()([beta, gamma], found);
      exact.forEach(([, I], i) => expect(Math.abs(found[i] - I / 1e6)).toBeLessThan(2e-4 * (I / 1e6) + 1e-7));
    }
  });

  it('finds the infected among a thousand by chance', () => {
    const theta = [0.5, 0.12];
    const p = new Float64Array(DAYS.length);
    sirSolver()(theta, p);
    const columns = simulated(sir, theta);
    columns.forEach((values, i) => {
      if (p[i] < 1e-3) return;
      expect(pull(values, 1000 * p[i])).toBeLessThan(5);
      expect(
        pull(
          values.map((value) => (value - 1000 * p[i]) ** 2),
          1000 * p[i] * (1 - p[i]),
        ),
      ).toBeLessThan(5);
    });
  });
});

describe('prey and predators', () => {
  // Oracle: a fixed-step solution of its own.
  it('follow the equations to 0.2 %', () => {
    for (const [alpha, beta, gamma, delta] of [
      [0.69, 0.108, 0.89, 0.117],
      [0.9, 0.05, 0.9, 0.05],
    ]) {
      const exact = fineSolution(([X, Y]) => [X * (alpha - beta * Y), Y * (delta * X - gamma)], [30, 1], TIMES);
      const found = new Float64Array(2 * TIMES.length);
      lotkaVolterraSolver()([alpha, beta, gamma, delta], found);
      exact.forEach(([X, Y], i) => {
        expect(Math.abs(found[i] - Math.log(X))).toBeLessThan(2e-3);
        expect(Math.abs(found[TIMES.length + i] - Math.log(Y))).toBeLessThan(2e-3);
      });
    }
  });

  it('are seen with errors of 10 %', () => {
    const theta = [0.7, 0.06, 0.9, 0.05];
    const logState = new Float64Array(2 * TIMES.length);
    lotkaVolterraSolver()(theta, logState);
    simulated(lotkaVolterra, theta).forEach((values, i) => {
      const errors = values.map((value) => Math.log(value) - logState[i]);
      expect(pull(errors, 0)).toBeLessThan(5);
      expect(
        pull(
          errors.map((error) => error ** 2),
          0.01,
        ),
      ).toBeLessThan(5);
    });
  });
});

describe('the Bernoulli GLM', () => {
  it('has the prior of sbibm: precision 1/2 for the offset, FᵀF for the filter', () => {
    const [, second] = [0, 1].map((k) => whitened(Array.from({ length: 10 }, (_, j) => (j === k ? 1 : 0))));
    // Columns of F: the precision between lags l and m is their product. F = D D + diag(sqrt(i / 9)), from its definition.
    const D = Array.from({ length: 9 }, (_, i) =>
      Array.from({ length: 9 }, (_unused, j) => Number(i === j) - Number(i === j + 1)),
    );
    const F = D.map((row, i) =>
      row.map((_, j) => row.reduce((sum, value, k) => sum + value * D[k][j], i === j ? Math.sqrt(i / 9) : 0)),
    );
    const columns = Array.from({ length: 9 }, (_, l) =>
      whitened(Array.from({ length: 10 }, (_unused, j) => Number(j === l + 1))).slice(1),
    );
    columns.forEach((column, l) => column.forEach((value, i) => expect(value).toBeCloseTo(F[i][l], 14)));
    expect(second[0]).toBe(0);
    expect(whitened([1, 0, 0, 0, 0, 0, 0, 0, 0, 0])[0] ** 2).toBeCloseTo(0.5, 14);
  });
});

/** theta of the simulations and another nearby: p(x | there) / p(x | here) has a mean of 1 over simulations here. */
const pairs: readonly (readonly [System, readonly number[], readonly number[]])[] = [
  // The second half-plane of points lies inside the first.
  [twoMoons, [0.5, -0.2], [0.497, -0.205]],
  [slcp, [0.7, -2.9, -1.2, 0.9, 0.6], [0.9, -3, 1.3, 0.95, 0.7]],
  [gaussianLinear, ten, ten.map((value) => value + 0.05)],
  [gaussianLinearUniform, ten, ten.map((value, j) => value + 0.05 * (-1) ** j)],
  [gaussianMixture, [2, -3], [2.04, -3.03]],
  [bernoulliGlm, whitened(glmTheta), whitened(glmTheta).map((value) => value + 0.05)],
  [sir, [0.5, 0.12], [0.502, 0.119]],
  [lotkaVolterra, [0.7, 0.06, 0.9, 0.05], [0.702, 0.0603, 0.898, 0.0501]],
];

describe.each(pairs.map((pair) => [pair[0].name, pair] as const))(
  'the likelihood of %s',
  (_, [system, here, there]) => {
    it('belongs to its simulator: ratios of it average to 1', () => {
      const columns = simulated(system, here);
      const model = system.model({});
      const ratios = Float64Array.from({ length: N }, (_unused, i) => {
        const x = Float64Array.from(columns, (column) => column[i]);
        return Math.exp((model.logLikelihood?.(there, [], x) ?? NaN) - (model.logLikelihood?.(here, [], x) ?? NaN));
      });
      // Neither blind (no ratio differs from 1) nor carried by a few simulations.
      expect(sd(ratios)).toBeGreaterThan(0.1);
      expect(sd(ratios)).toBeLessThan(3);
      expect(pull(ratios, 1)).toBeLessThan(5);
    });
  },
);

describe('the likelihoods of two coordinates', () => {
  // Midpoint rule on a grid whose step is a fifth of the finest width.
  it.each([
    { system: twoMoons, theta: [0.1, 0.3], low: [-0.2, -0.1], size: 0.5, cells: 400 },
    { system: gaussianMixture, theta: [0, 0], low: [-6, -6], size: 12, cells: 600 },
  ])('integrate to 1 over the plane: $system.name', ({ system, theta, low, size, cells }) => {
    const model = system.model({});
    const step = size / cells;
    let sum = 0;
    for (let i = 0; i < cells * cells; i++) {
      const x = Float64Array.of(low[0] + (Math.floor(i / cells) + 0.5) * step, low[1] + ((i % cells) + 0.5) * step);
      sum += Math.exp(model.logLikelihood?.(theta, [], x) ?? NaN) * step * step;
    }
    expect(sum).toBeCloseTo(1, 2);
  });
});

describe('all over their priors', () => {
  it.each(
    [twoMoons, slcp, gaussianLinear, gaussianLinearUniform, gaussianMixture, bernoulliGlm, sir, lotkaVolterra].map(
      (system) => [system.name, system] as const,
    ),
  )('%s gives finite data and finite summaries, from the widest draws too', (_, system) => {
    const specs = system.parameters({});
    const prior = new JointPrior(
      specs.map(({ key }) => key),
      specs.map(({ defaultPrior }) => defaultPrior),
    );
    const random = new Random(9, STREAMS.simulation);
    const model = system.model({});
    const x = new Float64Array(sizeOf(model.x));
    const s = new Float64Array(sizeOf(model.s));
    for (let i = 0; i < 300; i++) {
      // z three times as wide as the prior.
      const z = Float64Array.from(specs, () => 3 * random.normal());
      const theta = prior.unwhiten(z as Parameters<typeof prior.unwhiten>[0]);
      model.simulate(theta, [], random, x);
      model.summarise(x, s);
      expect([...x, ...s].every(Number.isFinite)).toBe(true);
    }
  });
});
