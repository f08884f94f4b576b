import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type PosteriorTransform, UNTRANSFORMED } from '../../../inference/correction/posteriorTransform.ts';
import { isApplying } from '../../readout/network/applying.ts';
import { drawsAsCsv } from '../../export/drawsFiles.ts';
import { conditionsText } from '../../readout/text/heading.ts';
import { stripeText } from '../../readout/text/stripeText.ts';
import { drawsOf, trainingSession } from '../testing/scriptedEngine.ts';

const { files } = vi.hoisted(() => ({ files: [] as { name: string; blob: Blob }[] }));
vi.mock('../../browser/download.ts', () => ({
  download: (blob: Blob, name: string) => void files.push({ name, blob }),
}));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const OVERCONFIDENT = { width: 0.5, shift: 0 };
const BROKEN: PosteriorTransform = { perturbation: OVERCONFIDENT, correction: null };
const RESCALING = { kind: 'rescaling', rescaling: { width: 2, shift: 0 } } as const;
const settle = () => vi.advanceTimersByTimeAsync(0);
const theta = (value: number) => new Float64Array(8).fill(value);

/** A network at rest whose own posterior is on screen. */
async function answered() {
  const page = await trainingSession();
  const { of } = page;
  const answer = async (draws: Float64Array, transform: PosteriorTransform) => {
    for (const { resolve } of of('observation.set')) resolve(null);
    for (const { resolve } of of('posterior.draw')) resolve(drawsOf(draws, 3, transform));
    await settle();
  };
  of('run.train')[0].resolve({ finished: true, step: 3 });
  await settle();
  await answer(theta(1), UNTRANSFORMED);
  const says = () => stripeText(page.store.getState(), page.telemetry.getState());
  const applying = () => isApplying(page.store.getState(), page.telemetry.getState());
  return { ...page, answer, says, applying };
}

describe('breaking and correcting from the page', () => {
  it('tells the engine at once, whatever live check is still running, and gives that one up', async () => {
    const { session, of } = await answered();
    session.trust.perturbation(OVERCONFIDENT);
    await settle();
    const [check] = of('calibration.live').slice(-1);
    // The check of the former posterior has not returned.
    session.trust.use(RESCALING);
    expect(of('posterior.transform').at(-1)?.params).toEqual({ perturbation: OVERCONFIDENT, correction: RESCALING });
    expect(check.aborted).toBe(true);
    await settle();
    expect(of('calibration.live').at(-1)).not.toBe(check);
  });

  it('is said to be on its way until the posterior on screen is altered, and then what was done to it', async () => {
    const { session, answer, says, applying, store, telemetry, of } = await answered();
    expect([says(), applying()]).toEqual([null, false]);
    session.trust.perturbation(OVERCONFIDENT);
    of('posterior.transform').at(-1)?.resolve(null);
    // An answer that was on its way is still the former posterior, and is said to be.
    await answer(theta(1), UNTRANSFORMED);
    expect(telemetry.getState().frame?.draws).toEqual(theta(1));
    expect(says()).toBe('Being applied: broken on purpose: width × 0.5. Still shown: the network’s own posterior');
    expect(conditionsText(store.getState(), telemetry.getState())).not.toContain('broken');
    await answer(theta(2), BROKEN);
    expect([says(), applying()]).toEqual(['Broken on purpose: width × 0.5', false]);
    expect(conditionsText(store.getState(), telemetry.getState())).toContain('broken on purpose: width × 0.5');
  });

  it('makes no file before it is on screen; the file then says it, in its name and in itself', async () => {
    const { session, answer, of } = await answered();
    files.length = 0;
    session.trust.perturbation(OVERCONFIDENT);
    session.exporting.take(drawsAsCsv);
    await settle();
    expect(of('posterior.take')).toHaveLength(0);
    await answer(theta(2), BROKEN);
    of('posterior.take')[0].resolve(drawsOf(theta(2), 3, BROKEN));
    await vi.waitFor(() => expect(files).toHaveLength(1));
    const [{ name, blob }] = files;
    expect(name).toBe('galaxy-bias-posterior-broken.csv');
    const lines = (await blob.text()).trimEnd().split('\r\n');
    expect(lines[0]).toBe('A,b,altered');
    expect(lines.slice(1)).toEqual(Array.from({ length: 4 }, () => '2,2,broken on purpose: width × 0.5'));
  });

  it('ends waiting for a posterior that no engine will give', async () => {
    const { session, store } = await answered();
    session.trust.perturbation(OVERCONFIDENT);
    session.exporting.take(drawsAsCsv);
    store.setState(({ engine }) => ({ engine: { ...engine, status: { kind: 'failed', sentence: 'No engine.' } } }));
    await settle();
    expect(store.getState().exporting.failure?.sentence).toContain('cannot be applied');
    expect(store.getState().exporting.making).toBeNull();
  });

  it('is taken back where the engine refuses it', async () => {
    const { session, of, store, applying } = await answered();
    session.trust.perturbation(OVERCONFIDENT);
    of('posterior.transform').at(-1)?.reject(new Error('No study is open.'));
    await settle();
    expect(store.getState().trust.transform).toEqual(UNTRANSFORMED);
    expect(applying()).toBe(false);
  });

  it('shows the check of the altered posterior, and none of the former one', async () => {
    const { session, of, telemetry } = await answered();
    session.trust.perturbation(OVERCONFIDENT);
    expect(telemetry.getState().calibration).toBeNull();
    await settle();
    const former = { stage: 'live', transform: UNTRANSFORMED };
    of('run.train')[0].progress({ kind: 'calibration', report: former });
    await vi.advanceTimersByTimeAsync(200);
    expect(telemetry.getState().calibration).toBeNull();
    const calibration = { stage: 'live', transform: BROKEN };
    of('calibration.live').at(-1)?.resolve(calibration);
    await settle();
    expect(telemetry.getState().calibration).toBe(calibration);
  });

  it('loses the correction, but not what is broken, when another network comes', async () => {
    const { session, of, store } = await answered();
    session.trust.perturbation(OVERCONFIDENT);
    session.trust.use(RESCALING);
    session.trust.opened();
    expect(store.getState().trust.transform).toEqual(BROKEN);
    expect(of('posterior.transform').at(-1)?.params).toEqual(BROKEN);
  });

  it('shows no check of a network that comes with one, as long as the posterior is broken', async () => {
    const { session, store } = await answered();
    session.trust.perturbation(OVERCONFIDENT);
    store.setState(({ results }) => ({ results: { ...results, finalCheck: { step: 3 } as never } }));
    session.trust.opened();
    expect(store.getState().results.finalCheck).toBeNull();
  });

  it('cancels a trial of corrections at once', async () => {
    const { session, of, store } = await answered();
    session.trust.tryCorrections();
    expect(of('correction.try')[0].params).toEqual({ problem: store.getState().study.problem });
    of('correction.try')[0].progress({ fraction: 0.4 });
    expect(store.getState().trust.correctionProgress).toBe(0.4);
    session.trust.cancelCorrections();
    expect(of('correction.try')[0].aborted).toBe(true);
    expect(store.getState().trust.correctionProgress).toBeNull();
    await settle();
    expect(store.getState().view.messages).toEqual([]);
  });
});
