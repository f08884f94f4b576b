/**
 * Every action in every state of the page: whether it is possible, or the sentence that says why not; and what a link takes away or
 * locks. What performing it changes: performing.test.ts.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { controlNames, type ControlName } from '../../inference/study/document/view.ts';
import { patch } from '../store/appStore.ts';
import { LOCKED } from '../store/controls.ts';
import { isOffered, possible } from './action.ts';
import { systemActions } from './page.ts';
import { actions } from './registry.ts';
import { states } from './testing/pageStates.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => void vi.useRealTimers());

const yes = true;
const starting = /^The engine is starting\.$/;
const lost = /^The engine is not running: choose one in the engine menu\.$/;
const rows = /^The rows of night\.npz .* are not on this page: drop that file again to train or to check\.$/;
const none = /^There is no network yet\.$/;
const running = /^Training is running: pause it, or wait until it ends\.$/;
const each = /new simulations in each epoch/;
const nuisance = /one is marginalised: fix it\.$/;
const unknown = /known likelihood, which this system does not have\.$/;
const table = /^A table of simulations has no simulator\.$/;
const noPosterior = /^There is no posterior of this study yet\.$/;
const always = [yes, yes, yes, yes, yes, yes, yes, yes] as const;
const never = (why: RegExp) => [why, why, why, why, why, why, why, why] as const;
const check = [starting, none, none, running, yes, yes, lost] as const;

/** In the order of `states`: starting again, nothing, opening, training, paused, finished, lost, a table without its rows. */
const expected: Readonly<Record<string, readonly (true | RegExp)[]>> = {
  train: [starting, yes, /being opened/, yes, yes, yes, lost, rows],
  step: [starting, /train first/, /pause it first/, /pause it first/, yes, /reset it first/, lost, rows],
  reset: [starting, none, none, yes, yes, yes, lost, rows],
  reseed: [starting, yes, yes, yes, yes, yes, lost, rows],
  'final-check': [...check, rows],
  'coverage-at-truth': [...check, table],
  floor: [nuisance, nuisance, nuisance, nuisance, nuisance, nuisance, nuisance, unknown],
  'profile-likelihood': [starting, nuisance, nuisance, nuisance, nuisance, nuisance, lost, unknown],
  'local-test': [...check, table],
  'try-corrections': [...check, table],
  'weigh-draws': [nuisance, nuisance, nuisance, nuisance, nuisance, nuisance, nuisance, unknown],
  'apply-weights': never(/^Weight the draws first\.$/),
  'compute-landscape': [nuisance, nuisance, nuisance, nuisance, nuisance, nuisance, nuisance, unknown],
  'train-three': [starting, yes, yes, yes, yes, yes, lost, /no nuisance parameter/],
  'compare-parts': [each, each, each, each, each, each, each, rows],
  'focus-observation': [...check, table],
  'train-fives': [starting, yes, yes, yes, yes, yes, lost, table],
  'measure-costs': [starting, yes, yes, running, yes, yes, lost, table],
  'new-noise': [yes, yes, yes, yes, yes, yes, yes, rows],
  'simulate-again': [...Array.from({ length: 7 }, () => /already the one simulated with this seed\.$/), table],
  'add-noise': [yes, yes, yes, yes, yes, yes, yes, table],
  'play-readings': never(/^The readings of this design do not come in one by one\.$/),
  undo: never(/^The data have not been changed\.$/),
  'undo-observation': never(/^The data have not been changed\.$/),
  'bring-back': never(/^No trained network has been replaced\.$/),
  pin: [yes, noPosterior, noPosterior, yes, yes, yes, noPosterior, yes],
  zoom: always,
  'paste-observation': always,
  'link-observation': always,
  'download-observation': always,
  'download-fits': never(/^The data of .* are no image\.$/),
  'answer-many': never(/^There is no batch yet: drop a file with one row per observation\.$/),
  'check-many': never(/^There are no posteriors to check yet\.$/),
  'try-many': always,
  'example-many': always,
  studies: always,
  'take-away': always,
  share: always,
  'train-new-study': [starting, yes, yes, yes, yes, yes, lost, rows],
  defaults: always,
  systems: always,
  ...Object.fromEntries(systemActions.map(({ id }) => [id, always])),
  lessons: always,
  'open-tour': always,
  type: always,
  theme: always,
  evidence: always,
  'own-data': always,
  'own-simulator': always,
  teach: always,
  'close-doors': always,
  help: always,
};

describe.each(Object.entries(states))('on a page in the state "%s"', (name, make) => {
  const place = Object.keys(states).indexOf(name);

  it('each action is offered, and possible or refused with its sentence', async () => {
    const { store } = await make();
    const state = store.getState();
    expect(actions.map(({ id }) => id)).toEqual(Object.keys(expected));
    for (const action of actions) {
      const [wanted, found] = [expected[action.id][place], possible(action, state)];
      const fits = wanted === true ? found === true : wanted.test(String(found));
      expect([action.id, isOffered(action, state), found, fits]).toEqual([action.id, true, found, true]);
    }
  });

  it('an action that would end work says that it is under way', async () => {
    const { store } = await make();
    // What any of them does, as far as the page knows of it.
    const now = store.getState();
    const { hikers, nuisanceTrial, ledger, networkSpread, more, pixels, inquiries, focus } = now.concepts;
    const progress = 0.5;
    const state = {
      ...now,
      results: { ...now.results, coverageProgress: 0.5, floorProgress: 0.5, profileProgress: 0.5 },
      trust: { ...now.trust, localProgress: 0.5, correctionProgress: 0.5 },
      concepts: {
        hikers: { ...hikers, progress },
        nuisanceTrial: { ...nuisanceTrial, progress },
        ledger: { ...ledger, progress },
        networkSpread: { ...networkSpread, progress },
        more: { ...more, progress },
        focus: { ...focus, progress },
        pixels,
        inquiries,
      },
    };
    const ending = actions.filter(
      (action) => possible(action, state) === true && /^(Cancel|Pause)/.test(action.label(state)),
    );
    expect(ending.length).toBeGreaterThanOrEqual(9);
    expect(ending.filter(({ underWay }) => underWay?.(state) !== true).map(({ id }) => id)).toEqual([]);
    expect(actions.filter(({ underWay }) => underWay?.(now) === true).map(({ id }) => id)).toEqual(
      name === 'training' ? ['train'] : [],
    );
  });

  it('an open sheet changes nothing of that', async () => {
    const { store } = await make();
    const before = actions.map((action) => possible(action, store.getState()));
    patch(store, 'view', { sheet: 'studies' });
    expect(actions.map((action) => possible(action, store.getState()))).toEqual(before);
  });
});

describe('a teacher’s link', () => {
  const all = Object.keys(controlNames) as ControlName[];

  it('that locks everything leaves what changes nothing of the study', async () => {
    const { store } = await states.finished();
    patch(store, 'view', { locked: all });
    const state = store.getState();
    const left = actions.filter((action) => possible(action, state) === true).map(({ id }) => id);
    expect(left).toEqual(
      'pin zoom paste-observation link-observation download-observation example-many studies take-away share lessons open-tour type theme evidence teach close-doors help'.split(
        ' ',
      ),
    );
    const controlled = actions.filter(({ control }) => control !== undefined);
    expect(controlled.map((action) => possible(action, state))).toEqual(controlled.map(() => LOCKED));
  });

  it('that hides everything takes away what belongs to a control', async () => {
    const { store } = await states.finished();
    patch(store, 'view', { hidden: all });
    for (const action of actions) {
      expect([action.id, isOffered(action, store.getState())]).toEqual([action.id, action.control === undefined]);
    }
  });
});
