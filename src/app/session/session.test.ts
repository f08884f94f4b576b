import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systems } from '../../inference/simulators/registry.ts';
import { networkStanding } from '../store/engineSlice.ts';
import { trainingSession } from './scriptedEngine.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a session', () => {
  it('opens and trains the default study as soon as the engine is ready, without a click', async () => {
    const { of, store } = await trainingSession();
    expect(of('train.run')).toHaveLength(1);
    expect(store.getState().engine.run).toBe('running');
    expect(networkStanding(store.getState().engine, store.getState().study)).toBe('this-study');
  });

  it('trains a new study 0.8 s after the last change of a prior', async () => {
    const { of, session } = await trainingSession();
    session.setPrior('A', { family: 'logUniform', low: 0.5, high: 4 });
    await vi.advanceTimersByTimeAsync(700);
    session.setPrior('A', { family: 'logUniform', low: 0.6, high: 4 });
    await vi.advanceTimersByTimeAsync(700);
    expect(of('study.open')).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(of('study.open')).toHaveLength(2);
    expect(of('train.run')[0].aborted).toBe(true);
  });

  it('waits while a thumb is held, and while the user does not want it', async () => {
    const { of, session, store } = await trainingSession();
    session.setThumbHeld(true);
    session.setPrior('A', { family: 'logUniform', low: 0.5, high: 4 });
    await vi.advanceTimersByTimeAsync(5000);
    expect(of('study.open')).toHaveLength(1);
    store.setState(({ view }) => ({ view: { ...view, retrainByItself: false } }));
    session.setThumbHeld(false);
    await vi.advanceTimersByTimeAsync(5000);
    expect(of('study.open')).toHaveLength(1);
    store.setState(({ view }) => ({ view: { ...view, retrainByItself: true } }));
    await vi.advanceTimersByTimeAsync(1000);
    expect(of('study.open')).toHaveLength(2);
  });

  it('does not train again when the prior is moved back in time', async () => {
    const { of, session, store } = await trainingSession();
    const { A } = store.getState().study.problem.priors;
    session.setPrior('A', { family: 'logUniform', low: 0.5, high: 4 });
    session.setPrior('A', A);
    await vi.advanceTimersByTimeAsync(5000);
    expect(of('study.open')).toHaveLength(1);
  });

  it('asks the present network when the truth is dragged, and retrains nothing', async () => {
    const { of, session, store } = await trainingSession();
    const before = store.getState().observation.current;
    session.setDragging(true);
    session.setTruth([1, 1.2]);
    await vi.advanceTimersByTimeAsync(2000);
    const { current, id } = store.getState().observation;
    expect(current.truth).toEqual([1, 1.2]);
    expect(current.s).not.toEqual(before.s);
    expect(of('study.open')).toHaveLength(1);
    // One draw is out already, for the first observation; the next follows when it is answered.
    of('posterior.draw')[0].resolve({ draws: new Float64Array(40), step: 1, milliseconds: 1 });
    of('observation.set')[0].resolve(null);
    await vi.advanceTimersByTimeAsync(0);
    expect(of('observation.set').at(-1)?.params).toMatchObject({ id, s: Float64Array.from(current.s) });
  });

  it('drops live frames that answer an older observation', async () => {
    const { of, session, telemetry, store } = await trainingSession();
    const stale = store.getState().observation.id;
    session.newNoise();
    const posterior = { draws: new Float64Array(40).fill(1), step: 3, milliseconds: 1 };
    of('train.run')[0].progress({ kind: 'posterior', posterior, observation: stale });
    await vi.advanceTimersByTimeAsync(200);
    expect(telemetry.getState().frame).toBeNull();
    of('train.run')[0].progress({ kind: 'posterior', posterior, observation: store.getState().observation.id });
    await vi.advanceTimersByTimeAsync(200);
    expect(telemetry.getState().frame?.step).toBe(3);
  });

  it('forgets results that belong to another system, and trains the new one at once', async () => {
    const { of, session, store, telemetry } = await trainingSession();
    session.selectSystem(systems[1]);
    await vi.advanceTimersByTimeAsync(0);
    expect(store.getState().observation.current.system).toBe(systems[1].id);
    expect(telemetry.getState().frame).toBeNull();
    expect(of('study.open').at(-1)?.params).toMatchObject({ study: { problem: { system: systems[1].id } } });
  });

  it('refuses a bad file with a message and keeps the observation that was there', async () => {
    const { session, store } = await trainingSession();
    const before = store.getState().observation.current;
    session.files.read('bad.csv', new TextEncoder().encode('k,P\n0.03,abc\n'));
    const { refusal, current } = store.getState().observation;
    expect(refusal?.message).toContain('bad.csv, row 2, column P');
    expect(current).toBe(before);
  });
});
