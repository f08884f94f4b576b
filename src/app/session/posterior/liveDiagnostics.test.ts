import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { identifiability, type JudgedDraws } from '../../../inference/diagnostics/identifiability/identifiability.ts';
import { checksMade } from '../../readout/text/checksMade.ts';
import { drawsOf, trainingSession } from '../testing/scriptedEngine.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A spread for both parameters, so that there is something to judge. */
const draws = Float64Array.from({ length: 2000 }, (_, i) => 0.6 + ((i * 0.618) % 1) * (i % 2 === 0 ? 1 : 0.5));

/** A page on which the network, which trains, has answered at step 80 of 100. */
async function judged() {
  const parts = await trainingSession();
  const { of, store } = parts;
  const answer = (step: number) =>
    of('run.train')[0].progress({
      kind: 'posterior',
      posterior: drawsOf(draws, step),
      observation: store.getState().observation.id,
    });
  of('run.train')[0].progress({
    kind: 'steps',
    step: 80,
    totalSteps: 100,
    losses: [1],
    epoch: 1,
    stepsPerSecond: 1,
    learningRate: 1,
  });
  const asked = () => of('posterior.identifiability');
  /** A worker answers the newest question about identifiability. */
  const identified = async () => {
    const call = asked().at(-1);
    call?.resolve(identifiability(call.params as JudgedDraws));
    await vi.advanceTimersByTimeAsync(0);
  };
  answer(80);
  await vi.advanceTimersByTimeAsync(1500);
  await identified();
  return { ...parts, answer, asked, identified, results: () => store.getState().results };
}

describe('what was judged of a posterior', () => {
  it('stays while the network answers the same question, and is marked where it answers another', async () => {
    const { answer, identified, results, session } = await judged();
    expect(results().identifiability).not.toBeNull();
    answer(90);
    await vi.advanceTimersByTimeAsync(150);
    expect(results().identifiabilityStale).toBe(false);
    session.observationEditing.simulate(5);
    answer(95);
    await vi.advanceTimersByTimeAsync(150);
    expect(results()).toMatchObject({ identifiabilityStale: true, distance: null });
    await vi.advanceTimersByTimeAsync(1500);
    expect(results().identifiabilityStale).toBe(true);
    await identified();
    expect(results().identifiabilityStale).toBe(false);
  });

  it('is marked until the worker has answered about the observation on screen, and an answer about another is dropped', async () => {
    const { answer, asked, identified, results, session } = await judged();
    const first = results().identifiability;
    session.observationEditing.simulate(5);
    answer(90);
    await vi.advanceTimersByTimeAsync(1500);
    expect(asked()).toHaveLength(2);
    // Before the worker has answered about observation 5, there is observation 6.
    session.observationEditing.simulate(6);
    answer(95);
    await vi.advanceTimersByTimeAsync(150);
    await identified();
    expect(results()).toMatchObject({ identifiability: first, identifiabilityStale: true });
    await vi.advanceTimersByTimeAsync(1500);
    expect(asked()).toHaveLength(3);
    await identified();
    expect(results().identifiabilityStale).toBe(false);
    expect(results().identifiability).not.toBe(first);
  });

  it('is in no report of a network that is hardly trained', async () => {
    const { store, telemetry } = await judged();
    const names = () => checksMade(store.getState(), telemetry.getState()).map(({ check }) => check);
    expect(names()).toContain('What the data can tell');
    const distance = { value: 0.1, c2st: 0.5, step: 2, verdict: { level: 'good' as const, sentence: 'Near.' } };
    store.setState(({ results }) => ({ results: { ...results, distance: { ...distance, step: 80 } as never } }));
    expect(names()).toContain('Distance from the reference');
    // Of the first steps, though there are more by now.
    store.setState(({ results }) => ({ results: { ...results, distance: distance as never } }));
    expect(names()).not.toContain('Distance from the reference');
    const { progress } = telemetry.getState();
    telemetry.setState({ progress: { ...progress, totalSteps: 6000 } });
    expect(names()).toEqual([]);
  });
});
