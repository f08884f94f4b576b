import { describe, expect, it } from 'vitest';
import { chiSquaredSurvival } from '../../math/special.ts';
import { Random, STREAMS } from '../../math/random.ts';
import { gillespiePath } from './gillespie.ts';
import { drawTransition, transitionLaw, type Rates } from './transition.ts';

/** p-value of the two-sample chi-square test on counts, with bins of at least 20 merged from below. */
function twoSampleP(a: Float64Array, b: Float64Array): number {
  let statistic = 0;
  let bins = 0;
  let [inA, inB] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    inA += a[i];
    inB += b[i];
    if (inA + inB < 40) continue;
    statistic += (inA - inB) ** 2 / (inA + inB);
    bins++;
    [inA, inB] = [0, 0];
  }
  return chiSquaredSurvival(statistic, bins - 1);
}

describe('the event-by-event simulator', () => {
  // Each case fails by chance once in 1,000 seeds.
  it.each([
    ['ordinary rates', { lambda: 0.3, mu: 0.5, nu: 2 }, 2, 5],
    ['growth', { lambda: 0.8, mu: 0.5, nu: 1 }, 1.5, 3],
    ['critical', { lambda: 0.4, mu: 0.4, nu: 1 }, 2, 4],
  ] satisfies [string, Rates, number, number][])('agrees with the exact law: %s', (_, rates, t, n0) => {
    const runs = 50_000;
    const random = new Random(3, STREAMS.simulation);
    const law = transitionLaw(rates, t);
    const events = new Float64Array(300);
    const exact = new Float64Array(300);
    for (let i = 0; i < runs; i++) {
      const { value } = gillespiePath(rates, n0, t, random);
      events[value[value.length - 1]]++;
      exact[drawTransition(law, n0, random)]++;
    }
    expect(twoSampleP(events, exact)).toBeGreaterThan(1e-3);
  });

  it('moves by one individual at a time, forward in time, from the start to the end', () => {
    const { time, value, status } = gillespiePath(
      { lambda: 0.3, mu: 0.5, nu: 2 },
      5,
      20,
      new Random(1, STREAMS.observation),
    );
    expect(status).toBe('complete');
    expect([time[0], value[0], time[time.length - 1]]).toEqual([0, 5, 20]);
    for (let i = 1; i < time.length; i++) {
      expect(time[i]).toBeGreaterThan(time[i - 1]);
      expect(Math.abs(value[i] - value[i - 1])).toBe(i === time.length - 1 ? 0 : 1);
    }
  });

  it('stays where it is when nothing can happen', () => {
    const { time, value } = gillespiePath({ lambda: 0.5, mu: 0.5, nu: 0 }, 0, 3, new Random(1, STREAMS.observation));
    expect([[...time], [...value]]).toEqual([
      [0, 3],
      [0, 0],
    ]);
  });

  it('says so when the population explodes, and keeps the path up to there', () => {
    const random = new Random(2, STREAMS.observation);
    const many = gillespiePath({ lambda: 2, mu: 0.1, nu: 1 }, 5, 100, random, { population: 1000, events: 1e6 });
    expect(many.status).toBe('explosion');
    expect(many.value[many.value.length - 1]).toBe(1001);
    expect(many.time[many.time.length - 1]).toBeLessThan(100);
    const busy = gillespiePath({ lambda: 2, mu: 0.1, nu: 1 }, 5, 100, random, { population: 1e5, events: 50 });
    expect([busy.status, busy.time.length]).toEqual(['explosion', 51]);
  });
});
