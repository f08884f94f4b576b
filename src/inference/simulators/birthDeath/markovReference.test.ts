import { describe, expect, it } from 'vitest';
import { gridMoments } from '../../math/grid.ts';
import { Random, STREAMS } from '../../math/random.ts';
import { logDensity, type Prior } from '../../priors/prior.ts';
import { defaultProblem } from '../problem.ts';
import type { Problem, ReferencePosterior } from '../system.ts';
import { evaluateOnGrid, uniformAxis } from '../../reference/adaptiveGrid.ts';
import { countingPlan, defaultDesign } from './design.ts';
import { forwardLogLikelihood } from './forward.ts';
import golden from './golden.json';
import { birthDeath } from './index.ts';
import { seriesLikelihood } from './likelihood.ts';
import { markovReference } from './markovReference.ts';
import { birthDeathReference, gridPosterior } from './reference.ts';

const { y, n0 } = golden.forward_detection;
const x = Float64Array.from(y);
const usual = defaultProblem(birthDeath, { ...defaultDesign, n: y.length, n0 });
const beta: Prior = { family: 'beta', a: 8, b: 2 };
const N = 4000;

function request(problem: Problem, data = x) {
  return { problem, x: data, draws: N, random: new Random(1, STREAMS.reference) };
}

/** Mean and sd of a function of the draws theta [N, 3]. */
function moments({ draws }: ReferencePosterior, of: (theta: Float64Array) => number) {
  const values = Array.from({ length: N }, (_, i) => of(draws.subarray(3 * i, 3 * i + 3)));
  const mean = values.reduce((sum, value) => sum + value / N, 0);
  return { mean, sd: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2 / N, 0)) };
}

/**
 * Bounds of a mean (in sd) and of a relative sd at five standard errors of 1,500 independent draws, fewer than the chains
 * below report; the posteriors have heavier tails than a normal one, by a factor of 1.5 in the error of the sd. Each fails
 * by chance once in 1.7 million seeds.
 */
const MEAN_BOUND = 5 / Math.sqrt(1500);
const SD_BOUND = (1.5 * 5) / Math.sqrt(2 * 1500);

describe('the reference by Markov chains', () => {
  it('agrees with the exact grid where detection is perfect', () => {
    const fixed = (value: number): Prior => ({ family: 'fixed', value });
    const found = markovReference(request(usual), countingPlan(usual.design), { p: fixed(1), kappa: fixed(0) });
    if (found.kind !== 'reference') throw new Error(found.reason);
    const priors = [usual.priors.mu, usual.priors.rho, usual.priors.nu];
    const { grid } = gridPosterior(priors, seriesLikelihood(x, n0, 1), { coarse: 17, fine: 31 });
    if (!grid) throw new Error('no mass');
    const exact = gridMoments(grid.axes, grid.logDensity);
    [0, 1, 2].forEach((j) => {
      const { mean, sd } = moments(found, (theta) => (j === 1 ? theta[j] : Math.log(theta[j])));
      expect(Math.abs(mean - exact.mean[j]) / exact.sd[j]).toBeLessThan(MEAN_BOUND);
      expect(Math.abs(sd / exact.sd[j] - 1)).toBeLessThan(SD_BOUND);
    });
  });

  it('integrates unknown detection and false counts out: as brute force over (nu, p, kappa) does', () => {
    const kappa: Prior = { family: 'logUniform', low: 0.5, high: 4 };
    const problem: Problem = {
      ...usual,
      priors: { ...usual.priors, mu: { family: 'fixed', value: 0.5 }, rho: { family: 'fixed', value: 0.6 } },
      nuisances: {
        p: { mode: 'marginalised', value: 1, prior: beta },
        kappa: { mode: 'marginalised', value: 0, prior: kappa },
      },
    };
    const found = birthDeathReference(request(problem));
    if (found.kind !== 'reference') throw new Error(found.reason);
    expect(found).toMatchObject({ label: 'mcmc', comparable: true, conditionsOn: 'the 5 counts' });
    expect(found.method).toMatch(/p and κ sampled and marginalised, 4 adaptive .* \(split R-hat 1\.00\d, effective/);
    const axes = [
      uniformAxis({ low: Math.log(0.5), high: Math.log(20) }, 25),
      uniformAxis({ low: 0.2, high: 0.9999 }, 17),
      uniformAxis({ low: Math.log(0.5), high: Math.log(4) }, 9),
    ];
    const rates = { lambda: 0.3, mu: 0.5 };
    const exact = gridMoments(
      axes,
      evaluateOnGrid(
        axes,
        ([v, p, k]) =>
          logDensity(beta, p) +
          forwardLogLikelihood({ ...rates, nu: Math.exp(v) }, { p, kappa: Math.exp(k) }, x, n0, 1),
      ),
    );
    const { mean, sd } = moments(found, (theta) => Math.log(theta[2]));
    expect(Math.abs(mean - exact.mean[0]) / exact.sd[0]).toBeLessThan(MEAN_BOUND);
    expect(Math.abs(sd / exact.sd[0] - 1)).toBeLessThan(SD_BOUND);
  });

  it('says so where it would take too long, or the data cannot be', () => {
    const p = { mode: 'marginalised' as const, value: 1, prior: beta };
    const unknown: Problem = { ...usual, nuisances: { ...usual.nuisances, p } };
    expect(birthDeathReference(request(unknown, x.with(2, 20_000)))).toMatchObject({
      kind: 'unavailable',
      reason: expect.stringMatching(/^Counts as large as 20000 with detection down to p = 0\.\d+ leave too many/),
    });
    const silent: Problem = {
      ...unknown,
      design: { ...usual.design, n0: 0 },
      priors: { ...usual.priors, nu: { family: 'fixed', value: 0 } },
    };
    expect(birthDeathReference(request(silent))).toMatchObject({
      kind: 'unavailable',
      reason: expect.stringMatching(/probability zero/),
    });
  });
});
