import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { builtIn, systems } from '../../../inference/simulators/registry.ts';
import { defaultStudy } from '../../../inference/study/defaults.ts';
import { sampleRun } from '../../../inference/study/testing/sampleRun.ts';
import type { Commands } from '../../../worker/commands/protocol.ts';
import { bringBack, undo } from '../../actions/undo.ts';
import { reseed } from '../../actions/training.ts';
import { opened, trainingSession } from '../testing/scriptedEngine.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const { snapshot } = sampleRun({ finished: false });
const settle = () => vi.advanceTimersByTimeAsync(0);

/** A page whose network has trained for some steps, as many as the last snapshot says. */
async function trained() {
  const page = await trainingSession();
  const { of, session, store, telemetry } = page;
  const train = async (step: number) => {
    const { progress } = of('run.train').at(-1) ?? { progress: () => {} };
    progress({
      kind: 'steps',
      step,
      totalSteps: 500,
      epoch: 1,
      losses: Float32Array.of(1),
      learningRate: 1,
      stepsPerSecond: 9,
    });
    progress({ kind: 'snapshot', snapshot: { ...snapshot, step } });
    await vi.advanceTimersByTimeAsync(200);
  };
  /** The study that was asked for last is opened. */
  const open = async () => {
    await settle();
    of('run.open').at(-1)?.resolve(opened);
    await settle();
  };
  const seed = async (value: number) => {
    session.studyEditing.setSeed(value);
    session.opening.trainNow();
    await open();
  };
  const asked = () => of('run.open').at(-1)?.params as Commands['run.open']['params'];
  const former = () => store.getState().former.networks.map(({ step, seed: of }) => [of, step]);
  await train(332);
  return { ...page, parts: { catalogue: page.catalogue, store, telemetry, session }, train, open, seed, asked, former };
}

describe('a trained network that is replaced', () => {
  it('by another seed comes back with it when that is undone, with what it had learnt', async () => {
    const { parts, store, open, asked, former, telemetry } = await trained();
    const before = store.getState().study;
    reseed.perform(parts);
    await open();
    expect(store.getState().study.seed).toBe(before.seed + 1);
    expect(former()).toEqual([[before.seed, 332]]);
    expect(bringBack.label(store.getState())).toBe('Undo: restore the network of seed 7, step 332');
    bringBack.perform(parts);
    await open();
    expect(asked()).toMatchObject({ study: { seed: before.seed }, resume: { step: 332 } });
    expect(store.getState().study.seed).toBe(before.seed);
    expect(telemetry.getState().progress.step).toBe(332);
    // Without a step of its own, the one in between is not worth keeping.
    expect(former()).toEqual([]);
  });

  it('by its own first weights (reset) comes back, and a later reset does not take its place', async () => {
    const { session, of, train, asked, former, open } = await trained();
    const reset = async () => {
      void session.training.reset();
      of('run.reset').at(-1)?.resolve(opened);
      await settle();
    };
    await reset();
    await train(20);
    await reset();
    expect(former()).toEqual([[7, 332]]);
    session.former.undo();
    await open();
    expect(asked().resume?.step).toBe(332);
  });

  it('by another system waits there, while the other opens as it always does', async () => {
    const { session, store, train, open, asked } = await trained();
    session.studyEditing.setSeed(9);
    session.opening.trainNow();
    await open();
    await train(150);
    const observed = store.getState().observation.current;
    session.studyEditing.selectSystem(systems[1]);
    await open();
    expect(store.getState().study).toMatchObject(defaultStudy(systems[1]));
    session.studyEditing.selectSystem(systems[0]);
    await open();
    expect(asked()).toMatchObject({ study: { seed: 9, problem: { system: systems[0].id } }, resume: { step: 150 } });
    expect(store.getState().study.seed).toBe(9);
    expect(store.getState().observation.current.s).toEqual(observed.s);
  });

  it('by another design comes back with the design and its data', async () => {
    const { session, store, open, asked, former } = await trained();
    const { study, observation } = store.getState();
    session.studyEditing.setDesignField('volume', 2);
    await vi.advanceTimersByTimeAsync(1000);
    await open();
    expect(former()).toEqual([[7, 332]]);
    session.former.undo();
    await open();
    expect(asked()).toMatchObject({ study: { problem: { design: study.problem.design } }, resume: { step: 332 } });
    expect(store.getState().observation.current.s).toEqual(observation.current.s);
  });

  it('is put by again when undoing takes it from the screen: undoing once more goes round', async () => {
    const { session, train, seed, open, former, asked } = await trained();
    for (const value of [8, 9]) {
      await seed(value);
      await train(100 * value);
    }
    expect(former()).toEqual([
      [7, 332],
      [8, 800],
    ]);
    const seen: number[] = [];
    for (let i = 0; i < 3; i++) {
      session.former.undo();
      await open();
      seen.push(asked().study.seed);
    }
    expect(seen).toEqual([8, 7, 9]);
    expect(former().map(([of]) => of)).toEqual([7, 8]);
  });

  it('is not offered in a lesson while it is put aside for that, and is there again afterwards', async () => {
    const { session, train, seed, former } = await trained();
    await seed(8);
    await train(400);
    const putBack = session.former.aside();
    await seed(9);
    await train(500);
    expect(former()).toEqual([]);
    await seed(10);
    expect(former()).toEqual([[9, 500]]);
    putBack();
    expect(former()).toEqual([[7, 332]]);
  });

  it('goes for good only when there are many, the least trained first', async () => {
    const { train, seed, former } = await trained();
    for (const value of [11, 12, 13, 14, 15]) {
      await seed(value);
      await train(value === 13 ? 10 : 100 * value);
    }
    expect(former().map(([of]) => of)).toEqual([7, 11, 12, 14]);
  });

  it('comes back by the key that undoes, unless the data have been changed since', async () => {
    const { parts, store, session, seed, train, open } = await trained();
    session.observationEditing.simulate(5);
    await seed(8);
    // The data were changed before: the network is what was replaced last.
    undo.perform(parts);
    await open();
    expect([store.getState().study.seed, store.getState().observation.noiseSeed]).toEqual([7, 5]);
    await train(340);
    await seed(8);
    session.observationEditing.simulate(6);
    undo.perform(parts);
    expect([store.getState().study.seed, store.getState().observation.noiseSeed]).toEqual([8, 5]);
  });
});

describe('defaults', () => {
  it('are restored with the seed that they have', async () => {
    const { session, store, open } = await trained();
    session.studyEditing.setSeed(99);
    session.studyEditing.restoreDefaults();
    await open();
    expect(store.getState().study.seed).toBe(defaultStudy(builtIn('galaxy-bias')).seed);
  });
});
