/** A focused posterior that comes from a saved study: shown with its observation alone, and said to be left where other data come. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { simulateObservation } from '../../../inference/observation/observation.ts';
import { recordOf } from '../../../inference/observation/record.ts';
import { builtIn } from '../../../inference/simulators/registry.ts';
import { defaultStudy } from '../../../inference/study/defaults.ts';
import { sampleFocus } from '../../../inference/study/testing/sampleFocus.ts';
import { focusedAsCsv, focusedAsNpz } from '../../export/drawsFiles.ts';
import { focusFound, focusOf } from '../../readout/concepts/focusQuestion.ts';
import { FOCUS_LEFT } from '../../readout/concepts/focusText.ts';
import { opened, trainingSession } from '../testing/scriptedEngine.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const system = builtIn('two-moons');
const study = defaultStudy(system);
const observation = recordOf(simulateObservation(system, study.problem, [0.3, -0.2], null, 1));
const saved = { document: { study, observation, view: null }, run: null, focus: sampleFocus };

async function page() {
  const parts = await trainingSession();
  parts.session.opening.openStudy(saved);
  await vi.advanceTimersByTimeAsync(0);
  const { store, session } = parts;
  const messages = () => store.getState().view.messages.map(({ text }) => text);
  return { ...parts, store, session, messages, state: () => store.getState() };
}

const request = { draws: 4000, signal: new AbortController().signal, onProgress: () => {} };

describe('a focused posterior of a saved study', () => {
  it('is on screen with its observation, and is saved again as it was', async () => {
    const { state, messages, telemetry } = await page();
    expect(focusFound(state())).toMatchObject({ ...sampleFocus, restored: true });
    expect(focusOf(state())).toEqual(sampleFocus);
    expect(focusedAsCsv.enabled(state(), telemetry.getState())).toBe(true);
    expect(messages()).not.toContain(FOCUS_LEFT);
  });

  it('is neither shown nor saved nor exported with other data, which is said once', async () => {
    const { state, session, messages, telemetry, store, ...context } = await page();
    session.observationEditing.simulate(77);
    await vi.advanceTimersByTimeAsync(0);
    session.observationEditing.simulate(78);
    await vi.advanceTimersByTimeAsync(0);
    expect(focusFound(state())).toBeNull();
    expect(focusOf(state())).toBeNull();
    expect(messages().filter((text) => text === FOCUS_LEFT)).toHaveLength(1);
    expect(focusedAsNpz.enabled(state(), telemetry.getState())).not.toBe(true);
    await expect(
      (async () => focusedAsCsv.make({ ...context, session, store, telemetry } as never, request))(),
    ).rejects.toThrow('no focused posterior');
  });

  it('says that the network has changed where another seed, settings or steps have', async () => {
    const found = (of: Awaited<ReturnType<typeof page>>) => focusFound(of.state());
    const seed = await page();
    expect(found(seed)?.networkLeft).toBe(false);
    seed.session.studyEditing.setSeed(99);
    expect(found(seed)).toMatchObject({ ...sampleFocus, networkLeft: true });
    // It is saved so: where its study is opened again, the network that answers is still another one.
    const left = focusOf(seed.state());
    expect(left).toEqual({ ...sampleFocus, networkLeft: true });
    seed.session.opening.openStudy(saved);
    expect(found(seed)?.networkLeft).toBe(false);
    seed.session.opening.openStudy({ ...saved, focus: left });
    expect(found(seed)?.networkLeft).toBe(true);

    const trained = await page();
    trained.of('run.open').at(-1)?.resolve(opened);
    await vi.advanceTimersByTimeAsync(0);
    void trained.session.training.train(null);
    await vi.advanceTimersByTimeAsync(0);
    expect(found(trained)?.networkLeft).toBe(true);
  });

  it('that could not be read is told where its study is opened', async () => {
    const { session, state, messages } = await page();
    session.opening.openStudy({ ...saved, focus: null, focusProblem: 'It cannot be used.' });
    expect(messages()).toContain('It cannot be used.');
    expect(focusFound(state())).toBeNull();
  });

  it('goes with its study where another one takes its place', async () => {
    const { state, session } = await page();
    session.opening.openStudy({ ...saved, focus: null });
    expect(state().concepts.focus.found).toBeNull();
  });

  it('is a table of its own draws, which says what it is of', async () => {
    const { store, ...context } = await page();
    const { blob, notice } = await focusedAsCsv.make({ ...context, store }, request);
    const lines = (await blob.text()).split('\r\n');
    expect(lines[0]).toBe('theta1,theta2,conditions');
    expect(lines[1]).toMatch(/^0\.3333333333333333,0\.2,.*answers no other data/);
    expect(lines).toHaveLength(5);
    expect(notice).toContain('the 3 draws that there are');
  });
});
