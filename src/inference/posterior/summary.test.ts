import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../math/random.ts';
import type { Axis } from './axis.ts';
import { priorCurve } from './density1d.ts';
import { highestDensityIntervals, mayBeSplit } from './hdi1d.ts';
import { summarise } from './summary.ts';

const LINE: Axis = { scale: 'linear', low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };

describe('highest-density intervals', () => {
  it('of a normal density are its central ones', () => {
    const [{ intervals }] = highestDensityIntervals(
      priorCurve({ family: 'normal', mean: 1, sd: 2 }, 'linear', 2001),
      [0.9],
    );
    expect(intervals).toHaveLength(1);
    // The curve holds 99.9 % of the normal: z of 0.9 * 0.999 is 1.6400 (scipy.stats.norm).
    expect(intervals[0][0]).toBeCloseTo(1 - 2 * 1.64, 2);
    expect(intervals[0][1]).toBeCloseTo(1 + 2 * 1.64, 2);
  });

  it('of Beta(1, 3), whose mode is at the edge, start there', () => {
    const [{ intervals }] = highestDensityIntervals(priorCurve({ family: 'beta', a: 1, b: 3 }, 'linear', 2001), [0.68]);
    // F(x) = 1 - (1 - x)^3.
    expect(intervals[0][0]).toBe(0);
    expect(intervals[0][1]).toBeCloseTo(1 - Math.cbrt(0.32), 4);
  });

  it('of two modes are two, and a log axis gives other ones than a linear axis', () => {
    const at = Float64Array.from({ length: 401 }, (_, i) => (i - 200) / 20);
    const density = at.map((x) => Math.exp(-0.5 * (x - 5) ** 2) + Math.exp(-0.5 * (x + 5) ** 2));
    const [{ intervals }] = highestDensityIntervals({ scale: 'linear', at, density }, [0.68]);
    expect(intervals).toHaveLength(2);
    expect(intervals[0][0]).toBeCloseTo(-5 - 0.9945, 3);
    expect(intervals[1][1]).toBeCloseTo(5 + 0.9945, 3);
    const prior = { family: 'lognormal', mean: 0, sd: 1 } as const;
    const [onLog] = highestDensityIntervals(priorCurve(prior, 'log', 2001), [0.68]);
    const [onLine] = highestDensityIntervals(priorCurve(prior, 'linear', 20_001), [0.68]);
    expect(onLog.intervals[0][0] * onLog.intervals[0][1]).toBeCloseTo(1, 6);
    expect(onLine.intervals[0][0] * onLine.intervals[0][1]).toBeLessThan(0.5);
  });

  it('are refused for masses that are not between 0 and 1', () => {
    expect(() => highestDensityIntervals(priorCurve({ family: 'beta', a: 1, b: 3 }, 'linear'), [90])).toThrow('not 90');
  });
});

describe('the summary of draws', () => {
  it('has moments, median and intervals in natural units', () => {
    const random = new Random(31, STREAMS.reference);
    const draws = Float64Array.from({ length: 20_000 }, () => Math.exp(random.normal()));
    const summary = summarise(draws, { scale: 'log', low: 0, high: Number.POSITIVE_INFINITY });
    // Lognormal(0, 1): mean sqrt(e), sd sqrt(e (e - 1)), median 1, 90 % interval exp(-+1.645). Five standard errors each.
    expect(Math.abs(summary.mean - 1.6487)).toBeLessThan(5 * 0.0153);
    expect(Math.abs(summary.sd - 2.1612)).toBeLessThan(0.3);
    expect(Math.abs(Math.log(summary.median))).toBeLessThan(5 * 0.0089);
    expect(Math.abs(Math.log(summary.central[1].high) - 1.645)).toBeLessThan(5 * 0.015);
    expect(Math.abs(Math.log(summary.central[1].low) + 1.645)).toBeLessThan(5 * 0.015);
    expect(Math.abs(Math.log(summary.highestDensity[1].intervals[0][0]) + 1.645)).toBeLessThan(0.15);
    expect(summary.draws).toBe(20_000);
  });

  it('of two modes has the densest set in two parts, where the central interval is mostly gap', () => {
    const random = new Random(32, STREAMS.reference);
    const draws = Float64Array.from({ length: 2000 }, () => (random.uniform() < 0.5 ? -1 : 1) + 0.1 * random.normal());
    const { separate, central } = summarise(draws, LINE, [0.68]);
    expect(central[0].high - central[0].low).toBeGreaterThan(2);
    expect(separate[0].intervals).toHaveLength(2);
    // 68 % of each mode: +-0.0994 about it, and what the kernel adds.
    [-1.1, -0.9, 0.9, 1.1].forEach((end, i) => {
      expect(Math.abs(separate[0].intervals[Math.floor(i / 2)][i % 2] - end)).toBeLessThan(0.03);
    });
  });

  it('screens what may have a gap without missing one whose modes both belong to the densest part', () => {
    const random = new Random(34, STREAMS.reference);
    let looked = 0;
    for (let i = 0; i < 20; i++) {
      const part = [0.2, 0.35, 0.5][i % 3];
      const two = Float64Array.from({ length: 1000 }, () => (random.uniform() < part ? 4 : 0) + random.normal());
      expect(mayBeSplit(two.sort())).toBe(true);
      if (mayBeSplit(Float64Array.from({ length: 2000 }, () => random.normal()).sort())) looked++;
    }
    // It may let some of one mode through.
    expect(looked).toBeLessThan(15);
  });

  it('of one mode has one part, however the estimate ripples', () => {
    const laws: readonly ((random: Random) => number)[] = [
      (random) => random.normal(),
      (random) => random.uniform(),
      (random) => -Math.log(random.uniform()),
    ];
    let split = 0;
    for (let seed = 0; seed < 30; seed++) {
      const random = new Random(seed, STREAMS.reference, 3);
      const draws = Float64Array.from({ length: 2000 }, () => laws[seed % 3](random));
      if (summarise(draws, LINE, [0.68]).separate[0].intervals.length > 1) split++;
    }
    expect(split).toBe(0);
  });

  it('counts strays, and has an sd without them', () => {
    const random = new Random(33, STREAMS.reference);
    const draws = Float64Array.from({ length: 2000 }, (_, i) => (i < 3 ? 60 : random.normal()));
    const { strays, onAxis, sd } = summarise(draws, LINE);
    expect(strays).toBe(3);
    expect(sd).toBeGreaterThan(2);
    expect(Math.abs(onAxis.sd - 1)).toBeLessThan(0.08);
  });

  it('counts finite draws only, and refuses when there is none', () => {
    expect(summarise([1, 2, Number.NaN, 3], LINE)).toMatchObject({ draws: 3, mean: 2, median: 2, sd: 1 });
    expect(() => summarise([Number.NaN], LINE)).toThrow('None of 1 posterior draws is a finite number');
  });
});
