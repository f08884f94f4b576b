import { describe, expect, it } from 'vitest';
import { missingText } from './missingText.ts';

const judged = (problem: string | null) => ({ kind: 'judged', finding: { problem, datasets: 200 } }) as const;

describe('what will be missing', () => {
  it('is nothing with a likelihood that was not refused', () => {
    for (const trial of [null, judged(null), { kind: 'slow' } as const]) {
      expect(missingText({ likelihood: true }, trial)).toMatch(/^Nothing:/);
    }
  });

  it('is what depends on the likelihood where the trial has refused it', () => {
    const failed = { kind: 'failed', reason: 'logLikelihood threw.' } as const;
    for (const trial of [judged('It is another one.'), failed]) {
      for (const summaries of [undefined, ['mean']]) {
        const text = missingText({ likelihood: true, summaries }, trial);
        expect(text).toMatch(/refused logLikelihood, so no reference posterior and no check by ln p/);
      }
    }
  });

  it('is said of a text without one as ever, whatever was tried before', () => {
    expect(missingText({}, null)).toMatch(/^There is no logLikelihood/);
    expect(missingText({}, judged('It is another one.'))).toMatch(/^There is no logLikelihood/);
  });

  it('tells that a reference which knows all data is not compared with a network of summaries', () => {
    expect(missingText({ likelihood: true, summaries: ['mean'] }, judged(null))).toMatch(/no distance is judged/);
  });
});
