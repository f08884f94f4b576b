import type { PosteriorFrame } from '../../store/telemetry.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sampleRun } from '../../../inference/study/testing/sampleRun.ts';
import type { EngineMove } from '../../../worker/engine/engineInfo.ts';
import type { TrainingProgress } from '../../../worker/run/reports.ts';
import { moveSentence } from '../../readout/text/resumeText.ts';
import { engineInfo, opened, trainingSession } from '../testing/scriptedEngine.ts';
import { openStudy, runState } from '../../store/engineSlice.ts';

const CRASH = 'The engine stopped: out of memory.';

type Parts = Awaited<ReturnType<typeof trainingSession>>;

const settle = () => vi.advanceTimersByTimeAsync(0);
const snapshot = { step: 40, checkpoint: 'of step 40' };

/** Steps up to 60, told in tens, with a validation at 20 and at 60 and a snapshot of step 40. */
async function trainTo60({ of }: Parts): Promise<void> {
  const run = of('run.train')[0];
  for (let step = 10; step <= 60; step += 10) {
    const losses = Float32Array.from({ length: 10 }, () => 1);
    const progress = { totalSteps: 100, epoch: 1, learningRate: 1e-3, stepsPerSecond: 30 };
    run.progress({ kind: 'steps', step, losses, ...progress } satisfies TrainingProgress);
    if (step === 20 || step === 60) {
      run.progress({ kind: 'validation', step, epoch: 1, loss: 1, best: true } satisfies TrainingProgress);
    }
    if (step === 40) run.progress({ kind: 'snapshot', snapshot });
  }
  await vi.advanceTimersByTimeAsync(200);
}

/** Answers what a fresh worker is asked first. */
async function restart({ of }: Parts, step: number, finished = false): Promise<void> {
  of('engine.select').at(-1)?.resolve(null);
  await settle();
  of('run.open')
    .at(-1)
    ?.resolve({ ...opened, step, finished });
  await settle();
}

const lastMessage = ({ store }: Parts) => store.getState().view.messages.at(-1)?.text;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('when the worker stops', () => {
  it('a fresh one goes on from the last snapshot without a click, and the user is told', async () => {
    const parts = await trainingSession();
    await trainTo60(parts);
    const { study } = openStudy(parts.store.getState().engine) ?? {};
    parts.session.crashed(CRASH);
    await restart(parts, 40);
    expect(parts.of('run.open')[1].params).toMatchObject({ study, resume: snapshot, warm: false, data: null });
    expect(parts.of('run.train')).toHaveLength(2);
    expect(runState(parts.store.getState().engine)).toBe('running');
    expect(lastMessage(parts)).toBe(`${CRASH} It was restarted; training continues from step 40 on WebAssembly.`);
  });

  it('a check that met the fresh one before the study did is no problem of the user’s', async () => {
    const parts = await trainingSession();
    await trainTo60(parts);
    const { store, of, session } = parts;
    const { study, problem } = { study: openStudy(store.getState().engine)?.study, ...store.getState().study };
    const frame = { study, problem, observation: store.getState().observation.id } as PosteriorFrame;
    session.crashed(CRASH);
    session.trust.frame(frame);
    of('observation.check').at(-1)?.reject(new Error('No study is open.'));
    await settle();
    expect(of('observation.check')).toHaveLength(1);
    expect(store.getState().view.messages).toEqual([]);
    await restart(parts, 40);
    await vi.advanceTimersByTimeAsync(2000);
    session.trust.frame(frame);
    of('observation.check').at(-1)?.reject(new Error('Something else.'));
    await settle();
    expect(lastMessage(parts)).toBe('Something else.');
  });

  it('the history stays on the page up to the snapshot', async () => {
    const parts = await trainingSession();
    await trainTo60(parts);
    expect(parts.telemetry.getState().progress.step).toBe(60);
    parts.session.crashed(CRASH);
    await restart(parts, 40);
    const { progress, trace, validation } = parts.telemetry.getState();
    expect(progress.step).toBe(40);
    expect(trace.steps).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    expect(validation.map(({ step }) => step)).toEqual([20]);
  });

  it('a run that was paused stays paused', async () => {
    const parts = await trainingSession();
    await trainTo60(parts);
    parts.session.training.pause();
    await settle();
    parts.session.crashed(CRASH);
    await restart(parts, 40);
    expect(parts.of('run.train')).toHaveLength(1);
    expect(runState(parts.store.getState().engine)).toBe('paused');
    expect(lastMessage(parts)).toContain('the network of step 40 now runs on WebAssembly');
  });

  it('a finished network answers again without being trained', async () => {
    const parts = await trainingSession();
    await trainTo60(parts);
    parts.of('run.train')[0].resolve({ finished: true, step: 60 });
    await settle();
    parts.session.crashed(CRASH);
    const asked = parts.of('posterior.draw').length;
    await restart(parts, 60, true);
    // One question is still out, to the worker that is gone.
    parts.of('posterior.draw')[asked - 1].reject(Object.assign(new Error(CRASH), { name: 'WorkerCrash' }));
    parts.of('observation.set')[asked - 1].resolve(null);
    await settle();
    expect(runState(parts.store.getState().engine)).toBe('finished');
    expect(parts.of('run.train')).toHaveLength(1);
    expect(parts.of('posterior.draw').length).toBeGreaterThan(asked);
  });

  it('passes over the engine of the second time, and gives up at the third', async () => {
    const parts = await trainingSession();
    await trainTo60(parts);
    parts.session.crashed(CRASH);
    expect(parts.of('engine.select')[1].params).toEqual({ choice: 'auto', passOver: [] });
    await restart(parts, 40);
    parts.session.crashed(CRASH);
    const passOver = [['wasm', 'it stopped twice in a short time']];
    expect(parts.of('engine.select')[2].params).toEqual({ choice: 'auto', passOver });
    await restart(parts, 40);
    parts.session.crashed(CRASH);
    await settle();
    expect(parts.of('engine.select')).toHaveLength(3);
    expect(parts.store.getState().engine.status.kind).toBe('failed');
  });

  it('keeps the network when it gives up: it is still saved, and answers when the engine is started again', async () => {
    const parts = await trainingSession();
    await trainTo60(parts);
    const { study } = openStudy(parts.store.getState().engine) ?? {};
    for (let crash = 0; crash < 2; crash++) {
      parts.session.crashed(CRASH);
      await restart(parts, 40);
    }
    parts.session.crashed(CRASH);
    await settle();
    expect(lastMessage(parts)).toContain('The network of step 40 is kept. Restart the engine in the engine menu.');
    const kept = await parts.session.training.saved();
    expect(kept).toMatchObject({ study, snapshot });
    expect(kept?.history.trace.steps.at(-1)).toBe(40);
    void parts.session.engineLifecycle.select('auto');
    await restart(parts, 40);
    expect(parts.of('run.open').at(-1)?.params).toMatchObject({ study, resume: snapshot, warm: false, data: null });
    expect(parts.store.getState().engine).toMatchObject({ network: { kind: 'paused', open: { study } } });
    expect(parts.telemetry.getState().trace.steps.at(-1)).toBe(40);
    expect(lastMessage(parts)).toBe('Restored as you left it, with the network of step 40 of 100.');
  });

  it('forgets a crash after half a minute', async () => {
    const parts = await trainingSession();
    for (let i = 0; i < 4; i++) {
      parts.session.crashed(CRASH);
      await restart(parts, 0);
      await vi.advanceTimersByTimeAsync(31_000);
    }
    expect(parts.of('engine.select').at(-1)?.params).toEqual({ choice: 'auto', passOver: [] });
    expect(runState(parts.store.getState().engine)).toBe('running');
  });

  it('a saved run that was being opened is opened by the fresh one, and is waited for when a prior is moved', async () => {
    const parts = await trainingSession();
    const run = sampleRun({ finished: true });
    parts.session.opening.openStudy({ document: { study: run.study, observation: null, view: null }, run });
    await settle();
    parts.session.crashed(CRASH);
    parts.session.studyEditing.setPrior('theta1', { family: 'uniform', low: -0.5, high: 0.5 });
    await vi.advanceTimersByTimeAsync(2000);
    await restart(parts, 140, true);
    await vi.advanceTimersByTimeAsync(2000);
    expect(parts.of('run.open').at(-1)?.params).toMatchObject({ resume: run.snapshot });
    expect(runState(parts.store.getState().engine)).toBe('finished');
  });

  it('opens the study that was assumed meanwhile instead of the former one', async () => {
    const parts = await trainingSession();
    await trainTo60(parts);
    parts.session.crashed(CRASH);
    parts.session.studyEditing.setSeed(8);
    await vi.advanceTimersByTimeAsync(1000);
    await restart(parts, 0);
    const last = parts.of('run.open').at(-1)?.params;
    expect(last).toMatchObject({ resume: null, study: { seed: 8 } });
    expect(openStudy(parts.store.getState().engine)?.study.seed).toBe(8);
  });
});

describe('when another engine takes over', () => {
  it('by itself, the page goes back to its snapshot and says why', async () => {
    const parts = await trainingSession();
    await trainTo60(parts);
    const move: EngineMove = {
      failure: { kind: 'lost', engine: 'webgpu', threads: 1, message: 'a driver reset', step: 1234 },
      engine: engineInfo,
      step: 40,
    };
    parts.session.engineLifecycle.moved(move);
    expect(lastMessage(parts)).toBe('The GPU was lost at step 1,234; training continues from step 40 on WebAssembly.');
    expect(parts.telemetry.getState().progress.step).toBe(40);
    expect(parts.of('run.train')).toHaveLength(1);
  });

  it('by choice, the run goes on with the network as it is', async () => {
    const parts = await trainingSession();
    await trainTo60(parts);
    void parts.session.engineLifecycle.select('tfjs-wasm');
    expect(parts.of('run.train')[0].aborted).toBe(true);
    await settle();
    parts.of('engine.select')[1].resolve({ ...engineInfo, engine: 'tfjs-wasm' });
    await settle();
    expect(parts.of('run.open')).toHaveLength(1);
    expect(parts.of('run.train')).toHaveLength(2);
    expect(parts.telemetry.getState().progress.step).toBe(60);
    expect(parts.store.getState().engine.status).toMatchObject({ kind: 'ready', info: { engine: 'tfjs-wasm' } });
  });

  it('on fewer threads, the page says so', () => {
    const failure = { kind: 'threw', engine: 'wasm', threads: 2, message: 'thread 1 has ended', step: 1234 } as const;
    expect(moveSentence({ failure, engine: engineInfo, step: 1200 }, true)).toBe(
      'WebAssembly failed (thread 1 has ended) at step 1,234; training continues from step 1,200 on WebAssembly with one thread.',
    );
  });

  it('that cannot be used, the former one goes on', async () => {
    const parts = await trainingSession();
    void parts.session.engineLifecycle.select('webgpu');
    await settle();
    parts.of('engine.select')[1].reject(new Error('WebGPU cannot be used here: there is none.'));
    await settle();
    expect(parts.store.getState().engine).toMatchObject({
      choice: 'auto',
      network: { kind: 'training', steps: 'all' },
    });
    expect(lastMessage(parts)).toBe('WebGPU cannot be used here: there is none.');
  });

  it('while a third is being started, the run goes on with the last choice', async () => {
    const parts = await trainingSession();
    await trainTo60(parts);
    void parts.session.engineLifecycle.select('webgpu');
    await settle();
    void parts.session.engineLifecycle.select('tfjs-wasm');
    await settle();
    parts.of('engine.select')[1].resolve({ ...engineInfo, engine: 'webgpu' });
    parts.of('engine.select')[2].resolve({ ...engineInfo, engine: 'tfjs-wasm' });
    await settle();
    expect(parts.of('run.open')).toHaveLength(1);
    expect(parts.of('run.train')).toHaveLength(2);
    expect(parts.store.getState().engine).toMatchObject({
      choice: 'tfjs-wasm',
      status: { kind: 'ready', info: { engine: 'tfjs-wasm' } },
      network: { kind: 'training' },
    });
  });

  it('while a third is being started that cannot be used, the former one goes on', async () => {
    const parts = await trainingSession();
    await trainTo60(parts);
    void parts.session.engineLifecycle.select('webgpu');
    void parts.session.engineLifecycle.select('tfjs-wasm');
    await settle();
    parts.of('engine.select')[2].reject(new Error('There is none.'));
    await settle();
    expect(parts.store.getState().engine).toMatchObject({
      choice: 'auto',
      status: { kind: 'ready', info: engineInfo },
      network: { kind: 'training' },
    });
  });

  it('while a study is being opened, the study that has been opened meanwhile stays', async () => {
    const parts = await trainingSession(undefined, false);
    void parts.session.engineLifecycle.select('tfjs-wasm');
    await settle();
    parts.of('run.open')[0].resolve(opened);
    await settle();
    parts.of('engine.select')[1].resolve({ ...engineInfo, engine: 'tfjs-wasm' });
    await settle();
    expect(parts.of('run.open')).toHaveLength(1);
    expect(parts.store.getState().engine).toMatchObject({
      status: { kind: 'ready', info: { engine: 'tfjs-wasm' } },
      network: { kind: 'training' },
    });
  });

  it('after a restart that failed, the study that was open is taken up from its last snapshot', async () => {
    const parts = await trainingSession();
    await trainTo60(parts);
    const { study } = openStudy(parts.store.getState().engine) ?? {};
    parts.session.crashed(CRASH);
    parts.of('engine.select')[1].reject(new Error('There is no engine.'));
    await settle();
    expect(parts.store.getState().engine).toMatchObject({
      status: { kind: 'failed' },
      network: { kind: 'interrupted', was: 'running' },
    });
    void parts.session.engineLifecycle.select('tfjs-wasm');
    await restart(parts, 40);
    expect(parts.of('run.open').at(-1)?.params).toMatchObject({ study, resume: snapshot, warm: false, data: null });
    expect(parts.of('run.train')).toHaveLength(2);
    expect(lastMessage(parts)).toBe(`${CRASH} It was restarted; training continues from step 40 on WebAssembly.`);
  });
});

it('a study that was being opened when the engine stopped is not waited for when none can be started', async () => {
  const parts = await trainingSession(undefined, false);
  parts.session.crashed(CRASH);
  parts.of('engine.select')[1].reject(new Error('There is no engine.'));
  await settle();
  expect(parts.store.getState().engine).toMatchObject({ status: { kind: 'failed' }, network: { kind: 'none' } });
  // The next one that is chosen opens it.
  void parts.session.engineLifecycle.select('tfjs-wasm');
  await restart(parts, 0);
  expect(runState(parts.store.getState().engine)).toBe('running');
});
