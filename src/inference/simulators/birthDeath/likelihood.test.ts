import { describe, expect, it } from 'vitest';
import { emissions, forwardLogLikelihood, ForwardFilter, startingStates } from './forward.ts';
import golden from './golden.json';
import { seriesLikelihood } from './likelihood.ts';
import { logTransition, transitionLaw } from './transition.ts';

/** The textbook sum, transition by transition. */
function direct(counts: readonly number[], n0: number, dt: number, lambda: number, mu: number, nu: number): number {
  const law = transitionLaw({ lambda, mu, nu }, dt);
  return counts.reduce((sum, y, i) => sum + logTransition(law, i === 0 ? n0 : counts[i - 1], y), 0);
}

describe('the likelihood of exact counts', () => {
  it('has the reference value for a short path', () => {
    const { y, dt, lam, mu, nu, value } = golden.loglik_path;
    expect(seriesLikelihood(y.slice(1), y[0], dt)(lam, mu, nu)).toBeCloseTo(value, 11);
  });

  it('has the reference maximum over the 31 x 31 x 31 grid, and its moments', () => {
    const { y_including_n0: y, dt, mean, sd, maxloglik } = golden.grid_posterior;
    const likelihood = seriesLikelihood(y.slice(1), y[0], dt);
    const node = (low: number, high: number, i: number): number => low + ((high - low) * i) / 30;
    const nodes: number[][] = [];
    const values: number[] = [];
    for (let i = 0; i < 31; i++) {
      for (let j = 0; j < 31; j++) {
        for (let k = 0; k < 31; k++) {
          const at = [node(Math.log(0.1), Math.log(2), i), node(0.05, 1.1, j), node(Math.log(0.5), Math.log(20), k)];
          nodes.push(at);
          values.push(likelihood(at[1] * Math.exp(at[0]), Math.exp(at[0]), Math.exp(at[2])));
        }
      }
    }
    const highest = values.reduce((a, b) => Math.max(a, b));
    expect(highest).toBeCloseTo(maxloglik, 10);
    const weights = values.map((value) => Math.exp(value - highest));
    const total = weights.reduce((a, b) => a + b);
    for (let d = 0; d < 3; d++) {
      const m = nodes.reduce((sum, at, i) => sum + at[d] * weights[i], 0) / total;
      const variance = nodes.reduce((sum, at, i) => sum + (at[d] - m) ** 2 * weights[i], 0) / total;
      expect(m).toBeCloseTo(mean[d], 10);
      expect(Math.sqrt(variance)).toBeCloseTo(sd[d], 10);
    }
  });

  it('agrees with the sum of transitions for small, repeated, extinct and large counts, and at the edges of the rates', () => {
    const series = [
      [5, 5, 5, 5, 6, 5, 6],
      [0, 0, 3, 1, 0, 0],
      [60, 150, 320, 390, 380, 310],
      [40, 300, 900, 2500, 2400],
    ];
    const rates = [
      [0.3, 0.5, 2],
      [0, 0.5, 2],
      [0.9, 0.9, 0.3],
      [2, 0.4, 10],
      [1e-9, 30, 1e-3],
      [0.5, 3, 100],
    ];
    for (const counts of series) {
      for (const [lambda, mu, nu] of rates) {
        const fast = seriesLikelihood(counts, 5, 1)(lambda, mu, nu);
        const slow = direct(counts, 5, 1, lambda, mu, nu);
        expect(Math.abs(fast - slow)).toBeLessThan(1e-9 * (1 + Math.abs(slow)));
      }
    }
  });

  it('is -Infinity, not NaN, for what cannot happen', () => {
    expect(seriesLikelihood([4], 5, 1)(0.5, 0, 1)).toBe(-Infinity);
    expect(seriesLikelihood([0, 1], 5, 1)(0.5, 0.5, 0)).toBe(-Infinity);
    expect(seriesLikelihood([5, 6, 9], 5, 1)(0.5, 0, 1)).toBeCloseTo(direct([5, 6, 9], 5, 1, 0.5, 0, 1), 12);
  });
});

describe('the forward filter for imperfect detection', () => {
  const { y, n0, p, lam: lambda, mu, nu, dt, loglik, filtered_mean } = golden.forward_detection;
  const rates = { lambda, mu, nu };

  it('has the reference likelihood and filtered mean', () => {
    expect(forwardLogLikelihood(rates, { p, kappa: 0 }, y, n0, dt)).toBeCloseTo(loglik, 8);
    const filter = new ForwardFilter(y, n0, dt, { p, kappa: 0 }, 120);
    expect(filter.run(rates).filteredMean).toBeCloseTo(filtered_mean, 8);
    expect(filter.run(rates).logLikelihood).toBeCloseTo(loglik, 10);
  });

  it('is the likelihood of exact counts when detection is perfect', () => {
    const exact = seriesLikelihood(y, n0, dt)(lambda, mu, nu);
    expect(forwardLogLikelihood(rates, { p: 1, kappa: 0 }, y, n0, dt)).toBeCloseTo(exact, 10);
  });

  it('follows enough states: twice as many change nothing', () => {
    const counts = [9, 7, 12, 8];
    for (const detection of [
      { p: 0.9, kappa: 0 },
      { p: 0.3, kappa: 0.5 },
    ]) {
      const size = startingStates(counts, 5, detection);
      for (const nu of [1, 15]) {
        const [few, many] = [size, 2 * size].map((states) =>
          new ForwardFilter(counts, 5, dt, detection, states).run({ lambda: 0.9, mu: 1, nu }),
        );
        expect(Math.abs(few.logLikelihood - many.logLikelihood)).toBeLessThan(1e-8);
      }
    }
  });

  it('sums to one over all series of two counts, with misses and false counts', () => {
    let sum = 0;
    for (let a = 0; a < 30; a++) {
      for (let b = 0; b < 30; b++) {
        sum += Math.exp(new ForwardFilter([a, b], 3, 1, { p: 0.6, kappa: 0.4 }, 70).run(rates).logLikelihood);
      }
    }
    expect(sum).toBeCloseTo(1, 8);
  });

  it('emits Binomial plus Poisson counts', () => {
    const detection = { p: 0.6, kappa: 0.4 };
    const counts = Array.from({ length: 60 }, (_, y) => y);
    const table = emissions(counts, 11, detection);
    const at10 = counts.map((y) => table.get(y)?.[10] ?? Number.NaN);
    const mean = at10.reduce((total, value, y) => total + y * value, 0);
    const sum = at10.reduce((total, value) => total + value, 0);
    expect(sum).toBeCloseTo(1, 12);
    expect(mean).toBeCloseTo(6.4, 12);
    // 9 seen, 10 with sd sqrt(20) missed: 19 + 7 x 4.47, and 25 on top.
    expect(startingStates([9], 5, { p: 0.5, kappa: 0 })).toBe(76);
  });
});
