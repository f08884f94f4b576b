import { describe, expect, it } from 'vitest';
import { kolmogorovSmirnovUniform } from '../../math/goodnessOfFit.ts';
import { Random, STREAMS } from '../../math/random.ts';
import type { Prior } from '../../priors/prior.ts';
import type { Design, NuisanceSetting, Problem, ReferencePosterior } from '../system.ts';
import { defaultDesign } from './designFields.ts';
import { POSTERIOR, X } from './golden.ts';
import { galaxyBiasModel } from './model.ts';
import { galaxyBiasReference, lnSMoments } from './reference.ts';
import { ridgePosition } from './ridge.ts';
import { sizeOf } from '../dataShape.ts';

const LOG_UNIFORM_A: Prior = { family: 'logUniform', low: 0.25, high: 4 };
const LOG_UNIFORM_B: Prior = { family: 'logUniform', low: 0.5, high: 3 };
const LOGNORMAL: Prior = { family: 'lognormal', mean: 0, sd: 0.1 };
const MARGINALISED: NuisanceSetting = { mode: 'marginalised', value: 1, prior: LOGNORMAL };
const rsdDesign: Design = { ...defaultDesign, rsd: true };

function fixedAt(value: number): NuisanceSetting {
  return { mode: 'fixed', value, prior: LOGNORMAL };
}

function problemOf(A: Prior, b: Prior, aSN: NuisanceSetting, design = defaultDesign): Problem {
  return { system: 'galaxy-bias', design, priors: { A, b }, nuisances: { aSN } };
}

const standard = problemOf(LOG_UNIFORM_A, LOG_UNIFORM_B, fixedAt(1));

function reference(problem: Problem, x: Float64Array, draws: number, seed = 1): ReferencePosterior {
  const answer = galaxyBiasReference({ problem, x, draws, random: new Random(seed, STREAMS.reference) });
  if (answer.kind !== 'reference') throw new Error(answer.reason);
  return answer;
}

function simulated(problem: Problem, theta: readonly number[], seed: number): Float64Array {
  const model = galaxyBiasModel(problem.design);
  const x = new Float64Array(sizeOf(model.x));
  model.simulate(theta, [1], new Random(seed, STREAMS.observation), x);
  return x;
}

/** Means and standard deviations of ln A, ln b and ln A b² of draws [n, 2]. */
function momentsOf(draws: Float64Array): { mean: number[]; sd: number[] } {
  const rows = Array.from({ length: draws.length / 2 }, (_, i) => {
    const [u, v] = [Math.log(draws[2 * i]), Math.log(draws[2 * i + 1])];
    return [u, v, u + 2 * v];
  });
  const mean = [0, 1, 2].map((q) => rows.reduce((sum, row) => sum + row[q], 0) / rows.length);
  const sd = [0, 1, 2].map((q) => Math.sqrt(rows.reduce((sum, row) => sum + (row[q] - mean[q]) ** 2, 0) / rows.length));
  return { mean, sd };
}

interface Axis {
  readonly low: number;
  readonly high: number;
  readonly nodes: number;
  /** ln density of the logarithm of the quantity, written out by hand. */
  readonly logPrior: (v: number) => number;
}

/** The same moments by plain quadrature over a box in (ln A, ln b, ln a_SN): midpoints, nothing adapted. */
function bruteForce(problem: Problem, x: Float64Array, a: Axis, b: Axis, noise: Axis) {
  const model = galaxyBiasModel(problem.design);
  const at = (axis: Axis): number[] =>
    Array.from({ length: axis.nodes }, (_, i) => axis.low + ((axis.high - axis.low) * (i + 0.5)) / axis.nodes);
  const total = new Float64Array(7);
  let peak = -Infinity;
  const noises = at(noise);
  const theta = [0, 0];
  const eta = [0];
  for (const u of at(a)) {
    for (const v of at(b)) {
      theta[0] = Math.exp(u);
      theta[1] = Math.exp(v);
      const logPrior = a.logPrior(u) + b.logPrior(v);
      for (const n of noises) {
        eta[0] = Math.exp(n);
        const value = (model.logLikelihood?.(theta, eta, x) ?? 0) + logPrior + noise.logPrior(n);
        if (value > peak) {
          const scale = Math.exp(peak - value);
          total.forEach((sum, i) => (total[i] = sum * scale));
          peak = value;
        }
        const weight = Math.exp(value - peak);
        if (weight < 1e-12) continue;
        [u, v, u + 2 * v].forEach((q, i) => {
          total[1 + i] += weight * q;
          total[4 + i] += weight * q * q;
        });
        total[0] += weight;
      }
    }
  }
  const mean = [1, 2, 3].map((i) => total[i] / total[0]);
  return { mean, sd: mean.map((m, i) => Math.sqrt(total[4 + i] / total[0] - m * m)) };
}

const flat = (low: number, high: number, nodes: number): Axis => ({ low, high, nodes, logPrior: () => 0 });
const normal = (mean: number, sd: number, nodes: number): Axis => ({
  low: mean - 5 * sd,
  high: mean + 5 * sd,
  nodes,
  logPrior: (v) => -((v - mean) ** 2) / (2 * sd * sd),
});
const known: Axis = { low: 0, high: 0, nodes: 1, logPrior: () => 0 };

/**
 * The largest deviation of the draws' moments from exact ones, over ln A, ln b and ln A b², in units of what is allowed:
 * 4.5 standard errors of a mean or an sd (false alarm 7e-6 each), and 1 % of the sd for either grid.
 */
function deviation(draws: Float64Array, exact: { mean: number[]; sd: number[] }): number {
  const found = momentsOf(draws);
  const n = draws.length / 2;
  return Math.max(
    ...exact.mean.flatMap((mean, q) => [
      Math.abs(found.mean[q] - mean) / exact.sd[q] / (4.5 / Math.sqrt(n) + 0.01),
      Math.abs(found.sd[q] / exact.sd[q] - 1) / (4.5 / Math.sqrt(2 * n) + 0.01),
    ]),
  );
}

describe('reference posterior in real space', () => {
  it('has the mean and sd of ln A b² of the reference implementation', () => {
    const { mean, sd } = lnSMoments(standard, X);
    expect(mean).toBeCloseTo(POSTERIOR.meanLnS, 6);
    expect(sd).toBeCloseTo(POSTERIOR.sdLnS, 6);
  });

  it('draws ln A as the prior has it, and ln A b² as the data do', () => {
    // 20,000 draws: 4 standard errors, false alarm 6e-5 each.
    const n = 20_000;
    const { mean, sd } = momentsOf(reference(standard, X, n).draws);
    expect(Math.abs(mean[0] - POSTERIOR.meanLnA)).toBeLessThan((4 * POSTERIOR.sdLnA) / Math.sqrt(n));
    expect(Math.abs(mean[1] - POSTERIOR.meanLnB)).toBeLessThan((4 * POSTERIOR.sdLnA) / 2 / Math.sqrt(n));
    expect(Math.abs(mean[2] - POSTERIOR.meanLnS)).toBeLessThan((4 * POSTERIOR.sdLnS) / Math.sqrt(n));
    expect(Math.abs(sd[0] / POSTERIOR.sdLnA - 1)).toBeLessThan(4 / Math.sqrt(2 * n));
    expect(Math.abs(sd[2] / POSTERIOR.sdLnS - 1)).toBeLessThan(4 / Math.sqrt(2 * n));
  });

  it.each([
    { name: 'log-uniform priors', problem: standard },
    { name: 'shot noise marginalised', problem: { ...standard, nuisances: { aSN: MARGINALISED } } },
    {
      name: 'a lognormal bias and a uniform amplitude',
      problem: problemOf(
        { family: 'uniform', low: 0, high: 5 },
        { family: 'lognormal', mean: 0.2, sd: 0.3 },
        fixedAt(1),
      ),
    },
    {
      name: 'a truncated lognormal amplitude',
      problem: problemOf({ family: 'lognormal', mean: 0, sd: 1, low: 1, high: 2.5 }, LOG_UNIFORM_B, fixedAt(1)),
    },
  ])('is the prior along the ridge with $name: u* is uniform', ({ problem }) => {
    // Kolmogorov-Smirnov on 5000 draws; false alarm 1e-3 for a free seed.
    const { draws } = reference(problem, X, 5000);
    const positions = Array.from({ length: 5000 }, (_, i) => ridgePosition(problem, draws.subarray(2 * i, 2 * i + 2)));
    expect(kolmogorovSmirnovUniform(positions).p).toBeGreaterThan(1e-3);
  });

  it('is the prior along the ridge for data of any truth: u* is uniform over data sets', () => {
    // One draw for each of 150 data sets from the prior; false alarm 1e-3 for a free seed.
    const random = new Random(23, STREAMS.calibration);
    const positions = Array.from({ length: 150 }, (_, i) => {
      const theta = [0.25 * 16 ** random.uniform(), 0.5 * 6 ** random.uniform()];
      return ridgePosition(standard, reference(standard, simulated(standard, theta, i), 1, i).draws);
    });
    expect(kolmogorovSmirnovUniform(positions).p).toBeGreaterThan(1e-3);
  });

  it.each([
    { name: 'the default priors', A: LOG_UNIFORM_A, b: LOG_UNIFORM_B },
    {
      name: 'priors 10,000 times as wide as the posterior',
      A: { family: 'logUniform', low: 1e-8, high: 1e8 } as const,
      b: { family: 'logUniform', low: 1e-3, high: 1e3 } as const,
    },
  ])('agrees with the inverse gamma law in a survey of 10⁹ (Mpc/h)³ without shot noise, with $name', ({ A, b }) => {
    // Closed form for a flat prior of ln s: s is inverse gamma with a = sum N/2, scale sum N x/(2 P_m).
    const design: Design = { ...defaultDesign, V: 1e9 };
    const problem = problemOf(A, b, fixedAt(0), design);
    const model = galaxyBiasModel(design);
    const x = new Float64Array(9);
    model.simulate([1.5, 1], [0], new Random(4, STREAMS.observation), x);
    const s = new Float64Array(9);
    model.summarise(x, s);
    const modes = Array.from(
      s,
      (_, i) => (1e9 * ((0.04 + 0.02 * i) ** 3 - (0.02 + 0.02 * i) ** 3)) / (6 * Math.PI ** 2),
    );
    const shape = modes.reduce((sum, n) => sum + n / 2, 0);
    const scale = modes.reduce((sum, n, i) => sum + (n / 2) * Math.exp(s[i]), 0);
    const { mean, sd } = lnSMoments(problem, x);
    // Digamma and trigamma of a large argument; the next terms are below 1e-10.
    expect(Math.abs(mean - (Math.log(scale) - Math.log(shape) + 1 / (2 * shape))) / sd).toBeLessThan(1e-4);
    expect(sd / Math.sqrt(1 / shape + 1 / (2 * shape * shape))).toBeCloseTo(1, 4);
    const found = momentsOf(reference(problem, x, 20_000).draws);
    expect(Math.abs(found.sd[2] / sd - 1)).toBeLessThan(4 / Math.sqrt(40_000));
  });

  it('integrates the shot noise out, in agreement with plain quadrature', () => {
    const problem = { ...standard, nuisances: { aSN: MARGINALISED } };
    const axes = [flat(Math.log(0.25), Math.log(4), 160), flat(Math.log(0.5), Math.log(3), 160)] as const;
    const exact = bruteForce(problem, X, ...axes, normal(0, 0.1, 31));
    const { mean, sd } = lnSMoments(problem, X);
    expect(Math.abs(mean - exact.mean[2]) / sd).toBeLessThan(2e-3);
    expect(sd / exact.sd[2]).toBeCloseTo(1, 2);
    expect(sd).toBeGreaterThan(1.2 * POSTERIOR.sdLnS);
    expect(deviation(reference(problem, X, 20_000).draws, exact)).toBeLessThan(1);
  });

  it('agrees with plain quadrature in the corner of the prior, where the ridge is short', () => {
    // At (3.7, 2.8) only 0.15 of 2.77 in ln A is left on the ridge, and less the larger A b² is.
    const x = simulated(standard, [3.7, 2.8], 6);
    const axes = [flat(Math.log(2), Math.log(4), 400), flat(Math.log(2), Math.log(3), 400)] as const;
    const exact = bruteForce(standard, x, ...axes, known);
    expect(deviation(reference(standard, x, 20_000).draws, exact)).toBeLessThan(1);
    const { mean, sd } = lnSMoments(standard, x);
    expect(Math.abs(mean - exact.mean[2]) / sd).toBeLessThan(5e-3);
    expect(sd / exact.sd[2]).toBeCloseTo(1, 2);
  });

  it('agrees with plain quadrature for priors that are neither log-uniform nor wide', () => {
    // A ~ U(0.5, 2.5): density of ln A is e^u. b lognormal.
    const problem = problemOf(
      { family: 'uniform', low: 0.5, high: 2.5 },
      { family: 'lognormal', mean: 0.1, sd: 0.15 },
      fixedAt(1),
    );
    const uniformA: Axis = { low: Math.log(0.5), high: Math.log(2.5), nodes: 500, logPrior: (u) => u };
    const exact = bruteForce(problem, X, uniformA, normal(0.1, 0.15, 500), known);
    expect(deviation(reference(problem, X, 20_000).draws, exact)).toBeLessThan(1);
  });

  it('never leaves the support of truncated priors', () => {
    const problem = problemOf(
      { family: 'lognormal', mean: 0, sd: 1, low: 1.9, high: 2.3 },
      { family: 'uniform', low: 0.9, high: 1.02 },
      MARGINALISED,
    );
    const { draws } = reference(problem, X, 3000);
    for (let i = 0; i < 3000; i++) {
      expect(draws[2 * i]).toBeGreaterThanOrEqual(1.9);
      expect(draws[2 * i]).toBeLessThanOrEqual(2.3);
      expect(draws[2 * i + 1]).toBeGreaterThanOrEqual(0.9);
      expect(draws[2 * i + 1]).toBeLessThanOrEqual(1.02);
    }
  });

  it('says in words why there is none when a parameter is fixed', () => {
    const problem = problemOf(LOG_UNIFORM_A, { family: 'fixed', value: 1 }, fixedAt(1));
    const answer = galaxyBiasReference({ problem, x: X, draws: 10, random: new Random(1, STREAMS.reference) });
    expect(answer).toMatchObject({
      kind: 'unavailable',
      reason: expect.stringMatching(/b is fixed at 1.*give b a prior/),
    });
  });
});

describe('reference posterior with redshift-space distortions', () => {
  const wide = problemOf(LOG_UNIFORM_A, LOG_UNIFORM_B, fixedAt(1), rsdDesign);
  const axes = [flat(Math.log(0.25), Math.log(4), 250), flat(Math.log(0.5), Math.log(3), 250)] as const;

  it.each([1, 2])('agrees with plain quadrature, data set %i', (seed) => {
    const x = simulated(wide, [2, 1], seed);
    const exact = bruteForce(wide, x, ...axes, known);
    expect(deviation(reference(wide, x, 20_000).draws, exact)).toBeLessThan(1);
    const { mean, sd } = lnSMoments(wide, x);
    expect(Math.abs(mean - exact.mean[2]) / sd).toBeLessThan(0.01);
    expect(sd / exact.sd[2]).toBeCloseTo(1, 2);
  });

  it('agrees with plain quadrature when the shot noise is marginalised and the posterior presses on an edge', () => {
    // Truth at the lower edge of b; 15 nodes across the shot noise, 0.67 sd apart.
    const problem = { ...wide, nuisances: { aSN: MARGINALISED } };
    const x = simulated(problem, [2, 0.55], 3);
    const coarse = [flat(Math.log(0.25), Math.log(4), 180), flat(Math.log(0.5), Math.log(3), 180)] as const;
    expect(
      deviation(reference(problem, x, 20_000).draws, bruteForce(problem, x, ...coarse, normal(0, 0.1, 15))),
    ).toBeLessThan(1);
  });

  it('resolves the narrow posterior of a large survey: widths of the Fisher forecast', () => {
    // Oracle: Fisher forecast at A = 1, b = 1.5, V = 1e9, shot noise known: 0.058 and 0.032; a tenth for the curvature.
    const problem = { ...wide, design: { ...rsdDesign, V: 1e9 } };
    const { sd } = momentsOf(reference(problem, simulated(problem, [1, 1.5], 5), 20_000).draws);
    expect(Math.abs(sd[0] / 0.058 - 1)).toBeLessThan(0.1);
    expect(Math.abs(sd[1] / 0.032 - 1)).toBeLessThan(0.1);
  });
});
