import { describe, expect, it } from 'vitest';
import { systems } from '../../inference/simulators/registry.ts';
import { engineInfo } from '../session/testing/scriptedEngine.ts';
import type { EngineEvent, EngineSlice, EngineStatus } from './engineSlice.ts';
import { engineAfter, engineSlice, networkCompatibility } from './engineSlice.ts';
import type { NetworkState } from './network.ts';
import type { StudySlice } from './studySlice.ts';
import { studyOf, studySlice, withDesign, withNuisance, withPrior, withSeed, withTraining } from './studySlice.ts';
import { flowSpec } from '../../inference/flow/spec.ts';

const [first, second] = systems;
const study = studySlice(first);
const info = {
  spec: flowSpec('small', 2, 9),
  parameterCount: 1,
  totalSteps: 1,
  warm: false,
};
const holding = (held: StudySlice): EngineSlice => ({
  ...engineSlice,
  network: { kind: 'paused', open: { study: studyOf(held), info }, turn: 1 },
});

describe('the network stands to the present assumptions', () => {
  it('as none before a study was opened', () => expect(networkCompatibility(engineSlice, study)).toBe('none'));

  it('as theirs when nothing has changed', () =>
    expect(networkCompatibility(holding(study), study)).toBe('this-study'));

  it('as one of other settings after a new seed', () =>
    expect(networkCompatibility(holding(study), withSeed(study, 99))).toBe('other-settings'));

  const [key] = Object.keys(study.problem.priors);
  const moved = withPrior(study, key, { family: 'logUniform', low: 1, high: 2 });

  it('as one that weights may move to other priors, if nothing else has changed', () => {
    expect(networkCompatibility(holding(study), moved)).toBe('moved-priors');
    expect(networkCompatibility(holding(study), withSeed(moved, 99))).toBe('other-settings');
  });

  it('as theirs where the network has learnt the priors too, unless one is moved beyond its slider', () => {
    const learning = withTraining(study, { amortisesPriors: true });
    const beyond = withPrior(learning, key, { family: 'logUniform', low: 0.01, high: 2 });
    const ofFamily = withPrior(learning, key, { family: 'uniform', low: 1, high: 2 });
    const within = withPrior(learning, key, { family: 'logUniform', low: 1, high: 2 });
    expect(networkCompatibility(holding(learning), within)).toBe('this-study');
    expect(networkCompatibility(holding(within), learning)).toBe('this-study');
    expect(networkCompatibility(holding(learning), beyond)).toBe('moved-priors');
    expect(networkCompatibility(holding(beyond), learning)).toBe('moved-priors');
    expect(networkCompatibility(holding(learning), ofFamily)).toBe('moved-priors');
    expect(networkCompatibility(holding(learning), moved)).toBe('other-settings');
  });

  it('as one of other nuisances, whatever the priors are', () => {
    const [nuisance] = Object.keys(study.problem.nuisances);
    const changed = withNuisance(moved, nuisance, { mode: 'fixed', value: 1.23 });
    expect(networkCompatibility(holding(study), changed)).toBe('other-nuisances');
  });

  it('as one of another design that cannot even be asked, after the design or the system was changed', () => {
    const field = first.designFields.find(({ kind }) => kind === 'switch');
    const changed = withDesign(study, { ...study.problem.design, [field?.key ?? '']: true });
    expect(networkCompatibility(holding(study), changed)).toBe('other-design');
    expect(networkCompatibility(holding(study), studySlice(second))).toBe('other-design');
  });
});

describe('the engine and its network', () => {
  const open = { study: studyOf(study), info };
  const other = { ...engineInfo, threads: 7 };
  const ready: EngineStatus = { kind: 'ready', info: engineInfo };
  const starting: EngineStatus = { kind: 'starting', message: 'Starting the engine' };
  const failed: EngineStatus = { kind: 'failed', sentence: 'It is gone.' };
  const turn = 3;
  /** What follows from an event, where `checking` tells whether a check still runs. */
  const after = (status: EngineStatus, network: NetworkState, event: EngineEvent) => {
    const slice: EngineSlice = { status, choice: 'wasm', network: { ...network, turn }, checking: 0.5, begun: false };
    const { status: then, choice, network: now, checking } = engineAfter(slice, event);
    return [then, now.kind, choice, checking];
  };
  const opening: NetworkState = { kind: 'opening', former: null, resume: null };
  const training: NetworkState = { kind: 'training', open, steps: 'all' };
  const interrupted: NetworkState = { kind: 'interrupted', open, was: 'running' };
  const lost: NetworkState = { kind: 'lost', resume: null };
  const opened = { kind: 'opened', turn, open, finished: false, engine: other, step: 0 } as const;
  const openFailed = { kind: 'openFailed', turn, why: { cause: 'engine', sentence: 'It is gone.' } } as const;
  const engineReady = { kind: 'engineReady', choice: 'auto', info: other } as const;
  const otherReady: EngineStatus = { kind: 'ready', info: other };

  it.each<[string, EngineStatus, NetworkState, EngineEvent, ReturnType<typeof after>]>([
    ['a study that is opened says which engine runs', starting, opening, opened, [otherReady, 'paused', 'wasm', 0.5]],
    ['one of an earlier turn does not', starting, opening, { ...opened, turn: 2 }, [starting, 'opening', 'wasm', 0.5]],
    ['the first study fails with its engine', starting, opening, openFailed, [failed, 'none', 'wasm', 0.5]],
    ['a later one fails alone', ready, opening, openFailed, [ready, 'none', 'wasm', 0.5]],
    [
      'so does one that was cancelled',
      starting,
      opening,
      { ...openFailed, why: { cause: 'cancelled' } },
      [starting, 'none', 'wasm', 0.5],
    ],
    [
      'a study that is refused leaves the engines to the next',
      starting,
      opening,
      { ...openFailed, why: { cause: 'study' } },
      [{ kind: 'ready', info: null }, 'none', 'wasm', 0.5],
    ],
    ['or was superseded', starting, opening, { ...openFailed, turn: 2 }, [starting, 'opening', 'wasm', 0.5]],
    [
      'a crash starts an engine again',
      ready,
      training,
      { kind: 'crashed', choice: 'auto' },
      [starting, 'interrupted', 'auto', null],
    ],
    [
      'one too many does not',
      ready,
      training,
      { kind: 'gaveUp', sentence: 'It is gone.' },
      [failed, 'lost', 'wasm', null],
    ],
    [
      'an engine that fails to start holds no network',
      starting,
      training,
      { kind: 'engineFailed', sentence: 'It is gone.' },
      [failed, 'interrupted', 'wasm', 0.5],
    ],
    ['another engine takes the network over', ready, training, engineReady, [otherReady, 'training', 'auto', 0.5]],
    ['but none that was interrupted', starting, interrupted, engineReady, [starting, 'interrupted', 'wasm', 0.5]],
    ['or lost', starting, lost, engineReady, [starting, 'lost', 'wasm', 0.5]],
    [
      'a start is told',
      ready,
      training,
      { kind: 'engineStarting', choice: 'auto', message: 'a' },
      [{ kind: 'starting', message: 'a' }, 'training', 'auto', 0.5],
    ],
    [
      'and how far it is',
      starting,
      opening,
      { kind: 'engineProgress', message: 'b' },
      [{ kind: 'starting', message: 'b' }, 'opening', 'wasm', 0.5],
    ],
    [
      'of an engine that is starting',
      ready,
      opening,
      { kind: 'engineProgress', message: 'b' },
      [ready, 'opening', 'wasm', 0.5],
    ],
    [
      'a check has its progress',
      ready,
      training,
      { kind: 'checkProgress', fraction: 0.6 },
      [ready, 'training', 'wasm', 0.6],
    ],
  ])('%s', (_, status, network, event, expected) => expect(after(status, network, event)).toEqual(expected));

  it('never contradict each other, whatever happens in whatever order', () => {
    const sentence = 'It is gone.';
    const resume = { run: { study: open.study } as never, running: true, lost: null };
    const follow = (slice: EngineSlice): EngineEvent[] => {
      const { turn: now } = slice.network;
      return [
        { kind: 'restoreStarted', pretrained: true },
        { kind: 'restored', resume: null },
        { kind: 'restored', resume },
        { kind: 'pretrainedSettled' },
        { kind: 'resumeDropped' },
        { kind: 'openingStarted', keepsFormer: true, resume: null },
        { kind: 'openingStarted', keepsFormer: false, resume },
        { kind: 'reopeningStarted' },
        { ...opened, turn: now },
        { ...opened, finished: true, turn: now },
        { ...openFailed, turn: now },
        { kind: 'trainStarted', steps: 'all' },
        { kind: 'trainStarted', steps: 'few' },
        { kind: 'trainEnded', turn: now, finished: true },
        { kind: 'trainEnded', turn: now, finished: false },
        { kind: 'resetStarted' },
        { kind: 'reset', turn: now, info },
        { kind: 'resetFailed', turn: now },
        { kind: 'priorsFollowed', open, study: open.study },
        { kind: 'crashed', choice: 'auto' },
        { kind: 'gaveUp', sentence },
        { kind: 'engineFailed', sentence },
        { kind: 'engineStarting', choice: 'auto', message: '' },
        { kind: 'engineProgress', message: '' },
        engineReady,
      ];
    };
    /** Turns count without end; what can be reached does not. */
    const key = ({ status, network }: EngineSlice) => JSON.stringify([status.kind, { ...network, turn: 0 }]);
    const reached = new Map([[key(engineSlice), engineSlice]]);
    // A map tells what is put in while it is gone through.
    for (const slice of reached.values()) {
      for (const event of follow(slice)) {
        const next = engineAfter(slice, event);
        if (!reached.has(key(next))) reached.set(key(next), next);
      }
    }
    const pairs = new Set([...reached.values()].map(({ status, network }) => `${network.kind} ${status.kind}`));
    const never = [
      ...['training', 'paused', 'finished'].map((kind) => `${kind} failed`),
      'interrupted ready',
      'lost ready',
    ];
    expect(never.filter((pair) => pairs.has(pair))).toEqual([]);
    // Of ten states with three of the engine, all others.
    expect(pairs.size).toBe(30 - never.length);
  });
});

it('a network has begun once steps were asked for, or it came with some; a reset takes it back, an earlier turn changes nothing', () => {
  const begun = (network: NetworkState, event: EngineEvent, before = false) =>
    engineAfter({ ...engineSlice, begun: before, network: { ...network, turn: 3 } }, event).begun;
  const open = { study: studyOf(study), info };
  const opening: NetworkState = { kind: 'opening', former: null, resume: null };
  const paused: NetworkState = { kind: 'paused', open };
  const opened = { kind: 'opened', turn: 3, open, finished: false, engine: null, step: 0 } as const;
  expect(begun(opening, opened, true)).toBe(false);
  expect(begun(opening, { ...opened, step: 5 })).toBe(true);
  expect(begun(opening, { ...opened, step: 5, turn: 2 })).toBe(false);
  expect(begun(paused, { kind: 'trainStarted', steps: 'few' })).toBe(true);
  expect(begun(opening, { kind: 'trainStarted', steps: 'few' })).toBe(false);
  expect(begun(paused, { kind: 'reset', turn: 3, info }, true)).toBe(false);
  expect(begun(paused, { kind: 'reset', turn: 2, info }, true)).toBe(true);
});
