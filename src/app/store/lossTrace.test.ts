import fc from 'fast-check';
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

  it('lacks no step, however often it is saved and resumed, or goes back', () => {
    const moves = fc.array(fc.tuple(fc.integer({ min: 1, max: 700 }), fc.integer({ min: 0, max: 60 })), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(moves, (stretches) => {
        let trace = new LossTrace();
        let step = 0;
        for (const [more, back] of stretches) {
          for (const end = step + more; step < end; ) trace.append(++step, [step]);
          trace = LossTrace.from(trace.points);
          step = Math.max(1, step - back);
          trace.rewind(step);
          const { steps, perPoint } = trace.points;
          expect(steps.at(-1)).toBe(step);
          // A point stands for as many steps as lie between it and the one before.
          const wrong = steps.filter((at, i) => at <= (steps[i - 1] ?? 0) || at - (steps[i - 1] ?? 0) > perPoint);
          expect(wrong).toEqual([]);
        }
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});
