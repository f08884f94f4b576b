import { describe, expect, it } from 'vitest';
import { likelihoodRemarks } from './likelihoodRemarks.ts';

const judged = (datasets: number, problem: string | null = null) =>
  likelihoodRemarks({ kind: 'judged', finding: { problem, datasets } });

describe('what a trial says of a likelihood', () => {
  it('is nothing where there is none', () => {
    expect(likelihoodRemarks(null)).toEqual([]);
  });

  it('is good only of the whole check', () => {
    expect(judged(200)).toMatchObject([
      { level: 'good', text: expect.stringContaining('200 simulated data sets') as string },
    ]);
    for (const datasets of [199, 100, 30, 29, 0]) expect(judged(datasets)).toMatchObject([{ level: 'note' }]);
  });

  it('names what so few data sets find', () => {
    expect(judged(100)[0].text).toContain('half or twice the right width');
    expect(judged(99)[0].text).toContain('a quarter of the right width');
    expect(judged(29)[0].text).toContain('was not checked here');
    expect(likelihoodRemarks({ kind: 'slow' })[0].text).toContain('was not checked here');
  });

  it('is bad where a fault was found, by however few, and where it has thrown', () => {
    expect(judged(40, 'It is wrong.')).toEqual([{ level: 'bad', text: 'It is wrong.' }]);
    expect(likelihoodRemarks({ kind: 'failed', reason: 'Line 3: logLikelihood gave NaN.' })).toMatchObject([
      { level: 'bad', text: expect.stringContaining('gave NaN') as string },
    ]);
  });
});
