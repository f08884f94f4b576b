import { describe, expect, it } from 'vitest';
import { birthDeath } from '../simulators/birthDeath/index.ts';
import { galaxyBias } from '../simulators/galaxyBias/index.ts';
import { defaultProblem } from '../simulators/problem.ts';
import { addNoise, noiseSds } from './addedNoise.ts';
import { simulateObservation } from './observation.ts';

const galaxies = simulateObservation(galaxyBias, defaultProblem(galaxyBias), [2, 1], null, 1);
const counts = simulateObservation(birthDeath, defaultProblem(birthDeath), [0.5, 0.6, 2], null, 1);
const x = galaxies.x ?? new Float64Array();
const sds = noiseSds(galaxyBias.view(galaxies.design), x, null) ?? new Float64Array();

describe('noise added to data', () => {
  it('has the error bars of the system where it knows them', () => {
    const { sd } = galaxyBias.view(galaxies.design);
    expect(Array.from(sds)).toEqual(Array.from(x, (value, i) => sd?.(i, value)));
  });

  it('has a tenth of the spread under the prior elsewhere, and none before that is known', () => {
    const view = birthDeath.view(counts.design);
    const spread = { low: new Float64Array(20), high: new Float64Array(20).fill(32.897) };
    // 3.2897 sd are the central 90 % of a normal law.
    expect(noiseSds(view, counts.x ?? [], spread)?.[0]).toBeCloseTo(1, 4);
    expect(noiseSds(view, counts.x ?? [], null)).toBeNull();
  });

  it('is of those sds: chi-square over 200 seeds and 9 bands', () => {
    let sum = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const noisy = addNoise(galaxyBias, galaxies, sds, seed).x ?? x;
      for (const [i, value] of noisy.entries()) sum += ((value - x[i]) / sds[i]) ** 2;
    }
    // 1800 degrees of freedom, sd 60: five of them, a false alarm in 2 million runs.
    expect(Math.abs(sum - 1800)).toBeLessThan(300);
  });

  it('adds up, is the same for the same seed, and is told by the source', () => {
    const once = addNoise(galaxyBias, galaxies, sds, 5);
    const twice = addNoise(galaxyBias, once, sds, 5);
    expect(addNoise(galaxyBias, galaxies, sds, 5)).toEqual(once);
    expect(once.source).toMatchObject({ kind: 'edited', of: galaxies.source, noise: 1 });
    expect(twice.source).toMatchObject({ kind: 'edited', of: galaxies.source, noise: 2 });
    const step = (to: Float64Array | null, from: Float64Array | null) => (to?.[0] ?? 0) - (from?.[0] ?? 0);
    expect(step(twice.x, once.x)).not.toBeCloseTo(step(once.x, x), 6);
    const s = new Float64Array(once.s.length);
    galaxyBias.model(galaxies.design).summarise(once.x ?? x, s);
    expect(once.s).toEqual(s);
  });

  it('leaves counts whole and not below 0', () => {
    const noisy = addNoise(birthDeath, counts, new Float64Array(20).fill(10), 3);
    expect(noisy.x?.every((value) => Number.isInteger(value) && value >= 0)).toBe(true);
    expect(noisy.x).not.toEqual(counts.x);
  });
});
