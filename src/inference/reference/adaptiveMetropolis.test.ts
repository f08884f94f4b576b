/** Oracles: posteriors known in closed form. */
import { describe, expect, it } from 'vitest';
import { covariance } from '../math/linear.ts';
import { Random, STREAMS } from '../math/random.ts';
import { logSumExp } from '../math/special.ts';
import { adaptiveMetropolis, type ChainState } from './adaptiveMetropolis.ts';

const random = (index: number): Random => new Random(5, STREAMS.reference, index);

describe('adaptive Metropolis', () => {
  // z ~ N(0, I), data at 3 with noise 0.1 along (1, 1)/sqrt 2: precision 101 there, 1 across.
  it('finds a thin normal posterior aslant in the prior', () => {
    const N = 4000;
    const found = adaptiveMetropolis(
      (at) => -0.5 * (((at[0] + at[1]) * Math.SQRT1_2 - 3) / 0.1) ** 2,
      2,
      N,
      80_000,
      random(0),
    );
    if (found === null) throw new Error('no draws');
    const { z, rhat, effective, steps } = found;
    expect(steps).toBe(15_000);
    expect(rhat).toBeLessThan(1.01);
    expect(effective).toBeGreaterThan(3000);
    const along = Float64Array.from({ length: N }, (_, i) => (z[2 * i] + z[2 * i + 1]) * Math.SQRT1_2);
    const across = Float64Array.from({ length: N }, (_, i) => (z[2 * i] - z[2 * i + 1]) * Math.SQRT1_2);
    // Five standard errors of 3,000 independent draws: false alarm 6e-7 each.
    for (const [values, mean, variance] of [
      [along, 300 / 101, 1 / 101],
      [across, 0, 1],
    ] as const) {
      const moments = covariance(values, N, 1);
      expect(Math.abs(moments.mean[0] - mean) / Math.sqrt(variance / 3000)).toBeLessThan(5);
      expect(Math.abs(moments.cov[0][0] / variance - 1) / Math.sqrt(2 / 3000)).toBeLessThan(5);
    }
  });

  it('knows when the chains have not met', () => {
    const modes = (at: Float64Array): number =>
      logSumExp([-0.5 * ((at[0] - 1) / 0.01) ** 2, -0.5 * ((at[0] + 1) / 0.01) ** 2]);
    expect(adaptiveMetropolis(modes, 1, 100, 8000, random(1))?.rhat).toBeGreaterThan(2);
  });

  it('says so where nothing the prior draws explains the data', () => {
    expect(adaptiveMetropolis(() => Number.NaN, 2, 10, 400, random(2))).toBeNull();
  });

  it('tells of the chains as they grow: nothing of the warm-up, and at the end what is found', () => {
    const told: { fraction: number; state: ChainState | null }[] = [];
    const found = adaptiveMetropolis(
      (at) => -(at[0] ** 2),
      1,
      10,
      16_000,
      random(4),
      (fraction, soFar) => told.push({ fraction, state: soFar() }),
    );
    expect(told.filter(({ fraction }) => fraction <= 0.25).every(({ state }) => state === null)).toBe(true);
    const growing = told.flatMap(({ state }) => (state === null ? [] : [state.effective]));
    expect(growing).toHaveLength(told.filter(({ fraction }) => fraction > 0.27).length);
    // 3,000 steps kept of each: 4,000 at most are looked at, here all.
    expect(told.at(-1)?.state).toEqual({ rhat: found?.rhat, effective: found?.effective });
    expect(growing[growing.length - 1]).toBeGreaterThan(3 * growing[0]);
  });

  it('looks at some of the states of long chains, which tell nearly the same', () => {
    let last: ChainState | null = null;
    const slow = (at: Float64Array): number =>
      -0.5 * ((at[0] / 0.01) ** 2 + at.slice(1).reduce((sum, v) => sum + v * v, 0));
    const found = adaptiveMetropolis(slow, 9, 10, 100_000, random(5), (_, soFar) => {
      last = soFar();
    });
    const { rhat, effective } = last ?? { rhat: 0, effective: 0 };
    expect(Math.abs(rhat - (found?.rhat ?? 0))).toBeLessThan(0.005);
    expect(Math.abs(effective / (found?.effective ?? 0) - 1)).toBeLessThan(0.15);
  });

  it('reports its progress up to the end, never backwards', () => {
    const told: number[] = [];
    adaptiveMetropolis(
      (at) => -(at[0] ** 2),
      1,
      10,
      4000,
      random(3),
      (fraction) => told.push(fraction),
    );
    expect(told.toSorted((a, b) => a - b)).toEqual(told);
    expect(told.at(-1)).toBe(1);
  });
});
