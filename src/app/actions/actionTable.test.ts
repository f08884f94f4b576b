/**
 * Every action in every state of the page: whether it is possible, or the sentence that says why not; what a link takes away or
 * locks; and what performing it changes.
 */
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { simulateObservation } from '../../inference/observation/observation.ts';
import { readText } from '../../inference/observation/readFile.ts';
import { defaultProblem } from '../../inference/simulators/problem.ts';
import { builtIn, systems } from '../../inference/simulators/registry.ts';
import { gaussianBlob } from '../../inference/simulators/testing/gaussianBlob.ts';
import { controlNames, type ControlName } from '../../inference/study/document/view.ts';
import { sampleRun } from '../../inference/study/testing/sampleRun.ts';
import { download } from '../browser/download.ts';
import { drawsOf, opened } from '../session/testing/scriptedEngine.ts';
import { patch } from '../store/appStore.ts';
import { LOCKED } from '../store/controls.ts';
import { type Action, isOffered, possible } from './action.ts';
import { readingStream } from '../readout/network/readingStream.ts';
import { performOrExplain } from './perform.ts';
import { systemActions } from './page.ts';
import { actions } from './registry.ts';
import { type Page, states } from './testing/pageStates.ts';

vi.mock('../browser/download.ts', () => ({ download: vi.fn() }));
beforeEach(() => {
  vi.useFakeTimers();
  vi.mocked(download).mockClear();
});
afterEach(() => void vi.useRealTimers());

const settle = () => vi.advanceTimersByTimeAsync(0);

const yes = true;
const starting = /^The engine is starting\.$/;
const lost = /^The engine is not running: choose one in the engine menu\.$/;
const rows = /^The rows of night\.npz .* are not on this page: drop that file again to train or to check\.$/;
const none = /^There is no network yet\.$/;
const running = /^Training is running: pause it, or wait until it ends\.$/;
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
    const { hikers, nuisanceTrial, ledger, networkSpread, pixels, inquiries } = now.concepts;
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

function byId(id: string): Action {
  const action = actions.find((one) => one.id === id);
  if (action === undefined) throw new Error(`There is no action ${id}.`);
  return action;
}

/** Performs it as its button does. */
async function perform(page: Page, id: string): Promise<void> {
  performOrExplain(byId(id), page);
  await settle();
}

/** The finished page with three observations of a file, answered. */
async function withBatch(): Promise<Page> {
  const page = await states.finished();
  const { session, store, of } = page;
  const { system, problem } = store.getState().study;
  const { name, text } = session.batch.example();
  const read = readText({ name, bytes: new TextEncoder().encode(text) }, system, problem.design, systems);
  if (!read.ok || read.batch === null) throw new Error('The example cannot be read.');
  session.batch.use(read.batch);
  of('batch.answer')[0].resolve({ step: 100 });
  await settle();
  return page;
}

/** Takes a snapshot of the network that trains, as the engine does every second. */
async function snapshot({ of }: Page): Promise<void> {
  const told = of('run.train')[0];
  told.progress({
    kind: 'steps',
    step: 60,
    totalSteps: 100,
    epoch: 1,
    losses: Float32Array.of(1),
    learningRate: 1,
    stepsPerSecond: 9,
  });
  told.progress({ kind: 'snapshot', snapshot: { ...sampleRun({ finished: false }).snapshot, step: 60 } });
  await vi.advanceTimersByTimeAsync(200);
}

const fixNuisances = ({ session, store }: Page) => {
  patch(store, 'view', { retrainByItself: false });
  for (const key of Object.keys(store.getState().study.problem.nuisances)) {
    session.studyEditing.setNuisance(key, { mode: 'fixed' });
  }
};
const sheetOf = ({ store }: Page) => store.getState().view.sheet;

/** A command that an action sends to the engine, and takes back when it is performed again. */
const asked = (id: string, command: Parameters<Page['of']>[0], make: () => Promise<Page> = states.finished) =>
  [
    id,
    async () => {
      const page = await make();
      const before = page.of(command).length;
      await perform(page, id);
      expect(page.of(command)).toHaveLength(before + 1);
      expect(byId(id).label(page.store.getState())).toMatch(/^Cancel/);
      expect(byId(id).underWay?.(page.store.getState())).toBe(true);
      await perform(page, id);
      expect(page.of(command).at(-1)?.aborted).toBe(true);
      expect(byId(id).label(page.store.getState())).not.toMatch(/^Cancel/);
      expect(byId(id).underWay?.(page.store.getState())).toBe(false);
    },
  ] as const;

/** A sheet that an action opens. @param toggles whether it closes it, too */
const opens = (id: string, sheet: string, toggles: boolean) =>
  [
    id,
    async () => {
      const page = await states.finished();
      await perform(page, id);
      expect(sheetOf(page)).toBe(sheet);
      await perform(page, id);
      expect(sheetOf(page)).toBe(toggles ? null : sheet);
    },
  ] as const;

async function takesBack(id: 'undo' | 'undo-observation'): Promise<void> {
  const page = await states.finished();
  const { current } = page.store.getState().observation;
  await perform(page, 'add-noise');
  await perform(page, id);
  expect(page.store.getState().observation.current.x).toEqual(current.x);
  expect(page.store.getState().observation.former).toEqual([]);
}

async function chooses(system: string): Promise<void> {
  const page = await states.finished();
  patch(page.store, 'view', { sheet: 'systems' });
  await perform(page, `system-${system}`);
  expect(page.store.getState().study.system.id).toBe(system);
  expect(sheetOf(page)).toBeNull();
}

/** All of its data are given to the network, and its likelihood is known. */
async function finishedTwoMoons() {
  const page = await states.finished();
  page.session.studyEditing.selectSystem(builtIn('two-moons'));
  await vi.advanceTimersByTimeAsync(1000);
  page.of('run.open').at(-1)?.resolve(opened);
  await settle();
  page.of('run.train').at(-1)?.resolve({ finished: true, step: 100 });
  await settle();
  for (let round = 0; round < 2; round++) {
    for (const { resolve } of page.of('posterior.draw')) resolve(drawsOf(Float64Array.of(0, 0, 0.1, 0.1)));
    for (const { resolve } of page.of('observation.set')) resolve(null);
    await vi.advanceTimersByTimeAsync(200);
  }
  return page;
}

const performed: readonly (readonly [id: string, run: () => Promise<void>])[] = [
  [
    'train',
    async () => {
      const training = await states.training();
      await perform(training, 'train');
      expect(training.of('run.train')[0].aborted).toBe(true);
      const paused = await states.paused();
      await perform(paused, 'train');
      expect(paused.of('run.train').at(-1)?.params).toEqual({ steps: null });
      const finished = await states.finished();
      await perform(finished, 'train');
      expect(finished.of('run.reset')).toHaveLength(1);
    },
  ],
  [
    'step',
    async () => {
      const page = await states.paused();
      await perform(page, 'step');
      expect(page.of('run.train').at(-1)?.params).toEqual({ steps: 1 });
    },
  ],
  [
    'reset',
    async () => {
      const page = await states.paused();
      await perform(page, 'reset');
      expect(page.of('run.reset')).toHaveLength(1);
    },
  ],
  [
    'reseed',
    async () => {
      const page = await states.finished();
      const { seed } = page.store.getState().study;
      await perform(page, 'reseed');
      expect(page.store.getState().study.seed).toBe(seed + 1);
      expect(page.of('run.open').at(-1)?.params).toMatchObject({ study: { seed: seed + 1 } });
    },
  ],
  asked('final-check', 'calibration.run'),
  asked('coverage-at-truth', 'coverage.at'),
  asked('floor', 'loss.floor', finishedTwoMoons),
  asked('profile-likelihood', 'profile.compute', async () => {
    const page = await states.finished();
    fixNuisances(page);
    return page;
  }),
  asked('local-test', 'observation.local'),
  asked('try-corrections', 'correction.try'),
  [
    'weigh-draws',
    async () => {
      const page = await finishedTwoMoons();
      await perform(page, 'weigh-draws');
      expect(page.of('importance.weigh')).toHaveLength(1);
      expect(possible(byId('weigh-draws'), page.store.getState())).toBe('The weights are being computed.');
    },
  ],
  [
    'apply-weights',
    async () => {
      const page = await states.finished();
      const verdict = { level: 'bad', sentence: 'They are of no use.' } as const;
      const report = { verdict, paretoK: 1, effective: 0, draws: 100 };
      patch(page.store, 'trust', { weighted: { report } as never });
      await perform(page, 'apply-weights');
      expect(page.store.getState().trust.weightsInUse).toBe(false);
      expect(page.store.getState().view.messages.at(-1)?.text).toBe('They are of no use.');
      patch(page.store, 'trust', {
        weighted: { report: { ...report, verdict: { ...verdict, level: 'good' } } } as never,
      });
      await perform(page, 'apply-weights');
      expect(page.store.getState().trust.weightsInUse).toBe(true);
      await perform(page, 'apply-weights');
      expect(page.store.getState().trust.weightsInUse).toBe(false);
    },
  ],
  asked('compute-landscape', 'landscape.compute', async () => {
    const page = await states.finished();
    fixNuisances(page);
    return page;
  }),
  [
    'train-three',
    async () => {
      const page = await states.finished();
      // Its engine is one of its own, which a scripted page has not: it says so.
      await perform(page, 'train-three');
      expect(page.store.getState().view.messages.at(-1)?.text).toMatch(/open the whole page/);
    },
  ],
  [
    'train-fives',
    async () => {
      const page = await states.finished();
      await perform(page, 'train-fives');
      expect(page.store.getState().view.messages.at(-1)?.text).toMatch(/open the whole page/);
    },
  ],
  [
    'measure-costs',
    async () => {
      const page = await states.finished();
      await perform(page, 'measure-costs');
      expect(page.store.getState().view.messages.at(-1)?.text).toMatch(/open the whole page/);
    },
  ],
  [
    'new-noise',
    async () => {
      const page = await states.finished();
      const { noiseSeed, current } = page.store.getState().observation;
      await perform(page, 'new-noise');
      const after = page.store.getState().observation;
      expect(after.noiseSeed).toBe(noiseSeed + 1);
      expect(after.current.x).not.toEqual(current.x);
      expect(after.current.truth).toEqual(current.truth);
    },
  ],
  [
    'simulate-again',
    async () => {
      const page = await states.finished();
      const { x } = page.store.getState().observation.current;
      await perform(page, 'add-noise');
      await perform(page, 'simulate-again');
      expect(page.store.getState().observation.current.x).toEqual(x);
    },
  ],
  [
    'add-noise',
    async () => {
      const page = await states.finished();
      const { x } = page.store.getState().observation.current;
      await perform(page, 'add-noise');
      const { current, former } = page.store.getState().observation;
      expect(current.x).not.toEqual(x);
      expect(former).toHaveLength(1);
    },
  ],
  [
    'play-readings',
    async () => {
      const page = await states.finished();
      await perform(page, 'system-bridge');
      page.session.studyEditing.setDesignField('readings', 'any');
      const there = () => readingStream(page.store.getState());
      expect(there()).toMatchObject({ count: 3, most: 3 });
      page.session.readingPlay.setSpeed(20);
      await perform(page, 'play-readings');
      expect(page.store.getState().observation.dragging).toBe(true);
      expect(there()).toMatchObject({ count: 1, most: 3 });
      await vi.advanceTimersByTimeAsync(51);
      expect(there().count).toBe(2);
      await perform(page, 'play-readings');
      await vi.advanceTimersByTimeAsync(500);
      expect(there()).toMatchObject({ count: 2, most: 3 });
      expect(page.store.getState().observation.dragging).toBe(false);
      // A point that is moved is moved in what is still to come, too.
      page.session.observationEditing.setPoint(0, 1.02);
      page.session.readingPlay.show(3);
      expect(page.store.getState().observation.current.x?.[0]).toBe(1.02);
      expect(there().count).toBe(3);
      await perform(page, 'play-readings');
      await vi.advanceTimersByTimeAsync(500);
      expect(there().count).toBe(3);
      expect(page.store.getState().observation.stream.playing).toBe(false);
    },
  ],
  ['undo', () => takesBack('undo')],
  ['undo-observation', () => takesBack('undo-observation')],
  [
    'bring-back',
    async () => {
      const page = await states.training();
      const { seed } = page.store.getState().study;
      await snapshot(page);
      await perform(page, 'reseed');
      page.of('run.open').at(-1)?.resolve(opened);
      await settle();
      await perform(page, 'bring-back');
      expect(page.store.getState().study.seed).toBe(seed);
      expect(page.of('run.open').at(-1)?.params).toMatchObject({ study: { seed }, resume: { step: 60 } });
    },
  ],
  [
    'pin',
    async () => {
      const page = await states.training();
      const observation = page.store.getState().observation.id;
      page
        .of('run.train')[0]
        .progress({ kind: 'posterior', posterior: drawsOf(Float64Array.of(1, 1, 2, 1)), observation });
      await vi.advanceTimersByTimeAsync(200);
      await perform(page, 'pin');
      expect(page.store.getState().pins.pins).toHaveLength(1);
    },
  ],
  [
    'zoom',
    async () => {
      const page = await states.finished();
      await perform(page, 'zoom');
      expect(page.store.getState().view.zoomed).toBe(true);
    },
  ],
  [
    'paste-observation',
    async () => {
      const page = await states.finished();
      vi.stubGlobal('navigator', { clipboard: { readText: () => Promise.resolve('  ') } });
      await perform(page, 'paste-observation');
      vi.unstubAllGlobals();
      expect(page.store.getState().view.messages.at(-1)?.text).toBe(
        'There is no text on the clipboard: copy a table first.',
      );
    },
  ],
  opens('link-observation', 'link', false),
  [
    'download-observation',
    async () => {
      const page = await states.finished();
      await perform(page, 'download-observation');
      expect(vi.mocked(download).mock.calls.map(([, name]) => name)).toEqual(['galaxy-bias.csv']);
    },
  ],
  [
    'download-fits',
    async () => {
      const page = await states.finished();
      const problem = defaultProblem(gaussianBlob);
      patch(page.store, 'study', { system: gaussianBlob, problem });
      patch(page.store, 'observation', { current: simulateObservation(gaussianBlob, problem, [6, 9], null, 1) });
      await perform(page, 'download-fits');
      await vi.waitFor(() => expect(vi.mocked(download)).toHaveBeenCalled());
      const [[blob, name]] = vi.mocked(download).mock.calls;
      expect(name).toBe('test-gaussian-blob.fits');
      expect((await blob.text()).slice(0, 30)).toBe('SIMPLE  =                    T');
    },
  ],
  asked('answer-many', 'batch.answer', async () => {
    const page = await withBatch();
    page.session.trust.perturbation({ width: 0.5, shift: 0 });
    await settle();
    return page;
  }),
  asked('check-many', 'batch.check', withBatch),
  [
    'try-many',
    async () => {
      const page = await states.finished();
      const read = vi.spyOn(page.session.files, 'read').mockResolvedValue();
      await perform(page, 'try-many');
      expect(read.mock.calls.map(([name]) => name)).toEqual(['galaxy-bias-100.csv']);
    },
  ],
  [
    'example-many',
    async () => {
      const page = await states.finished();
      await perform(page, 'example-many');
      expect(vi.mocked(download).mock.calls.map(([, name]) => name)).toEqual(['galaxy-bias-100.csv']);
    },
  ],
  opens('studies', 'studies', false),
  opens('take-away', 'take-away', false),
  opens('share', 'share', true),
  [
    'train-new-study',
    async () => {
      const page = await states.finished();
      fixNuisances(page);
      const before = page.of('run.open').length;
      await perform(page, 'train-new-study');
      expect(page.of('run.open')).toHaveLength(before + 1);
    },
  ],
  [
    'defaults',
    async () => {
      const page = await states.finished();
      const { seed } = page.store.getState().study;
      page.session.studyEditing.setSeed(seed + 5);
      await perform(page, 'defaults');
      expect(page.store.getState().study.seed).toBe(seed);
    },
  ],
  opens('systems', 'systems', true),
  ...systems.map(({ id }) => [`system-${id}`, () => chooses(id)] as const),
  opens('lessons', 'lessons', true),
  [
    'open-tour',
    async () => {
      const page = await states.finished();
      await perform(page, 'open-tour');
      await page.session.lessons.all();
      for (let i = 0; i < 5; i++) await Promise.resolve();
      expect(page.store.getState().lesson.open?.id).toBe('ninety-seconds');
    },
  ],
  [
    'type',
    async () => {
      const page = await states.finished();
      await perform(page, 'type');
      expect(page.store.getState().view.large).toBe(true);
      await perform(page, 'type');
      expect(page.store.getState().view.large).toBe(false);
    },
  ],
  [
    'theme',
    async () => {
      const page = await states.finished();
      const seen: string[] = [];
      for (let i = 0; i < 3; i++) {
        await perform(page, 'theme');
        seen.push(page.store.getState().view.theme);
      }
      expect(seen).toEqual(['dark', 'system', 'light']);
    },
  ],
  [
    'evidence',
    async () => {
      const page = await states.finished();
      patch(page.store, 'view', { ownDetail: 'simple' });
      await perform(page, 'evidence');
      expect(page.store.getState().view).toMatchObject({ ownDetail: 'full', statedDetail: null, column: 'check' });
    },
  ],
  [
    'own-data',
    async () => {
      const page = await states.finished();
      patch(page.store, 'view', { column: 'check' });
      await perform(page, 'own-data');
      expect(page.store.getState().view.column).toBe('infer');
    },
  ],
  opens('teach', 'teach', false),
  [
    'close-doors',
    async () => {
      const page = await states.finished();
      patch(page.store, 'view', { doorsClosed: false });
      await perform(page, 'close-doors');
      expect(page.store.getState().view.doorsClosed).toBe(true);
    },
  ],
  opens('help', 'help', true),
];

describe('performing', () => {
  test('is tested of every action', () => {
    expect(performed.map(([id]) => id)).toEqual(actions.map(({ id }) => id));
  });

  test.each(performed)('%s', async (_, run) => {
    await expect(run()).resolves.toBeUndefined();
  });
});
