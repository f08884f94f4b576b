import { describe, expect, test } from 'vitest';
import { breakEven, type Costs, paidOnce, timed, type Timed } from './ledger.ts';

const of = (seconds: number, se = 0): Timed => ({ seconds, se, times: 5 });
/** 2 s of simulating and 38 s of training. */
const costs: Costs = { simulations: 1000, simulation: of(0.002), steps: 19_000, step: of(0.002), posterior: of(0.01) };

describe('amortisation pays', () => {
  test('after what it costs once, over what each observation saves', () => {
    expect(paidOnce(costs)).toBeCloseTo(40);
    const found = breakEven(costs, of(0.5));
    expect(found).toMatchObject({ kind: 'after' });
    expect(found.kind === 'after' ? found.observations : Number.NaN).toBeCloseTo(40 / 0.49, 6);
  });

  test('in a range that the scatter of the times tells', () => {
    const found = breakEven(costs, of(0.5, 0.05));
    const [low, high] = found.kind === 'after' ? found.between : [Number.NaN, Number.NaN];
    expect(low).toBeCloseTo(40 / (0.5 * Math.exp(0.2) - 0.01), 6);
    expect(high).toBeCloseTo(40 / (0.5 * Math.exp(-0.2) - 0.01), 6);
    // A few long ones among short ones: a mean of 3 s with an error of 2 s is more than 10 ms all the same.
    expect(breakEven(costs, of(3, 2))).toMatchObject({ kind: 'after' });
  });

  test('never where the other way costs less for each, and nothing is told where the two are as good as equal', () => {
    expect(breakEven(costs, of(0.004))).toEqual({ kind: 'never' });
    expect(breakEven(costs, of(0.012, 0.003))).toEqual({ kind: 'undecided' });
    expect(breakEven(costs, of(0.01))).toEqual({ kind: 'undecided' });
    expect(breakEven(costs, of(Number.NaN, Number.NaN))).toEqual({ kind: 'undecided' });
  });
});

test('times are their mean, with its error; one alone tells none', () => {
  expect(timed([1, 2, 3])).toMatchObject({ seconds: 2, se: 1 / Math.sqrt(3), times: 3 });
  expect(() => timed([1])).toThrow('two at least');
});
