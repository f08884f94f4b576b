import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../math/random.ts';
import { normalCdf, normalQuantile } from '../../math/special.ts';
import { centralCoverage, type CoverageReport, regionCoverage } from './coverage.ts';
import { type Fault, normalNormal } from '../testing/normalNormal.ts';
import { ranksOf } from '../ranks/ranks.ts';

const QUANTITIES = [
  { key: 'a', symbol: 'a' },
  { key: 'b', symbol: 'b' },
];

function check(fault: Fault, datasets: number, seed: number, draws = 199): CoverageReport {
  const random = new Random(seed, STREAMS.calibration);
  const input = normalNormal(datasets, draws, 2, fault, random);
  return centralCoverage(ranksOf(input, [(theta) => theta[0], (theta) => theta[1]], random), draws, QUANTITIES);
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

  it('stays inside its band as a whole in about 95 % of the runs', () => {
    let outside = 0;
    for (let seed = 0; seed < 200; seed++) {
      const { curves, band } = check({ width: 1, shift: 0 }, 100, seed, 99);
      const { held } = curves[0];
      if (held.some((share, k) => share < band.low[k] - 1e-9 || share > band.high[k] + 1e-9)) outside++;
    }
    // The curve is smoothed over its ranks' cells, hence at most 5 %: P(Binomial(200, 0.05) > 20) = 1e-3.
    expect(outside).toBeLessThanOrEqual(20);
    expect(outside).toBeGreaterThan(0);
  });

  it('of regions of all parameters is that of ranks that pile up low, high, or at both ends', () => {
    // Shares of ranks u: density 2 (1 - u) has P(u > 1 - m) = m^2; density 2u has P(u <= m) = m^2.
    const draws = 199;
    const low = Uint16Array.from({ length: 1000 }, (_, i) =>
      Math.floor((1 - Math.sqrt((i + 0.5) / 1000)) * (draws + 1)),
    );
    const density = regionCoverage('highest-density', low, draws);
    density.levels.forEach((m, k) => expect(Math.abs(density.curves[0].held[k] - m * m)).toBeLessThan(0.01));
    expect(density.verdict).toEqual({
      level: 'bad',
      sentence:
        // Where m - m^2 is farthest outside of the binomial band, not at 90 %.
        '38 % highest-density regions contain 14.4 ± 1.5 % of the true values: too narrow or misplaced (p < 0.0001).',
    });
    const high = low.map((rank) => draws - rank);
    const ball = regionCoverage('tarp', high, draws);
    ball.levels.forEach((m, k) => expect(Math.abs(ball.curves[0].held[k] - m * m)).toBeLessThan(0.01));
    expect(ball.verdict.sentence).toMatch(
      /^38 % balls around points chosen from the data contain 14\.4 ± 1\.5 %.*too narrow or misplaced/,
    );
    expect(regionCoverage('highest-density', high, draws).verdict.sentence).toMatch(/: too wide \(p < 0\.0001\)\.$/);
    // Half the ranks in the outer fifths: a narrow posterior seen from random points.
    const ends = Uint16Array.from({ length: 400 }, (_, i) => (i % 2 === 0 ? i % 40 : draws - (i % 40)));
    expect(regionCoverage('tarp', ends, draws).verdict.sentence).toContain('too narrow or misplaced');
  });

  it('quotes the mass where the curve leaves its band, where 90 % of the true values lie in 90 % regions', () => {
    // Those between 0.3 and 0.5 lie higher by 0.2: at 50 % the balls contain 30 %, from 70 % on what they should.
    const draws = 199;
    const u = (i: number) => i / 400 + (i >= 120 && i < 200 ? 0.2 : 0);
    const ranks = Uint16Array.from({ length: 400 }, (_, i) => Math.floor(u(i) * (draws + 1)));
    const found = regionCoverage('tarp', ranks, draws);
    const at = found.levels.indexOf(0.9);
    expect(Math.abs(found.curves[0].held[at] - 0.9)).toBeLessThan(0.01);
    const level = Number(/^(\d+) %/.exec(found.verdict.sentence)?.[1]) / 100;
    const held = found.curves[0].held[found.levels.indexOf(level)];
    const k = found.levels.indexOf(level);
    expect(held < found.band.low[k] || held > found.band.high[k]).toBe(true);
    // Central intervals: uniform at 50, 68 and 90 %, and wrong between.
    const folded = Uint16Array.from({ length: 400 }, (_, i) => {
      const v = i / 400 < 0.1 ? 0.1 + i / 400 : i / 400 < 0.4 ? 0.2 + ((i / 400 - 0.1) * 0.2) / 0.3 : i / 400;
      return Math.floor(((i % 2 === 0 ? 1 + v : 1 - v) / 2) * (draws + 1));
    });
    const central = centralCoverage(folded, draws, [QUANTITIES[0]]);
    expect(central.verdict.level).toBe('bad');
    expect(central.verdict.sentence).toMatch(/^a: [12]\d % intervals contain/);
  });

  it('of regions of all parameters is calm about uniform ranks', () => {
    const even = Uint16Array.from({ length: 400 }, (_, i) => i % 200);
    const { verdict } = regionCoverage('tarp', even, 199);
    expect(verdict.sentence).toBe(
      '90 % balls around points chosen from the data contain 90.0 ± 1.5 % of the true values.',
    );
    expect(regionCoverage('tarp', even.subarray(0, 50), 199).verdict.level).not.toBe('good');
  });

  it('says what it found in one sentence', () => {
    const good = check({ width: 1, shift: 0 }, 500, 1).verdict;
    expect(good.level).toBe('good');
    expect(good.sentence).toMatch(/^90 % intervals contain (8[89]|9[012])\.\d ± 1\.[345] % of the true values\.$/);
    const narrow = check({ width: 0.5, shift: 0 }, 500, 1).verdict;
    expect(narrow.level).toBe('bad');
    expect(narrow.sentence).toMatch(
      /^[ab]: \d\d % intervals contain [0-9.]+ ± [0-9.]+ % of the true values: too narrow/,
    );
    const wide = check({ width: 2, shift: 0 }, 500, 1).verdict;
    expect(wide.level).toBe('bad');
    expect(wide.sentence).toMatch(/: too wide \(p < 0\.0001\)\.$/);
    expect(check({ width: 1, shift: 0 }, 40, 1).verdict.level).toBe('warn');
  });
});
