/** The light of box 3: the worst check that counts, grey where nothing was judged, and never green in silence about what was not looked at. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UNTRANSFORMED } from '../../../inference/correction/posteriorTransform.ts';
import type { Verdict } from '../../../inference/diagnostics/report/verdict.ts';
import type { Problem, ReferenceAnswer } from '../../../inference/simulators/system.ts';
import { firstLookOf, shippedNetworks } from '../../../inference/study/run/shippedNetworks.ts';
import type { CalibrationReport, ObservationReport } from '../../../worker/run/reports.ts';
import { trainingSession } from '../../session/testing/scriptedEngine.ts';
import { patch } from '../../store/appStore.ts';
import type { JudgedDistance, WeightingReport } from '../../store/resultsSlice.ts';
import type { PosteriorFrame, Telemetry } from '../../store/telemetry.ts';
import { referenceKey } from '../network/referenceKey.ts';
import { heldText, trustLight } from './trustLight.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const of = (level: Verdict['level']): Verdict => ({
  level,
  sentence: `${level}, in the words of the trade: 0.1 nats.`,
});
const GOOD = of('good');

/** Of 500 data sets, whose 90 % intervals held the truth in 89.4 %. */
function report(changes: { sbc?: Verdict; tarp?: Verdict; step?: number } = {}): CalibrationReport {
  const curve = { key: 'A', symbol: 'A', held: [0, 0.894, 1] };
  const central = { levels: [0, 0.9, 1], curves: [curve], datasets: 500, verdict: GOOD };
  return {
    step: changes.step ?? 100,
    stage: 'final',
    sbc: { datasets: 500, verdict: changes.sbc ?? GOOD },
    coverage: { central, highestDensity: { verdict: GOOD }, tarp: { verdict: changes.tarp ?? GOOD } },
    ridge: null,
  } as unknown as CalibrationReport;
}

function observed(predictive: Verdict | null = GOOD): ObservationReport {
  return {
    outlier: { verdict: GOOD },
    predictive: predictive === null ? null : { verdict: predictive },
    recovery: null,
  } as unknown as ObservationReport;
}

/** A trained network, of which these checks were made. */
async function page(made: {
  calibration?: CalibrationReport;
  here?: ObservationReport;
  distance?: Verdict;
  broken?: boolean;
  step?: number;
}) {
  const { store, telemetry, session, of: calls } = await trainingSession();
  // The run has ended: it is not said that training goes on.
  calls('run.train')[0].resolve({ finished: true, step: 100 });
  await vi.advanceTimersByTimeAsync(0);
  const { step = 100 } = made;
  const told: Partial<Telemetry> = {
    frame: { step, transform: UNTRANSFORMED, problem: store.getState().study.problem } as PosteriorFrame,
    progress: { ...telemetry.getState().progress, step, totalSteps: 100 },
  };
  telemetry.setState(told);
  const { id } = store.getState().observation;
  const answer = { kind: 'reference', label: 'exact', comparable: true } as ReferenceAnswer;
  // What is done to the posterior takes the checks of it away.
  patch(store, 'trust', {
    observed: made.here === undefined ? null : { observation: id, report: made.here, step: 100 },
    transform: made.broken ? { ...UNTRANSFORMED, perturbation: { width: 0.5, shift: 0 } } : UNTRANSFORMED,
  });
  patch(store, 'results', {
    finalCheck: made.calibration ?? null,
    reference: { key: referenceKey(store.getState()), answer },
    distance: made.distance === undefined ? null : ({ verdict: made.distance, step: 100 } as JudgedDistance),
  });
  return { light: () => trustLight(store.getState(), telemetry.getState()), store, telemetry, session };
}

describe('the light', () => {
  it('is grey without a posterior, for a network that has hardly begun, and where nothing was checked', async () => {
    const { light, telemetry } = await page({ calibration: report(), here: observed(), step: 1 });
    expect(light()).toMatchObject({ level: 'none', title: 'Not yet.' });
    expect(light().sentence).toContain('hardly begun to learn');
    telemetry.setState({ frame: null });
    expect(light()).toMatchObject({ level: 'none', word: 'not yet' });
    const unchecked = await page({});
    expect(unchecked.light()).toMatchObject({ level: 'none', sentence: 'Nothing has been checked so far.' });
  });

  it('is not green because the data are usual, nor while it trains because its causes give such data', async () => {
    const { light } = await page({ here: observed(null) });
    expect(light()).toMatchObject({ level: 'none', sentence: 'Nothing has been checked so far.' });
    const unusual = { ...observed(null), outlier: { verdict: of('bad') } } as ObservationReport;
    expect((await page({ here: unusual })).light().level).toBe('bad');
    const predicted = await page({ here: observed() });
    expect(predicted.light()).toMatchObject({
      level: 'good',
      sentence: 'Causes drawn from this answer give data like yours.',
    });
    const { engine } = predicted.store.getState();
    const running = { ...engine, network: { ...engine.network, kind: 'training', steps: 'all' } } as typeof engine;
    const now = { ...predicted.store.getState(), engine: running };
    expect(trustLight(now, predicted.telemetry.getState()).level).toBe('none');
  });

  it('is red where the answer is one to other assumptions, or the priors were moved too far for it', async () => {
    const { light, store, telemetry } = await page({ calibration: report(), here: observed(), distance: GOOD });
    expect(light().level).toBe('good');
    const { problem } = store.getState().study;
    const [key, setting] = Object.entries(problem.nuisances)[0];
    const nuisances = { ...problem.nuisances, [key]: { ...setting, mode: 'fixed' as const, value: 0.123 } };
    const shown = (of: Problem) =>
      telemetry.setState({ frame: { step: 100, transform: UNTRANSFORMED, problem: of } as PosteriorFrame });
    shown({ ...problem, nuisances });
    expect(light()).toMatchObject({
      level: 'bad',
      sentence: 'What you see was learnt under other assumptions: train again.',
    });
    shown(problem);
    expect(light().level).toBe('good');
    for (const [reason, words] of [
      ['beyond', /where nothing was simulated/],
      ['few', /too little of the old answer/],
    ] as const) {
      const weighting = { verdict: of('bad'), standing: 'outside', reason, shown: true } as WeightingReport;
      patch(store, 'results', { weighting });
      expect(light().level).toBe('bad');
      expect(light().sentence).toMatch(words);
    }
  });

  it('says beside a test how often chance alone makes it object, and nothing of the kind beside a distance', async () => {
    const tested = (level: 'warn' | 'bad') => page({ calibration: report({ sbc: of(level) }), here: observed() });
    expect((await tested('bad')).light().why).toBe(
      'By chance alone such a check does so for about 1 in 100 right answers.',
    );
    expect((await tested('warn')).light().why).toContain('1 in 20');
    const two = await page({ calibration: report({ sbc: of('bad') }), here: observed(), distance: of('bad') });
    expect(two.light().sentence).toContain('One more check raises doubts.');
    expect(two.light().why).toBe('');
    expect((await page({ calibration: report(), here: observed(), distance: of('bad') })).light().why).toBe('');
    expect((await page({ calibration: report(), here: observed(), distance: GOOD })).light().why).toBe('');
    expect((await page({ calibration: report({ sbc: of('bad') }), broken: true })).light().why).toBe('');
  });

  it('says that calibration could not have noticed where it passes and the data object', async () => {
    const noticed = async (calibration: CalibrationReport, level: 'warn' | 'bad') =>
      (await page({ calibration, here: observed(of(level)) })).light().why;
    expect(await noticed(report(), 'bad')).toContain('Would calibration have noticed? No');
    expect(await noticed(report(), 'bad')).toContain('1 in 100');
    expect(await noticed(report(), 'warn')).not.toContain('noticed');
    expect(await noticed(report({ sbc: of('bad') }), 'bad')).not.toContain('noticed');
  });

  it('says why a pre-trained network finds its system hard, unless the data are what is unusual', async () => {
    const network = shippedNetworks.find(({ hard }) => hard !== undefined);
    if (network?.hard === undefined) throw new Error('No system is hard.');
    const { store, telemetry } = await page({ calibration: report({ sbc: of('bad') }), here: observed() });
    const study = firstLookOf(network);
    const state = store.getState();
    const open = { ...state, study: { ...state.study, ...study } };
    const engine = { ...open.engine, network: { kind: 'none' } } as typeof open.engine;
    const notes = {} as NonNullable<Telemetry['pretrainedNotes']>;
    const why = (of: Parameters<typeof trustLight>[0]) =>
      trustLight(of, {
        ...telemetry.getState(),
        pretrainedNotes: notes,
        frame: { ...telemetry.getState().frame, problem: study.problem } as PosteriorFrame,
      }).why;
    expect(why({ ...open, engine })).toBe(network.hard);
    const unusual = {
      outlier: { verdict: of('bad') },
      predictive: null,
      recovery: null,
    } as unknown as ObservationReport;
    const observation = { observation: open.observation.id, report: unusual, step: 100 };
    const results = { ...open.results, finalCheck: null };
    expect(why({ ...open, engine, results, trust: { ...open.trust, observed: observation } })).toContain('1 in 100');
  });

  it('is green with the number of the coverage check and the reference where all was looked at', async () => {
    const { light } = await page({ calibration: report(), here: observed(), distance: GOOD });
    expect(light()).toMatchObject({ level: 'good', missing: '' });
    expect(light().sentence).toBe(
      'On 500 new data sets its 90 % intervals held the truth 89.4 ± 1.4 % of the time, and it agrees with the exact answer.',
    );
    expect(heldText(report())).toBe('89.4 ± 1.4 %');
  });

  it('is never green without saying what was not looked at', async () => {
    const { light } = await page({ calibration: report(), here: observed() });
    expect(light()).toMatchObject({ level: 'good', word: 'so far', title: 'So far, yes.' });
    expect(light().missing).toBe('Not looked at: the exact answer.');
    // What is unusual about these data is known a moment later.
    const early = await page({ calibration: report(), distance: GOOD });
    expect(early.light()).toMatchObject({ level: 'none', sentence: 'These data are being looked at.' });
    expect(early.light().missing).toBe('Not looked at: these very data.');
    const here = await page({ here: observed(null), distance: GOOD });
    expect(here.light().missing).toBe(
      'Not looked at: how often it holds the truth and whether its causes give data like these.',
    );
  });

  it('quotes no check of the time when the network had hardly begun to learn, and says that it is missing', async () => {
    const early = await page({ calibration: report({ step: 2 }), here: observed(), distance: GOOD, step: 60 });
    early.telemetry.setState({ finished: null, pretrainedNotes: null });
    patch(early.store, 'trust', {
      observed: { observation: early.store.getState().observation.id, report: observed(), step: 2 },
    });
    patch(early.store, 'results', { distance: { verdict: GOOD, step: 2 } as JudgedDistance });
    expect(early.light().sentence).not.toMatch(/intervals held|agrees/);
    expect(early.light().missing).toBe(
      'Not looked at: how often it holds the truth, these very data, and the exact answer.',
    );
  });

  it('quotes no report under other priors than those assumed now', async () => {
    const { light, store, telemetry } = await page({ here: observed(), distance: GOOD });
    telemetry.setState({ calibration: report({ sbc: of('bad') }) });
    expect(light().level).toBe('bad');
    patch(store, 'results', { weighting: { verdict: GOOD, shown: true } as WeightingReport });
    expect(light()).toMatchObject({
      level: 'good',
      word: 'so far',
      missing: 'Not looked at: how often it holds the truth.',
    });
    expect(light().sentence).not.toContain('held the truth');
    patch(store, 'results', { finalCheck: report() });
    expect(light().sentence).toContain('held the truth');
  });

  it('forgets what was looked at for other data', async () => {
    const { light, store } = await page({ calibration: report(), here: observed(of('bad')), distance: GOOD });
    expect(light().level).toBe('bad');
    const { observation } = store.getState();
    patch(store, 'observation', { id: observation.id + 1 });
    expect(light().missing).toContain('these very data');
    expect(light().level).toBe('none');
  });

  it('has the level and the plain words of the worst check, and counts the others', async () => {
    const { light } = await page({
      calibration: report({ tarp: of('warn') }),
      here: observed(of('bad')),
      distance: GOOD,
    });
    expect(light()).toMatchObject({ level: 'bad', word: 'no', title: 'No.' });
    expect(light().sentence).toMatch(
      /^Causes drawn from this answer would not give data like yours.* One more check raises doubts\.$/,
    );
    const caution = await page({ calibration: report({ sbc: of('warn') }), here: observed(), distance: GOOD });
    expect(caution.light()).toMatchObject({ level: 'warn', title: 'With caution.' });
    expect(caution.light().sentence).not.toContain('nats');
  });

  it('says of a green one that a first test had not passed, where the report is its repetition', async () => {
    const repeated = { ...report(), remarks: { highestDensity: 'A repetition.' } };
    const { light } = await page({ calibration: repeated, here: observed(), distance: GOOD });
    expect(light()).toMatchObject({ level: 'good', title: 'Yes, here.' });
    expect(light().sentence).toContain('A first test, on fewer data sets, had not passed: this one repeats it.');
    const once = await page({ calibration: report(), here: observed(), distance: GOOD });
    expect(once.light().sentence).not.toContain('first test');
  });

  it('says that the answer was broken on purpose', async () => {
    const { light } = await page({ calibration: report({ sbc: of('bad') }), here: observed(), broken: true });
    expect(light().sentence).toMatch(/^You broke it on purpose\. Its stated uncertainty is wrong/);
    // Not green where the checks have not noticed.
    const unnoticed = await page({ calibration: report(), here: observed(), distance: GOOD, broken: true });
    expect(unnoticed.light()).toMatchObject({ level: 'none', title: 'Broken on purpose.' });
  });
});
