import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../math/random.ts';
import { JointPrior } from '../../priors/jointPrior.ts';
import { conflictSentence, priorConflict } from './priorConflict.ts';

const uniform = (low: number, high: number) => new JointPrior(['b'], [{ family: 'uniform', low, high }]);
const random = new Random(5, STREAMS.priors);
/** The network's posterior N(2, 0.2^2), trained with a wide prior. */
const own = Float64Array.from({ length: 2000 }, () => 2 + 0.2 * random.normal());
const sentence = (prior: JointPrior, draws: Float64Array, truth: number | null, all: Float64Array | null = own) =>
  conflictSentence(priorConflict(prior, draws, all, truth === null ? null : [truth], ['b']));

describe('a prior at odds with the data', () => {
  it('that excludes what the data allow is told, with the end that the posterior presses against', () => {
    // Under U(0.5, 1.5) N(2, 0.2^2) falls off from 1.5 within 0.2^2 / 0.5 = 0.08.
    const cut = Float64Array.from({ length: 500 }, () => Math.max(0.5, 1.5 + 0.08 * Math.log(random.uniform())));
    expect(sentence(uniform(0.5, 1.5), cut, null)).toBe(
      'The data lie outside what your present prior predicts; the posterior presses against the prior bound b = 1.5.',
    );
    // Nothing of the network's draws is left: its own are shown.
    expect(sentence(uniform(0.5, 1), own, 2)).toBe(
      'The data lie outside what your present prior predicts; the posterior presses against the prior bound b = 1; your present prior excludes the true value b = 2.',
    );
  });

  it('that was trained with presses all the same, and a true value outside it is told', () => {
    const cut = Float64Array.from({ length: 500 }, () => Math.max(0.5, 1.5 + 0.02 * Math.log(random.uniform())));
    expect(sentence(uniform(0.5, 1.5), cut, null, null)).toBe('The posterior presses against the prior bound b = 1.5.');
    expect(sentence(uniform(0, 4), own, 5)).toBe('Your present prior excludes the true value b = 5.');
  });

  it('is none where a narrow posterior lies near an end, or in a tail, without reaching it', () => {
    // The outermost 3 % of the prior, and ten sds from its end; 2.2 sds from the mean of a normal one.
    const near = Float64Array.from({ length: 2000 }, () => 0.12 + 0.01 * random.normal());
    expect(sentence(uniform(0, 4), near, null, null)).toBeNull();
    expect(sentence(uniform(-4, 0.24), near, null, null)).toBeNull();
    const bell = (mean: number) => new JointPrior(['b'], [{ family: 'normal', mean, sd: 1 }]);
    expect(sentence(bell(2.32), near, null, null)).toBeNull();
    expect(sentence(bell(5), near, null, null)).toBe('The posterior presses against the lower tail of the prior of b.');
  });

  it('is none where the prior holds the data, is the posterior, or cuts a tail off', () => {
    expect(sentence(uniform(0, 4), own, 2)).toBeNull();
    const flat = Float64Array.from({ length: 2000 }, () => 4 * random.uniform());
    expect(sentence(uniform(0, 4), flat, null, flat)).toBeNull();
    const most = own.filter((value) => value < 2.2);
    expect(sentence(uniform(0, 2.2), most, null)).toBeNull();
  });
});
