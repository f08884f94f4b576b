import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Random } from '../../../inference/math/random.ts';
import { inferredPrior } from '../../../inference/simulators/problem.ts';
import { drawsOf, trainingSession } from '../testing/scriptedEngine.ts';
import { answerProgram } from './programAnswers.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const settle = () => vi.advanceTimersByTimeAsync(0);
/** Longer than the check of new data is waited for. */
const LATER = 6000;
const DRAWS = 40;

/** A page whose network is trained, and a program that asks it for draws. */
async function askedPage() {
  const page = await trainingSession();
  const { of, store, session } = page;
  const { system, problem } = store.getState().study;
  const prior = inferredPrior(system, problem);
  const give = (n: number, mean: number) => drawsOf(prior.sample(n, new Random(mean, 1)), 332);
  of('run.train')[0].resolve({ finished: true, step: 332 });
  await settle();
  for (let round = 0; round < 2; round++) {
    for (const { resolve } of of('posterior.draw')) resolve(give(4000, 1));
    for (const { resolve } of of('observation.set')) resolve(null);
    await settle();
  }
  page.telemetry.setState(({ progress }) => ({ progress: { ...progress, step: 332, totalSteps: 332 } }));
  const parts = { observationEditing: session.observationEditing };
  const asking = answerProgram(
    page,
    parts,
    system.id,
    { id: 1, kind: 'draws', n: DRAWS, unfinished: false },
    new AbortController().signal,
  );
  await vi.advanceTimersByTimeAsync(LATER);
  /** The engine's answer to the request number k, of draws that are told by their seed. */
  const answer = async (k: number) => {
    of('posterior.take')[k].resolve({ ...give(DRAWS, k + 1), weightsStep: 332 });
    await settle();
  };
  const drawn = (k: number) => Array.from(give(DRAWS, k + 1).draws);
  return { ...page, asking, answer, drawn };
}

type Page = Awaited<ReturnType<typeof askedPage>>;

/** What makes draws that were asked for before an answer to another question. */
const changes: readonly (readonly [string, (page: Page) => void])[] = [
  [
    'another observation',
    ({ session, store }) => {
      const { system, problem } = store.getState().study;
      const thetas = system.parameters(problem.design).map(({ slider: { low, high } }) => 0.4 * low + 0.6 * high);
      session.observationEditing.setTruth(thetas);
    },
  ],
  ['other priors', ({ session }) => session.studyEditing.setPrior('A', { family: 'logUniform', low: 0.6, high: 3 })],
  [
    'another network',
    ({ store }) => {
      store.setState(({ engine }) => {
        const { network } = engine;
        if (network.kind !== 'finished') throw new Error(`The network is ${network.kind}.`);
        return { engine: { ...engine, network: { ...network, open: { ...network.open } } } };
      });
    },
  ],
];

describe('draws for a program', () => {
  it('are those of the engine where nothing is changed meanwhile', async () => {
    const { asking, answer, drawn, of } = await askedPage();
    await answer(0);
    const given = await asking;
    expect(given).toMatchObject({ kind: 'draws', step: 332 });
    expect(given.kind === 'draws' && Array.from(given.draws)).toEqual(drawn(0));
    expect(of('posterior.take')).toHaveLength(1);
  });

  it.each(changes)('are taken again when they turn out to be of a question before %s', async (_, change) => {
    const page = await askedPage();
    change(page);
    await page.answer(0);
    let settled = false;
    void page.asking.then(() => (settled = true));
    await settle();
    expect(settled).toBe(false);
    expect(page.of('posterior.take')).toHaveLength(2);
  });

  it('are refused when what is on screen changes each time', async () => {
    const page = await askedPage();
    for (let k = 0; k < 3; k++) {
      const [, change] = changes[k % 2 === 0 ? 0 : 2];
      change(page);
      await page.answer(k);
    }
    expect(await page.asking).toEqual({
      kind: 'problem',
      problem: 'The page was changed while the draws were taken: ask again when it rests.',
    });
  });
});
