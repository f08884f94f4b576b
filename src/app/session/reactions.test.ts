import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { localC2st, tryCorrections } from '../actions/checks.ts';
import { referenceText } from '../readout/text/referenceText.ts';
import { drawsOf, trainingSession } from './testing/scriptedEngine.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Parts = Awaited<ReturnType<typeof trainingSession>>;

const settle = () => vi.advanceTimersByTimeAsync(0);
const results = ({ store }: Parts) => store.getState().results;

/** A page whose network has been trained. */
async function trained(): Promise<Parts> {
  const parts = await trainingSession();
  parts.of('run.train')[0].resolve({ finished: true, step: 100 });
  await settle();
  return parts;
}

/** ... and was checked on fresh data sets and at the true value. */
async function checked() {
  const parts = await trained();
  const { session, of } = parts;
  session.checking.run();
  session.furtherChecks.coverageAtTruth();
  of('calibration.run')[0].resolve({ step: 100 });
  of('coverage.at')[0].resolve({ datasets: 300 });
  await settle();
  return parts;
}

describe('what was checked', () => {
  it('goes when the posterior is altered, and so does what is being checked', async () => {
    const parts = await checked();
    const { session, of } = parts;
    expect([results(parts).finalCheck, results(parts).coverageAt]).toEqual([{ step: 100 }, { datasets: 300 }]);
    session.checking.run();
    session.furtherChecks.coverageAtTruth();
    session.trust.perturbation({ width: 0.5, shift: 0 });
    expect([results(parts).finalCheck, results(parts).coverageAt]).toEqual([null, null]);
    expect([of('calibration.run')[1].aborted, of('coverage.at')[1].aborted]).toEqual([true, true]);
    expect([parts.store.getState().engine.checking, results(parts).coverageProgress]).toEqual([null, null]);
  });

  it('goes when the network trains on, but for the final check, which says of how many steps it is', async () => {
    const parts = await checked();
    const { session } = parts;
    parts.store.setState(({ trust }) => ({
      trust: { ...trust, weighted: { observation: 1, report: {} as never }, corrections: {} as never },
    }));
    void session.training.train(1);
    expect([results(parts).finalCheck, results(parts).coverageAt]).toEqual([{ step: 100 }, null]);
    expect(parts.store.getState().trust).toMatchObject({ weighted: null, corrections: null });
  });

  it('of other data is given up: the profile of an observation that has gone, a trial for another design', async () => {
    const { session, of } = await trained();
    session.furtherChecks.profile();
    session.observationEditing.simulate(5);
    expect(of('profile.compute')[0].aborted).toBe(true);
    session.trust.tryCorrections();
    session.furtherChecks.coverageAtTruth();
    session.studyEditing.setDesignField('volume', 2);
    expect([of('correction.try')[0].aborted, of('coverage.at')[0].aborted]).toEqual([true, true]);
  });
});

describe('under moved priors', () => {
  it('corrections are tried anew, and what was found of the network here stays', async () => {
    const { session, store, of } = await trained();
    const observation = store.getState().observation.id;
    const local = { observation, report: {} as never };
    const weighted = { observation, report: {} as never };
    store.setState(({ trust }) => ({ trust: { ...trust, corrections: {} as never, local, weighted } }));
    session.trust.tryCorrections();
    session.studyEditing.setPrior('A', { family: 'logUniform', low: 0.8, high: 4 });
    expect(of('correction.try')[0].aborted).toBe(true);
    expect(store.getState().trust).toMatchObject({
      corrections: null,
      correctionProgress: null,
      local,
      weighted: null,
    });
    expect(tryCorrections.enabled(store.getState())).toBe(true);
    expect(localC2st.enabled(store.getState())).toBe(true);
  });
});

describe('a handle that is let go', () => {
  it('has the network asked for all draws, and the reference computed', async () => {
    const { session, of } = await trained();
    const drawAll = async () => {
      const drawn = drawsOf(new Float64Array(40));
      for (const { resolve } of of('posterior.draw')) resolve(drawn);
      for (const { resolve } of of('observation.set')) resolve(null);
      await vi.advanceTimersByTimeAsync(1000);
    };
    await drawAll();
    const references = of('reference.compute').length;
    session.observationEditing.setDragging(true);
    session.observationEditing.setTruth([1, 1.2]);
    await drawAll();
    await drawAll();
    expect(of('posterior.draw').at(-1)?.params).toMatchObject({ draws: 1000 });
    expect(of('reference.compute')).toHaveLength(references);
    session.observationEditing.setDragging(false);
    await vi.advanceTimersByTimeAsync(1000);
    expect(of('posterior.draw').at(-1)?.params).toMatchObject({ draws: 4000 });
    expect(of('reference.compute')).toHaveLength(references + 1);
  });
});

describe('a slow reference', () => {
  const slow = async (system: string, opens = true) => {
    const parts = await trainingSession(undefined, opens);
    const { store } = parts;
    store.setState(({ study }) => ({ study: { ...study, system: { ...study.system, ...slowness[system] } } }));
    await vi.advanceTimersByTimeAsync(1000);
    return parts;
  };
  const slowness: Record<string, object> = { slow: { slowReference: true }, quick: {} };
  const text = ({ store }: Parts) => referenceText(store.getState());
  const references = ({ of }: Parts) => of('reference.compute');

  it('waits until the training has ended, and the page says so; one that is quick does not', async () => {
    const quick = await slow('quick');
    expect(references(quick)).toHaveLength(1);
    const parts = await slow('slow');
    expect(references(parts)).toHaveLength(0);
    expect(text(parts)).toBe('The reference is computed when training has ended.');
    parts.of('run.train')[0].resolve({ finished: true, step: 100 });
    await vi.advanceTimersByTimeAsync(1000);
    expect(references(parts)).toHaveLength(1);
    expect(text(parts)).toBe('Computing the reference posterior: 0 %');
    references(parts)[0].progress({ fraction: 0.3, remark: 'split R-hat 1.050 so far' });
    expect(text(parts)).toBe('Computing the reference posterior: 30 % (split R-hat 1.050 so far)');
    references(parts)[0].resolve({ kind: 'unavailable', reason: 'No matter.' });
    await settle();
    expect(text(parts)).toBe('');
  });

  it('is computed while the training is paused, and given up when it goes on', async () => {
    const parts = await slow('slow');
    parts.session.training.pause();
    await vi.advanceTimersByTimeAsync(1000);
    expect(references(parts)).toHaveLength(1);
    void parts.session.training.train(null);
    await vi.advanceTimersByTimeAsync(1000);
    expect(references(parts)[0].aborted).toBe(true);
    expect(references(parts)).toHaveLength(1);
    expect(text(parts)).toBe('The reference is computed when training has ended.');
  });

  it('of other data is computed at once where the network has been trained', async () => {
    const parts = await slow('slow');
    parts.of('run.train')[0].resolve({ finished: true, step: 100 });
    await vi.advanceTimersByTimeAsync(1000);
    parts.session.observationEditing.simulate(5);
    await vi.advanceTimersByTimeAsync(1000);
    expect(references(parts).map(({ aborted }) => aborted)).toEqual([true, false]);
  });

  it('of data that have none says so during the training, too', async () => {
    const parts = await slow('slow');
    parts.store.setState(({ observation }) => ({
      observation: { ...observation, id: observation.id + 1, current: { ...observation.current, x: null } },
    }));
    await vi.advanceTimersByTimeAsync(1000);
    expect(results(parts).reference?.answer.kind).toBe('unavailable');
  });
});

describe('a network that comes to rest', () => {
  it.each(['finished', 'paused'])('(%s) is asked for as many draws as when it is opened again', async (how) => {
    const parts = await trainingSession();
    const { of, session } = parts;
    const before = of('posterior.draw').length;
    for (const { resolve } of of('posterior.draw')) resolve(drawsOf(new Float64Array(40)));
    for (const { resolve } of of('observation.set')) resolve(null);
    await settle();
    if (how === 'finished') of('run.train')[0].resolve({ finished: true, step: 100 });
    else session.training.pause();
    await settle();
    const asked = of('posterior.draw');
    expect(asked).toHaveLength(before + 1);
    expect(asked[before].params).toMatchObject({ draws: 4000 });
  });

  it('under moved priors, has as many draws to be weighted as when it is opened again, and fewer once they are moved back', async () => {
    const { of, session, store } = await trained();
    const last = () => of('posterior.draw').at(-1)?.params;
    const answer = async () => {
      const wanted = (last() as { readonly draws: number }).draws;
      for (const { resolve } of of('posterior.draw')) resolve(drawsOf(new Float64Array(2 * wanted).fill(1.2)));
      for (const { resolve } of of('observation.set')) resolve(null);
      await settle();
    };
    await answer();
    await answer();
    const { A } = store.getState().study.problem.priors;
    session.studyEditing.setPrior('A', { family: 'logUniform', low: 0.8, high: 4 });
    await settle();
    expect(last()).toMatchObject({ draws: 8000 });
    await answer();
    session.studyEditing.setPrior('A', A);
    await settle();
    expect(last()).toMatchObject({ draws: 4000 });
  });
});
