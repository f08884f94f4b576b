import { describe, expect, it } from 'vitest';
import { learningVerdict } from './learningVerdict.ts';

/** Validation points every 10 steps; the lowest so far is the best. */
const points = (losses: readonly number[]) =>
  losses.map((loss, i) => ({ step: 10 * (i + 1), loss, best: loss === Math.min(...losses.slice(0, i + 1)) }));
const budget = { reason: 'budget', bestStep: 1 } as const;

describe('the verdict on learning', () => {
  it('is withheld before the first validation', () =>
    expect(learningVerdict([], { losses: [1] }, 'running', null, false)).toBeNull());

  it('does not judge a run that goes on', () => {
    const verdict = learningVerdict(points([1, 0.5]), { losses: [0.5] }, 'running', null, false);
    expect(verdict).toEqual({ level: 'good', sentence: 'Validation loss 0.50 nats at step 20, the best so far.' });
  });

  it('says when the network overfits', () => {
    const verdict = learningVerdict(points([1, 0.2, 0.3, 0.4, 0.5]), { losses: [-1] }, 'running', null, false);
    expect(verdict?.level).toBe('warn');
    expect(verdict?.sentence).toContain('risen by 0.30 nats since step 20');
  });

  it('never says so of simulations that are seen once', () => {
    const risen = points([1, 0.2, 0.3, 0.4, 0.5]);
    expect(learningVerdict(risen, { losses: [-1] }, 'running', null, true)?.level).toBe('good');
    expect(learningVerdict(risen, { losses: [-1] }, 'finished', budget, true)?.sentence).not.toContain(
      'more simulations',
    );
  });

  it('says when the budget ended too early', () => {
    const verdict = learningVerdict(points([4, 3, 2, 1]), { losses: [1] }, 'finished', budget, false);
    expect(verdict?.sentence).toContain('train for more epochs');
  });

  it('is no plain good one where the spread of a column is that of a few huge values', () => {
    const verdict = learningVerdict(points([4, 1, 1, 1]), { losses: [0.98] }, 'finished', budget, false, ['x_3']);
    expect(verdict).toMatchObject({ level: 'warn' });
    expect(verdict?.sentence).toMatch(/^A few huge values set the scale of column x_3: the network can hardly tell/);
  });

  it('is content with a run that has levelled off near its training loss', () => {
    const verdict = learningVerdict(points([4, 1, 1, 1]), { losses: [0.98] }, 'finished', budget, false);
    expect(verdict?.level).toBe('good');
  });
});
