import { describe, expect, it } from 'vitest';
import { LossTrace } from './lossTrace.ts';

describe('a loss trace', () => {
  it('holds every step of a short run', () => {
    const trace = new LossTrace();
    trace.append(3, [5, 4, 3]);
    trace.append(4, [2]);
    expect(trace.steps).toEqual([1, 2, 3, 4]);
    expect(trace.losses).toEqual([5, 4, 3, 2]);
  });

  it('stays bounded in a long run and keeps its mean', () => {
    const trace = new LossTrace();
    // A straight line from 0 to 1: averaging neighbours keeps it straight.
    for (let step = 1; step <= 100_000; step++) trace.append(step, [step / 100_000]);
    expect(trace.steps.length).toBeLessThan(800);
    expect(trace.steps.length).toBeGreaterThan(390);
    for (let i = 0; i < trace.steps.length; i++) {
      expect(Math.abs(trace.losses[i] - trace.steps[i] / 100_000)).toBeLessThan(0.003);
    }
  });

  it('leaves out losses that are not finite', () => {
    const trace = new LossTrace();
    trace.append(3, [1, NaN, 3]);
    expect(trace.losses).toEqual([1, 3]);
    expect(trace.steps).toEqual([1, 3]);
  });
});
