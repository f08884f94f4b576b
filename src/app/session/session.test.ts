import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { markText } from '../../inference/correction/marks.ts';
import { systems } from '../../inference/simulators/registry.ts';
import { networkCompatibility, openStudy, runState } from '../store/engineSlice.ts';
import { marksShown } from '../readout/text/marksShown.ts';
import { stripeText } from '../readout/text/stripeText.ts';
import { drawsOf, opened, trainingSession } from './testing/scriptedEngine.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The network answers with A uniform between 0.5 and 1.5 and b1 = 1. */
function answer(
  of: Awaited<ReturnType<typeof trainingSession>>['of'],
  store: Awaited<ReturnType<typeof trainingSession>>['store'],
): void {
  const draws = Float64Array.from({ length: 2000 }, (_, i) => (i % 2 === 0 ? 0.5 + i / 2000 : 1));
  const posterior = drawsOf(draws, 3);
  of('run.train')[0].progress({ kind: 'posterior', posterior, observation: store.getState().observation.id });
}

describe('a session', () => {
  it('opens and trains the default study as soon as the engine is ready, without a click', async () => {
    const { of, store } = await trainingSession();
    expect(of('run.train')).toHaveLength(1);
    expect(runState(store.getState().engine)).toBe('running');
    expect(networkCompatibility(store.getState().engine, store.getState().study)).toBe('this-study');
  });

  it('trains a new study 0.8 s after the last change of what weights cannot answer', async () => {
    const { of, session } = await trainingSession();
    session.studyEditing.setSeed(8);
    await vi.advanceTimersByTimeAsync(700);
    session.studyEditing.setSeed(9);
    await vi.advanceTimersByTimeAsync(700);
    expect(of('run.open')).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(of('run.open')).toHaveLength(2);
    expect(of('run.train')[0].aborted).toBe(true);
  });

  it('waits while a thumb is held, and while the user does not want it', async () => {
    const { of, session, store } = await trainingSession();
    session.studyEditing.setThumbHeld(true);
    session.studyEditing.setSeed(8);
    await vi.advanceTimersByTimeAsync(5000);
    expect(of('run.open')).toHaveLength(1);
    store.setState(({ view }) => ({ view: { ...view, retrainByItself: false } }));
    session.studyEditing.setThumbHeld(false);
    await vi.advanceTimersByTimeAsync(5000);
    expect(of('run.open')).toHaveLength(1);
    store.setState(({ view }) => ({ view: { ...view, retrainByItself: true } }));
    await vi.advanceTimersByTimeAsync(1000);
    expect(of('run.open')).toHaveLength(2);
  });

  it('does not train again when the prior is moved back in time', async () => {
    const { of, session, store } = await trainingSession();
    answer(of, store);
    await vi.advanceTimersByTimeAsync(100);
    const { A } = store.getState().study.problem.priors;
    session.studyEditing.setPrior('A', { family: 'logUniform', low: 0.1, high: 4 });
    session.studyEditing.setPrior('A', A);
    await vi.advanceTimersByTimeAsync(5000);
    expect(of('run.open')).toHaveLength(1);
  });

  it('answers a moved prior at once, by weights and without training', async () => {
    const { of, session, store, telemetry } = await trainingSession();
    answer(of, store);
    await vi.advanceTimersByTimeAsync(100);
    session.studyEditing.setPrior('A', { family: 'logUniform', low: 0.8, high: 4 });
    const { frame } = telemetry.getState();
    const amplitudes = frame?.draws.filter((_, i) => i % 2 === 0) ?? [];
    expect(Math.min(...amplitudes)).toBeGreaterThanOrEqual(0.8);
    expect(frame?.draws.length).toBeLessThan(frame?.answer.draws.length ?? 0);
    expect(frame?.problem).toBe(store.getState().study.problem);
    expect(store.getState().results.weighting).toMatchObject({ standing: 'exact-enough', shown: true });
    await vi.advanceTimersByTimeAsync(5000);
    expect(of('run.open')).toHaveLength(1);
  });

  it('asks a network that has learnt the priors for the moved ones, without weights or training', async () => {
    const { of, session, store, telemetry } = await trainingSession();
    const drawAll = async () => {
      const drawn = drawsOf(new Float64Array(40));
      for (const { resolve } of of('posterior.draw')) resolve(drawn);
      for (const { resolve } of of('observation.set')) resolve(null);
      await vi.advanceTimersByTimeAsync(0);
    };
    session.studyEditing.setTraining({ amortisesPriors: true });
    await vi.advanceTimersByTimeAsync(1000);
    of('run.open')[1].resolve(opened);
    await vi.advanceTimersByTimeAsync(0);
    await drawAll();
    await drawAll();
    // So far that no weights could follow.
    const prior = { family: 'logUniform', low: 3.9, high: 9 } as const;
    session.studyEditing.setPrior('A', prior);
    expect(store.getState().results.weighting).toBeNull();
    await drawAll();
    const { problem } = store.getState().study;
    expect(of('posterior.draw').at(-1)?.params).toMatchObject({ priors: problem.priors });
    expect(telemetry.getState().frame?.problem.priors.A).toEqual(prior);
    expect(openStudy(store.getState().engine)?.study.problem.priors.A).toEqual(prior);
    // What was said of the former priors is asked for again.
    await vi.advanceTimersByTimeAsync(1000);
    expect(of('calibration.live')).toHaveLength(1);
    expect(of('run.open')).toHaveLength(2);
  });

  it('trains again where the moved prior is too far from those of the training', async () => {
    const { of, session, store, telemetry } = await trainingSession();
    answer(of, store);
    await vi.advanceTimersByTimeAsync(100);
    session.studyEditing.setPrior('A', { family: 'logUniform', low: 0.1, high: 4 });
    expect(store.getState().results.weighting).toMatchObject({ standing: 'outside', shown: true });
    session.studyEditing.setPrior('A', { family: 'logUniform', low: 3.9, high: 4 });
    expect(store.getState().results.weighting).toMatchObject({ standing: 'outside', shown: false });
    expect(telemetry.getState().frame?.draws).toBe(telemetry.getState().frame?.answer.draws);
    await vi.advanceTimersByTimeAsync(1000);
    expect(of('run.open')).toHaveLength(2);
  });

  it('says nothing of an answer that was checked under priors that were moved since, until it is checked again', async () => {
    const { of, session, store } = await trainingSession();
    answer(of, store);
    await vi.advanceTimersByTimeAsync(100);
    const verdict = { level: 'good', sentence: 'Fine.' } as const;
    const report = {
      outlier: { distance: 1, p: 0.5, worst: [], strange: [], ofFeatures: null, verdict },
      predictive: { replicated: 1000, summaries: [], verdict },
      recovery: { datasets: 200, parameters: [], verdict },
      informationGain: 1,
    };
    const found = () => store.getState().trust.observed?.report;
    const answered = async (i: number) => {
      of('observation.check')[i].resolve(report);
      await vi.advanceTimersByTimeAsync(0);
    };
    const unknown = { outlier: report.outlier, predictive: null, recovery: null, informationGain: Number.NaN };
    await answered(0);
    expect(found()).toEqual(report);
    session.studyEditing.setPrior('A', { family: 'logUniform', low: 0.8, high: 4 });
    expect(found()).toEqual(unknown);
    await vi.advanceTimersByTimeAsync(2000);
    // While it is checked under these, they are moved once more.
    session.studyEditing.setPrior('A', { family: 'logUniform', low: 0.9, high: 4 });
    await answered(1);
    expect(found()).toEqual(unknown);
    // It took half a second: nine times that while the network trains.
    await vi.advanceTimersByTimeAsync(6000);
    await answered(2);
    expect(found()).toEqual(report);
  });

  it('gives the checks of the observation a tenth of the time while the network trains, and goes on at once when it rests', async () => {
    const { of, store } = await trainingSession();
    const frame = async (step: number) => {
      const draws = Float64Array.from({ length: 2000 }, () => 1);
      const { id } = store.getState().observation;
      of('run.train')[0].progress({ kind: 'posterior', posterior: drawsOf(draws, step), observation: id });
      await vi.advanceTimersByTimeAsync(100);
    };
    const checks = () => of('observation.check').length;
    const answered = async (after: number) => {
      await vi.advanceTimersByTimeAsync(after);
      of('observation.check').at(-1)?.reject(new Error('No matter.'));
      await vi.advanceTimersByTimeAsync(0);
    };
    await frame(1);
    expect(checks()).toBe(1);
    // A check of one second: nine seconds of rest.
    await answered(900);
    await frame(2);
    await vi.advanceTimersByTimeAsync(8600);
    expect(checks()).toBe(1);
    await vi.advanceTimersByTimeAsync(2000);
    expect(checks()).toBe(2);
    // One of ten: the training ends before the ninety are over.
    await answered(10_000);
    await frame(3);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(checks()).toBe(2);
    of('run.train')[0].resolve({ finished: true, step: 100 });
    await vi.advanceTimersByTimeAsync(1600);
    expect(checks()).toBe(3);
  });

  it('does the same with what the posterior predicts', async () => {
    const { of, store } = await trainingSession();
    const frame = async (step: number) => {
      const draws = Float64Array.from({ length: 2000 }, () => 1);
      const { id } = store.getState().observation;
      of('run.train')[0].progress({ kind: 'posterior', posterior: drawsOf(draws, step), observation: id });
      await vi.advanceTimersByTimeAsync(100);
    };
    const bands = () => of('predictive.posterior').length;
    await frame(1);
    expect(bands()).toBe(1);
    await vi.advanceTimersByTimeAsync(2000);
    of('predictive.posterior')[0].resolve({ kind: 'moments', mean: [], sd: [] });
    await frame(2);
    await vi.advanceTimersByTimeAsync(17_000);
    expect(bands()).toBe(1);
    await vi.advanceTimersByTimeAsync(3000);
    expect(bands()).toBe(2);
  });

  it('makes no error of draws that the moved priors exclude while a network is trained for them', async () => {
    const { of, session, store } = await trainingSession();
    answer(of, store);
    await vi.advanceTimersByTimeAsync(100);
    const check = of('observation.check')[0];
    session.studyEditing.setPrior('A', { family: 'logUniform', low: 0.1, high: 4 });
    expect(store.getState().results.weighting).toMatchObject({ standing: 'outside', shown: true });
    const excluded = 'The moved priors exclude all of 800 posterior draws of a data set: train the network for them.';
    check.reject(Object.assign(new Error(excluded), { name: 'DrawsExcluded' }));
    // What is left of the draws is not checked, before the new network is there.
    await vi.advanceTimersByTimeAsync(5000);
    expect(of('observation.check')).toHaveLength(1);
    expect(of('run.open')).toHaveLength(2);
    expect(store.getState().view.messages).toEqual([]);
  });

  it('tells of such draws where no other network is on its way', async () => {
    const { of, store, session } = await trainingSession();
    of('run.train')[0].resolve({ finished: true, step: 100 });
    await vi.advanceTimersByTimeAsync(0);
    session.trust.tryCorrections();
    of('correction.try')[0].reject(Object.assign(new Error('All are excluded.'), { name: 'DrawsExcluded' }));
    await vi.advanceTimersByTimeAsync(0);
    expect(store.getState().view.messages.map(({ text }) => text)).toEqual(['All are excluded.']);
  });

  it('says why weights are not enough once: in the banner, and not in the stripe', async () => {
    const { of, session, store, telemetry } = await trainingSession();
    answer(of, store);
    await vi.advanceTimersByTimeAsync(100);
    session.studyEditing.setPrior('A', { family: 'logUniform', low: 0.1, high: 4 });
    const { weighting } = store.getState().results;
    expect(weighting?.verdict.sentence).toMatch(/^The moved priors are too far from those of the training/);
    expect(stripeText(store.getState(), telemetry.getState())).toMatch(
      /^Reweighted to the moved priors: .* not reliable$/,
    );
    // A file has no banner beside it.
    expect(markText(marksShown(store.getState(), telemetry.getState()))).toContain(weighting?.verdict.sentence);
  });

  it('starts warm where only the problem has changed and the network is trained, and cold otherwise', async () => {
    const { of, session } = await trainingSession();
    const last = () => of('run.open').at(-1)?.params;
    session.studyEditing.setNuisance('aSN', { mode: 'fixed' });
    session.opening.trainNow();
    expect(last()).toMatchObject({ warm: false });
    of('run.open')[1].resolve(opened);
    await vi.advanceTimersByTimeAsync(0);
    of('run.train').at(-1)?.resolve({ finished: true, step: 100 });
    await vi.advanceTimersByTimeAsync(0);
    session.studyEditing.setNuisance('aSN', { mode: 'marginalised' });
    session.opening.trainNow();
    expect(last()).toMatchObject({ warm: true });
    session.opening.trainNow('cold');
    expect(last()).toMatchObject({ warm: false });
    session.studyEditing.setSeed(8);
    session.opening.trainNow();
    expect(last()).toMatchObject({ warm: false });
  });

  it('asks the present network when the truth is dragged, and retrains nothing', async () => {
    const { of, session, store } = await trainingSession();
    const before = store.getState().observation.current;
    session.observationEditing.setDragging(true);
    session.observationEditing.setTruth([1, 1.2]);
    await vi.advanceTimersByTimeAsync(2000);
    const { current, id } = store.getState().observation;
    expect(current.truth).toEqual([1, 1.2]);
    expect(current.s).not.toEqual(before.s);
    expect(of('run.open')).toHaveLength(1);
    // One draw is out already, for the first observation; the next follows when it is answered.
    of('posterior.draw')[0].resolve(drawsOf(new Float64Array(40)));
    of('observation.set')[0].resolve(null);
    await vi.advanceTimersByTimeAsync(0);
    expect(of('observation.set').at(-1)?.params).toMatchObject({ id, s: Float64Array.from(current.s) });
  });

  it('pins no posterior that is still the answer to the observation before', async () => {
    const { of, session, store } = await trainingSession();
    answer(of, store);
    await vi.advanceTimersByTimeAsync(100);
    session.observationEditing.simulate(2);
    session.comparison.pin();
    expect(store.getState().pins.pins).toHaveLength(0);
    answer(of, store);
    await vi.advanceTimersByTimeAsync(100);
    session.comparison.pin();
    expect(store.getState().pins.pins).toHaveLength(1);
  });

  it('does not call a run trained that it could not set back', async () => {
    const { of, session, store } = await trainingSession();
    void session.opening.trainAnew();
    of('run.reset')[0].reject(new Error('the memory cannot grow'));
    await vi.advanceTimersByTimeAsync(0);
    expect(runState(store.getState().engine)).not.toBe('running');
    expect(store.getState().view.messages.at(-1)?.text).toBe('the memory cannot grow');
  });

  it('drops live frames that answer an older observation', async () => {
    const { of, session, telemetry, store } = await trainingSession();
    const stale = store.getState().observation.id;
    session.observationEditing.simulate(2);
    const posterior = drawsOf(new Float64Array(40).fill(1), 3);
    of('run.train')[0].progress({ kind: 'posterior', posterior, observation: stale });
    await vi.advanceTimersByTimeAsync(200);
    expect(telemetry.getState().frame).toBeNull();
    of('run.train')[0].progress({ kind: 'posterior', posterior, observation: store.getState().observation.id });
    await vi.advanceTimersByTimeAsync(200);
    expect(telemetry.getState().frame?.step).toBe(3);
  });

  it('forgets results that belong to another system, and trains the new one at once', async () => {
    const { of, session, store, telemetry } = await trainingSession();
    session.studyEditing.selectSystem(systems[1]);
    await vi.advanceTimersByTimeAsync(0);
    expect(store.getState().observation.current.system).toBe(systems[1].id);
    expect(telemetry.getState().frame).toBeNull();
    expect(of('run.open').at(-1)?.params).toMatchObject({ study: { problem: { system: systems[1].id } } });
  });

  it('offers the system that a refused file is of, and reads the file there', async () => {
    const { session, store } = await trainingSession();
    await session.files.read('counts.csv', 't,count\n0,5\n1,6\n2,4\n3,5\n4,6\n5,7\n6,8\n');
    expect(store.getState().observation.refusal?.belongsTo).toMatchObject({ id: 'birth-death' });
    void session.files.readInItsSystem();
    await vi.advanceTimersByTimeAsync(200);
    const { study, observation } = store.getState();
    expect(study.system.id).toBe('birth-death');
    expect(observation.refusal).toBeNull();
    expect(observation.pending?.observation.x).toEqual(Float64Array.from([6, 4, 5, 6, 7, 8]));
  });

  it('refuses a bad file with a message and keeps the observation that was there', async () => {
    const { session, store } = await trainingSession();
    const before = store.getState().observation.current;
    await session.files.read('bad.csv', 'k,P\n0.03,abc\n');
    const { refusal, current } = store.getState().observation;
    expect(refusal?.message).toContain('bad.csv, row 2, column P');
    expect(current).toBe(before);
  });
});
