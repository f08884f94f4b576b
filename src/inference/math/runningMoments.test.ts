import { expect, it } from 'vitest';
import { Random, STREAMS } from './random.ts';
import { RunningMoments } from './runningMoments.ts';
import { mean, sd } from './statistics.ts';

it('are those of the kept values, also where the mean is 10^9 spreads', () => {
  const random = new Random(3, STREAMS.base);
  const columns = [0, 1e9].map((centre) => Array.from({ length: 400 }, () => centre + random.normal()));
  const moments = new RunningMoments(2);
  for (let i = 0; i < 400; i++) moments.add(columns.map((column) => column[i]));
  for (const [j, column] of columns.entries()) {
    expect(Math.abs(moments.mean[j] - mean(column))).toBeLessThan(1e-14 * (1 + Math.abs(mean(column))) * 10);
    // The sum of squares less n times the square of the mean would have no digit of it.
    expect(Math.abs(moments.sd()[j] / sd(column) - 1)).toBeLessThan(1e-6);
  }
});

it('of one vector have spread 0, and do not change with the array that was added', () => {
  const moments = new RunningMoments(2);
  const vector = Float64Array.of(4, 5);
  moments.add(vector);
  vector.fill(9);
  expect(moments.mean).toEqual(Float64Array.of(4, 5));
  expect(moments.sd()).toEqual(Float64Array.of(0, 0));
});
