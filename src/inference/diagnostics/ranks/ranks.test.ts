import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../math/random.ts';
import { ranksOf } from './ranks.ts';

const first = (theta: Float64Array) => theta[0];
const sum = (theta: Float64Array) => theta[0] + theta[1];

describe('the rank of a true value', () => {
  it('counts the draws below it, for each data set and quantity', () => {
    const input = {
      draws: Float64Array.of(0, 0, 1, 1, 2, 9, /* second data set */ -1, 5, -2, 5, -3, 5),
      truths: Float64Array.of(1.5, 0, 0, 0),
      datasets: 2,
      drawsPerDataset: 3,
    };
    expect([...ranksOf(input, [first, sum], new Random(1, STREAMS.calibration))]).toEqual([2, 1, 3, 0]);
  });

  it('is uniform among its ties', () => {
    const datasets = 4000;
    const input = {
      draws: new Float64Array(datasets * 3),
      truths: new Float64Array(datasets),
      datasets,
      drawsPerDataset: 3,
    };
    const counts = [0, 0, 0, 0];
    for (const rank of ranksOf(input, [first], new Random(1, STREAMS.calibration))) counts[rank]++;
    // Binomial(4000, 1/4) has sd 27: 110 is 4 of them (false alarm 3e-4 with four counts).
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(110);
  });

  it('may depend on the data set', () => {
    const input = { draws: Float64Array.of(1, 1), truths: Float64Array.of(2, 2), datasets: 2, drawsPerDataset: 1 };
    const signed = (theta: Float64Array, dataset: number) => (dataset === 0 ? theta[0] : -theta[0]);
    expect([...ranksOf(input, [signed], new Random(1, STREAMS.calibration))]).toEqual([1, 0]);
  });

  it('is refused for sizes that do not fit and for values that are not numbers', () => {
    const random = new Random(1, STREAMS.calibration);
    const input = { draws: new Float64Array(5), truths: new Float64Array(2), datasets: 2, drawsPerDataset: 3 };
    expect(() => ranksOf(input, [first], random)).toThrow('5 values of draws and 2 of truths do not fit 2 data sets');
    const diverged = { ...input, draws: new Float64Array(6).fill(Number.NaN) };
    expect(() => ranksOf(diverged, [first], random)).toThrow('quantity 0 is not a number for data set 0');
  });
});
