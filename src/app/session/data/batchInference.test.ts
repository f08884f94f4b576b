import { systems } from '../../../inference/simulators/registry.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readText } from '../../../inference/observation/readFile.ts';
import { checkBatch } from '../../actions/batchInference.ts';
import { nextToCheck } from '../../store/batchSlice.ts';
import { engineInfo, trainingSession } from '../testing/scriptedEngine.ts';
import type { EngineSlice } from '../../store/engineSlice.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const settle = () => vi.advanceTimersByTimeAsync(0);

/** The engine with another network of the study that is open. */
function withNetwork(engine: EngineSlice, kind: 'paused' | 'finished'): EngineSlice {
  const { network } = engine;
  if (network.kind !== 'finished') throw new Error('The network is not trained.');
  const { study, info } = network.open;
  return { ...engine, network: { kind, open: { study, info: { ...info } }, turn: network.turn } };
}

/** A trained network that is being asked about the observations of a file. */
async function asked() {
  const parts = await trainingSession();
  parts.of('run.train')[0].resolve({ finished: true, step: 100 });
  await settle();
  const { system, problem } = parts.store.getState().study;
  const { name, text } = parts.session.batch.example();
  const read = readText({ name, bytes: new TextEncoder().encode(text) }, system, problem.design, systems);
  if (!read.ok || read.batch === null) throw new Error('The example cannot be read.');
  parts.session.batch.use(read.batch);
  return { ...parts, batch: () => parts.store.getState().batch };
}

/** The same, answered. */
async function answered() {
  const parts = await asked();
  parts.of('batch.answer')[0].resolve({ step: 100 });
  await settle();
  return parts;
}

const verdict = { level: 'good', sentence: 'Fine.', looked: [], notLooked: [], predictiveP: 1, recoveryShift: 0 };

describe('checks of many answers', () => {
  it('are made on request, at most 100 of them, and come one by one', async () => {
    const { of, session, batch, store } = await answered();
    expect(checkBatch.enabled(store.getState())).toBe(true);
    expect(of('batch.check')).toHaveLength(0);
    session.batch.check();
    const [call] = of('batch.check');
    const width = (batch().file?.s.length ?? 0) / 100;
    expect((call.params as { s: Float64Array }).s).toHaveLength(100 * width);
    call.progress({ fraction: 0.01, found: { row: 7, verdict } });
    expect(batch()).toMatchObject({ checking: 0.01 });
    expect(batch().verdicts.findIndex((one) => one !== null)).toBe(7);
    // What is found stays when it is cancelled, and is not asked for again.
    session.batch.cancelChecks();
    expect([call.aborted, batch().checking, batch().verdicts[7]]).toEqual([true, null, verdict]);
    session.batch.check();
    const [, next] = of('batch.check');
    const { s } = next.params as { s: Float64Array };
    expect(s).toHaveLength(99 * width);
    next.progress({ fraction: 0.1, found: { row: 7, verdict } });
    // The eighth of those that are left is the ninth of the file.
    expect(batch().verdicts[8]).toBe(verdict);
    expect(s.slice(7 * width, 8 * width)).toEqual(Float64Array.from(batch().file?.s.slice(8 * width, 9 * width) ?? []));
  });

  it('end when the network trains on, and go with the answers that they are of', async () => {
    const { of, session, batch, store } = await answered();
    session.batch.check();
    const [call] = of('batch.check');
    call.progress({ fraction: 0.01, found: { row: 0, verdict } });
    void session.training.train(1);
    expect([call.aborted, batch().checking, batch().verdicts[0]]).toEqual([true, null, verdict]);
    expect(checkBatch.enabled(store.getState())).toMatch(/trained further since\. Recompute the posteriors first/);
    session.batch.answer();
    of('batch.answer')[1].resolve({ step: 101 });
    await settle();
    expect(batch().verdicts).toEqual([]);
  });

  it('are not made of a network that is hardly trained', async () => {
    const { store } = await answered();
    store.setState(({ engine, batch }) => ({
      engine: withNetwork(engine, 'paused'),
      batch: { ...batch, answers: { step: 4 } as never },
    }));
    expect(checkBatch.enabled(store.getState())).toBe('No verdict yet: the network has taken 4 of 100 steps.');
  });
});

describe('the next observations to check', () => {
  it('are those of the file that have no verdict, as many as are checked at once', () => {
    expect(nextToCheck({ verdicts: [] }, 3)).toEqual([0, 1, 2]);
    expect(nextToCheck({ verdicts: [null, verdict as never] }, 3)).toEqual([0, 2]);
    expect(nextToCheck({ verdicts: [verdict as never] }, 5000)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
  });
});

describe('answers for many observations', () => {
  it('are asked for when a file comes, and are of the network on screen', async () => {
    const { of, batch } = await asked();
    of('batch.answer')[0].resolve({ step: 100 });
    await settle();
    expect(batch()).toMatchObject({ answers: { step: 100 }, stale: null, progress: null });
  });

  it('are dropped when the posterior was altered, or the network begun anew, while they were made', async () => {
    const { of, batch, session, store } = await asked();
    session.trust.perturbation({ width: 0.5, shift: 0 });
    of('batch.answer')[0].resolve({ step: 100 });
    await settle();
    expect(batch().answers).toBeNull();
    session.batch.answer();
    store.setState(({ engine }) => ({
      engine: withNetwork(engine, 'finished'),
    }));
    of('batch.answer')[1].resolve({ step: 100 });
    await settle();
    expect(batch().answers).toBeNull();
  });

  it('say why they are no longer those of the network on screen', async () => {
    const why = async (change: (parts: Awaited<ReturnType<typeof asked>>) => unknown) => {
      const parts = await asked();
      parts.of('batch.answer')[0].resolve({ step: 100 });
      await settle();
      await change(parts);
      await settle();
      return parts.batch().stale;
    };
    const rescaling = { kind: 'rescaling', rescaling: { width: 2, shift: 0 } } as const;
    expect(await why(({ session }) => session.trust.use(rescaling))).toBe('The posterior has been changed since.');
    expect(await why(({ session }) => void session.training.train(1))).toBe(
      'The network has been trained further since.',
    );
    const failure = { kind: 'lost', engine: 'webgpu', threads: 1, message: 'Lost.', step: 100 } as const;
    expect(await why(({ session }) => session.engineLifecycle.moved({ failure, engine: engineInfo, step: 90 }))).toBe(
      'Training has moved to another engine since, from the last snapshot.',
    );
    const A = { family: 'logUniform', low: 0.8, high: 4 } as const;
    expect(await why(({ session }) => session.studyEditing.setPrior('A', A))).toBe(
      'The assumptions have changed since.',
    );
    const former = await why(async ({ session, of }) => {
      // The reset takes it off.
      session.trust.use(rescaling);
      session.batch.answer();
      of('batch.answer')[1].resolve({ step: 100 });
      await settle();
      void session.opening.trainAnew();
      of('run.reset')[0].resolve({ totalSteps: 100 });
    });
    expect(former).toBe('These are the posteriors of a previous network.');
  });
});
