/** Three networks beside the page's own: what they are trained on, what is found of them, and that the spare engine ends. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Random } from '../../../inference/math/random.ts';
import type { Study } from '../../../inference/study/study.ts';
import type { Commands } from '../../../worker/commands/protocol.ts';
import { nuisanceTrialFacts } from '../../readout/facts/conceptFacts.ts';
import { patch } from '../../store/appStore.ts';
import type { SessionContext } from '../context.ts';
import { drawsOf, opened, trainingSession } from '../testing/scriptedEngine.ts';
import { NuisanceTrial } from './nuisanceTrial.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Noise of the data, and width of each network's answers. */
const NOISE = 0.05;
const D = 2;
const C = 9;

/** An engine whose networks answer with draws around the data's first two entries: too narrow for who was told nothing. */
function spareEngine() {
  const random = new Random(5, 0);
  const studies: Study[] = [];
  const widths: Record<string, number> = { ignored: 0.5, drawn: 1, wide: 2 };
  const names = ['ignored', 'drawn', 'wide'];
  const answered: number[] = [];
  const terminate = vi.fn<() => void>();
  const call = (command: string, params: never): Promise<unknown> => {
    if (command === 'run.open') {
      studies.push((params as Commands['run.open']['params']).study);
      return Promise.resolve(opened);
    }
    if (command !== 'run.ask') return Promise.resolve(null);
    const { s, draws } = (params as { params: { s: Float64Array; draws: number } }).params;
    const width = NOISE * widths[names[studies.length - 1]];
    answered.push(draws);
    return Promise.resolve(
      drawsOf(Float64Array.from({ length: draws * D }, (_, i) => s[i % D] + width * random.normal())),
    );
  };
  const spare = () => ({ call, terminate }) as unknown as ReturnType<NonNullable<SessionContext['spare']>>;
  return { spare, studies, terminate, answered };
}

async function page() {
  const session = await trainingSession();
  const engine = spareEngine();
  const { store, of } = session;
  const trial = new NuisanceTrial({ ...session, spare: engine.spare });
  /** The page's own engine gives data of the true values that it was asked for. */
  const simulate = async () => {
    const asked = of('predictive.replicate').at(-1);
    if (asked === undefined) throw new Error('No data were asked for.');
    const { thetas } = asked.params as { thetas: Float64Array };
    const random = new Random(9, 0);
    const s = Float64Array.from({ length: (thetas.length / D) * C }, (_, i) =>
      i % C < D ? thetas[Math.floor(i / C) * D + (i % C)] + NOISE * random.normal() : 0,
    );
    asked.resolve(s);
    await vi.advanceTimersByTimeAsync(0);
  };
  const state = () => store.getState().concepts.nuisanceTrial;
  const facts = () => nuisanceTrialFacts(store.getState());
  return { ...session, ...engine, trial, simulate, state, facts };
}

describe('three networks and a nuisance', () => {
  it('are trained one after the other, differ in the nuisance alone, and show who was told nothing', async () => {
    const { trial, simulate, studies, facts, state, terminate, of, answered } = await page();
    trial.run();
    await simulate();
    const truth = (of('predictive.replicate')[0].params as Commands['predictive.replicate']['params']).problem;
    expect(truth.nuisances.aSN.mode).toBe('marginalised');
    expect(studies.map(({ ignored = [] }) => ignored)).toEqual([['aSN'], [], []]);
    const laws = studies.map(({ problem }) => problem.nuisances.aSN.prior);
    expect(laws[0]).toEqual(laws[1]);
    expect(laws[2]).toMatchObject({ family: 'lognormal', sd: expect.closeTo(0.3) });
    expect(new Set(studies.map(({ training, seed }) => JSON.stringify([training, seed]))).size).toBe(1);
    // The observation on screen, then the check's 200 data sets, of each network.
    expect(answered).toHaveLength(3 * 201);
    const found = facts();
    expect(found).toMatchObject({ nuisance: 'aSN' });
    const b = found?.of.b;
    expect(b?.ignored.widthFactor).toBeLessThan(0.65);
    expect(b?.ignored.p).toBeLessThan(1e-3);
    expect(b?.drawn.widthFactor).toBeGreaterThan(0.85);
    expect(b?.drawn.widthFactor).toBeLessThan(1.15);
    expect(b?.wide.widthFactor).toBeGreaterThan(1.5);
    expect((b?.wide.sd ?? 0) / (b?.drawn.sd ?? 1)).toBeCloseTo(2, 1);
    expect(state().progress).toBeNull();
    expect(terminate).toHaveBeenCalledTimes(1);
  });

  it('leave the page’s own network alone', async () => {
    const { trial, simulate, of } = await page();
    const before = ['run.open', 'run.train', 'run.pause', 'run.reset'] as const;
    const asked = () => before.map((command) => of(command as 'run.open').length);
    const counted = asked();
    trial.run();
    await simulate();
    expect(asked()).toEqual(counted);
  });

  it('end with their engine when they are cancelled, and find nothing', async () => {
    const { trial, of, simulate, facts, terminate, studies, state } = await page();
    trial.run();
    await vi.advanceTimersByTimeAsync(0);
    expect(of('predictive.replicate')).toHaveLength(1);
    trial.cancel();
    expect(of('predictive.replicate')[0].aborted).toBe(true);
    await simulate();
    expect(studies).toHaveLength(0);
    expect(terminate).not.toHaveBeenCalled();
    expect(facts()).toBeNull();
    expect(state().progress).toBeNull();
  });

  it('say nothing of a question that is another one by now', async () => {
    const { trial, simulate, facts, store, state } = await page();
    trial.run();
    await vi.advanceTimersByTimeAsync(0);
    patch(store, 'study', { seed: 99 });
    await simulate();
    expect(facts()).toBeNull();
    // They belong to the seed that they were trained with, and come back with it.
    patch(store, 'study', { seed: 7 });
    expect(facts()).not.toBeNull();
    expect(state().progress).toBeNull();
  });

  it('are not mixed with what was found of another question meanwhile', async () => {
    const { trial, simulate, state, store } = await page();
    trial.run();
    await vi.advanceTimersByTimeAsync(0);
    patch(store, 'concepts', { nuisanceTrial: { ...state(), found: { key: 'another', networks: {} } } });
    await simulate();
    expect(state().found).toEqual({ key: 'another', networks: {} });
  });

  it('are not trained on a page that has no second engine, which is told', async () => {
    const { store, ...context } = await trainingSession();
    new NuisanceTrial({ ...context, store }).run();
    expect(store.getState().view.messages.map(({ text }) => text)).toEqual([
      expect.stringContaining('open the whole page'),
    ]);
    expect(store.getState().concepts.nuisanceTrial.found).toBeNull();
  });
});
