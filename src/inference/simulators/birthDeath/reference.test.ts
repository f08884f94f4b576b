import { describe, expect, it } from 'vitest';
import { gridMoments } from '../../math/grid.ts';
import { Random, STREAMS } from '../../math/random.ts';
import type { Prior } from '../../priors/prior.ts';
import type { Problem, ReferencePosterior } from '../system.ts';
import { defaultDesign } from './design.ts';
import { ForwardFilter } from './forward.ts';
import golden from './golden.json';
import { birthDeath } from './index.ts';
import { seriesLikelihood } from './likelihood.ts';
import { birthDeathReference, gridPosterior } from './reference.ts';
import { evaluateOnGrid, uniformAxis } from '../../reference/adaptiveGrid.ts';

const [n0, ...series] = golden.grid_posterior.y_including_n0;
const x = Float64Array.from(series);

const defaults: Record<string, Prior> = Object.fromEntries(
  birthDeath.parameters(defaultDesign).map(({ key, defaultPrior }) => [key, defaultPrior]),
);

function problem(priors: Record<string, Prior> = {}, p = 1, kappa = 0, design = {}): Problem {
  const fixed = (value: number) => ({ mode: 'fixed' as const, value, prior: { family: 'fixed' as const, value } });
  return {
    system: 'birth-death',
    design: { ...defaultDesign, n0, ...design },
    priors: { ...defaults, ...priors },
    nuisances: { p: fixed(p), kappa: fixed(kappa) },
  };
}

function answer(asked: Problem, data = x, draws = 20_000): ReferencePosterior {
  const result = birthDeathReference({ problem: asked, x: data, draws, random: new Random(1, STREAMS.reference) });
  if (result.kind === 'unavailable') throw new Error(result.reason);
  return result;
}

/** Mean and sd of (ln mu, rho, ln nu) of draws [n, 3] of theta. */
function moments(draws: Float64Array): { mean: number[]; sd: number[] } {
  const n = draws.length / 3;
  const value = (i: number, j: number): number => (j === 1 ? draws[3 * i + 1] : Math.log(draws[3 * i + j]));
  const mean = [0, 0, 0];
  const sd = [0, 0, 0];
  for (let i = 0; i < n; i++) for (let j = 0; j < 3; j++) mean[j] += value(i, j) / n;
  for (let i = 0; i < n; i++) for (let j = 0; j < 3; j++) sd[j] += (value(i, j) - mean[j]) ** 2 / (n - 1);
  return { mean, sd: sd.map(Math.sqrt) };
}

/** Moments in (ln mu, rho, ln nu) by brute force on `nodes` nodes an axis over the default priors' box. */
function bruteForce(nodes: number, likelihood: (lambda: number, mu: number, nu: number) => number) {
  const box = [
    [Math.log(0.1), Math.log(2)],
    [0.05, 1.1],
    [Math.log(0.5), Math.log(20)],
  ];
  const axes = box.map(([low, high]) => uniformAxis({ low, high }, nodes));
  const values = evaluateOnGrid(axes, ([u, rho, v]) => likelihood(rho * Math.exp(u), Math.exp(u), Math.exp(v)));
  return gridMoments(axes, values);
}

describe('the reference posterior', () => {
  const likelihood = seriesLikelihood(x, n0, 1);
  const exact = bruteForce(81, likelihood);

  it('agrees with the golden grid up to the weight of its edges', () => {
    const { mean, sd } = golden.grid_posterior;
    const half = bruteForce(31, likelihood);
    for (let d = 0; d < 3; d++) {
      // The golden grid gives its edge nodes full weight, a trapezoid half.
      expect(Math.abs(half.mean[d] - mean[d]) / sd[d]).toBeLessThan(0.12);
      expect(Math.abs(half.sd[d] / sd[d] - 1)).toBeLessThan(0.05);
    }
  });

  it('has the moments of a brute-force grid of 81^3 nodes over the whole prior', () => {
    const { grid } = gridPosterior([defaults.mu, defaults.rho, defaults.nu], likelihood, { coarse: 17, fine: 31 });
    if (!grid) throw new Error('no mass');
    expect(grid.error).toBeLessThan(0.01);
    const found = gridMoments(grid.axes, grid.logDensity);
    for (let d = 0; d < 3; d++) {
      expect(Math.abs(found.mean[d] - exact.mean[d]) / exact.sd[d]).toBeLessThan(0.01);
      expect(Math.abs(found.sd[d] / exact.sd[d] - 1)).toBeLessThan(0.01);
    }
  });

  it('gives draws with those moments', () => {
    // 20,000 draws: standard errors 0.7 % of an sd; each of the six bounds fails by chance once in 30,000 seeds.
    const reference = answer(problem());
    expect(reference).toMatchObject({ label: 'exact', comparable: true, conditionsOn: 'the 20 counts' });
    const found = moments(reference.draws);
    for (let d = 0; d < 3; d++) {
      expect(Math.abs(found.mean[d] - exact.mean[d]) / exact.sd[d]).toBeLessThan(0.03);
      expect(Math.abs(found.sd[d] / exact.sd[d] - 1)).toBeLessThan(0.03);
    }
  });

  it('finds the mass under wide and unbounded priors, and at a prior edge', () => {
    const wide: Record<string, Prior> = {
      mu: { family: 'lognormal', mean: 0, sd: 0.5 },
      rho: { family: 'normal', mean: 0.5, sd: 1, low: 0, high: 3 },
      nu: { family: 'logUniform', low: 1e-3, high: 1e3 },
    };
    expect(answer(problem(wide)).label).toBe('exact');
    const declining = Float64Array.from({ length: 60 }, (_, i) => Math.round(4 + 46 * Math.exp(-i / 8)));
    const slow = answer(problem(wide, 1, 0, { n: 60, n0: 50 }), declining);
    expect(slow.label).toBe('exact');
    const edge = answer(problem({ mu: { family: 'uniform', low: 0, high: 0.15 } }));
    expect(edge.label).toBe('exact');
    for (let i = 0; i < 20_000; i++) expect(edge.draws[3 * i] <= 0.15 && edge.draws[3 * i] > 0).toBe(true);
  });

  it('weighs the likelihood by any prior: tilting the prior is reweighting the draws', () => {
    const tilted: Prior = { family: 'lognormal', mean: -1, sd: 0.5, low: 0.1, high: 2 };
    const flat = answer(problem(), x, 100_000).draws;
    const direct = moments(answer(problem({ mu: tilted }), x, 20_000).draws);
    let [total, mean] = [0, 0];
    for (let i = 0; i < flat.length; i += 3) {
      const u = Math.log(flat[i]);
      const weight = Math.exp(-0.5 * ((u + 1) / 0.5) ** 2);
      total += weight;
      mean += weight * u;
    }
    // Standard error about 0.004 sd of either; the bound fails by chance less than once in 1,000 seeds.
    expect(Math.abs(mean / total - direct.mean[0]) / direct.sd[0]).toBeLessThan(0.04);
  });

  it('leaves out the axis of a parameter that its prior fixes', () => {
    const slice = answer(problem({ rho: { family: 'fixed', value: 0.6 } }));
    expect(slice.draws.filter((_, i) => i % 3 === 1).every((rho) => rho === 0.6)).toBe(true);
    expect(slice.method).toBe('Exact transition probabilities on a grid of 241 × 241 points in (ln μ, ln ν).');
    const mu: Prior = { family: 'fixed', value: 0.5 };
    const one = answer(problem({ rho: { family: 'fixed', value: 0.6 }, mu }), x, 100);
    expect(one.draws.filter((_, i) => i % 3 === 2).some((nu) => nu !== one.draws[2])).toBe(true);
    const none = answer(problem({ rho: mu, mu, nu: { family: 'fixed', value: 2 } }), x, 2);
    expect([...none.draws]).toEqual([0.5, 0.5, 2, 0.5, 0.5, 2]);
  });

  it('calls itself approximate where the posterior is a ridge too thin for its grid', () => {
    // Deaths far faster than the visits: only nu / (mu - lambda) is known, to 1 %, while mu spans several decades.
    const wide: Prior = { family: 'logUniform', low: 0.5, high: 1000 };
    const fast = problem({ mu: wide, nu: { family: 'logUniform', low: 1, high: 1e7 } }, 1, 0, { n0: 50 });
    const counts = Float64Array.from({ length: 20 }, (_, i) => 300 + Math.round(20 * Math.sin(i * i)));
    expect(answer(fast, counts, 10).label).toBe('approx');
  });

  it('says that it sees more than a network of nine summaries does', () => {
    const reference = answer(problem({}, 1, 0, { summaries: 'S3' }), x, 10);
    expect(reference.comparable).toBe(false);
    expect(reference.conditionsOn).toMatch(/network sees only the summaries S3/);
  });

  it('uses the forward filter for known imperfect detection', () => {
    const y = x.map((count) => Math.round(0.8 * count));
    const reference = answer(problem({}, 0.8, 0.1), y);
    expect(reference.label).toBe('exact');
    const filter = new ForwardFilter(y, n0, 1, { p: 0.8, kappa: 0.1 }, 120);
    const coarse = bruteForce(15, (lambda, mu, nu) => filter.run({ lambda, mu, nu }).logLikelihood);
    const found = moments(reference.draws);
    for (let d = 0; d < 3; d++) expect(Math.abs(found.mean[d] - coarse.mean[d]) / coarse.sd[d]).toBeLessThan(0.1);
  });

  it('says plainly why there is none', () => {
    const reason = (asked: Problem, data = x): string => {
      const result = birthDeathReference({
        problem: asked,
        x: data,
        draws: 1,
        random: new Random(1, STREAMS.reference),
      });
      return result.kind === 'unavailable' ? result.reason : 'available';
    };
    expect(reason(problem({}, 0.01))).toMatch(/too many possible populations/);
    expect(reason(problem(), x.with(3, 1e5))).toMatch(/limit of 100000/);
    expect(reason(problem({ mu: { family: 'fixed', value: 0 } }))).toMatch(/probability zero/);
  });

  it('reports its progress about twenty times, in order', () => {
    const heard: number[] = [];
    birthDeathReference({
      problem: problem(),
      x,
      draws: 10,
      random: new Random(1, STREAMS.reference),
      onProgress: (fraction) => heard.push(fraction),
    });
    expect(heard.length).toBeGreaterThan(8);
    expect(heard.length).toBeLessThan(25);
    expect([...heard].sort((a, b) => a - b)).toEqual(heard);
    expect(heard[heard.length - 1]).toBe(1);
  });
});
