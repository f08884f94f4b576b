/** What more simulations would bring: of the network in use alone, which is left as it is, and forgotten with it. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { moreSimulations, type SizeLosses } from '../../../inference/diagnostics/moreSimulations/moreSimulations.ts';
import { Random } from '../../../inference/math/random.ts';
import { costText, insteadText, moreData, moreSummary } from '../../readout/concepts/moreText.ts';
import { moreFound, moreObstacle, noMore } from '../../readout/concepts/moreQuestion.ts';
import { patch } from '../../store/appStore.ts';
import { openStudy } from '../../store/engineSlice.ts';
import { opened, trainingSession } from '../testing/scriptedEngine.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const random = new Random(3, 0);
const losses = (level: number, simulations: number): SizeLosses => ({
  simulations,
  steps: 100,
  keptStep: 90,
  losses: Float64Array.from({ length: 400 }, () => level + 0.05 * random.normal()),
});
const answer = moreSimulations([losses(0.3, 2500), losses(0.1, 5000), losses(0, 10_000)]);

async function page() {
  const parts = await trainingSession();
  const settle = () => vi.advanceTimersByTimeAsync(0);
  // The system's own settings are of new simulations in each epoch.
  const { training } = parts.store.getState().study;
  patch(parts.store, 'study', { training: { ...training, simulations: 10_000, fresh: false } });
  parts.session.opening.trainNow();
  await settle();
  parts.of('run.open').at(-1)?.resolve(opened);
  await settle();
  parts.of('run.train').at(-1)?.resolve({ finished: true, step: 100 });
  await settle();
  const state = () => parts.store.getState();
  const asked = () => parts.of('simulations.more');
  const answered = async () => {
    asked().at(-1)?.resolve(answer);
    await settle();
  };
  return { ...parts, settle, state, asked, answered };
}

describe('what more simulations would bring', () => {
  it('is asked beside the network, shows how far it is, and is told with what it is of', async () => {
    const { session, of, state, asked, answered, settle } = await page();
    const before = [of('run.open'), of('run.train'), of('run.reset')].map(({ length }) => length);
    session.moreSimulations.run();
    asked()[0].progress({ fraction: 0.4 });
    await settle();
    expect(state().concepts.more.progress).toBe(0.4);
    expect(moreFound(state())).toBeNull();
    await answered();
    expect(moreFound(state())?.more).toEqual(answer);
    expect(state().concepts.more.progress).toBeNull();
    expect([of('run.open'), of('run.train'), of('run.reset')].map(({ length }) => length)).toEqual(before);
    expect(moreData(answer)).toMatchObject({ simulations: [2500, 5000, 10_000], next: answer.next });
    expect(moreSummary(answer)).toMatch(/^Loss on 400 held-out pairs.*2,500 simulations: 0\.\d{3} nats ± 0\.00[1-9]/);
  });

  it('says beforehand what it costs, and afterwards what helps without', async () => {
    const { state } = await page();
    expect(costText(state(), 10)).toMatch(/first 2,500 and the first 5,000 simulations, of up to 100 steps .* 20 s/);
    expect(costText(state(), 0)).not.toContain('together');
    expect(insteadText(state())).toMatch(/An ensemble .*Focus on this observation.*though not for every system/);
  });

  it('can be cancelled', async () => {
    const { session, state, asked, settle } = await page();
    session.moreSimulations.run();
    session.moreSimulations.cancel();
    await settle();
    expect(asked()[0].aborted).toBe(true);
    expect(state().concepts.more).toEqual({ found: null, progress: null });
  });

  it('is forgotten with another seed, prior or network, and ends with them while it is under way', async () => {
    const { session, store, state, asked, answered, of, settle } = await page();
    session.moreSimulations.run();
    await answered();
    session.studyEditing.setSeed(state().study.seed + 1);
    await settle();
    expect(moreFound(state())).toBeNull();
    session.moreSimulations.run();
    // Of a study that has not been trained nothing is asked.
    expect(asked()).toHaveLength(1);
    session.opening.trainNow();
    await settle();
    of('run.open').at(-1)?.resolve(opened);
    await settle();
    of('run.train').at(-1)?.resolve({ finished: true, step: 100 });
    await settle();
    expect(moreFound(state())).toBeNull();
    session.moreSimulations.run();
    expect(asked()).toHaveLength(2);
    patch(store, 'study', { seed: 99 });
    await settle();
    expect(asked()[1].aborted).toBe(true);
    expect(state().concepts.more.progress).toBeNull();
  });

  it('is refused where the steps of the networks would not be equal', async () => {
    const { state } = await page();
    const open = openStudy(state().engine);
    if (open === null) throw new Error('no network');
    const withOpen = (network: object) => ({
      ...state(),
      engine: { ...state().engine, network: { kind: 'finished', turn: 1, open, ...network } },
    });
    expect(moreObstacle(withOpen({}) as never)).toBeNull();
    expect(moreObstacle(withOpen({ kind: 'paused' }) as never)).toContain('not trained to its end');
    const warm = { ...open, info: { ...open.info, warm: true } };
    expect(moreObstacle(withOpen({ open: warm }) as never)).toContain('train it from scratch');
    // One that comes with the page was trained on other simulations than its settings on the page say.
    const shipped = { ...open, study: { ...open.study, training: { ...open.study.training, fresh: true } } };
    expect(noMore(withOpen({ open: shipped }) as never)).toContain('new simulations in each epoch');
  });
});
