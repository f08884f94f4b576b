import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../math/random.ts';
import { normalCdf, normalQuantile } from '../math/special.ts';
import { type CoverageReport, coverageReport } from './coverage.ts';
import { type Fault, normalNormal } from './normalNormal.ts';
import { ranksOf } from './ranks.ts';

const QUANTITIES = [
  { key: 'a', symbol: 'a' },
  { key: 'b', symbol: 'b' },
];

function check(fault: Fault, datasets: number, seed: number, draws = 199): CoverageReport {
  const random = new Random(seed, STREAMS.calibration);
  const input = normalNormal(datasets, draws, 2, fault, random);
  return coverageReport(ranksOf(input, [(theta) => theta[0], (theta) => theta[1]], random), draws, QUANTITIES);
}

/** Phi(c z + b) - Phi(-c z + b), z = Phi^-1((1 + m)/2): coverage of the central interval of N(m + b s, (c s)^2). */
function theory(mass: number, { width, shift }: Fault): number {
  const z = normalQuantile((1 + mass) / 2);
  return normalCdf(width * z + shift) - normalCdf(-width * z + shift);
}

describe('coverage of central intervals', () => {
  it.each([
    { width: 1, shift: 0 },
    { width: 0.5, shift: 0 },
    { width: 2, shift: 0 },
    { width: 1, shift: 0.5 },
  ])('follows theory for %o', (fault) => {
    const { levels, curves } = check(fault, 4000, 1);
    levels.forEach((level, i) => {
      // Standard error at most 0.008, four of them; 199 draws smear a faulty curve by up to 0.01.
      expect(Math.abs(curves[0].held[i] - theory(level, fault))).toBeLessThan(0.04);
    });
  });

  it('runs from 0 to 1 with a band that is closed at both ends', () => {
    const { levels, curves, band } = check({ width: 1, shift: 0 }, 100, 1);
    const last = levels.length - 1;
    expect([levels[0], levels[last]]).toEqual([0, 1]);
    expect([curves[0].held[0], curves[0].held[last]]).toEqual([0, 1]);
    expect([band.low[0], band.high[0], band.low[last], band.high[last]]).toEqual([0, 0, 1, 1]);
    expect(levels).toContain(0.95);
    levels.forEach((level, i) => expect(band.low[i] <= level && level <= band.high[i]).toBe(true));
  });

  it('raises a false alarm for an exact posterior in about 1 % of the runs', () => {
    let alarms = 0;
    for (let seed = 0; seed < 200; seed++) {
      if (check({ width: 1, shift: 0 }, 200, seed, 49).verdict.level === 'bad') alarms++;
    }
    // At most 1 % by Holm's correction: P(Binomial(200, 0.01) > 7) = 1e-3.
    expect(alarms).toBeLessThanOrEqual(7);
  });

  it('says what it found in one sentence', () => {
    const good = check({ width: 1, shift: 0 }, 500, 1).verdict;
    expect(good.level).toBe('good');
    expect(good.sentence).toMatch(/^90 % intervals hold (8[89]|9[012])\.\d ± 1\.[345] % of the true values\.$/);
    const narrow = check({ width: 0.5, shift: 0 }, 500, 1).verdict;
    expect(narrow.level).toBe('bad');
    expect(narrow.sentence).toMatch(/^[ab]: \d\d % intervals hold [0-9.]+ ± [0-9.]+ % of the true values: too narrow/);
    const wide = check({ width: 2, shift: 0 }, 500, 1).verdict;
    expect(wide.level).toBe('bad');
    expect(wide.sentence).toMatch(/: too wide \(p < 0\.0001\)\.$/);
    expect(check({ width: 1, shift: 0 }, 40, 1).verdict.level).toBe('warn');
  });
});
