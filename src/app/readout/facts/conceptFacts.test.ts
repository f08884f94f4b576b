import { describe, expect, test } from 'vitest';
import { landscapeOf } from '../../../inference/diagnostics/landscape/landscape.ts';
import { sbcReport } from '../../../inference/diagnostics/calibration/sbc.ts';
import { Random } from '../../../inference/math/random.ts';
import { builtIn } from '../../../inference/simulators/registry.ts';
import { type AppStore, createAppStore, patch } from '../../store/appStore.ts';
import type { TrialNetwork } from '../../store/conceptsSlice.ts';
import { landscapeKey, landscapeRequest, noLandscape } from '../concepts/landscapeQuestion.ts';
import { noNuisanceTrial, nuisanceKey, nuisanceStudies, nuisanceTried } from '../concepts/nuisanceQuestion.ts';
import { hikersFacts, nuisanceTrialFacts } from './conceptFacts.ts';

function withSeed(store: AppStore, seed: number): void {
  patch(store, 'study', { seed });
}

describe('the likelihood and its climbers', () => {
  const system = builtIn('gaussian-linear');

  test('are facts of the present question alone', () => {
    const store = createAppStore(system, 'light');
    expect(hikersFacts(store.getState())).toBeNull();
    const state = store.getState();
    const landscape = landscapeOf(system, landscapeRequest(state));
    const found = { key: landscapeKey(state), landscape, hikes: {}, climate: null };
    patch(store, 'concepts', { hikers: { scene: 'theta_2', found, progress: null } });
    const facts = hikersFacts(store.getState());
    expect(facts).toMatchObject({ window: null, maxima: 1, climbers: null, climate: null });
    patch(store, 'observation', { id: state.observation.id + 1 });
    expect(hikersFacts(store.getState())).toBeNull();
  });

  test('of Lorenz-96 are of another record with another seed', () => {
    const store = createAppStore(builtIn('lorenz-96'), 'light');
    expect(noLandscape(store.getState())).toBeNull();
    const before = landscapeKey(store.getState());
    withSeed(store, 99);
    expect(landscapeKey(store.getState())).not.toBe(before);
  });
});

describe('three networks and a nuisance', () => {
  const system = builtIn('lorenz-96');

  test('there is nothing to train where nothing else is unknown, and the sentence says so', () => {
    expect(noNuisanceTrial(createAppStore(builtIn('two-moons'), 'light').getState())).toMatch(/no nuisance parameter/);
  });

  test('differ in the nuisance parameter alone, and the data of the check are drawn from its prior', () => {
    const state = createAppStore(system, 'light').getState();
    const spec = nuisanceTried(state);
    if (spec === null) throw new Error('Lorenz-96 has a nuisance parameter.');
    const { truth, studies } = nuisanceStudies(state, spec);
    expect(truth.nuisances.sigma.mode).toBe('marginalised');
    expect(studies.ignored).toMatchObject({ problem: truth, ignored: ['sigma'] });
    expect(studies.drawn.problem).toBe(truth);
    expect(studies.drawn.ignored).toBeUndefined();
    expect(studies.wide.problem.nuisances.sigma.prior).not.toEqual(truth.nuisances.sigma.prior);
    expect({ ...studies.wide.problem, nuisances: null }).toEqual({ ...truth, nuisances: null });
  });

  test('are facts once all three are there, of the present question', () => {
    const store = createAppStore(system, 'light');
    const key = nuisanceKey(store.getState());
    const networkOf = (width: number): TrialNetwork => {
      const ranks = Uint16Array.from({ length: 200 }, (_, i) => Math.round(49.5 + width * ((i % 100) - 49.5)));
      const sbc = sbcReport(ranks, 99, [{ key: 'F', symbol: 'F' }], new Random(1, 0), 10);
      return { draws: Float64Array.of(8 - width, 8 + width), sbc, seconds: 1 };
    };
    const networks = { ignored: networkOf(0.3), drawn: networkOf(1) };
    patch(store, 'concepts', { nuisanceTrial: { chosen: null, found: { key, networks }, progress: 0.9 } });
    expect(nuisanceTrialFacts(store.getState())).toBeNull();
    const all = { ...networks, wide: networkOf(0.5) };
    patch(store, 'concepts', { nuisanceTrial: { chosen: null, found: { key, networks: all }, progress: null } });
    const facts = nuisanceTrialFacts(store.getState());
    expect(facts?.nuisance).toBe('sigma');
    expect(Object.keys(facts?.of ?? {})).toEqual(['F']);
    expect(facts?.of.F?.ignored.p).toBeLessThan(0.001);
    expect(facts?.of.F?.drawn.p).toBeGreaterThan(0.05);
    expect(facts?.of.F?.drawn.sd).toBeGreaterThan(facts?.of.F?.ignored.sd ?? Infinity);
    withSeed(store, 5);
    expect(nuisanceTrialFacts(store.getState())).toBeNull();
  });
});
