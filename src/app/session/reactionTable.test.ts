/**
 * Which parts are called for which change, as a table: the parts here only write down that they were called (what they then do
 * is tested with real ones in reactions.test.ts), the changes are those of a real store.
 */
import { describe, expect, it } from 'vitest';
import { systems } from '../../inference/simulators/registry.ts';
import { type AppState, createAppStore } from '../store/appStore.ts';
import { engineSlice } from '../store/engineSlice.ts';
import type { NetworkState } from '../store/network.ts';
import { studyOf, withIgnored, withPrior, withSeed } from '../store/studySlice.ts';
import { createTelemetry, type PosteriorFrame } from '../store/telemetry.ts';
import { opened } from './testing/scriptedEngine.ts';
import { type SessionEvent, SessionEvents } from './events.ts';
import { react, type ReactingParts } from './reactions.ts';

/** A page on which the network of its study has been trained: nothing is held, nothing runs. */
const [system] = systems;
const initial = createAppStore(system, 'light').getState();
const ready = { kind: 'ready', info: opened.engine } as const;
const open = { study: studyOf(initial.study), info: opened };
const base: AppState = {
  ...initial,
  engine: { ...engineSlice, network: { kind: 'finished', open, turn: 1 }, status: ready },
};

const starting: AppState = { ...base, engine: { ...base.engine, status: engineSlice.status } };
const running = network({ kind: 'training', open, steps: 'all' })(base);
const stepping = network({ kind: 'training', open, steps: 'few' })(base);
const opening = network({ kind: 'opening', former: open, resume: null })(base);
const dragging: AppState = { ...base, observation: { ...base.observation, dragging: true } };
const thumbHeld: AppState = { ...base, view: { ...base.view, thumbHeld: true } };
const notByItself: AppState = { ...base, view: { ...base.view, retrainByItself: false } };

function engine(change: Partial<AppState['engine']>) {
  return (state: AppState): AppState => ({ ...state, engine: { ...state.engine, ...change } });
}

function network(next: NetworkState) {
  return engine({ network: { ...next, turn: 1 } });
}

function observation(change: Partial<AppState['observation']>) {
  return (state: AppState): AppState => ({ ...state, observation: { ...state.observation, ...change } });
}

function view(change: Partial<AppState['view']>) {
  return (state: AppState): AppState => ({ ...state, view: { ...state.view, ...change } });
}

function pixels(change: Partial<AppState['concepts']['pixels']>) {
  return (state: AppState): AppState => ({
    ...state,
    concepts: { ...state.concepts, pixels: { ...state.concepts.pixels, ...change } },
  });
}

function results(change: { readonly reference?: unknown; readonly weighting?: unknown }) {
  return (state: AppState): AppState => ({ ...state, results: { ...state.results, ...(change as object) } });
}

function transform(change: { readonly perturbation?: unknown; readonly correction?: unknown }) {
  return (state: AppState): AppState => ({
    ...state,
    trust: { ...state.trust, transform: { ...state.trust.transform, ...(change as object) } },
  });
}

const nextObservation = observation({ id: base.observation.id + 1 });

/** A session's parts that write down what is called, and the stores that they follow. */
function page(before: AppState) {
  const store = createAppStore(system, 'light');
  store.setState(before, true);
  const telemetry = createTelemetry();
  const events = new SessionEvents();
  const calls: string[] = [];
  const given: unknown[][] = [];
  const part = (name: string) =>
    new Proxy(
      {},
      {
        get:
          (_, method) =>
          (...args: unknown[]) => {
            calls.push(`${name}.${String(method)}`);
            given.push(args);
          },
      },
    );
  const parts = new Proxy({}, { get: (_, name) => part(String(name)) });
  react({ store, telemetry }, events, parts as ReactingParts);
  return { store, telemetry, events, calls, given };
}

/** What is called for one change of state, in its order, without what is called for every change. */
function called(before: AppState, change: (state: AppState) => AppState): string[] {
  const { store, calls } = page(before);
  store.setState(change(before), true);
  return calls.filter((call) => call !== 'batch.react');
}

const prior = { family: 'logUniform', low: 0.8, high: 4 } as const;
const ofProblem = {
  shown: ['posteriorDisplay.showAgain', 'posteriorQuery.askForPriors', 'predictive.prior'],
  found: ['reference.request', 'readingWidths.changed', 'liveDiagnostics.request'],
  forgotten: ['trust.problemChanged', 'furtherChecks.forgetCoverage', 'checking.forget', 'opening.trainAfterRest'],
};

describe('a change of state calls', () => {
  it.each<[string, AppState, (state: AppState) => AppState, readonly string[]]>([
    [
      'a prior',
      base,
      (state) => ({ ...state, study: withPrior(state.study, 'A', prior) }),
      [
        ...ofProblem.shown,
        ...ofProblem.found,
        'furtherChecks.cancelProfile',
        'hikers.cancel',
        'nuisanceTrial.cancel',
        'networkSpread.cancel',
        'focus.leave',
        'focus.networkLeft',
        'moreSimulations.cancel',
        'learnerInquiries.cancel',
        'costLedger.cancel',
        ...ofProblem.forgotten,
      ],
    ],
    [
      'a design',
      base,
      (state) => {
        const { problem } = state.study;
        return { ...state, study: { ...state.study, problem: { ...problem, design: { ...problem.design } } } };
      },
      [
        ...ofProblem.shown,
        ...ofProblem.found,
        'furtherChecks.cancelProfile',
        'hikers.cancel',
        'nuisanceTrial.cancel',
        'networkSpread.cancel',
        'focus.leave',
        'focus.networkLeft',
        'moreSimulations.cancel',
        'learnerInquiries.cancel',
        'costLedger.cancel',
        'trust.cancel',
        ...ofProblem.forgotten,
      ],
    ],
    [
      'the seed, and with it settings',
      base,
      (state) => ({ ...state, study: withSeed(state.study, 8) }),
      [
        'focus.networkLeft',
        'moreSimulations.cancel',
        'learnerInquiries.cancel',
        'costLedger.cancel',
        'opening.trainAfterRest',
      ],
    ],
    [
      'what is ignored',
      base,
      (state) => ({ ...state, study: withIgnored(state.study, []) }),
      [
        'focus.networkLeft',
        'moreSimulations.cancel',
        'learnerInquiries.cancel',
        'costLedger.cancel',
        'opening.trainAfterRest',
      ],
    ],
    [
      'another observation',
      base,
      nextObservation,
      [
        'posteriorQuery.ask',
        'reference.request',
        'observationEditing.summariseCurrent',
        'readingWidths.changed',
        'furtherChecks.cancelProfile',
        'hikers.cancel',
        'nuisanceTrial.cancel',
        'networkSpread.cancel',
        'focus.leave',
        'learnerInquiries.cancel',
        'costLedger.cancel',
      ],
    ],
    [
      'another observation under the hand',
      dragging,
      nextObservation,
      [
        'posteriorQuery.ask',
        'observationEditing.summariseCurrent',
        'readingWidths.changed',
        'furtherChecks.cancelProfile',
        'hikers.cancel',
        'nuisanceTrial.cancel',
        'networkSpread.cancel',
        'focus.leave',
        'learnerInquiries.cancel',
        'costLedger.cancel',
      ],
    ],
    ['a handle taken', base, observation({ dragging: true }), []],
    [
      'a handle let go',
      dragging,
      observation({ dragging: false }),
      ['posteriorQuery.ask', 'reference.request', 'opening.trainAfterRest'],
    ],
    [
      'a handle let go while a thumb is held',
      { ...dragging, view: thumbHeld.view },
      observation({ dragging: false }),
      ['posteriorQuery.ask', 'reference.request'],
    ],
    [
      'an engine that is ready',
      starting,
      engine({ status: ready }),
      [
        'predictive.prior',
        'posteriorQuery.ask',
        'reference.request',
        'observationEditing.summariseCurrent',
        'liveDiagnostics.request',
      ],
    ],
    ['another engine that is ready after one', base, engine({ status: { ...ready } }), []],
    ['an engine that starts', base, engine({ status: engineSlice.status }), []],
    ['an engine that fails', starting, engine({ status: { kind: 'failed', sentence: '' } }), []],
    [
      'a training that begins',
      base,
      network({ kind: 'training', open, steps: 'all' }),
      [
        'reference.trainingChanged',
        'focus.cancel',
        'focus.networkLeft',
        'moreSimulations.cancel',
        'learnerInquiries.cancel',
        'costLedger.cancel',
        'trust.trainsOn',
        'furtherChecks.forgetCoverage',
      ],
    ],
    [
      'a step that is taken',
      base,
      network({ kind: 'training', open, steps: 'few' }),
      [
        'reference.trainingChanged',
        'focus.cancel',
        'focus.networkLeft',
        'moreSimulations.cancel',
        'learnerInquiries.cancel',
        'costLedger.cancel',
        'trust.trainsOn',
        'furtherChecks.forgetCoverage',
      ],
    ],
    [
      'a training that ends',
      running,
      network({ kind: 'finished', open }),
      ['posteriorQuery.ask', 'reference.trainingChanged', 'lossFloor.afterTraining'],
    ],
    [
      'a training that pauses',
      running,
      network({ kind: 'paused', open }),
      ['posteriorQuery.ask', 'reference.trainingChanged', 'lossFloor.afterTraining'],
    ],
    [
      'steps that are done',
      stepping,
      network({ kind: 'paused', open }),
      ['posteriorQuery.ask', 'reference.trainingChanged', 'lossFloor.afterTraining'],
    ],
    ['a training that goes on while its engine moves', running, engine({ status: { ...ready } }), []],
    [
      'a training that is left for another study',
      running,
      network({ kind: 'opening', former: open, resume: null }),
      ['reference.trainingChanged'],
    ],
    ['a study that has been opened', opening, network({ kind: 'paused', open }), []],
    ['a reference', base, results({ reference: {} }), ['readingWidths.reference', 'liveDiagnostics.request']],
    [
      'weights that answer otherwise for moved priors',
      { ...base, results: { ...base.results, weighting: { standing: 'exact-enough' } as never } },
      results({ weighting: { standing: 'outside' } }),
      ['opening.trainAfterRest'],
    ],
    ['weights, the first', base, results({ weighting: { standing: 'outside' } }), ['opening.trainAfterRest']],
    [
      'weights that answer as before',
      { ...base, results: { ...base.results, weighting: { standing: 'outside' } as never } },
      results({ weighting: { standing: 'outside' } }),
      [],
    ],
    ['a perturbation', base, transform({ perturbation: {} }), ['furtherChecks.forgetCoverage', 'checking.forget']],
    ['a correction', base, transform({ correction: {} }), ['furtherChecks.forgetCoverage', 'checking.forget']],
    ['a thumb taken', base, view({ thumbHeld: true }), []],
    [
      'a thumb let go',
      thumbHeld,
      view({ thumbHeld: false }),
      ['posteriorQuery.askForPriors', 'opening.trainAfterRest'],
    ],
    [
      'a thumb let go while a handle is held',
      { ...thumbHeld, observation: dragging.observation },
      view({ thumbHeld: false }),
      [],
    ],
    ['training allowed by itself', notByItself, view({ retrainByItself: true }), ['opening.trainAfterRest']],
    ['training no longer allowed by itself', base, view({ retrainByItself: false }), []],
    ['the view of pixels opened', base, pixels({ open: true }), ['pixelTracing.request']],
    ['another quantity in it', pixels({ open: true })(base), pixels({ shown: 'n' }), ['pixelTracing.request']],
    ['another quantity while it is closed', base, pixels({ shown: 'n' }), []],
    ['the view of pixels closed', pixels({ open: true })(base), pixels({ open: false }), ['pixelTracing.cancel']],
    ['another column of the page', base, view({ column: 'check' }), []],
    ['the same where training is not allowed by itself', notByItself, view({ column: 'check' }), []],
  ])('%s', (_, before, change, expected) => {
    expect(called(before, change)).toEqual(expected);
  });

  it('the batch for every one, with the state now and before', () => {
    const { store, calls, given } = page(base);
    store.setState(view({ column: 'check' })(base), true);
    expect(calls).toEqual(['batch.react']);
    expect(given).toEqual([[store.getState(), base]]);
  });
});

describe('a posterior that has come on screen', () => {
  it('is judged, simulated from, checked and weighted, once', () => {
    const { telemetry, calls, given } = page(base);
    const frame = {} as PosteriorFrame;
    telemetry.setState({ frame });
    expect(calls).toEqual([
      'liveDiagnostics.request',
      'readingWidths.frame',
      'predictive.posterior',
      'trust.frame',
      'importanceWeighting.frame',
      'flowTracing.request',
      'pixelTracing.request',
    ]);
    expect(given).toEqual([[], [frame], [frame], [frame], [frame], [], []]);
    expect(given.flat().every((argument) => argument === frame)).toBe(true);
    telemetry.setState(({ progress }) => ({ progress: { ...progress, step: 3 } }));
    expect(calls).toHaveLength(7);
  });

  it('and has gone calls nothing', () => {
    const { telemetry, calls } = page(base);
    telemetry.setState({ frame: {} as PosteriorFrame });
    telemetry.setState({ frame: null });
    expect(calls).toHaveLength(7);
  });
});

describe('what a part says is heard', () => {
  it.each<[SessionEvent, readonly string[]]>([
    ['network leaves', ['former.keep']],
    ['network opened', ['batch.opened', 'trust.opened']],
    ['other priors answered', ['trust.priorsMoved']],
  ])('%s', (event, expected) => {
    const { events, calls } = page(base);
    events.emit(event);
    expect(calls).toEqual(expected);
  });
});
