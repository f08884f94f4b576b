import { describe, expect, it } from 'vitest';
import { Random } from '../../math/random.ts';
import { mean, sd, sorted } from '../../math/statistics.ts';
import { samplePrior, type Prior } from '../../priors/prior.ts';
import { defaultProblem } from '../problem.ts';
import type { DrawnQuantity } from '../system.ts';
import { galaxyImage } from './index.ts';
import { stellarMass } from './mass.ts';

const PRIOR = { family: 'uniformLessNormal', low: 8.5, high: 11.5, mean: 0.2, sd: 0.1 } as const;

function massWith(prior: Prior): DrawnQuantity {
  const problem = defaultProblem(galaxyImage);
  const found = stellarMass({ ...problem, priors: { ...problem.priors, logL: prior } });
  if (found === null) throw new Error('no mass');
  return found;
}

/** Largest distance of two empirical distribution functions. */
function distance(a: readonly number[], b: readonly number[]): number {
  const [p, q] = [sorted(a), sorted(b)];
  let [i, j, largest] = [0, 0, 0];
  while (i < p.length && j < q.length) {
    if (p[i] <= q[j]) i++;
    else j++;
    largest = Math.max(largest, Math.abs(i / p.length - j / q.length));
  }
  return largest;
}

describe('stellar mass given the light', () => {
  it('gives with the prior of the light the same joint law as mass and mass-to-light ratio, at the ends too', () => {
    const random = new Random(4, 0);
    const n = 20_000;
    const forward = Array.from({ length: n }, () => {
      const logM = 8.5 + 3 * random.uniform();
      return [logM, logM - (0.2 + 0.1 * random.normal())];
    });
    const mass = massWith(PRIOR);
    const backward = Array.from({ length: n }, () => {
      const logL = samplePrior(PRIOR, random);
      return [mass.draw([logL], random.uniform()), logL];
    });
    // Kolmogorov and Smirnov at 1 %: 1.63 sqrt(2 / n), also of what lies near an end, of M and of L.
    for (const of of [0, 1]) {
      expect(
        distance(
          forward.map((row) => row[of]),
          backward.map((row) => row[of]),
        ),
      ).toBeLessThan(1.63 * Math.sqrt(2 / n));
    }
    const edge = (rows: readonly number[][]): number[] => rows.filter(([, l]) => l > 11.25).map(([m]) => m);
    const [a, b] = [edge(forward), edge(backward)];
    expect(distance(a, b)).toBeLessThan(1.63 * Math.sqrt(1 / a.length + 1 / b.length));
  });

  it('is as wide as the light alone where the mass-to-light ratio is known', () => {
    const random = new Random(5, 0);
    const light = Array.from({ length: 4000 }, () => 10 + 0.03 * random.normal());
    const known = light.map((l) => massWith({ ...PRIOR, sd: 0 }).draw([l], random.uniform()));
    const usual = light.map((l) => massWith(PRIOR).draw([l], random.uniform()));
    expect(sd(known)).toBeCloseTo(sd(light), 12);
    expect(mean(known) - mean(light)).toBeCloseTo(0.2, 12);
    expect(sd(usual) / Math.hypot(0.03, 0.1)).toBeCloseTo(1, 1);
  });

  it('has the mean of its draws, and stays in the range of masses', () => {
    const mass = massWith(PRIOR);
    for (const logL of [8.2, 10, 11.25, 11.45]) {
      const draws = Array.from({ length: 2000 }, (_, i) => mass.draw([logL], (i + 0.5) / 2000));
      expect(mass.mean([logL])).toBeCloseTo(mean(draws), 4);
      expect(Math.min(...draws)).toBeGreaterThanOrEqual(8.5);
      expect(Math.max(...draws)).toBeLessThanOrEqual(11.5);
    }
    expect(mass.draw([14], 0.5)).toBe(11.5);
    expect(mass.mean([2])).toBe(8.5);
  });

  it('is not there for a prior of the light that says nothing of mass', () => {
    const problem = defaultProblem(galaxyImage);
    expect(
      stellarMass({ ...problem, priors: { ...problem.priors, logL: { family: 'uniform', low: 8, high: 11 } } }),
    ).toBeNull();
  });
});
