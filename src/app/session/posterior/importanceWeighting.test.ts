import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UNTRANSFORMED } from '../../../inference/correction/posteriorTransform.ts';
import { builtIn } from '../../../inference/simulators/registry.ts';
import type { WeightedPosterior } from '../../../worker/run/reports.ts';
import { takeDraws } from './posteriorDraws.ts';
import { conditionsText } from '../../readout/text/heading.ts';
import { drawsOf, opened, trainingSession } from '../testing/scriptedEngine.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const settle = () => vi.advanceTimersByTimeAsync(0);
/** 100 draws of two parameters, of which the first half has all the weight. */
const draws = Float64Array.from({ length: 200 }, (_, i) => i / 1000);
const usable: WeightedPosterior = {
  draws,
  weights: Float64Array.from({ length: 100 }, (_, i) => (i < 50 ? 0.02 : 0)),
  effective: 0.5,
  paretoK: 0.2,
  verdict: { level: 'good', sentence: 'The weights can be used.' },
  step: 7,
  weightsStep: 7,
  transform: UNTRANSFORMED,
};

/** Two moons, whose likelihood is known, answered by the network without weights. */
async function answered() {
  const parts = await trainingSession();
  const { of, session, store } = parts;
  session.studyEditing.selectSystem(builtIn('two-moons'));
  await vi.advanceTimersByTimeAsync(1000);
  of('run.open').at(-1)?.resolve(opened);
  await settle();
  const answer = async () => {
    // The former study's question may still be waiting.
    for (let round = 0; round < 2; round++) {
      for (const { resolve } of of('posterior.draw')) resolve(drawsOf(draws, 7));
      for (const { resolve } of of('observation.set')) resolve(null);
      await settle();
    }
  };
  await answer();
  const inUse = async () => {
    session.importanceWeighting.use(true);
    of('importance.weigh').at(-1)?.resolve(usable);
    await settle();
    expect(store.getState().trust.weightsInUse).toBe(true);
  };
  return { ...parts, answer, inUse };
}

describe('the correction by importance weights', () => {
  it('says that there is nothing to weight before the first posterior', async () => {
    const { of, session, store } = await trainingSession();
    session.importanceWeighting.weigh();
    expect(of('importance.weigh')).toHaveLength(0);
    expect(store.getState().view.messages.at(-1)?.text).toContain('no posterior to weight yet');
  });

  it('is judged before it is used: the picture stays the network’s', async () => {
    const { of, session, store, telemetry } = await answered();
    session.importanceWeighting.weigh();
    expect(of('importance.weigh')).toHaveLength(1);
    of('importance.weigh')[0].resolve(usable);
    await settle();
    expect(store.getState().trust.weighted?.report.verdict).toBe(usable.verdict);
    expect(telemetry.getState().frame?.exact).toBeNull();
  });

  it('in use, shows as many draws as are effective, by their weights, and says so', async () => {
    const { store, telemetry, inUse } = await answered();
    await inUse();
    const { frame } = telemetry.getState();
    expect(frame?.draws).toEqual(draws.slice(0, 100));
    expect(frame?.exact).toMatchObject({ shown: true });
    expect(conditionsText(store.getState(), telemetry.getState())).toContain(
      'weighted by the exact likelihood: effective sample size 50 %, k-hat 0.2 · network of step 7',
    );
  });

  it('follows the observation when it rests, and is the network’s own answer until then', async () => {
    const { of, session, telemetry, inUse, answer } = await answered();
    await inUse();
    session.observationEditing.simulate(99);
    await settle();
    await answer();
    expect(telemetry.getState().frame?.exact).toBeNull();
    expect(of('importance.weigh')).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(of('importance.weigh')).toHaveLength(2);
    of('importance.weigh')[1].resolve(usable);
    await settle();
    expect(telemetry.getState().frame?.exact?.shown).toBe(true);
  });

  it('does not show weights that are not to be used, and says so', async () => {
    const { of, session, store, telemetry } = await answered();
    session.importanceWeighting.use(true);
    of('importance.weigh')[0].resolve({ ...usable, verdict: { level: 'bad', sentence: 'Not covered.' } });
    await settle();
    expect(telemetry.getState().frame?.draws).toBe(draws);
    expect(conditionsText(store.getState(), telemetry.getState())).toContain(
      'not weighted by the exact likelihood: it does not cover the posterior',
    );
  });

  it('is taken off by hand, and when the network trains on', async () => {
    const { of, session, store, telemetry, inUse, answer } = await answered();
    await inUse();
    session.importanceWeighting.use(false);
    await settle();
    await answer();
    expect(telemetry.getState().frame?.exact).toBeNull();
    await inUse();
    session.trust.trainsOn();
    expect(store.getState().trust).toMatchObject({ weightsInUse: false, weighted: null });
    await vi.advanceTimersByTimeAsync(1000);
    expect(of('importance.weigh')).toHaveLength(2);
  });

  it('gives way to the weights of moved priors', async () => {
    const { of, session, telemetry, inUse } = await answered();
    await inUse();
    session.studyEditing.setPrior('theta1', { family: 'uniform', low: -1, high: 0.15 });
    expect(telemetry.getState().frame).toMatchObject({ exact: null });
    await vi.advanceTimersByTimeAsync(400);
    expect(of('importance.weigh')).toHaveLength(1);
  });

  it('is in the draws that are taken away; bad weights are an error there', async () => {
    const { of, session, catalogue, store, telemetry, engine, publisher, pretrained, inUse } = await answered();
    await inUse();
    const context = { catalogue, store, telemetry, engine, publisher, pretrained };
    const request = { draws: 40, signal: new AbortController().signal, onProgress: () => {} };
    const taken = takeDraws(context, request);
    of('importance.weigh').at(-1)?.resolve(usable);
    expect((await taken).theta).toEqual(draws.slice(0, 80));
    expect((await taken).marks).toEqual([
      { word: 'reweighted', text: 'weighted by the exact likelihood: effective sample size 50 %, k-hat 0.2' },
    ]);
    expect((await taken).exact).toEqual({ effective: 0.5, paretoK: 0.2, shown: true });
    const failing = takeDraws(context, request);
    of('importance.weigh')
      .at(-1)
      ?.resolve({ ...usable, verdict: { level: 'bad', sentence: 'Not covered.' } });
    await expect(failing).rejects.toThrow('Not covered. Undo the weights');
    session.importanceWeighting.use(false);
  });
});
