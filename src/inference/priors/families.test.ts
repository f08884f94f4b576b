import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describePrior, fieldValue, priorFamilies, toFamily, withField } from './families.ts';
import { soundPrior } from './testing/prior.arbitrary.ts';
import { cdf, problemOf, support, type Prior, type PriorFamily } from './prior.ts';

fc.configureGlobal({ seed: 20260723 });

const families = Object.keys(priorFamilies) as PriorFamily[];

describe('a prior from a range', () => {
  test.each(families)('of family %s is sound', (family) => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 0.8, noNaN: true }),
        fc.double({ min: 0.05, max: 0.19, noNaN: true }),
        (low, width) => {
          const prior = priorFamilies[family].fromRange(low, low + width);
          expect(prior.family).toBe(family);
          expect(problemOf(prior)).toBeNull();
        },
      ),
    );
  });

  test.each<[PriorFamily, number, number]>([
    ['uniform', 1, 1],
    ['logUniform', 1, 1],
    ['normal', 0.95, 0.96],
    ['lognormal', 0.95, 0.96],
    ['beta', 0.94, 0.97],
    ['gamma', 0.94, 0.97],
  ])('of family %s puts its mass inside', (family, least, most) => {
    const prior = priorFamilies[family].fromRange(0.2, 0.6);
    const inside = cdf(prior, 0.6) - cdf(prior, 0.2);
    expect(inside).toBeGreaterThanOrEqual(least - 0.001);
    expect(inside).toBeLessThanOrEqual(most + 1e-12);
  });

  test('of positive numbers stays positive when the range begins at 0', () => {
    expect(problemOf(priorFamilies.logUniform.fromRange(0, 5))).toBeNull();
    expect(problemOf(priorFamilies.lognormal.fromHandles({ family: 'lognormal', mean: 0, sd: 1 }, -1, 5))).toBeNull();
  });
});

describe('the thumbs of the slider', () => {
  test('leave the prior as it is when they are put where they stand', () => {
    fc.assert(
      fc.property(soundPrior, (prior) => {
        const form = priorFamilies[prior.family];
        const same = form.fromHandles(prior, ...form.handles(prior));
        for (const { key } of form.fields) {
          const before = fieldValue(prior, key) ?? 0;
          const after = fieldValue(same, key) ?? 0;
          expect(Math.abs(after - before)).toBeLessThan(1e-9 * (1 + Math.abs(before)) + slack(prior));
        }
      }),
    );
  });

  test.each<[Prior, number, number, Prior]>([
    [{ family: 'uniform', low: 0, high: 1 }, 2, 4, { family: 'uniform', low: 2, high: 4 }],
    [{ family: 'normal', mean: 0, sd: 1, low: -3 }, 2, 4, { family: 'normal', mean: 3, sd: 1, low: -3 }],
    [{ family: 'lognormal', mean: 0, sd: 1 }, Math.exp(1), Math.exp(2), { family: 'lognormal', mean: 1.5, sd: 0.5 }],
    [{ family: 'fixed', value: 3 }, 3, 5, { family: 'fixed', value: 5 }],
    [{ family: 'fixed', value: 3 }, 1, 3, { family: 'fixed', value: 1 }],
  ])('of %j moved to %d and %d give %j', (prior, low, high, moved) => {
    expect(priorFamilies[prior.family].fromHandles(prior, low, high)).toEqual(moved);
  });

  test('of an exponential prior, either of them, set its mean', () => {
    const prior: Prior = { family: 'exponential', mean: 1, low: 0.2 };
    const [low, high] = priorFamilies.exponential.handles(prior);
    expect([cdf({ ...prior, low: 0 }, low), cdf({ ...prior, low: 0 }, high)].map((p) => p.toFixed(12))).toEqual([
      '0.160000000000',
      '0.840000000000',
    ]);
    const byHigh = priorFamilies.exponential.fromHandles(prior, low, 2 * high);
    const byLow = priorFamilies.exponential.fromHandles(prior, 3 * low, high);
    expect([byHigh, byLow].map((moved) => fieldValue(moved, 'mean')?.toFixed(12))).toEqual([
      '2.000000000000',
      '3.000000000000',
    ]);
    expect(byLow).toMatchObject({ family: 'exponential', low: 0.2 });
    expect(priorFamilies.exponential.fromHandles(prior, -1, 0)).toEqual(prior);
  });

  test('of a beta prior set its mean and sd', () => {
    // Beta(2, 3): mean 0.4, sd 0.2.
    const [low, high] = priorFamilies.beta.handles({ family: 'beta', a: 2, b: 3 });
    expect([low, high].map((value) => value.toFixed(12))).toEqual(['0.200000000000', '0.600000000000']);
    const moved = priorFamilies.beta.fromHandles({ family: 'beta', a: 9, b: 1, high: 0.9 }, 0.2, 0.6);
    expect(fieldValue(moved, 'a')).toBeCloseTo(2, 10);
    expect(fieldValue(moved, 'b')).toBeCloseTo(3, 10);
    expect(fieldValue(moved, 'high')).toBe(0.9);
  });

  test('never make an unsound beta prior', () => {
    const anywhere = fc.double({ min: -1, max: 2, noNaN: true });
    fc.assert(
      fc.property(anywhere, anywhere, (low, high) => {
        expect(problemOf(priorFamilies.beta.fromHandles({ family: 'beta', a: 1, b: 1 }, low, high))).toBeNull();
      }),
    );
  });
});

describe('a change of family', () => {
  const everywhere = { low: -Infinity, high: Infinity };
  const slider = { low: 0, high: 8 };

  test('keeps the range of a bounded prior, there and back', () => {
    const prior: Prior = { family: 'uniform', low: 1, high: 4 };
    const there = toFamily(prior, 'logUniform', everywhere, slider);
    expect(there).toEqual({ family: 'logUniform', low: 1, high: 4 });
    expect(toFamily(there, 'uniform', everywhere, slider)).toEqual(prior);
    expect(toFamily(prior, 'uniform', everywhere, slider)).toBe(prior);
  });

  test('goes to the median and back to the slider when the value is fixed', () => {
    expect(toFamily({ family: 'normal', mean: 3, sd: 1 }, 'fixed', everywhere, slider)).toEqual({
      family: 'fixed',
      value: 3,
    });
    expect(toFamily({ family: 'fixed', value: 3 }, 'uniform', everywhere, slider)).toEqual({
      family: 'uniform',
      low: 0,
      high: 8,
    });
  });

  test('stays sound and inside the domain of the parameter', () => {
    const unit = { low: 0.05, high: 0.9 };
    fc.assert(
      fc.property(fc.constantFrom(...families), fc.constantFrom(...families), (from, to) => {
        const prior = toFamily(priorFamilies[from].fromRange(0.2, 0.6), to, unit, { low: 0.1, high: 0.8 });
        // The starting prior may itself be unbounded; truncate it as its card would.
        const sound = toFamily(toFamily(prior, 'uniform', unit, { low: 0.1, high: 0.8 }), to, unit, {
          low: 0.1,
          high: 0.8,
        });
        expect(prior.family).toBe(to);
        expect(problemOf(sound)).toBeNull();
        expect(support(sound).low).toBeGreaterThanOrEqual(unit.low);
        expect(support(sound).high).toBeLessThanOrEqual(unit.high);
      }),
    );
  });
});

describe('the fields of the form', () => {
  test('are the numbers of the prior', () => {
    fc.assert(
      fc.property(soundPrior, (prior) => {
        const keys = priorFamilies[prior.family].fields.map((field) => field.key);
        expect(keys).toEqual(expect.arrayContaining(Object.keys(prior).filter((key) => key !== 'family')));
      }),
    );
  });

  test('can be set, and the optional ones taken away', () => {
    const prior: Prior = { family: 'normal', mean: 0, sd: 1 };
    const cut = withField(prior, 'low', -2);
    expect(cut).toEqual({ family: 'normal', mean: 0, sd: 1, low: -2 });
    expect(withField(cut, 'low', undefined)).toEqual(prior);
    expect(fieldValue(prior, 'low')).toBeUndefined();
    expect(fieldValue(cut, 'low')).toBe(-2);
  });

  test('refuse what the family does not have', () => {
    expect(() => withField({ family: 'fixed', value: 1 }, 'sd', 2)).toThrow(
      /cannot take sd = 2; its numbers are value/,
    );
    expect(() => withField({ family: 'fixed', value: 1 }, 'value', undefined)).toThrow(/cannot take value = undefined/);
  });
});

test.each<[Prior, string]>([
  [{ family: 'uniform', low: 0.5, high: 2 }, 'uniform from 0.5 to 2'],
  [{ family: 'logUniform', low: 0.01, high: 10 }, 'log-uniform from 0.01 to 10'],
  [{ family: 'normal', mean: 1, sd: 0.1 }, 'normal, 1 ± 0.1'],
  [
    { family: 'uniformLessNormal', low: 8.5, high: 11.5, mean: 0.2, sd: 0.1 },
    'uniform from 8.5 to 11.5, minus normal 0.2 ± 0.1',
  ],
  [{ family: 'normal', mean: 1, sd: 1 / 3, low: 0 }, 'normal, 1 ± 0.3333, not below 0'],
  [
    { family: 'lognormal', mean: 0, sd: 0.25, low: 0.1, high: 9 },
    'lognormal, median 1, spread of the log 0.25, truncated to 0.1 to 9',
  ],
  [{ family: 'exponential', mean: 2, high: 9 }, 'exponential, mean 2, not above 9'],
  [{ family: 'gamma', shape: 2, scale: 0.5 }, 'gamma with shape 2 and scale 0.5'],
  [{ family: 'beta', a: 2, b: 3, high: 0.5 }, 'beta with a = 2 and b = 3, not above 0.5'],
  [{ family: 'fixed', value: 3 }, 'fixed at 3'],
])('%j is described in words', (prior, words) => {
  expect(describePrior(prior)).toBe(words);
});

test('a form refuses a prior of another family', () => {
  expect(() => priorFamilies.beta.describe({ family: 'fixed', value: 1 })).toThrow(
    /a fixed prior was given to the form of beta/,
  );
});

/** Shapes of a beta prior are recovered from mean and sd with a relative error that grows with their size. */
function slack(prior: Prior): number {
  return prior.family === 'beta' ? 1e-8 * (prior.a + prior.b) : 0;
}
