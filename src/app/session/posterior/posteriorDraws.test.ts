import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Random } from '../../../inference/math/random.ts';
import { inferredPrior } from '../../../inference/simulators/problem.ts';
import { drawsOf, trainingSession } from '../testing/scriptedEngine.ts';
import { posteriorDrawsNotice, takeDraws } from './posteriorDraws.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const settle = () => vi.advanceTimersByTimeAsync(0);

/** A network that gives draws of the prior, asked for them under another one. */
async function underPrior(low: number) {
  const page = await trainingSession();
  const { of, store, session } = page;
  const { system, problem } = store.getState().study;
  const prior = inferredPrior(system, problem);
  const give = (n: number) => drawsOf(prior.sample(n, new Random(1, 1)), 332);
  of('run.train')[0].resolve({ finished: true, step: 332 });
  await settle();
  for (let round = 0; round < 2; round++) {
    for (const { resolve } of of('posterior.draw')) resolve(give(4000));
    for (const { resolve } of of('observation.set')) resolve(null);
    await settle();
  }
  session.studyEditing.setPrior('A', { family: 'logUniform', low, high: 4 });
  const take = async (draws: number) => {
    const taking = takeDraws(page, { draws, signal: new AbortController().signal, onProgress: () => {} });
    for (let call = 0; call < 10; call++) {
      const asked = of('posterior.take').at(call);
      if (asked === undefined) break;
      asked.resolve({ ...give((asked.params as { readonly draws: number }).draws), weightsStep: 172 });
      await settle();
    }
    return taking;
  };
  return { ...page, take };
}

describe('draws that are taken away under moved priors', () => {
  it('are as many as were asked for, though most have no weight', async () => {
    const { take, store } = await underPrior(3);
    const taken = await take(20_000);
    expect(store.getState().results.weighting?.effective).toBeLessThan(0.2);
    expect(taken.theta).toHaveLength(2 * 20_000);
    expect(taken.notice).toBeUndefined();
    expect(Math.min(...taken.theta.filter((_, i) => i % 2 === 0))).toBeGreaterThanOrEqual(3);
    expect(taken.marks.map(({ word }) => word)).toEqual(['reweighted']);
    expect(taken.weighting).toMatchObject({ shown: true, standing: 'exact-enough' });
  });

  it('say the steps of the weights that answered, not those of the run', async () => {
    const { take } = await underPrior(2);
    expect(await take(100)).toMatchObject({ step: 332, weightsStep: 172 });
  });

  it('say that priors outside what was trained on are outside, and those of the former priors that they are', async () => {
    const wide = await (await underPrior(0.1)).take(1000);
    expect(wide.marks[0].text).toContain('too far from those of the training');
    const none = await (await underPrior(3.9999)).take(1000);
    expect(none.marks[0].word).toBe('former-priors');
    expect(none.theta).toHaveLength(2000);
  });

  it('tell their number where so many cannot be had', () => {
    expect(posteriorDrawsNotice(8412, 20_000, 400_000)).toBe(
      'The file has 8,412 draws instead of 20,000: no more of the 400,000 weighted draws are effective.',
    );
    expect(posteriorDrawsNotice(20_000, 20_000, 400_000)).toBeUndefined();
  });
});
