import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../math/random.ts';
import { normalCdf } from '../math/special.ts';
import { JointPrior } from '../priors/jointPrior.ts';
import type { Prior } from '../priors/prior.ts';
import { steadilyResampled } from './importance.ts';
import { logPriorRatio, reweighting, weightNumbers } from './reweighting.ts';

const joint = (...priors: readonly Prior[]) =>
  new JointPrior(
    priors.map((_, j) => `t${j}`),
    priors,
  );
const normal = (mean: number, sd: number): Prior => ({ family: 'normal', mean, sd });
const uniform = (low: number, high: number): Prior => ({ family: 'uniform', low, high });

/** theta ~ N(0, 1), x = theta + N(0, 1/4): posterior N(0.8 x, 0.2). */
function posteriorDraws(n: number, x: number): Float64Array {
  const random = new Random(1, STREAMS.base);
  return Float64Array.from({ length: n }, () => 0.8 * x + Math.sqrt(0.2) * random.normal());
}

function momentsOf(draws: Float64Array, weights: Float64Array) {
  const mean = draws.reduce((sum, value, i) => sum + weights[i] * value, 0);
  return { mean, sd: Math.sqrt(draws.reduce((sum, value, i) => sum + weights[i] * (value - mean) ** 2, 0)) };
}

describe('draws weighted to a moved prior', () => {
  const draws = posteriorDraws(40_000, 1);

  it('are those of the conjugate posterior under the new prior', () => {
    const { weights, standing, effective, paretoK } = reweighting(joint(normal(0, 1)), joint(normal(1, 0.5)), draws);
    // Prior N(1, 1/4) and x = 1 with variance 1/4: N(1, 1/8). Standard errors below 0.004.
    const { mean, sd } = momentsOf(draws, weights);
    expect(Math.abs(mean - 1)).toBeLessThan(0.015);
    expect(Math.abs(sd - Math.sqrt(1 / 8))).toBeLessThan(0.015);
    expect(standing).toBe('exact-enough');
    // From the two normal laws N(0.8, 0.2) and N(1, 0.125): 1 / int p^2 / q = sqrt(v (2 q - v)) / q exp(-d^2 / (2 q - v)).
    const [q, v] = [0.2, 0.125];
    const theory = (Math.sqrt(v * (2 * q - v)) / q) * Math.exp(-(0.2 ** 2) / (2 * q - v));
    expect(Math.abs(effective - theory)).toBeLessThan(0.02);
    expect(paretoK).toBeLessThan(0.5);
  });

  it('count only where a prior is cut off, and have no heavy weights there', () => {
    const found = reweighting(joint(uniform(-10, 10)), joint(uniform(-10, 1)), draws);
    expect(found).toMatchObject({ standing: 'exact-enough', paretoK: -Infinity });
    // P(N(0.8, 0.2) < 1); standard error 0.0024.
    expect(Math.abs(found.effective - normalCdf(0.2 / Math.sqrt(0.2)))).toBeLessThan(0.01);
    expect(weightNumbers(found)).toMatch(/^effective sample size 6\d %, no heavy weights$/);
  });

  it('are as they were where the prior is', () => {
    const found = reweighting(joint(uniform(0, 2)), joint(uniform(0, 2)), Float64Array.of(0.5, 1, 1.5));
    expect(found.weights).toEqual(Float64Array.of(1 / 3, 1 / 3, 1 / 3));
    expect(found.verdict).toEqual({
      level: 'good',
      sentence: 'Reweighted to the moved priors: effective sample size 100 %, no heavy weights.',
    });
  });

  it('take the ratio of all parameters', () => {
    const ratio = logPriorRatio(
      joint(uniform(0, 1), normal(0, 1)),
      joint(uniform(0, 0.5), normal(1, 1)),
      Float64Array.of(0.25, 1, 0.75, 0),
    );
    expect(ratio).toHaveLength(2);
    expect(ratio[0]).toBeCloseTo(Math.log(2) + 0.5, 12);
    expect(ratio[1]).toBe(-Infinity);
    expect(() => logPriorRatio(joint(normal(0, 1)), new JointPrior(['mu'], [normal(0, 1)]), draws)).toThrow(
      'of t0 and of mu',
    );
  });
});

describe('a prior is outside what the network was trained on', () => {
  const draws = posteriorDraws(4000, 1);

  it('when it has grown, and the share is said', () => {
    const { grown, standing, verdict } = reweighting(
      joint(uniform(-3, 3), uniform(0, 1)),
      joint(uniform(-3, 5), uniform(0, 1)),
      Float64Array.from({ length: 8000 }, (_, i) => (i % 2 === 0 ? draws[i / 2] : 0.5)),
    );
    expect(grown).toBeCloseTo(0.25, 12);
    expect(standing).toBe('outside');
    expect(verdict.sentence).toBe(
      'The moved priors are too far from those of the training: 25 % of their probability lies where there were no simulations.',
    );
  });

  it('but not when less than a thousandth of it lies beyond', () => {
    expect(reweighting(joint(uniform(-3, 3)), joint(normal(0, 0.9)), draws).standing).toBe('exact-enough');
    expect(reweighting(joint(uniform(-3, 3)), joint(normal(0, 1)), draws).standing).toBe('outside');
  });

  it('when it keeps less than a tenth of the draws', () => {
    const { standing, verdict } = reweighting(joint(uniform(-3, 3)), joint(uniform(-3, 0.2)), draws);
    // P(N(0.8, 0.2) < 0.2) = 0.09.
    expect(standing).toBe('outside');
    expect(verdict.sentence).toMatch(/only (8|9)(\.\d)? % of the draws are effective/);
  });

  it('when it keeps none of them', () => {
    const found = reweighting(joint(uniform(-3, 3)), joint(uniform(-3, -2.9)), draws);
    expect(found).toMatchObject({ standing: 'outside', effective: 0 });
    expect(found.weights.every((weight) => weight === 0)).toBe(true);
  });

  it('when a few draws have nearly all of the weight', () => {
    // A wide prior instead of a narrow one that the data hardly correct: draws N(0, 1), weights with k = 1 - 1/9.
    const random = new Random(2, STREAMS.base);
    const narrow = Float64Array.from({ length: 4000 }, () => random.normal());
    const { standing, verdict } = reweighting(joint(normal(0, 1)), joint(normal(0, 3)), narrow);
    expect(standing).toBe('outside');
    expect(verdict.sentence).toMatch(/only|k-hat 0\.[7-9]/);
  });
});

describe('a prior with soft ends', () => {
  const mass = (low: number, high: number, mean = 0.2, sd = 0.1): Prior => ({ family: 'uniformLessNormal', low, high, mean, sd }); // biome-ignore format: one law
  const trained = joint(mass(8.5, 11.5));
  const random = new Random(4, STREAMS.base);
  /** log L measured to 0.02, under the trained prior: ends at 8.3 and 11.3. */
  const near = (logL: number) => Float64Array.from({ length: 4000 }, () => logL + 0.02 * random.normal());

  it('that is widened does not answer for draws near its end, however many count', () => {
    for (const [moved, at] of [
      [joint(mass(8.5, 12)), 11.4],
      [joint(mass(8.5, 12)), 11.1],
      [joint(mass(7, 11.5)), 8.4],
      [joint(mass(8.5, 11.5, 0.5)), 8.2],
      [joint(mass(8.5, 11.5, 0.2, 0.3)), 11.35],
    ] as const) {
      const found = reweighting(trained, moved, near(at));
      expect(found).toMatchObject({ standing: 'outside', reason: 'beyond', verdict: { level: 'bad' } });
      expect(found.verdict.sentence).toMatch(/ % of their probability lies where there were hardly any simulations\.$/);
    }
    // P(V - N(0.2, 0.1) > 11.5), V uniform on [8.5, 12]: 0.3 / 3.5, to 1e-5.
    expect(reweighting(trained, joint(mass(8.5, 12)), near(11.4)).grown).toBeCloseTo(0.3 / 3.5, 4);
  });

  it('does where the draws are far from it, and where it is only moved inwards', () => {
    for (const [moved, at] of [
      [joint(mass(8.5, 12)), 10],
      [joint(mass(8.5, 11.5, 0.2, 0.3)), 10],
      [joint(mass(9, 11.4)), 11.2],
      [joint(mass(8.5, 11.5, 0.2, 0.11)), 11.2],
    ] as const) {
      expect(reweighting(trained, moved, near(at))).toMatchObject({
        standing: 'exact-enough',
        grown: expect.any(Number),
      });
    }
  });
});

describe('steady resampling', () => {
  const draws = posteriorDraws(8000, 1);
  const rows = (mean: number) => {
    const { weights, effective } = reweighting(joint(normal(0, 1)), joint(normal(mean, 0.7)), draws);
    return { weights, rows: steadilyResampled(weights, effective * 8000) };
  };

  it('takes every draw as often as its weight says, to within one', () => {
    const { weights, rows: taken } = rows(0.5);
    const counts = new Float64Array(8000);
    for (const row of taken) counts[row]++;
    const total = taken.length;
    for (const [i, count] of counts.entries()) expect(Math.abs(count - weights[i] * total)).toBeLessThan(1.01);
  });

  it('keeps nearly all of the draws when the prior moves by a hundredth of its sd', () => {
    const [before, after] = [new Set(rows(0.5).rows), new Set(rows(0.507).rows)];
    const kept = [...before].filter((row) => after.has(row)).length;
    expect(kept / before.size).toBeGreaterThan(0.985);
  });
});
