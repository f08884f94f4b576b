/** What performing each action changes. Where it is possible: actionTable.test.ts. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { simulateObservation } from '../../inference/observation/observation.ts';
import { readText } from '../../inference/observation/readFile.ts';
import { defaultProblem } from '../../inference/simulators/problem.ts';
import { builtIn, systems } from '../../inference/simulators/registry.ts';
import { gaussianBlob } from '../../inference/simulators/testing/gaussianBlob.ts';
import { sampleRun } from '../../inference/study/testing/sampleRun.ts';
import { download } from '../browser/download.ts';
import { drawsOf, opened } from '../session/testing/scriptedEngine.ts';
import { patch } from '../store/appStore.ts';
import { type Action, possible } from './action.ts';
import { readingStream } from '../readout/network/readingStream.ts';
import { performOrExplain } from './perform.ts';
import { actions } from './registry.ts';
import { type Page, states } from './testing/pageStates.ts';

vi.mock('../browser/download.ts', () => ({ download: vi.fn() }));
beforeEach(() => {
  vi.useFakeTimers();
  vi.mocked(download).mockClear();
});
afterEach(() => void vi.useRealTimers());

const settle = () => vi.advanceTimersByTimeAsync(0);

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
    'compare-parts',
    async () => {
      const page = await states.finished();
      // The system's own settings are of new simulations in each epoch.
      const { training } = page.store.getState().study;
      patch(page.store, 'study', { training: { ...training, simulations: 10_000, fresh: false } });
      page.session.opening.trainNow();
      await settle();
      page.of('run.open').at(-1)?.resolve(opened);
      await settle();
      page.of('run.train').at(-1)?.resolve({ finished: true, step: 100 });
      await settle();
      await perform(page, 'compare-parts');
      expect(page.of('simulations.more')).toHaveLength(1);
      await perform(page, 'compare-parts');
      expect(page.of('simulations.more')[0].aborted).toBe(true);
    },
  ],
  // What the network says before is asked for first.
  asked('focus-observation', 'posterior.take'),
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
  opens('own-simulator', 'own-simulator', false),
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
