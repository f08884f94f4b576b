/** What a learner estimates beside a reference and a network: on the state of a page with a PINN's run. */
import { expect, it, vi } from 'vitest';
import { pinn } from '../../../inference/learners/pinn/index.ts';
import { Random } from '../../../inference/math/random.ts';
import { builtIn } from '../../../inference/simulators/registry.ts';
import { createAppStore, type AppState } from '../../store/appStore.ts';
import { engineSlice } from '../../store/engineSlice.ts';
import { studyOf, withLearner } from '../../store/studySlice.ts';
import { opened } from '../../session/testing/scriptedEngine.ts';
import { referenceKey } from '../network/referenceKey.ts';
import { estimateView } from './estimateData.ts';

vi.setConfig({ testTimeout: 30_000 });

const [LAMBDA, MU] = [0.4, 0.01];
const SDS = [0.12, 0.015];

/** Draws of theta whose logarithms are normal, without correlation. */
function draws(shift: number, factor: number, seed: number): Float64Array {
  const random = new Random(seed, 0);
  return Float64Array.from({ length: 8000 }, (_, i) => {
    const j = i % 2;
    return Math.exp([LAMBDA, MU][j] + SDS[j] * (shift + factor * random.normal()));
  });
}

function page({ shift = 0, factor = 1 }: { readonly shift?: number; readonly factor?: number } = {}): AppState {
  const initial = createAppStore(builtIn('cylinder'), 'light').getState();
  const study = withLearner(initial.study, pinn);
  const { s, x } = initial.observation.current;
  const data = { s: Float64Array.from(s), x: x === null ? null : Float64Array.from(x) };
  const open = { study: studyOf(study), info: opened, data };
  const state: AppState = {
    ...initial,
    study,
    engine: { ...engineSlice, network: { kind: 'finished', open, turn: 1 } },
  };
  const key = referenceKey(state);
  const answer = {
    kind: 'reference',
    label: 'exact',
    method: '',
    comparable: true,
    draws: draws(shift, factor, 1),
    conditionsOn: '',
  } as unknown as NonNullable<AppState['results']['reference']>['answer'];
  return {
    ...state,
    results: {
      ...state.results,
      reference: { key, answer },
      networkAnswer: { key, draws: draws(0, 1, 2), step: 1200 },
    },
  };
}

const estimate = {
  keys: ['lambda', 'mu'],
  at: Float64Array.of(LAMBDA, MU),
  covariance: Float64Array.of(SDS[0] ** 2, 0, 0, SDS[1] ** 2),
};

it('shows exact posterior, network and learner in the same coordinates, and finds that they agree', () => {
  const view = estimateView(page(), estimate);
  expect(view?.names).toEqual(['ln λ', 'ln μ']);
  expect(view?.rows.map(({ name }) => name)).toEqual(['exact posterior', 'NPE, 1,200 steps', 'PINN']);
  const [exact] = view?.rows ?? [];
  // 4,000 draws.
  expect(Math.abs(exact.values[0].at - LAMBDA)).toBeLessThan(0.05 * SDS[0]);
  expect(Math.abs((exact.values[1].sd ?? 0) / SDS[1] - 1)).toBeLessThan(0.05);
  expect(view?.verdict).toMatchObject({ level: 'good' });
  expect(view?.figure.reference?.regions).toHaveLength(2);
});

it.each([
  ['half an sd away', { shift: 0.5 }, 'warn'],
  ['two sds away', { shift: 2 }, 'bad'],
  ['a quarter wider', { factor: 1.25 }, 'warn'],
  ['twice as wide', { factor: 2 }, 'bad'],
  ['half as wide', { factor: 0.5 }, 'bad'],
])('where the exact posterior is %s, it is said', (_, change, level) => {
  expect(estimateView(page(change), estimate)?.verdict?.level).toBe(level);
});

it('of other data, or an assumption that was changed since, nothing is compared', () => {
  const state = page();
  const { observation, study } = state;
  const current = { ...observation.current, x: observation.current.x?.map((v) => v + 1) ?? null };
  expect(estimateView({ ...state, observation: { ...observation, current } }, estimate)).toBeNull();
  const problem = { ...study.problem, design: { ...study.problem.design, noise: 2e-4 } };
  expect(estimateView({ ...state, study: { ...study, problem } }, estimate)).toBeNull();
});

it('while the fit goes on there is no verdict', () => {
  const state = page();
  const { network } = state.engine;
  const training = { ...network, kind: 'training', steps: 'all' } as AppState['engine']['network'];
  expect(estimateView({ ...state, engine: { ...state.engine, network: training } }, estimate)?.verdict).toBeNull();
});
