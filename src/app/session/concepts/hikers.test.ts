/** The landscape of the likelihood, the climbers on it, and the posterior beside it: in this order, each as soon as it is there. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Hike, Landscape, Scene } from '../../../inference/diagnostics/landscape/landscape.ts';
import { builtIn } from '../../../inference/simulators/registry.ts';
import { readLink } from '../../../inference/study/link/readLink.ts';
import type { Commands } from '../../../worker/commands/protocol.ts';
import { landscapeFound } from '../../readout/concepts/landscapeQuestion.ts';
import { withDocument } from '../../readout/network/pageDocument.ts';
import { trainingSession } from '../testing/scriptedEngine.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const settle = () => vi.advanceTimersByTimeAsync(0);

const sceneOf = (key: string): Scene => ({
  key,
  symbol: key,
  window: null,
  scale: 'linear',
  at: Float64Array.of(1, 2, 3),
  logLikelihood: Float64Array.of(-2, 0, -2),
  maxima: 1,
  truth: 2,
  atTruth: 0,
  width: 0.5,
});
const landscape: Landscape = { scenes: [sceneOf('A'), sceneOf('b')], sites: null };
const hikeOf = (key: string): Hike => ({ key, climbs: [], nearTruth: 0.5, onPeak: 0.5, near: 0.1 });

async function page() {
  const parts = await trainingSession();
  const { store, of, session } = parts;
  // Its likelihood is known where no nuisance parameter is averaged over.
  session.studyEditing.setNuisance('aSN', { mode: 'fixed' });
  await settle();
  const state = () => store.getState().concepts.hikers;
  const found = () => landscapeFound(store.getState());
  const scenes = () => of('landscape.hike').map(({ params }) => (params as Commands['landscape.hike']['params']).scene);
  return { ...parts, state, found, scenes };
}

describe('the likelihood and its climbers', () => {
  it('are drawn before anybody climbs, and of an observation nothing else is asked', async () => {
    const { session, of, found, state, scenes } = await page();
    session.hikers.compute();
    await settle();
    expect(found()).toBeNull();
    of('landscape.compute')[0].resolve(landscape);
    await settle();
    expect(found()).toMatchObject({ landscape, hikes: {} });
    expect(scenes()).toEqual(['A']);
    expect(state().progress).not.toBeNull();
    of('landscape.hike')[0].resolve(hikeOf('A'));
    await settle();
    expect(Object.keys(found()?.hikes ?? {})).toEqual(['A']);
    expect(state().progress).toBeNull();
  });

  it('climb on the scene that is on screen when the landscape is there', async () => {
    const { session, of, scenes, found, state } = await page();
    session.hikers.compute();
    await settle();
    session.hikers.show('b');
    of('landscape.compute')[0].resolve(landscape);
    await settle();
    expect(scenes()).toEqual(['b']);
    // Another one while they climb: its own set out at once, in their place.
    session.hikers.show('A');
    await settle();
    expect(of('landscape.hike')[0].aborted).toBe(true);
    expect(scenes()).toEqual(['b', 'A']);
    of('landscape.hike')[1].resolve(hikeOf('A'));
    await settle();
    expect(Object.keys(found()?.hikes ?? {})).toEqual(['A']);
    expect(state().progress).toBeNull();
    // What is known is not asked again; the landscape was drawn once.
    session.hikers.show('A');
    await settle();
    expect(scenes()).toHaveLength(2);
    session.hikers.show('b');
    await settle();
    expect(scenes()).toEqual(['b', 'A', 'b']);
    expect(of('landscape.compute')).toHaveLength(1);
  });

  it('are cancelled by other data, and what comes late is not shown', async () => {
    const { session, of, found, state } = await page();
    session.hikers.compute();
    await settle();
    session.observationEditing.setTruth([1.5, 1.2]);
    await settle();
    expect(of('landscape.compute')[0].aborted).toBe(true);
    of('landscape.compute')[0].resolve(landscape);
    await settle();
    expect(found()).toBeNull();
    expect(state().progress).toBeNull();
  });

  it('have the posterior of a climate record beside them where the system keeps a record', async () => {
    const { session, store, of, found, catalogue } = await page();
    const read = readLink('system=lorenz-96', catalogue);
    if (!read.ok) throw new Error(read.problems.join(' '));
    store.setState((state) => withDocument(state, read.document, builtIn('lorenz-96')));
    session.hikers.compute();
    await settle();
    of('landscape.compute').at(-1)?.resolve(landscape);
    await settle();
    of('landscape.hike').at(-1)?.resolve(hikeOf('A'));
    await settle();
    const { problem } = of('reference.compute')[0].params as Commands['reference.compute']['params'];
    expect(problem.design.mode).toBe('climate');
    expect(problem.nuisances.sigma.mode).toBe('fixed');
    expect(found()?.climate).toBeNull();
    of('reference.compute').at(-1)?.resolve({ kind: 'none', why: '' });
    await settle();
    expect(found()?.climate?.record).toBe(problem.design.record);
  });
});
