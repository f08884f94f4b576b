import { describe, expect, it } from 'vitest';
import { notChecked, observationAdvice, observationVerdict } from './observationVerdict.ts';
import type { Verdict } from './verdict.ts';

const good: Verdict = { level: 'good', sentence: 'Fine.' };
const warn: Verdict = { level: 'warn', sentence: 'Perhaps.' };
const bad = (sentence: string): Verdict => ({ level: 'bad', sentence });
const none = { outlier: good, predictive: good, recovery: good, local: null, weights: null };

describe('the verdict of an observation', () => {
  it('is good where no check objects, and names those that were made and those that were not', () => {
    expect(observationVerdict(none)).toEqual({
      level: 'good',
      sentence:
        'None of 3 checks at this observation found a fault: distance of the data from the simulations, predictive check, recovery of simulated parameters.',
      looked: ['distance of the data from the simulations', 'predictive check', 'recovery of simulated parameters'],
      notLooked: ['local test (L-C2ST)'],
    });
  });

  it('is never good where only the data were looked at, and says so', () => {
    const far = { ...none, predictive: null, recovery: null };
    expect(observationVerdict(far)).toMatchObject({
      level: 'unchecked',
      sentence:
        'The posterior was not checked. Checks made: distance of the data from the simulations. Not made: predictive check, recovery of simulated parameters, local test (L-C2ST).',
    });
    // That a model could give such data does not say that the posterior is right.
    expect(observationVerdict({ ...far, predictive: good }).level).toBe('unchecked');
    expect(observationVerdict({ ...far, local: good }).level).toBe('good');
    expect(observationVerdict({ ...far, outlier: bad('Never seen.') }).level).toBe('bad');
    expect(notChecked('no rows.')).toMatchObject({ level: 'unchecked', looked: [] });
  });

  it('counts importance weights by the exact likelihood', () => {
    const uncovered = bad('The network does not cover the exact posterior: Pareto k = 1.3.');
    const found = observationVerdict({ ...none, weights: uncovered });
    expect(found.level).toBe('bad');
    expect(found.sentence).toMatch(/^Do not trust this posterior\. The network does not cover.*Remedy: train on more/);
    expect(observationVerdict({ ...none, weights: warn }).level).toBe('warn');
    expect(observationVerdict({ ...none, weights: good }).looked).toContain('importance weights');
  });

  it('is the worst of them, with their sentences and a remedy that can help', () => {
    const wrong = observationVerdict({ ...none, recovery: bad('Off by 1 sd.'), local: warn });
    expect(wrong.level).toBe('bad');
    expect(wrong.sentence).toMatch(/^Do not trust this posterior\. Off by 1 sd\. Remedy: train on more simulations/);
    expect(wrong.sentence).not.toContain('Perhaps');
    const outside = observationVerdict({ ...none, outlier: bad('Never seen.'), predictive: bad('Too high.') });
    expect(outside.sentence).toMatch(/Never seen\. Too high\. Remedy: check the units/);
    // Rare data that the network recovers, and rare data of which nothing else is known.
    expect(observationVerdict({ ...none, outlier: warn }).level).toBe('good');
    expect(observationVerdict({ ...none, outlier: warn, predictive: null, recovery: null }).level).toBe('warn');
    expect(observationVerdict({ ...none, outlier: warn, recovery: warn }).sentence).toContain('train on more');
    expect(observationVerdict({ ...none, predictive: warn }).sentence).toMatch(
      /^Use this posterior with caution\. Perhaps\./,
    );
  });
  it('sends nobody to train a posterior that is broken on purpose or corrected', () => {
    const wrong = { ...none, recovery: bad('Off by 1 sd.') };
    expect(observationAdvice(wrong, 'broken').remedy).toMatch(/broken on purpose, in the sandbox; switch that off/);
    expect(observationAdvice(wrong, 'corrected').remedy).toMatch(
      /^Remedy: undo the correction that is in use, or train/,
    );
    expect(observationAdvice(none, 'broken').remedy).toBeNull();
  });
});
