/**
 * The panel of a learner other than NPE, in the page's column, on the session that the page has: the learner is chosen, its study
 * opened, its steps arrive as the worker sends them.
 */
// @vitest-environment happy-dom
import { act, screen, within } from '@testing-library/react';
import { beforeAll, expect, it, vi } from 'vitest';
import type { LearnerFrame } from '../../../inference/learners/learner.ts';
import { lineFit } from '../../../inference/learners/testing/lineFit.ts';
import { builtIn } from '../../../inference/simulators/registry.ts';
import type { Commands } from '../../../worker/commands/protocol.ts';
import type { TrainingProgress } from '../../../worker/run/reports.ts';
import { trainOrPause } from '../../actions/training.ts';
import { drawsOf, opened } from '../../session/testing/scriptedEngine.ts';
import { type AppState, patch } from '../../store/appStore.ts';
import { isAnswered } from '../../readout/network/answering.ts';
import { npeObstacle } from '../../readout/network/obstacles.ts';
import { networkCompatibility, openStudy, runState } from '../../store/engineSlice.ts';
import { studyOf } from '../../store/studySlice.ts';
import { AssumeColumn } from '../assume/AssumeColumn.tsx';
import { CheckColumn } from '../check/CheckColumn.tsx';
import { panels } from '../panels/allPanels.ts';
import { knowPanels } from '../panels/knownPanels.ts';
import { renderInApp } from '../testing/renderInApp.tsx';
import { InferColumn } from './InferColumn.tsx';

vi.mock(import('../../../inference/learners/registry.ts'), async (original) => {
  const { lineFit: line } = await import('../../../inference/learners/testing/lineFit.ts');
  const asked = { question: 'line.at', title: 'Elsewhere', explanation: 'Heights at other places.', button: 'Look' };
  const other = { ...line, id: 'other-fit', name: 'Other fit', inquiries: [asked] };
  return {
    ...(await original()),
    learners: [line, other],
    learnerById: (id: string) => (id === other.id ? other : line),
    learnersFor: ({ id }: { readonly id: string }) => (line.systems.includes(id) ? [line, other] : []),
  };
});

beforeAll(() => knowPanels(panels));

const settle = () => act(() => vi.advanceTimersByTimeAsync(1000));

async function page() {
  const parts = await renderInApp([
    <AssumeColumn key="assume" />,
    <InferColumn key="infer" />,
    <CheckColumn key="check" />,
  ]);
  await parts.change(() => parts.session.studyEditing.selectSystem(builtIn('galaxy-bias')));
  await settle();
  parts.of('run.open').at(-1)?.resolve(opened);
  await settle();
  return parts;
}

const info = {
  spec: null,
  parameterCount: 2,
  totalSteps: 40,
  warm: false,
  engine: null,
  step: 0,
  finished: false,
  frame: null,
} satisfies Commands['run.open']['result'];

const curve = Float64Array.of(0, 1, 2);
const frame: LearnerFrame = {
  curves: [{ title: 'Line', axes: ['place', 'height'], curves: [{ name: 'fit', role: 'learnt', x: curve, y: curve }] }],
  bars: {
    title: 'Loss',
    bars: [
      { name: 'misfit', value: 2 },
      { name: 'prior', value: 1 },
    ],
  },
  numbers: [{ name: 'slope', value: 1.5, sd: 0.25, unit: 'per place' }],
};

it('is offered where the system has the learner, and draws losses by name, curves, bars and numbers', async () => {
  const { of, user, store, change } = await page();
  await user.click(screen.getByRole('radio', { name: 'Line fit' }));
  await settle();
  const { params } = of('run.open').at(-1) ?? {};
  expect(params).toMatchObject({ study: { learner: { id: 'line-fit', settings: lineFit.defaults } } });
  expect(params).toHaveProperty('data.s', Float64Array.from(store.getState().observation.current.s));
  await change(() => of('run.open').at(-1)?.resolve(info));
  expect(runState(store.getState().engine)).toBe('running');
  const asked = of('posterior.draw').length;

  const run = of('run.train').at(-1);
  const losses = Float64Array.of(8, 4, 2);
  const terms = { misfit: losses, prior: losses };
  run?.progress({ kind: 'terms', step: 3, totalSteps: 40, stepsPerSecond: 9, terms } satisfies TrainingProgress);
  run?.progress({ kind: 'frame', frame } satisfies TrainingProgress);
  await settle();

  const panel = within(screen.getByRole('region', { name: 'Line fit' }));
  expect(panel.getByText(/not a posterior over lines/)).toBeTruthy();
  expect(panel.getByText('Line')).toBeTruthy();
  expect(panel.getByText('Terms of the loss')).toBeTruthy();
  expect(panel.getByRole('row', { name: /slope 1.5 ± 0.25 per place/ })).toBeTruthy();
  const bars = panel.getAllByRole('row').map((row) => row.querySelector<HTMLElement>('div > div')?.style.width);
  expect(bars.slice(0, 2)).toEqual(['100%', '50%']);
  // Nothing of NPE is asked or shown.
  expect(of('posterior.draw')).toHaveLength(asked);
  expect(screen.queryByRole('radiogroup', { name: 'View of the posterior' })).toBeNull();
});

it('a step that fails is told in its sentence, and the page goes on', async () => {
  const { of, user, store, change } = await page();
  await user.click(screen.getByRole('radio', { name: 'Line fit' }));
  await settle();
  await change(() => of('run.open').at(-1)?.resolve(info));
  await change(() => of('run.train').at(-1)?.reject(new Error('The normal equations are singular: use other data.')));
  expect(runState(store.getState().engine)).toBe('paused');
  expect(store.getState().view.messages.at(-1)?.text).toBe('The normal equations are singular: use other data.');
  await user.click(screen.getByRole('radio', { name: 'NPE' }));
  await settle();
  expect(of('run.open').at(-1)?.params).toMatchObject({
    study: expect.not.objectContaining({ learner: expect.anything() }),
  });
});

it('a run that is taken up again shows what it had found, although no step follows', async () => {
  const { of, user, store, session, change } = await page();
  await user.click(screen.getByRole('radio', { name: 'Line fit' }));
  await settle();
  const { s } = store.getState().observation.current;
  const state = { step: 40, finished: true, arrays: { line: Float64Array.of(1, 2) } };
  const snapshot = { ...state, data: { s: Float64Array.from(s), x: null } };
  const history = { trace: { steps: [], losses: [], perPoint: 1 }, validation: [], end: null, epoch: 0, terms: {} };
  const saved = { study: studyOf(store.getState().study), snapshot, history };
  const slope = () => screen.queryByRole('row', { name: /slope/ })?.textContent;
  await change(() => void session.training.openSaved(saved, false, null));
  expect(slope()).toBeUndefined();
  await change(() =>
    of('run.open')
      .at(-1)
      ?.resolve({ ...info, step: 40, finished: true, frame }),
  );
  expect(slope()).toContain('1.5');
  await change(() => void session.training.reopen());
  const numbers = [{ ...frame.numbers[0], value: 2.5 }];
  await change(() =>
    of('run.open')
      .at(-1)
      ?.resolve({ ...info, step: 40, finished: true, frame: { ...frame, numbers } }),
  );
  expect(slope()).toContain('2.5');
});

it('what was found of the posterior of a network is not shown beside another learner', async () => {
  const { of, user, store, publisher, change } = await page();
  const posterior = drawsOf(new Float64Array(2000).fill(1));
  const observation = store.getState().observation.id;
  await change(() => of('run.train').at(-1)?.progress({ kind: 'posterior', posterior, observation }));
  await settle();
  const asked = of('predictive.posterior').at(-1);
  expect(asked).toBeDefined();
  const bands = {} as NonNullable<AppState['results']['posteriorBands']>;
  const distance = {} as NonNullable<AppState['results']['distance']>;
  const identifiability = {} as NonNullable<AppState['results']['identifiability']>;
  await user.click(screen.getByRole('radio', { name: 'Line fit' }));
  await settle();
  patch(store, 'results', { distance, identifiability, identifiabilityStale: true });
  await change(() => of('run.open').at(-1)?.resolve(info));
  const nothing = { posteriorBands: null, distance: null, identifiability: null, identifiabilityStale: false };
  expect(store.getState().results).toMatchObject(nothing);
  // An answer that was under way.
  await change(() => asked?.resolve(bands));
  expect(publisher.latest.frame).toBeNull();
  expect(store.getState().results).toMatchObject(nothing);
});

it('a study that the learner cannot learn is told in its sentence: the engines are not blamed, and the next is opened', async () => {
  const { of, user, store, change } = await page();
  const faults = vi.spyOn(lineFit, 'faults').mockReturnValue(['there is 1 summary; a line needs 2: use finer bins']);
  const opens = of('run.open').length;
  await user.click(screen.getByRole('radio', { name: 'Line fit' }));
  await settle();
  expect(of('run.open')).toHaveLength(opens);
  expect(store.getState().view.messages.at(-1)?.text).toBe('There is 1 summary; a line needs 2: use finer bins.');
  expect(store.getState().engine.status.kind).toBe('ready');
  faults.mockRestore();
  await user.click(screen.getByRole('radio', { name: 'NPE' }));
  await user.click(screen.getByRole('radio', { name: 'Line fit' }));
  await settle();
  expect(of('run.open')).toHaveLength(opens + 1);
  await change(() => of('run.open').at(-1)?.resolve(info));
});

/** With a fit that has ended, and nothing trained by itself. */
async function fitted() {
  const parts = await page();
  await parts.user.click(screen.getByRole('radio', { name: 'Line fit' }));
  await settle();
  await parts.change(() => parts.of('run.open').at(-1)?.resolve(info));
  await parts.change(() =>
    parts
      .of('run.train')
      .at(-1)
      ?.progress({ kind: 'frame', frame } satisfies TrainingProgress),
  );
  await parts.change(() => parts.of('run.train').at(-1)?.resolve({ finished: true, step: 40 }));
  await parts.change(() => patch(parts.store, 'view', { retrainByItself: false }));
  await settle();
  return parts;
}

it('the name above a frame is that of the learner that found it, also where another has been chosen', async () => {
  const { user, store } = await fitted();
  await user.click(screen.getByRole('radio', { name: 'Other fit' }));
  await settle();
  expect(store.getState().study.learner?.id).toBe('other-fit');
  const panel = within(screen.getByRole('region', { name: 'Line fit' }));
  expect(panel.getByRole('row', { name: /slope/ })).toBeTruthy();
  expect(screen.queryByRole('region', { name: 'Other fit' })).toBeNull();
});

it('where NPE has been chosen again, what asks a network says that the study is to be trained first', async () => {
  const { user, store } = await fitted();
  expect(npeObstacle(store.getState())).toBe(
    'Line fit gives no draws of a posterior: choose NPE as the learner for this.',
  );
  expect(screen.getByText(/^The checks examine draws of a posterior, and Line fit gives none/)).toBeTruthy();
  expect(screen.queryByText(/^Even for a perfect posterior/)).toBeNull();
  await user.click(screen.getByRole('radio', { name: 'NPE' }));
  await settle();
  expect(npeObstacle(store.getState())).toBe('What is open was learnt by Line fit: train the new study first.');
});

it('a fit that does not hold any more says why, with a button where nothing is trained by itself', async () => {
  const { session, store, change } = await fitted();
  const button = () => screen.queryByRole('button', { name: 'Train the new study' });
  expect(button()).toBeNull();
  await change(() => session.observationEditing.simulate(99));
  expect(networkCompatibility(store.getState().engine, store.getState().study)).toBe('this-study');
  expect(screen.getByText(/^Line fit on screen was fitted to other data\./)).toBeTruthy();
  expect(button()).not.toBeNull();
  await change(() => session.studyEditing.setPrior('A', { family: 'logUniform', low: 0.6, high: 2 }));
  expect(screen.getByText(/^Line fit on screen was fitted with other settings or priors\./)).toBeTruthy();
  expect(screen.getByRole('switch', { name: 'Fit again automatically when data or assumptions change' })).toBeTruthy();
});

it('data of which a summary is missing are the same data', async () => {
  const { store, change } = await fitted();
  const { engine, observation } = store.getState();
  const open = openStudy(engine);
  if (open?.data === undefined) throw new Error('No fit is open.');
  const s = open.data.s.map((value, i) => (i === 0 ? Number.NaN : value));
  const data = { ...open.data, s };
  await change(() => {
    store.setState({
      engine: { ...engine, network: { kind: 'finished', turn: engine.network.turn, open: { ...open, data } } },
    });
    patch(store, 'observation', { current: { ...observation.current, s: s.slice() } });
  });
  expect(isAnswered(store.getState())).toBe(true);
});

it('other data are learnt from anew', async () => {
  const { of, user, store, session, change } = await page();
  await user.click(screen.getByRole('radio', { name: 'Line fit' }));
  await settle();
  await change(() => of('run.open').at(-1)?.resolve(info));
  await change(() => of('run.train').at(-1)?.resolve({ finished: true, step: 40 }));
  const opens = of('run.open').length;
  await settle();
  expect(of('run.open')).toHaveLength(opens);
  await change(() => session.observationEditing.simulate(99));
  await settle();
  expect(of('run.open')).toHaveLength(opens + 1);
  const { s } = store.getState().observation.current;
  expect(of('run.open').at(-1)?.params).toHaveProperty('data.s', Float64Array.from(s));
});

it('the switch of automatic training says what it does for each learner', async () => {
  const { user, store } = await page();
  const explained = (name: string, text: RegExp) =>
    expect(screen.getByRole('switch', { name, description: text })).toBeTruthy();
  explained('Retrain automatically when reweighting is not enough', /reweighting the draws/);
  await user.click(screen.getByRole('radio', { name: 'Line fit' }));
  await settle();
  const fit = 'Fit again automatically when data or assumptions change';
  explained(fit, /^A fit holds for the data.*A new one begins as soon as one of them has changed\.$/);
  expect(store.getState().view.retrainByItself).toBe(true);
  await user.click(screen.getByRole('switch', { name: fit }));
  expect(store.getState().view.retrainByItself).toBe(false);
});

it('the learner is chosen above the priors, and training that has begun continues', async () => {
  const { of, user, store, change } = await page();
  const choice = screen.getByRole('radio', { name: 'NPE' });
  const prior = screen.getByRole('heading', { name: /amplitude/i });
  expect(choice.compareDocumentPosition(prior) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  await user.click(screen.getByRole('radio', { name: 'Line fit' }));
  await settle();
  await change(() => of('run.open').at(-1)?.resolve(info));
  expect(trainOrPause.label(store.getState())).toBe('Pause');
  await change(() => of('run.train').at(-1)?.resolve({ finished: false, step: 12 }));
  expect(trainOrPause.label(store.getState())).toBe('Continue');
  await change(() => store.setState(({ engine }) => ({ engine: { ...engine, begun: false } })));
  expect(trainOrPause.label(store.getState())).toBe('Train');
});

it('terms of one group stand under its name, a term says what it is held against, and doubts are told', async () => {
  const { of, user, change } = await fitted();
  await user.click(screen.getByRole('radio', { name: 'Line fit' }));
  const bars = {
    title: 'Loss',
    bars: [
      { name: 'near', value: 2, group: 'the data', mark: { name: 'at the truth', value: 4 } },
      { name: 'far', value: 1, group: 'the data' },
      { name: 'slope', value: 1, group: 'the priors' },
    ],
  };
  const remarks = [{ level: 'warn' as const, sentence: 'It has not converged.' }];
  await change(() => of('run.open').at(-1)?.resolve(info));
  await change(() =>
    of('run.train')
      .at(-1)
      ?.progress({ kind: 'frame', frame: { ...frame, bars, remarks } } satisfies TrainingProgress),
  );
  await settle();
  const panel = within(screen.getByRole('region', { name: 'Line fit' }));
  expect(panel.getAllByRole('rowheader').map(({ textContent }) => textContent)).toEqual([
    'the data',
    'near',
    'far',
    'the priors',
    'slope',
    'slope',
  ]);
  expect(panel.getByRole('row', { name: /near 2 \(at the truth: 4\)/ })).toBeTruthy();
  expect(panel.getByText('Loss, nats: 4 in all')).toBeTruthy();
  expect(panel.getByText('It has not converged.')).toBeTruthy();
});

it('what a learner can be asked has a button once it rests; the answer is drawn, and goes when the run goes on', async () => {
  const { of, user, publisher, change } = await page();
  await user.click(screen.getByRole('radio', { name: 'Other fit' }));
  await settle();
  await change(() => of('run.open').at(-1)?.resolve(info));
  await change(() =>
    of('run.train')
      .at(-1)
      ?.progress({ kind: 'frame', frame } satisfies TrainingProgress),
  );
  const terms = { misfit: Float64Array.of(1), prior: Float64Array.of(1) };
  const done = { kind: 'terms', step: 40, totalSteps: 40, stepsPerSecond: 9, terms } satisfies TrainingProgress;
  await change(() => of('run.train').at(-1)?.progress(done));
  await change(() => of('run.train').at(-1)?.resolve({ finished: true, step: 40 }));
  await settle();
  const button = screen.getByRole('button', { name: 'Look', hidden: true });
  await user.click(button);
  expect(of('line.at')).toHaveLength(1);
  const numbers = [{ name: 'height', value: 7, sd: null, unit: '' }];
  await change(() => of('line.at').at(-1)?.resolve({ figures: [], numbers, remarks: [] }));
  await settle();
  expect(screen.getByRole('row', { name: /height 7/, hidden: true })).toBeTruthy();
  await change(() => publisher.update((state) => ({ ...state, progress: { ...state.progress, step: 41 } })));
  await settle();
  expect(screen.queryByRole('row', { name: /height 7/, hidden: true })).toBeNull();
});

it('verdicts on a fit go where other data are on screen', async () => {
  const { of, session, publisher, change } = await fitted();
  const remarks = [{ level: 'good', sentence: 'The fit has converged.' }] as const;
  await change(() => publisher.update((state) => ({ ...state, learnt: { ...frame, remarks } })));
  await settle();
  expect(screen.getByText('The fit has converged.')).toBeTruthy();
  const opened = of('run.open').length;
  await change(() => session.observationEditing.simulate(99));
  await settle();
  expect(of('run.open')).toHaveLength(opened);
  expect(screen.queryByText('The fit has converged.')).toBeNull();
});
