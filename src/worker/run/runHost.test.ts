/**
 * The host with a run that only counts its steps, on engines whose steps take a made-up time: which of two commands waits for
 * the other, what ends a training run, and what happens when an engine fails.
 */
import { describe, expect, it } from 'vitest';
import type { FlowEngine } from '../../inference/flow/engines/engine.ts';
import { flowSpec } from '../../inference/flow/spec.ts';
import type { TrainingEvent } from '../../inference/training/events.ts';
import { LossNotFinite } from '../../inference/training/lossNotFinite.ts';
import type { RunSnapshot } from '../../inference/learners/snapshot.ts';
import type { TrainerSnapshot } from '../../inference/training/snapshot.ts';
import type { ChosenEngine } from '../engine/engineChoice.ts';
import { EngineFailure } from '../engine/engineFailure.ts';
import type { EngineMove, EngineName } from '../engine/engineInfo.ts';
import { EngineSelector } from '../engine/engineSelector.ts';
import { machine } from '../testing/timedEngines.ts';
import { EngineFailover, type EngineUser } from './engineFailover.ts';
import type { TrainingProgress } from './reports.ts';
import { type Frames, type HostedRun, RunHost } from './runHost.ts';

const SHAPE = { spec: flowSpec('small', 1, 1), batchSize: 12, members: 1 };
const BUDGET = 20;
const quiet = () => {};

/** Counts its steps, and records them in every fifth. */
class CountingRun implements HostedRun, EngineUser {
  readonly learner = 'counting';
  readonly frame = null;
  readonly info = { spec: SHAPE.spec, parameterCount: 1, totalSteps: BUDGET, warm: false };
  readonly shape = SHAPE;
  readonly engineUser = this;
  readonly #sent: boolean[];
  engine: FlowEngine;
  step = 0;
  lastSnapshot: TrainerSnapshot | null = null;
  closed = false;
  disposed = false;
  /** Called before each step. */
  onStep: (run: CountingRun) => void | Promise<void> = quiet;

  /** @param sent whether all frames were sent, at each call for them */
  constructor(chosen: ChosenEngine, sent: boolean[]) {
    this.#sent = sent;
    this.engine = chosen.make(SHAPE.spec, SHAPE.members);
  }

  get finished(): boolean {
    return this.step === BUDGET;
  }

  snapshot(): Promise<TrainerSnapshot> {
    return Promise.resolve({ step: this.step } as TrainerSnapshot);
  }

  reset(): void {
    this.step = 0;
  }

  replaceEngine(chosen: ChosenEngine, from: TrainerSnapshot | null): void {
    this.engine = chosen.make(SHAPE.spec, SHAPE.members);
    this.step = from?.step ?? 0;
  }

  async *run(steps: number | null): AsyncGenerator<TrainingEvent, void, void> {
    const goal = Math.min(BUDGET, steps === null ? BUDGET : this.step + steps);
    while (this.step < goal) {
      await Promise.resolve();
      if (this.closed) throw new Error('The study was closed.');
      await this.onStep(this);
      this.step++;
      if (this.step % 5 === 0) this.lastSnapshot = await this.snapshot();
      yield stepsEvent(this.step);
    }
  }

  frames(): Frames {
    return { next: (always) => Promise.resolve(void this.#sent.push(always)) };
  }

  close(): void {
    this.closed = true;
  }

  dispose(): void {
    this.disposed = true;
  }
}

function stepsEvent(step: number): TrainingEvent {
  const losses = Float32Array.of(1);
  return { kind: 'steps', step, totalSteps: BUDGET, epoch: 1, losses, learningRate: 1e-3, stepsPerSecond: 1 };
}

/** A host, with all that it has sent. */
function start(engines: readonly EngineName[] = ['wasm', 'webgpu']) {
  const made = Object.fromEntries(engines.map((engine, i) => [engine, { ms: { 1: 10 + i } }]));
  const { source, chooser } = machine(made);
  const selector = new EngineSelector(chooser, 1);
  const moves: EngineMove[] = [];
  const frames: boolean[] = [];
  const host = new RunHost<CountingRun>({
    selector,
    failover: new EngineFailover(source, selector, (move) => moves.push(move)),
  });
  const open = async () => {
    const begin = (chosen: ChosenEngine) => new CountingRun(chosen, frames);
    return (await host.open(() => Promise.resolve({ shape: SHAPE, begin }), quiet)).run;
  };
  const steps: number[] = [];
  const progress = (event: TrainingProgress) => void (event.kind === 'steps' && steps.push(event.step));
  const train = (count: number | null, signal = new AbortController().signal) =>
    host.train(count, { signal, progress });
  return { host, open, train, steps, frames, moves };
}

const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1);

describe('training', () => {
  it('ends at the number of steps, with a last frame, and continues from there to the end of the budget', async () => {
    const { open, train, steps, frames } = start();
    await open();
    expect(await train(7)).toEqual({ finished: false, step: 7 });
    expect(frames).toEqual([...upTo(7).map(() => false), true]);
    expect(await train(null)).toEqual({ finished: true, step: BUDGET });
    expect(steps).toEqual(upTo(BUDGET));
  });

  it('pauses between two steps, without a frame of the step that was pulled last', async () => {
    const { open, train, steps, frames } = start();
    const run = await open();
    const pause = new AbortController();
    run.onStep = ({ step }) => void (step === 3 && pause.abort());
    const training = train(null, pause.signal);
    await training;
    expect(run.step).toBe(4);
    expect(steps).toEqual(upTo(3));
    expect(frames).toHaveLength(3);
  });

  it('that is being paused can be waited for', async () => {
    const { host, open, train } = start();
    const run = await open();
    const pause = new AbortController();
    let seen: number | null = null;
    run.onStep = async ({ step }) => {
      if (step !== 3) return;
      pause.abort();
      void host.paused().then(() => (seen = run.step));
      await new Promise((resolve) => setTimeout(resolve, 5));
    };
    await train(null, pause.signal);
    await Promise.resolve();
    expect(seen).toBe(4);
  });

  it('ends where another call trains, which counts its steps from there', async () => {
    const { open, train, steps } = start();
    await open();
    const first = train(null);
    const second = train(3);
    const { finished, step } = await first;
    expect(finished).toBe(false);
    expect((await second).step).toBe(step + 3);
    expect(steps.slice(-3)).toEqual([step + 1, step + 2, step + 3]);
  });

  it.each(['reset', 'selectEngine'] as const)('ends before %s, which is then answered', async (command) => {
    const { host, open, train, steps } = start();
    const run = await open();
    const training = train(null).then(() => 'trained');
    const done = command === 'reset' ? host.reset() : host.selectEngine('wasm', [], quiet);
    expect(await Promise.race([training, done.then(() => command)])).toBe('trained');
    await done;
    expect(steps.length).toBeLessThan(BUDGET);
    const { step } = run;
    expect(step === 0).toBe(command === 'reset');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(run.step).toBe(step);
  });

  it('is not held up by a snapshot, which is then the last one of the run', async () => {
    const { host, open, train } = start();
    const run = await open();
    expect(await host.snapshot()).toMatchObject({ step: 0 });
    const asked: Promise<RunSnapshot | null>[] = [];
    run.onStep = ({ step }) => void (step === 8 && asked.push(host.snapshot()));
    await train(10);
    expect(await Promise.all(asked)).toMatchObject([{ step: 5 }]);
    expect(await host.snapshot()).toMatchObject({ step: 10 });
  });
});

describe('another run', () => {
  it('takes the place of the first, whose training ends before it is disposed of', async () => {
    const { host, open, train } = start();
    const first = await open();
    let disposedAt: number | null = null;
    first.dispose = () => void (disposedAt = first.step);
    const training = train(null);
    const second = await open();
    expect(host.current).toBe(second);
    expect(first.closed).toBe(true);
    expect(disposedAt).toBe(first.step);
    // It was ended on behalf of the second: no failure.
    expect((await training).finished).toBe(false);
  });

  it('leaves the first open when it cannot be opened', async () => {
    const { host, open } = start();
    const first = await open();
    await expect(host.open(() => Promise.reject(new Error('no such system')), quiet)).rejects.toThrow('no such system');
    expect(host.current).toBe(first);
    expect(first.closed).toBe(false);
  });

  it('is not trained by a call that was made for the first, nor is the first', async () => {
    const { open, train, steps } = start();
    const first = await open();
    const opening = open();
    const training = train(3);
    const second = await opening;
    await expect(training).rejects.toMatchObject({ name: 'AbortError' });
    expect([first.step, second.step]).toEqual([0, 0]);
    expect(steps).toEqual([]);
  });

  it('ends what is asked of the first, as cancelled', async () => {
    const { host, open } = start();
    await open();
    let fail = quiet;
    const asked = host.work(() => new Promise((_, reject) => (fail = () => reject(new Error('disposed')))));
    await open();
    fail();
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  });
});

it('nothing can be asked before a run is open', async () => {
  const { host, train } = start();
  expect(() => host.current).toThrow('No study is open.');
  await expect(train(null)).rejects.toThrow('No study is open.');
  await expect(host.reset()).rejects.toThrow('No study is open.');
  await expect(host.work(() => 1)).rejects.toThrow('No study is open.');
  expect(await host.selectEngine('webgpu', [], quiet)).toBeNull();
});

describe('an engine that fails', () => {
  it('is replaced once for all work that meets the failure, and the work is done again', async () => {
    const { host, open, moves } = start();
    const run = await open();
    const failed = run.engine;
    const ask = (what: string) =>
      host.work(async ({ engine }) => {
        await Promise.resolve();
        if (engine === failed) throw new EngineFailure(new Error('a trap'));
        return what;
      });
    expect(await Promise.all([ask('draws'), ask('a check')])).toEqual(['draws', 'a check']);
    expect(moves).toHaveLength(1);
    expect(moves[0]).toMatchObject({
      failure: { kind: 'threw', engine: 'wasm', threads: 1, message: 'a trap', step: 0 },
      engine: { engine: 'webgpu' },
    });
  });

  it('in training is replaced at the last snapshot, and as many steps are taken as were to be', async () => {
    const { open, train, steps, moves } = start();
    const run = await open();
    await train(4);
    const failed = run.engine;
    run.onStep = ({ step, engine }) => {
      if (step === 8 && engine === failed) throw new EngineFailure(new Error('a trap'));
    };
    expect(await train(8)).toEqual({ finished: false, step: 12 });
    expect(moves).toMatchObject([{ failure: { step: 8 }, step: 5 }]);
    expect(steps).toEqual([...upTo(8), ...upTo(12).slice(5)]);
  });

  it('is not blamed when a second one diverges too', async () => {
    const { open, train, moves } = start(['wasm', 'webgpu', 'tfjs-wasm']);
    const run = await open();
    run.onStep = ({ step }) => {
      if (step === 6) throw new LossNotFinite('Lower the learning rate.');
    };
    await expect(train(null)).rejects.toThrow('Lower the learning rate.');
    expect(moves).toMatchObject([{ failure: { kind: 'not-finite', engine: 'wasm' }, engine: { engine: 'webgpu' } }]);
  });

  it('by its losses, with no other to ask, is told of as what it is', async () => {
    const { open, train, moves } = start(['wasm']);
    const run = await open();
    run.onStep = () => {
      throw new LossNotFinite('Lower the learning rate.');
    };
    await expect(train(null)).rejects.toMatchObject({ name: 'LossNotFinite', message: 'Lower the learning rate.' });
    expect(moves).toEqual([]);
  });

  it('is left with its last snapshot when the user chooses another', async () => {
    const { host, open, train } = start();
    const run = await open();
    await train(8);
    run.snapshot = () => Promise.reject(new EngineFailure(new Error('the device is gone')));
    expect(await host.selectEngine('webgpu', [], quiet)).toMatchObject({ engine: 'webgpu' });
    expect(run.step).toBe(5);
  });

  it('does not hide a mistake of the work itself', async () => {
    const { host, open, moves } = start();
    await open();
    let calls = 0;
    const work = host.work(() => {
      calls++;
      throw new RangeError('The network was trained for another problem.');
    });
    await expect(work).rejects.toThrow(RangeError);
    expect(calls).toBe(1);
    expect(moves).toEqual([]);
  });
});
