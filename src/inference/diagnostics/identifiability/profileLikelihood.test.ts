import { describe, expect, it } from 'vitest';
import { JointPrior } from '../../priors/jointPrior.ts';
import { profileLikelihood } from './profileLikelihood.ts';

const normal = { family: 'normal', mean: 0, sd: 1 } as const;
const plane = new JointPrior(['a', 'b'], [normal, normal]);

describe('the profile likelihood', () => {
  it('of a correlated normal law is the parabola of the marginal sd', () => {
    // Sds 0.2 and 0.1, correlation 0.8 about (0.3, -0.1): the profile of a is exp(-(a - 0.3)^2 / (2 0.2^2)).
    const ln = ([a, b]: Float64Array) => {
      const [u, v] = [(a - 0.3) / 0.2, (b + 0.1) / 0.1];
      return -(u * u - 1.6 * u * v + v * v) / (2 * (1 - 0.64));
    };
    const { profiles, verdict } = profileLikelihood(ln, plane, ['a', 'b']);
    const [a, b] = profiles;
    a.at.forEach((value, i) => expect(a.drop[i]).toBeCloseTo(((value - 0.3) / 0.2) ** 2 / 2, 1));
    // 95 %: 1.96 sd either way.
    expect(a.intervals).toHaveLength(1);
    expect(a.intervals[0].low).toBeCloseTo(0.3 - 0.392, 2);
    expect(a.intervals[0].high).toBeCloseTo(0.3 + 0.392, 2);
    expect([a.state, b.state]).toEqual(['identified', 'identified']);
    expect(verdict.level).toBe('good');
    expect(verdict.sentence).toMatch(
      /^The data alone put a between −0\.09\d* and 0\.69, b between −0\.3 and 0\.09\d* \(95 %\)\.$/,
    );
  });

  it('of two peaks reports both intervals and is never good, whichever of them is the higher', () => {
    // exp(-(|a| - 1)^2 / 2 0.1^2), the left peak lower by 0.5: +-1.96 sd about 1, and where 0.5 + u^2 / 2 < 1.92 about -1.
    const line = new JointPrior(['a'], [normal]);
    const two = ([a]: Float64Array) => {
      const [left, right] = [-0.5 - ((a + 1) / 0.1) ** 2 / 2, -(((a - 1) / 0.1) ** 2) / 2];
      return Math.max(left, right) + Math.log1p(Math.exp(-Math.abs(left - right)));
    };
    const { profiles, verdict } = profileLikelihood(two, line, ['a']);
    const [{ intervals, state }] = profiles;
    expect(state).toBe('split');
    expect(intervals).toHaveLength(2);
    const half = 0.1 * Math.sqrt(2 * 1.42);
    [-1 - half, -1 + half, 1 - 0.196, 1 + 0.196].forEach((end, i) => {
      expect(Math.abs((intervals[Math.floor(i / 2)][i % 2 === 0 ? 'low' : 'high'] ?? 0) - end)).toBeLessThan(0.01);
    });
    expect(verdict.level).toBe('warn');
    expect(verdict.sentence).toMatch(
      /^The data alone allow separate intervals, a between −1\.2 and −0\.83 or between 0\.8 and 1\.2 \(95 %\)\.$/,
    );
  });

  it('of four peaks in a plane (squares of both parameters are seen) has two intervals of each', () => {
    const squares = ([a, b]: Float64Array) => -0.5 * (((a * a - 1) / 0.2) ** 2 + ((b * b - 0.5) / 0.1) ** 2);
    const { profiles, verdict } = profileLikelihood(squares, plane, ['a', 'b']);
    for (const { intervals, state } of profiles) {
      expect(state).toBe('split');
      expect(intervals).toHaveLength(2);
      expect(intervals[0].low).toBeCloseTo(-(intervals[1].high ?? 0), 2);
    }
    // a^2 = 1 +- 1.96 * 0.2, b^2 = 0.5 +- 1.96 * 0.1.
    expect(profiles[0].intervals[1].low).toBeCloseTo(Math.sqrt(1 - 0.392), 2);
    expect(profiles[1].intervals[1].high).toBeCloseTo(Math.sqrt(0.5 + 0.196), 2);
    expect(verdict.level).toBe('warn');
  });

  it('of two peaks on a diagonal keeps the parameter that tells them apart split, and the walk of each on its own side', () => {
    // Peaks at (1.2, -1.2) and (-1.2, 1.2), joined nowhere: each alone would call both parameters identified.
    const at = (a: number, b: number, x: number, y: number) => -0.5 * (((a - x) / 0.15) ** 2 + ((b - y) / 0.15) ** 2);
    const ln = ([a, b]: Float64Array) => Math.max(at(a, b, 1.2, -1.2), at(a, b, -1.2, 1.2) - 0.3);
    const { profiles } = profileLikelihood(ln, plane, ['a', 'b']);
    expect(profiles.map(({ intervals }) => intervals.length)).toEqual([2, 2]);
  });

  it('along a ridge is flat in both, although each has a sharp likelihood given the other', () => {
    const { profiles, verdict } = profileLikelihood(([a, b]) => -0.5 * ((a + b) / 0.05) ** 2, plane, ['a', 'b']);
    for (const { state, drop } of profiles) {
      expect(state).toBe('flat');
      expect(Math.max(...drop)).toBeLessThan(0.1);
    }
    expect(verdict).toEqual({
      level: 'warn',
      sentence: 'The likelihood is flat along a and b: every value fits as well as the best if the others adjust.',
    });
  });

  it('with one end only says which', () => {
    // Flat below 0.5, half a parabola of sd 0.2 above it.
    const line = new JointPrior(['a'], [normal]);
    const half = ([a]: Float64Array) => -0.5 * (Math.max(0, a - 0.5) / 0.2) ** 2;
    const { profiles, verdict } = profileLikelihood(half, line, ['a']);
    expect(profiles[0].intervals[0].low).toBeNull();
    expect(Math.abs((profiles[0].intervals[0].high ?? 0) - 0.892)).toBeLessThan(0.02);
    expect(verdict.sentence).toMatch(/^The data alone give only a one-sided limit, a below 0\.(8[89]|9\d?)\.$/);
  });

  it('of a parameter whose walk has missed the highest place has that place all the same', () => {
    // As a needle that only the walk along b comes across: the likelihood is 5 higher from then on.
    let higher = 0;
    const ln = ([a, b]: Float64Array) => -0.5 * ((a / 0.1) ** 2 + (b / 0.1) ** 2) + higher;
    const { profiles } = profileLikelihood(ln, plane, ['a', 'b'], () => {
      higher = 5;
    });
    expect(Math.min(...profiles[0].drop)).toBe(0);
    expect(profiles[0].intervals).toHaveLength(1);
  });

  it('reports its progress, and refuses data that the model cannot produce', () => {
    const fractions: number[] = [];
    profileLikelihood(
      () => 0,
      plane,
      ['a', 'b'],
      (fraction) => fractions.push(fraction),
    );
    expect(fractions).toEqual([0.5, 1]);
    expect(() => profileLikelihood(() => -Infinity, plane, ['a', 'b'])).toThrow('is -Infinity at all 400 values tried');
  });
});
