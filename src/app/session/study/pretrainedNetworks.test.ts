import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systems } from '../../../inference/simulators/registry.ts';
import { shippedNetworks, shippedStudy } from '../../../inference/study/run/shippedNetworks.ts';
import { defaultStudy, firstObservation } from '../../../inference/study/defaults.ts';
import type { PretrainedNotes, Pretrained } from '../../../inference/study/run/pretrained.ts';
import { sampleRun } from '../../../inference/study/testing/sampleRun.ts';
import type { Commands } from '../../../worker/commands/protocol.ts';
import type { NpeQuestions } from '../../../worker/run/npe/questions.ts';
import { openStudy } from '../../store/engineSlice.ts';
import { opened, trainingSession } from '../testing/scriptedEngine.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const run = { ...sampleRun({ finished: true }), study: defaultStudy(systems[0]) };
const notes: PretrainedNotes = {
  fingerprint: { study: 'a', code: 'b' },
  draws: Float64Array.of(1, 1, 2, 1),
  calibration: {
    step: run.snapshot.step,
    stage: 'final',
    sbc: { verdict: { level: 'good', sentence: 'Nothing found.' } },
  } as unknown as PretrainedNotes['calibration'],
  seconds: 20,
  machine: 'a machine',
};

describe('a pre-trained network', () => {
  it('is on screen, and is what the engine is asked to open', async () => {
    const { of, telemetry, store } = await trainingSession(() => Promise.resolve({ run, notes }));
    expect(telemetry.getState().frame?.draws).toEqual(notes.draws);
    expect(telemetry.getState().pretrainedNotes).toEqual({ seconds: 20, machine: 'a machine' });
    expect(store.getState().results.finalCheck).toBe(notes.calibration);
    const params = of('run.open')[0].params as Commands['run.open']['params'];
    expect(params.resume).toBe(run.snapshot);
    expect(of('run.train')).toHaveLength(0);
  });

  it('of another study, which a newer version of the page has brought, is not taken for this one', async () => {
    const other = { ...run, study: { ...run.study, training: { ...run.study.training, epochs: 3 } } };
    const { of, telemetry, store } = await trainingSession(() => Promise.resolve({ run: other, notes }));
    expect(telemetry.getState().frame).toBeNull();
    expect((of('run.open')[0].params as Commands['run.open']['params']).resume).toBeNull();
    expect(
      store
        .getState()
        .view.messages.map(({ text }) => text)
        .join(' '),
    ).toContain('another version of this page');
  });

  it('shows no draws for another observation than the first', async () => {
    let give: (pretrained: Pretrained) => void = () => {};
    const loading = new Promise<Pretrained>((resolve) => {
      give = resolve;
    });
    const { telemetry, session } = await trainingSession(() => loading, false);
    session.observationEditing.setTruth([1.5, 1.2]);
    give({ run, notes });
    await vi.advanceTimersByTimeAsync(0);
    expect(telemetry.getState().pretrainedNotes).not.toBeNull();
    expect(telemetry.getState().frame).toBeNull();
  });

  it('answers a point that was dragged before the engine had it: nothing is trained', async () => {
    const { of, session } = await trainingSession(() => Promise.resolve({ run, notes }), false);
    session.observationEditing.setDragging(true);
    session.observationEditing.setPoint(0, 30_000);
    session.observationEditing.setDragging(false);
    await vi.advanceTimersByTimeAsync(2500);
    expect(of('run.open')).toHaveLength(1);
    of('run.open')[0].resolve({ ...opened, step: run.snapshot.step, finished: true });
    await vi.advanceTimersByTimeAsync(2500);
    expect(of('run.open')).toHaveLength(1);
    expect(of('run.train')).toHaveLength(0);
    const { s } = of('posterior.draw')[0].params as NpeQuestions['posterior.draw']['params'];
    expect(s[0]).not.toBe(firstObservation(systems[0], run.study.problem).s[0]);
  });

  it('that the engine is still opening leaves its place to a study that is opened', async () => {
    const { of, session, store } = await trainingSession(() => Promise.resolve({ run, notes }), false);
    const study = defaultStudy(systems[1]);
    session.opening.openStudy({ document: { study: { ...study, seed: 8 }, observation: null, view: null }, run: null });
    await vi.advanceTimersByTimeAsync(0);
    const [first, ...others] = of('run.open');
    first.resolve({ ...opened, step: run.snapshot.step, finished: true });
    expect(others).toHaveLength(1);
    others[0].resolve(opened);
    await vi.advanceTimersByTimeAsync(2500);
    expect(of('run.open')).toHaveLength(2);
    expect(openStudy(store.getState().engine)?.study.problem.system).toBe(study.problem.system);
    expect(of('run.train')).toHaveLength(1);
  });

  it('that is still being fetched leaves its place to a study that is opened', async () => {
    let give: (pretrained: Pretrained) => void = () => {};
    const loading = new Promise<Pretrained>((resolve) => {
      give = resolve;
    });
    const { of, session } = await trainingSession(() => loading, false);
    const study = { ...defaultStudy(systems[1]), seed: 8 };
    session.opening.openStudy({ document: { study, observation: null, view: null }, run: null });
    await vi.advanceTimersByTimeAsync(0);
    give({ run, notes });
    await vi.advanceTimersByTimeAsync(2500);
    expect(of('run.open').map(({ params }) => (params as Commands['run.open']['params']).study)).toEqual([study]);
  });

  it('does not keep other settings, chosen before the engine had it, from being trained', async () => {
    const { of, session } = await trainingSession(() => Promise.resolve({ run, notes }), false);
    session.studyEditing.setTraining({ members: 2 });
    await vi.advanceTimersByTimeAsync(2500);
    of('run.open')[0].resolve({ ...opened, step: run.snapshot.step, finished: true });
    await vi.advanceTimersByTimeAsync(2500);
    const last = of('run.open').at(-1)?.params as Commands['run.open']['params'];
    expect(last.study.training.members).toBe(2);
    expect(last.resume).toBeNull();
  });

  it('is trained anew from the initial weights, and is then no longer called so', async () => {
    const { of, telemetry, session } = await trainingSession(() => Promise.resolve({ run, notes }));
    void session.opening.trainAnew();
    await vi.advanceTimersByTimeAsync(0);
    of('run.reset')[0].resolve({ spec: {}, parameterCount: 1, totalSteps: 10 });
    await vi.advanceTimersByTimeAsync(0);
    expect(telemetry.getState().pretrainedNotes).toBeNull();
    expect(of('run.train')).toHaveLength(1);
  });

  it('is pinned with its seconds before it is trained further', async () => {
    const { store, session } = await trainingSession(() => Promise.resolve({ run, notes }));
    session.correctByTraining({ members: 5 });
    const [pin] = store.getState().pins.pins;
    expect(pin.seconds).toBe(20);
    expect(pin.study.training.members).toBe(1);
    expect(store.getState().study.training.members).toBe(5);
  });

  it('of another design takes its place when the design is switched, and the former posterior stays beside it', async () => {
    const distorted = shippedNetworks.find(({ id }) => id === 'galaxy-bias-rsd');
    if (distorted === undefined) throw new Error('There is no network with distortions.');
    const other = {
      run: { ...run, study: shippedStudy(distorted) },
      notes: { ...notes, draws: Float64Array.of(3, 3) },
    };
    const asked: string[] = [];
    const load = (id: string) => {
      asked.push(id);
      return Promise.resolve(id === distorted.id ? other : { run, notes });
    };
    const { of, session, telemetry } = await trainingSession(load);
    expect(asked).toEqual(['galaxy-bias']);
    session.studyEditing.setDesignField('rsd', true);
    expect(telemetry.getState().frame).toBeNull();
    expect(telemetry.getState().ghost?.draws).toEqual(notes.draws);
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toEqual(['galaxy-bias', 'galaxy-bias-rsd']);
    expect(telemetry.getState().frame?.draws).toEqual(other.notes.draws);
    expect(telemetry.getState().ghost?.draws).toEqual(notes.draws);
    await vi.advanceTimersByTimeAsync(2500);
    expect(of('run.train')).toHaveLength(0);
    expect((of('run.open').at(-1)?.params as Commands['run.open']['params'] | undefined)?.study).toEqual(
      other.run.study,
    );
    // A field that no network was made for: nothing is asked for, and one is trained after a rest.
    session.studyEditing.setDesignField('f', 0.8);
    await vi.advanceTimersByTimeAsync(2500);
    expect(asked).toHaveLength(2);
    expect((of('run.open').at(-1)?.params as Commands['run.open']['params'] | undefined)?.resume).toBeNull();
  });

  it('that cannot be loaded is told, and one is trained', async () => {
    const { of, store } = await trainingSession(() => Promise.reject(new Error('the server answered 404')));
    expect(store.getState().view.messages.map(({ text }) => text)).toEqual([
      'The pre-trained network could not be loaded (the server answered 404): a network is being trained instead.',
    ]);
    expect(of('run.train')).toHaveLength(1);
  });
});
