import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systems } from '../../inference/simulators/registry.ts';
import type { Commands } from '../../worker/protocol.ts';
import { createAppStore } from '../store/appStore.ts';
import { networkStanding } from '../store/engineSlice.ts';
import { createTelemetry, Publisher } from '../store/telemetry.ts';
import type { Engine } from './context.ts';
import { Session } from './session.ts';

/** An engine that answers nothing by itself: the test settles each call. */
function scriptedEngine() {
  interface Call {
    readonly command: keyof Commands;
    readonly params: unknown;
    readonly resolve: (result: unknown) => void;
    readonly progress: (event: unknown) => void;
    aborted: boolean;
  }
  const calls: Call[] = [];
  const engine: Engine = {
    call: (command, params, options) =>
      new Promise((resolve, reject) => {
        const progress = (event: unknown) => options?.onProgress?.(event as never);
        const call: Call = { command, params, resolve: resolve as (result: unknown) => void, progress, aborted: false };
        calls.push(call);
        options?.signal?.addEventListener('abort', () => {
          call.aborted = true;
          reject(new DOMException('cancelled', 'AbortError'));
        });
      }),
  };
  const of = (command: keyof Commands) => calls.filter((call) => call.command === command);
  return { engine, calls, of };
}

const info = {
  engine: 'wasm',
  software: false,
  reason: '',
  candidates: [],
  simulationWorkers: 1,
} satisfies Commands['engine.select']['result'];
const spec = { dim: 2, context: 9, embedding: 0, transforms: 3, hidden: 64, bins: 8, bound: 5 };
const opened = { spec, parameterCount: 10, totalSteps: 100 } satisfies Commands['study.open']['result'];

function start() {
  const script = scriptedEngine();
  const store = createAppStore(systems[0], 'light');
  const telemetry = createTelemetry();
  const session = new Session({ store, telemetry, publisher: new Publisher(telemetry), engine: script.engine });
  return { ...script, store, telemetry, session };
}

/** A session whose default study is being trained. */
async function training() {
  const parts = start();
  void parts.session.start();
  parts.of('engine.select')[0].resolve(info);
  await vi.advanceTimersByTimeAsync(0);
  parts.of('study.open')[0].resolve(opened);
  await vi.advanceTimersByTimeAsync(0);
  return parts;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a session', () => {
  it('opens and trains the default study as soon as the engine is ready, without a click', async () => {
    const { of, store } = await training();
    expect(of('train.run')).toHaveLength(1);
    expect(store.getState().engine.run).toBe('running');
    expect(networkStanding(store.getState().engine, store.getState().study)).toBe('this-study');
  });

  it('trains a new study 0.8 s after the last change of a prior', async () => {
    const { of, session } = await training();
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
    const { of, session, store } = await training();
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
    const { of, session, store } = await training();
    const { A } = store.getState().study.problem.priors;
    session.setPrior('A', { family: 'logUniform', low: 0.5, high: 4 });
    session.setPrior('A', A);
    await vi.advanceTimersByTimeAsync(5000);
    expect(of('study.open')).toHaveLength(1);
  });

  it('asks the present network when the truth is dragged, and retrains nothing', async () => {
    const { of, session, store } = await training();
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
    const { of, session, telemetry, store } = await training();
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

  it('begins again with a sentence when the engine stops, and gives up when it stops at once again', async () => {
    const { of, session, store } = await training();
    session.crashed('The engine stopped: out of memory.');
    expect(store.getState().view.messages[0].text).toContain('The engine stopped: out of memory. It was restarted');
    expect(of('engine.select')).toHaveLength(2);
    of('engine.select')[1].resolve(info);
    await vi.advanceTimersByTimeAsync(0);
    expect(of('study.open')).toHaveLength(2);
    session.crashed('The engine stopped: out of memory.');
    expect(of('engine.select')).toHaveLength(2);
    expect(store.getState().engine.status.kind).toBe('failed');
  });

  it('forgets results that belong to another system, and trains the new one at once', async () => {
    const { of, session, store, telemetry } = await training();
    session.selectSystem(systems[1]);
    await vi.advanceTimersByTimeAsync(0);
    expect(store.getState().observation.current.system).toBe(systems[1].id);
    expect(telemetry.getState().frame).toBeNull();
    expect(of('study.open').at(-1)?.params).toMatchObject({ study: { problem: { system: systems[1].id } } });
  });

  it('refuses a bad file with a message and keeps the observation that was there', async () => {
    const { session, store } = await training();
    const before = store.getState().observation.current;
    session.files.read('bad.csv', new TextEncoder().encode('k,P\n0.03,abc\n'));
    const { refusal, current } = store.getState().observation;
    expect(refusal?.message).toContain('bad.csv, row 2, column P');
    expect(current).toBe(before);
  });
});
