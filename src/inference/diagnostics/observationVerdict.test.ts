import { describe, expect, it } from 'vitest';
import { observationAdvice, observationVerdict } from './observationVerdict.ts';
import type { Verdict } from './verdict.ts';

const good: Verdict = { level: 'good', sentence: 'Fine.' };
const warn: Verdict = { level: 'warn', sentence: 'Perhaps.' };
const bad = (sentence: string): Verdict => ({ level: 'bad', sentence });
const none = { outlier: good, predictive: good, recovery: good, local: null };

describe('the verdict of an observation', () => {
  it('is good where no check objects, and counts those that were made', () => {
    expect(observationVerdict(none)).toEqual({
      level: 'good',
      sentence: 'None of 3 checks at this observation finds fault with the answer.',
    });
    expect(observationVerdict({ ...none, predictive: null, recovery: null }).sentence).toContain('None of 1 check ');
  });

  it('is the worst of them, with their sentences and a remedy that can help', () => {
    const wrong = observationVerdict({ ...none, recovery: bad('Off by 1 sd.'), local: warn });
    expect(wrong.level).toBe('bad');
    expect(wrong.sentence).toMatch(/^Do not trust this answer\. Off by 1 sd\. Remedy: train on more simulations/);
    expect(wrong.sentence).not.toContain('Perhaps');
    const outside = observationVerdict({ ...none, outlier: bad('Never seen.'), predictive: bad('Too high.') });
    expect(outside.sentence).toMatch(/Never seen\. Too high\. Remedy: check the units/);
    // Rare data that the network recovers, and rare data of which nothing else is known.
    expect(observationVerdict({ ...none, outlier: warn }).level).toBe('good');
    expect(observationVerdict({ ...none, outlier: warn, predictive: null, recovery: null }).level).toBe('warn');
    expect(observationVerdict({ ...none, outlier: warn, recovery: warn }).sentence).toContain('train on more');
    expect(observationVerdict({ ...none, predictive: warn }).sentence).toMatch(
      /^Take this answer with care\. Perhaps\./,
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
