import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UNTRANSFORMED } from '../../inference/correction/posteriorTransform.ts';
import { systems } from '../../inference/simulators/registry.ts';
import { studySlice } from './studySlice.ts';
import type { PosteriorFrame } from './telemetry.ts';
import { afterEvent, createTelemetry, emptyTelemetry, FrameHistory, Publisher } from './telemetry.ts';

const frame = (step: number, system = 'toy'): PosteriorFrame => {
  const problem = { system, design: {}, priors: {}, nuisances: {} };
  const study = { ...studySlice(systems[0]), problem };
  const answer = { draws: new Float64Array(2), step, transform: UNTRANSFORMED, observation: 1, study, weighted: null };
  return { ...answer, problem, exact: null, answer };
};

describe('telemetry', () => {
  it('follows simulations and steps', () => {
    let state = emptyTelemetry();
    state = afterEvent(state, { kind: 'simulations', done: 10, total: 100, perSecond: 5 });
    const losses = Float32Array.of(1, 0.5);
    state = afterEvent(state, {
      kind: 'steps',
      step: 2,
      totalSteps: 50,
      epoch: 0,
      losses,
      learningRate: 1e-3,
      stepsPerSecond: 20,
    });
    expect(state.progress).toMatchObject({
      simulated: 10,
      simulations: 100,
      step: 2,
      totalSteps: 50,
      stepsPerSecond: 20,
    });
    expect(state.trace.losses).toEqual([1, 0.5]);
  });

  it('keeps a frame of the past as the ghost, until it is old', () => {
    const history = new FrameHistory();
    let state = history.next(emptyTelemetry(), frame(1), 0);
    expect(state.ghost).toBeNull();
    state = history.next(state, frame(2), 10);
    expect(state.ghost?.step).toBe(1);
    state = history.next(state, frame(3), 20);
    expect(state.ghost?.step).toBe(1);
    state = history.next(state, frame(4), 2000);
    expect(state.ghost?.step).toBe(3);
  });

  it('takes draws of the same posterior for no earlier one', () => {
    const history = new FrameHistory();
    const first = frame(1);
    const again = history.next(history.next(emptyTelemetry(), first, 0), frame(1), 2000);
    expect(again.ghost).toBeNull();
    expect(history.next(again, { ...frame(1), observation: 2 }, 4000).ghost?.observation).toBe(1);
  });

  it('keeps the last frame of a former design beside the first of the next', () => {
    const left = { ...emptyTelemetry(), ghost: frame(9) };
    expect(new FrameHistory().next(left, frame(1), 0).ghost?.step).toBe(9);
    expect(new FrameHistory().next(left, frame(1, 'other'), 0).ghost).toBeNull();
  });

  it('drops the ghost of another system', () => {
    const history = new FrameHistory();
    const state = history.next(history.next(emptyTelemetry(), frame(1), 0), frame(1, 'other'), 2000);
    expect(state.ghost).toBeNull();
  });
});

describe('the publisher', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('publishes a thousand changes of a second in ten renders, and loses none', () => {
    const store = createTelemetry();
    const publisher = new Publisher(store, 100);
    let renders = 0;
    store.subscribe(() => renders++);
    for (let i = 0; i < 1000; i++) {
      publisher.update((state) => ({ ...state, version: state.version + 1 }));
      vi.advanceTimersByTime(1);
    }
    publisher.flush();
    expect(renders).toBeLessThanOrEqual(11);
    expect(store.getState().version).toBe(1000);
  });
});
