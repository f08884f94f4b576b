import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lawText, readLaw } from './lawText.ts';
import { soundPrior } from './testing/prior.arbitrary.ts';

describe('a prior as text', () => {
  it.each([
    ['uniform(-1, 2)', { family: 'uniform', low: -1, high: 2 }],
    ['logUniform(1e-3,10)', { family: 'logUniform', low: 1e-3, high: 10 }],
    ['normal(0, 1)', { family: 'normal', mean: 0, sd: 1 }],
    [
      'uniformLessNormal(8.5, 11.5, 0.2, 0.1)',
      { family: 'uniformLessNormal', low: 8.5, high: 11.5, mean: 0.2, sd: 0.1 },
    ],
    ['lognormal(-0.5, 0.2, 0.1, 4)', { family: 'lognormal', mean: -0.5, sd: 0.2, low: 0.1, high: 4 }],
    ['normal(0, 1, 0, inf)', { family: 'normal', mean: 0, sd: 1, low: 0 }],
    ['normal(0, 1, -inf, 2)', { family: 'normal', mean: 0, sd: 1, high: 2 }],
    [' beta (2, 3) ', { family: 'beta', a: 2, b: 3 }],
    ['exponential(2)', { family: 'exponential', mean: 2 }],
    ['gamma(2, 3, 0.1, inf)', { family: 'gamma', shape: 2, scale: 3, low: 0.1 }],
    ['fixed(0.3)', { family: 'fixed', value: 0.3 }],
  ])('%s', (text, prior) => {
    expect(readLaw(text)).toEqual({ ok: true, prior });
  });

  it.each([
    ['cauchy(0, 1)', 'choose among uniform'],
    ['toString(0, 1)', 'choose among uniform'],
    ['normal(0)', 'takes mean, sd (and low, high); 1 numbers were given'],
    ['normal(0, 1, 2)', '3 numbers were given'],
    ['uniform(0, one)', '"one" is not a number; give high'],
    ['uniform(0, )', '"" is not a number'],
    ['normal', 'is not a distribution'],
    ['', 'is not a distribution'],
  ])('refuses "%s"', (text, said) => {
    const read = readLaw(text);
    expect(read.ok ? 'accepted' : read.problem).toContain(said);
  });

  it('is read as it was written, to the last bit (2,000 cases)', () => {
    const property = fc.property(soundPrior, (prior) => {
      const read = readLaw(lawText(prior));
      return read.ok && lawText(read.prior) === lawText(prior) && JSON.stringify(read.prior) === JSON.stringify(prior);
    });
    expect(fc.check(property, { numRuns: 2000, seed: 5 })).toMatchObject({ failed: false });
  });
});
