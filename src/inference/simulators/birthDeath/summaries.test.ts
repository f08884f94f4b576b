import { describe, expect, it } from 'vitest';
import { summariseCounts, summaryNames, type SummarySet } from './summaries.ts';

function summaries(set: SummarySet, y: readonly number[]): number[] {
  const out = new Float64Array(summaryNames(set, y.length).length);
  summariseCounts(set, y, out);
  return [...out];
}

describe('summaries of counts', () => {
  it('are the counts themselves as ln(1 + y) when raw, with S3 and the squared step per individual beside them', () => {
    const raw = summaries('raw', [0, 1, 6]);
    expect(raw.slice(0, 3)).toEqual([0, Math.log1p(1), Math.log1p(6)]);
    expect(raw.slice(3, 12)).toEqual(summaries('S3', [0, 1, 6]));
    // Steps 1 from 0 and 5 from 1: (1 / 1 + 25 / 2) / 2.
    expect(raw[12]).toBeCloseTo(Math.log(6.75 + 0.1), 14);
    expect(raw).toHaveLength(13);
    expect(summaryNames('raw', 12)[11]).toBe('ln(1 + y₁₂)');
  });

  it('are the nine of S3, worked by hand for 1, 3, 0, 4', () => {
    // mean 2, deviations -1, 1, -2, 2: sum of squares 10; lag 1: -1 - 2 - 4 = -7; lag 2: 2 + 2 = 4; steps 2, -3, 4: 29.
    const logs = [1, 3, 0, 4].map(Math.log1p);
    const slope = (-1.5 * logs[0] - 0.5 * logs[1] + 0.5 * logs[2] + 1.5 * logs[3]) / 5;
    const expected = [
      Math.log1p(2),
      Math.log(10 / 3 + 0.5),
      -0.7,
      0.4,
      0.25,
      logs[0],
      logs[3],
      Math.log(29 / 3 + 0.5),
      slope,
    ];
    const s3 = summaries('S3', [1, 3, 0, 4]);
    expect(s3).toHaveLength(9);
    for (const [i, value] of expected.entries()) expect(s3[i]).toBeCloseTo(value, 14);
    expect(summaries('S1', [1, 3, 0, 4])).toEqual(s3.slice(0, 2));
    expect(summaries('S2', [1, 3, 0, 4])).toEqual(s3.slice(0, 3));
  });

  it('are finite for constant and for empty series', () => {
    for (const set of ['raw', 'S1', 'S2', 'S3'] as const) {
      for (const y of [
        [0, 0, 0, 0, 0],
        [7, 7, 7, 7, 7],
      ]) {
        expect(summaries(set, y).every(Number.isFinite)).toBe(true);
      }
    }
    expect(summaries('S2', [7, 7, 7])[2]).toBe(0);
  });
});
