import { describe, expect, it } from 'vitest';
import { numpyNormals, stimulus } from './stimulus.ts';

describe('the stimulus of the Bernoulli GLM', () => {
  // Oracle: the stimulus stored with the benchmark.
  it('is the one of sbibm, in single precision', () => {
    expect(stimulus).toHaveLength(100);
    expect(Array.from(stimulus.subarray(0, 4))).toEqual([
      0.49671414494514465, -0.13826429843902588, 0.6476885676383972, 1.5230298042297363,
    ]);
    expect(Array.from(stimulus.subarray(98))).toEqual([0.00511345686390996, -0.23458713293075562]);
  });

  // Oracle: NumPy, RandomState(1).randn(1000)[-1], past the first 624 words of the generator.
  it('comes from a generator that goes on as that of NumPy does', () => {
    expect(numpyNormals(1, 1000)[0]).toBe(1.6243453636632417);
    expect(numpyNormals(1, 1000)[999]).toBeCloseTo(-0.18695501653274957, 14);
  });
});
