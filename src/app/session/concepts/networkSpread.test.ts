/** Networks that are trained again: what they differ in, what is found of them, and that the spare engine ends. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Random } from '../../../inference/math/random.ts';
import type { Study } from '../../../inference/study/study.ts';
import type { Commands } from '../../../worker/commands/protocol.ts';
import { networkSpreadFacts } from '../../readout/facts/conceptFacts.ts';
import { patch } from '../../store/appStore.ts';
import type { SessionContext } from '../context.ts';
import { drawsOf, opened, trainingSession } from '../testing/scriptedEngine.ts';
import { NetworkSpread } from './networkSpread.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const D = 2;
const C = 9;
/** In ln theta: of each posterior, and of what lies between networks of 200 simulations; it falls as their number rises. */
const WITHIN = 0.1;
const BETWEEN = 0.05;

function spareEngine() {
  const random = new Random(5, 0);
  const studies: Study[] = [];
  const terminate = vi.fn<() => void>();
  let centre: readonly number[] = [];
  const call = (command: string, params: never): Promise<unknown> => {
    if (command === 'run.open') {
      const { study } = params as Commands['run.open']['params'];
      studies.push(study);
      const sd = BETWEEN * Math.sqrt(200 / study.training.simulations);
      centre = Array.from({ length: D }, () => sd * random.normal());
      return Promise.resolve(opened);
    }
    if (command !== 'run.ask') return Promise.resolve(null);
    const { draws } = (params as { params: { draws: number } }).params;
    return Promise.resolve(
      drawsOf(Float64Array.from({ length: draws * D }, (_, i) => Math.exp(centre[i % D] + WITHIN * random.normal()))),
    );
  };
  const spare = () => ({ call, terminate }) as unknown as ReturnType<NonNullable<SessionContext['spare']>>;
  return { spare, studies, terminate };
}

async function page() {
  const session = await trainingSession();
  const engine = spareEngine();
  const { store, of } = session;
  const spread = new NetworkSpread({ ...session, spare: engine.spare });
  const simulate = async () => {
    of('pairs.simulate')
      .at(-1)
      ?.resolve({ theta: new Float64Array(20 * D), s: new Float64Array(20 * C) });
    await vi.advanceTimersByTimeAsync(0);
  };
  const state = () => store.getState().concepts.networkSpread;
  const facts = () => networkSpreadFacts(store.getState());
  return { ...session, ...engine, spread, simulate, state, facts };
}

describe('networks that are trained again', () => {
  it('have simulations of their own, and their disagreement is told from their width', async () => {
    const { spread, simulate, studies, facts, terminate } = await page();
    spread.run();
    await simulate();
    expect(studies.map(({ training }) => training.simulations)).toEqual(
      [200, 1000, 5000].flatMap((simulations) => Array.from({ length: 5 }, () => simulations)),
    );
    expect(new Set(studies.map(({ seed }) => seed)).size).toBe(15);
    expect(studies.every(({ training }) => training.members === 1)).toBe(true);
    const found = facts();
    expect(found.map(({ simulations }) => simulations)).toEqual([200, 1000, 5000]);
    const shares = found.map(({ share }) => share);
    // Of 0.05^2 and 0.1^2 a fifth, roughly: five networks, and the same ones for all data sets here.
    expect(shares[0]).toBeGreaterThan(0.04);
    expect(shares[0]).toBeLessThan(0.5);
    expect(shares[2]).toBeLessThan(shares[0] / 3);
    for (const { here } of found) expect(here.A.within).toBeCloseTo(WITHIN ** 2, 3);
    // What the data fix is among the quantities: ln A + 2 ln b.
    expect(Object.keys(found[0].here)).toHaveLength(D + 1);
    const strength = Object.entries(found[0].here).find(([key]) => key !== 'A' && key !== 'b')?.[1];
    expect(strength?.within).toBeCloseTo(5 * WITHIN ** 2, 2);
    expect(terminate).toHaveBeenCalledTimes(1);
  });

  it('are trained further where more are asked for, and the others stay', async () => {
    const { spread, simulate, studies, facts } = await page();
    spread.run();
    await simulate();
    const before = facts();
    spread.extend(20_000);
    spread.run();
    await simulate();
    expect(studies).toHaveLength(20);
    expect(facts().slice(0, 3)).toEqual(before);
    expect(facts().at(-1)?.simulations).toBe(20_000);
  });

  it('leave the page’s own network alone, and say nothing of another question', async () => {
    const { spread, simulate, of, store, facts, state } = await page();
    const before = ['run.open', 'run.train', 'run.pause', 'run.reset'] as const;
    const asked = () => before.map((command) => of(command as 'run.open').length);
    const counted = asked();
    spread.run();
    await vi.advanceTimersByTimeAsync(0);
    patch(store, 'study', { seed: 99 });
    await simulate();
    expect(asked()).toEqual(counted);
    expect(facts()).toEqual([]);
    expect(state().progress).toBeNull();
  });

  it('end with their engine when they are cancelled', async () => {
    const { spread, of, simulate, facts, studies } = await page();
    spread.run();
    await vi.advanceTimersByTimeAsync(0);
    spread.cancel();
    expect(of('pairs.simulate')[0].aborted).toBe(true);
    await simulate();
    expect(studies).toHaveLength(0);
    expect(facts()).toEqual([]);
  });
});
