import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readText } from '../../inference/observation/readFile.ts';
import { trainingSession } from './scriptedEngine.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const settle = () => vi.advanceTimersByTimeAsync(0);

/** A trained network that is being asked about the observations of a file. */
async function asked() {
  const parts = await trainingSession();
  parts.of('train.run')[0].resolve({ finished: true, step: 100 });
  await settle();
  const { system, problem } = parts.store.getState().study;
  const { name, text } = parts.session.many.example();
  const read = readText({ name, bytes: new TextEncoder().encode(text) }, system, problem.design);
  if (!read.ok || read.many === null) throw new Error('The example cannot be read.');
  parts.session.many.use(read.many);
  return { ...parts, many: () => parts.store.getState().many };
}

describe('answers for many observations', () => {
  it('are asked for when a file comes, and are of the network on screen', async () => {
    const { of, many } = await asked();
    of('posterior.many')[0].resolve({ step: 100 });
    await settle();
    expect(many()).toMatchObject({ answers: { step: 100 }, stale: null, progress: null });
  });

  it('are dropped when the posterior was altered, or the network begun anew, while they were made', async () => {
    const { of, many, session, store } = await asked();
    session.trust.spoil({ width: 0.5, shift: 0 });
    of('posterior.many')[0].resolve({ step: 100 });
    await settle();
    expect(many().answers).toBeNull();
    void session.many.answer();
    store.setState(({ engine }) => ({
      engine: { ...engine, open: engine.open && { ...engine.open, info: { ...engine.open.info } } },
    }));
    of('posterior.many')[1].resolve({ step: 100 });
    await settle();
    expect(many().answers).toBeNull();
  });

  it('say why they are no longer those of the network on screen', async () => {
    const why = async (change: (parts: Awaited<ReturnType<typeof asked>>) => unknown) => {
      const parts = await asked();
      parts.of('posterior.many')[0].resolve({ step: 100 });
      await settle();
      await change(parts);
      await settle();
      return parts.many().stale;
    };
    const rescaling = { kind: 'rescaling', rescaling: { width: 2, shift: 0 } } as const;
    expect(await why(({ session }) => session.trust.use(rescaling))).toBe('The posterior has been altered since.');
    expect(await why(({ session }) => void session.training.train(1))).toBe('The network has been trained on since.');
    const A = { family: 'logUniform', low: 0.8, high: 4 } as const;
    expect(await why(({ session }) => session.assuming.setPrior('A', A))).toBe('The assumptions have changed since.');
    const former = await why(async ({ session, of }) => {
      // The reset takes it off.
      session.trust.use(rescaling);
      void session.many.answer();
      of('posterior.many')[1].resolve({ step: 100 });
      await settle();
      void session.opening.trainAnew();
      of('train.reset')[0].resolve({ totalSteps: 100 });
    });
    expect(former).toBe('These are the answers of a former network.');
  });
});
