/** The player by itself: the reader's own study comes back, a step waits for what it asks, and what was answered is kept. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readLink } from '../../../inference/study/link/readLink.ts';
import { sampleRun } from '../../../inference/study/testing/sampleRun.ts';
import type { Commands } from '../../../worker/commands/protocol.ts';
import { credible } from '../../../lessons/credible.ts';
import { lessons } from '../../../lessons/registry.ts';
import { documentOf } from '../../readout/network/pageDocument.ts';
import { patch } from '../../store/appStore.ts';
import { coveredNow } from '../../store/lessonSlice.ts';
import { opened, trainingSession } from '../testing/scriptedEngine.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const { snapshot } = sampleRun({ finished: false });
const STEP = 332;

/** A page whose network has trained for some steps and trains on; the lessons are opened by their links. */
async function page() {
  const parts = await trainingSession();
  const { of, session, store } = parts;
  const settle = async () => {
    await vi.advanceTimersByTimeAsync(0);
    await vi.dynamicImportSettled();
    await vi.advanceTimersByTimeAsync(0);
  };
  const { progress } = of('run.train')[0];
  const trainTo = (step: number) =>
    progress({
      kind: 'steps',
      step,
      totalSteps: 500,
      epoch: 1,
      losses: Float32Array.of(1),
      learningRate: 1,
      stepsPerSecond: 9,
    });
  trainTo(STEP);
  progress({ kind: 'snapshot', snapshot: { ...snapshot, step: STEP } });
  await vi.advanceTimersByTimeAsync(200);
  /** The engine opens whatever study was asked for last. */
  const answer = async () => {
    await settle();
    of('run.open').at(-1)?.resolve(opened);
    await settle();
  };
  const enter = async (lesson: string, step: string | null = '1') => {
    const problem = session.lessons.open({ lesson, step, seed: 0, lecture: false });
    await answer();
    return problem;
  };
  const lesson = () => store.getState().lesson;
  const asked = () => of('run.open').at(-1)?.params as Commands['run.open']['params'];
  return { ...parts, lessons: session.lessons, trainTo, settle, answer, enter, lesson, asked };
}

describe('the reader’s own study', () => {
  it('is put aside before a lesson, and comes back with its network, which trains on', async () => {
    const { session, store, enter, answer, lessons: player, lesson, asked, of } = await page();
    session.observationEditing.setTruth([1.5, 1.3]);
    await vi.advanceTimersByTimeAsync(200);
    const own = documentOf(store.getState());
    await enter('hikers');
    expect(lesson().open).toMatchObject({ id: 'hikers', step: 0, preparing: false });
    expect(store.getState().study.system.id).toBe('lorenz-96');
    expect(documentOf(store.getState())).not.toEqual(own);

    const trainings = of('run.train').length;
    void player.leave();
    await answer();
    expect(lesson().open).toBeNull();
    expect(documentOf(store.getState())).toEqual(own);
    expect(asked()).toMatchObject({ study: own.study, resume: { step: STEP } });
    expect(of('run.train').length).toBeGreaterThan(trainings);
  });

  it('comes back with what was found of it in the views of concepts; a lesson begins with their first settings', async () => {
    const { store, enter, answer, lessons: player } = await page();
    const spread = { upTo: 1000, shown: 'b', found: { key: 'mine', sizes: [] }, progress: null } as const;
    patch(store, 'concepts', { networkSpread: spread });
    await enter('hikers');
    expect(store.getState().concepts.networkSpread).toMatchObject({ upTo: 5000, found: null });
    void player.leave();
    await answer();
    expect(store.getState().concepts.networkSpread).toEqual(spread);
  });

  it('comes back the same after several lessons, and with what was drawn back', async () => {
    const { session, store, enter, answer, lessons: player } = await page();
    session.observationEditing.setTruth([1.5, 1.3]);
    await vi.advanceTimersByTimeAsync(200);
    const { former } = store.getState().observation;
    expect(former.length).toBeGreaterThan(0);
    const own = documentOf(store.getState());
    await enter('hikers');
    await enter('ridge');
    expect(store.getState().study.system.id).toBe('galaxy-bias');
    void player.leave();
    await answer();
    expect(documentOf(store.getState())).toEqual(own);
    expect(store.getState().observation.former).toEqual(former);
  });
});

describe('two things at once', () => {
  const pins = ['one'] as never;
  const start = async () => {
    const parts = await page();
    patch(parts.store, 'pins', { pins });
    const own = documentOf(parts.store.getState());
    return { ...parts, own };
  };
  const back = async ({ lessons: player, answer, store }: Awaited<ReturnType<typeof start>>) => {
    void player.leave();
    await answer();
    return { document: documentOf(store.getState()), pins: store.getState().pins };
  };

  it('a lesson that is asked for while the one before is being opened takes its place; the own study is put aside once', async () => {
    const parts = await start();
    const { lessons: player, answer, lesson, own, store } = parts;
    const open = (id: string) => player.open({ lesson: id, step: '1', seed: 0, lecture: false });
    const first = open('hikers');
    for (let i = 0; i < 3; i++) await Promise.resolve();
    const second = open('ridge');
    await answer();
    expect([await first, await second]).toEqual([null, null]);
    expect(lesson().open).toMatchObject({ id: 'ridge', step: 0, preparing: false });
    expect(store.getState().study.system.id).toBe('galaxy-bias');
    expect(await back(parts)).toMatchObject({ document: own, pins: { pins } });
  });

  it('the same lesson twice in one tick', async () => {
    const parts = await start();
    const { lessons: player, answer, lesson, own, store } = parts;
    patch(store, 'view', { sheet: 'lessons' });
    void player.start('hikers');
    void player.start('hikers');
    await answer();
    expect(store.getState().view.sheet).toBeNull();
    expect(lesson().open).toMatchObject({ id: 'hikers', preparing: false });
    expect(await back(parts)).toMatchObject({ document: own, pins: { pins } });
  });

  it('a lesson that is opened while the one before is being left', async () => {
    const parts = await start();
    const { lessons: player, answer, enter, lesson, own } = parts;
    await enter('hikers');
    void player.leave();
    expect(lesson().open?.leaving).toBe(true);
    const second = player.open({ lesson: 'ridge', step: '1', seed: 0, lecture: false });
    await answer();
    await answer();
    expect(await second).toBeNull();
    expect(lesson().open).toMatchObject({ id: 'ridge', preparing: false, leaving: false });
    expect(await back(parts)).toMatchObject({ document: own, pins: { pins } });
  });

  it('one that is left before it has the page leaves everything as it was, and the training goes on', async () => {
    const parts = await start();
    const { lessons: player, answer, settle, lesson, own, store, of, trainTo } = parts;
    // The engine has to be asked for the network, and does not answer.
    trainTo(STEP + 1);
    await vi.advanceTimersByTimeAsync(200);
    const first = player.open({ lesson: 'hikers', step: '1', seed: 0, lecture: false });
    await settle();
    expect(lesson().open).toMatchObject({ id: 'hikers', preparing: true });
    expect(of('run.train').at(-1)?.aborted).toBe(true);
    const [opened, trained] = [of('run.open').length, of('run.train').length];
    void player.leave();
    await answer();
    expect(await first).toBeNull();
    expect(lesson().open).toBeNull();
    expect(documentOf(store.getState())).toEqual(own);
    expect(store.getState().pins).toMatchObject({ pins });
    expect(of('run.open')).toHaveLength(opened);
    expect(of('run.train').length).toBeGreaterThan(trained);
    expect(of('run.train').at(-1)?.aborted).toBe(false);
  });

  it('an engine that does not answer is not waited for without end', async () => {
    const parts = await start();
    const { lessons: player, lesson, of, settle } = parts;
    of('run.train')
      .at(-1)
      ?.resolve({ finished: false, step: STEP + 1 });
    await settle();
    const first = player.open({ lesson: 'hikers', step: '1', seed: 0, lecture: false });
    await vi.dynamicImportSettled();
    await vi.advanceTimersByTimeAsync(70_000);
    for (const { resolve } of of('run.open')) resolve(opened);
    await settle();
    expect(await first).toBeNull();
    expect(lesson().open).toMatchObject({ id: 'hikers', preparing: false });
  });
});

describe('a lesson', () => {
  it('that there is not, or whose step there is not, is refused in a sentence, and nothing is opened', async () => {
    const { enter, lesson } = await page();
    expect(await enter('rigde')).toContain('There is no lesson "rigde"');
    expect(await enter('ridge', '40')).toContain('has no step "40"');
    expect(await enter('ridge', '0')).toContain('has no step "0"');
    expect(lesson().open).toBeNull();
  });

  it('opens at a step by its number or its id, with the starts of all steps before', async () => {
    const { enter, lesson, store, catalogue } = await page();
    const last = credible.steps.length - 1;
    await enter('credible', credible.steps[last].id);
    expect(lesson().open?.step).toBe(last);
    const [{ start }] = credible.steps;
    const read = readLink(start?.link ?? '', catalogue);
    expect(store.getState().study.system.id).toBe(read.ok ? read.document.study.problem.system : '');
  });

  it('waits for a guess, then for its reveal; a question for the right answer, and a wrong one is told why', async () => {
    const { enter, lesson, lessons: player, settle } = await page();
    const ask = lessons
      .flatMap(({ id, steps }) => steps.map((step, at) => ({ id, step, at })))
      .find(({ step }) => step.kind === 'ask' && step.answer.kind === 'choice');
    if (ask?.step.kind !== 'ask' || ask.step.answer.kind !== 'choice') throw new Error('No lesson asks anything.');
    const { options } = ask.step.answer;
    const right = options.findIndex((option) => option.right);
    const wrong = right === 0 ? 1 : 0;
    await enter(ask.id, ask.step.id);
    expect(player.waitsFor()).toBe('Answer to go on');
    player.answer(wrong);
    expect(lesson().open?.outcome).toEqual({ right: false, answer: right, text: options[wrong].why });
    expect(player.waitsFor()).toBe('Answer to go on');
    void player.next();
    await settle();
    expect(lesson().open?.step).toBe(ask.at);
    expect(lesson().progress[ask.id].answers).toEqual({});
    player.answer(right);
    expect(lesson().open?.outcome).toEqual({ right: true, answer: right, text: options[right].why });
    expect(player.waitsFor()).toBeNull();
    expect(lesson().progress[ask.id].answers[ask.step.id]).toEqual({ kind: 'option', option: right });
  });

  it('covers what a prediction must not show, and takes a guess back until it is revealed', async () => {
    const { enter, lesson, lessons: player } = await page();
    const found = lessons
      .flatMap(({ id, steps }) => steps.map((step) => ({ id, step })))
      .find(({ step }) => step.kind === 'predict' && step.guess.kind === 'choice' && step.covered !== undefined);
    if (found === undefined) throw new Error('No lesson has a covered prediction.');
    await enter(found.id, found.step.id);
    expect(coveredNow(lesson())).toEqual(found.step.covered);
    expect(player.waitsFor()).toBe('Guess to go on');
    player.guess({ kind: 'choice', option: 0 });
    player.guess({ kind: 'choice', option: 1 });
    expect(lesson().open?.given).toEqual({ kind: 'choice', option: 1 });
    expect(player.waitsFor()).toBe('Reveal to go on');
    expect(coveredNow(lesson())).toEqual(found.step.covered);
  });

  it('goes on at its last step where another version of it has had more', async () => {
    const parts = await page();
    patch(parts.store, 'lesson', { progress: { ridge: { reached: 20, finished: false, answers: {} } } });
    expect(await parts.enter('ridge', null)).toBeNull();
    const last = lessons.find(({ id }) => id === 'ridge')?.steps.length ?? 0;
    expect(parts.lesson().open).toMatchObject({ step: last - 1, preparing: false });
  });

  it('keeps how far the reader was, and goes on there', async () => {
    const { enter, lesson, lessons: player, answer } = await page();
    await enter('ridge', '3');
    void player.leave();
    await answer();
    await enter('ridge', null);
    expect(lesson().open?.step).toBe(2);
    expect(lesson().progress.ridge).toMatchObject({ reached: 2, finished: false });
    player.forgetProgress();
    expect(lesson().progress).toEqual({});
  });
});
