import { describe, expect, it } from 'vitest';
import { systems } from '../../inference/simulators/registry.ts';
import { defaultStudy } from '../../inference/study/defaults.ts';
import type { SavedRun } from '../../inference/study/run/savedRun.ts';
import {
  type Network,
  networkAfter,
  type NetworkEvent,
  type NetworkState,
  type OpenRun,
  openStudyOf,
  resumeOf,
  runOf,
} from './network.ts';
import { flowSpec } from '../../inference/flow/spec.ts';

const study = defaultStudy(systems[0]);
const spec = flowSpec('small', 2, 9);
const info = { spec, parameterCount: 1, totalSteps: 100, warm: false };
const open = { study, info };
const resume = { run: { study } as SavedRun, running: true, lost: null };
const TURN = 7;

const interrupted = (was: OpenRun): NetworkState => ({ kind: 'interrupted', open, was });

/** Every state, by the name that the table has for it: R+ fetches a pre-trained network meanwhile, f keeps a former one, r resumes a run. */
const states: Readonly<Record<string, NetworkState>> = {
  none: { kind: 'none' },
  R: { kind: 'restoring', pretrained: false },
  'R+': { kind: 'restoring', pretrained: true },
  F: { kind: 'fetchingPretrained' },
  W: { kind: 'waiting', resume },
  O: { kind: 'opening', former: null, resume: null },
  Of: { kind: 'opening', former: open, resume: null },
  Or: { kind: 'opening', former: null, resume },
  run: { kind: 'training', open, steps: 'all' },
  few: { kind: 'training', open, steps: 'few' },
  P: { kind: 'paused', open },
  D: { kind: 'finished', open },
  iRun: interrupted('running'),
  iFew: interrupted('stepping'),
  iP: interrupted('paused'),
  iD: interrupted('finished'),
  L: { kind: 'lost', resume: null },
  Lr: { kind: 'lost', resume },
};

const events: Readonly<Record<string, NetworkEvent>> = {
  restoreStarted: { kind: 'restoreStarted', pretrained: false },
  'restoreStarted+': { kind: 'restoreStarted', pretrained: true },
  restoredNothing: { kind: 'restored', resume: null },
  restoredRun: { kind: 'restored', resume },
  pretrainedSettled: { kind: 'pretrainedSettled' },
  resumeDropped: { kind: 'resumeDropped' },
  openingStarted: { kind: 'openingStarted', keepsFormer: true, resume: null },
  openingRun: { kind: 'openingStarted', keepsFormer: false, resume },
  reopeningStarted: { kind: 'reopeningStarted' },
  opened: { kind: 'opened', turn: TURN, open, finished: false },
  openedFinished: { kind: 'opened', turn: TURN, open, finished: true },
  openFailed: { kind: 'openFailed', turn: TURN },
  trainStarted: { kind: 'trainStarted', steps: 'all' },
  fewStarted: { kind: 'trainStarted', steps: 'few' },
  trainEnded: { kind: 'trainEnded', turn: TURN, finished: false },
  trainFinished: { kind: 'trainEnded', turn: TURN, finished: true },
  resetStarted: { kind: 'resetStarted' },
  reset: { kind: 'reset', turn: TURN, info },
  resetFailed: { kind: 'resetFailed', turn: TURN },
  priorsFollowed: { kind: 'priorsFollowed', open, study },
  crashed: { kind: 'crashed' },
  gaveUp: { kind: 'gaveUp' },
  engineFailed: { kind: 'engineFailed' },
};

/** The state after every event, by the state before it. A dot: nothing changes; an apostrophe: a turn is begun. */
const table = `
                  none R    R+   F    W    O    Of   Or   run  few  P    D    iRun  iFew  iP   iD   L    Lr
restoreStarted    R    .    .    .    .    .    .    .    .    .    .    .    .     .     .    .    .    .
restoreStarted+   R+   .    .    .    .    .    .    .    .    .    .    .    .     .     .    .    .    .
restoredNothing   .    none F    .    .    .    .    .    .    .    .    .    .     .     .    .    .    .
restoredRun       W    W    W    W    W    W    W    W    W    W    W    W    W     W     W    W    Lr   Lr
pretrainedSettled .    .    .    none .    .    .    .    .    .    .    .    .     .     .    .    .    .
resumeDropped     .    .    .    .    none .    .    O    .    .    .    .    .     .     .    .    .    L
openingStarted    O'   O'   O'   O'   O'   O'   Of'  O'   Of'  Of'  Of'  Of'  Of'   Of'   Of'  Of'  O'   O'
openingRun        Or'  Or'  Or'  Or'  Or'  Or'  Or'  Or'  Or'  Or'  Or'  Or'  Or'   Or'   Or'  Or'  Or'  Or'
reopeningStarted  .    .    .    .    .    .    .    .    run' few' P'   D'   iRun' iFew' iP'  iD'  .    .
opened            .    .    .    .    .    P    P    P    P    P    P    P    P     P     P    P    .    .
openedFinished    .    .    .    .    .    D    D    D    D    D    D    D    D     D     D    D    .    .
openFailed        .    .    .    .    .    none none W    none none none none none  none  none none .    .
trainStarted      .    .    .    .    .    .    .    .    run' run' run' run' .     .     .    .    .    .
fewStarted        .    .    .    .    .    .    .    .    few' few' few' few' .     .     .    .    .    .
trainEnded        .    .    .    .    .    .    .    .    P    P    .    .    iP    iP    .    .    .    .
trainFinished     .    .    .    .    .    .    .    .    D    D    .    .    iD    iD    .    .    .    .
resetStarted      .    .    .    .    .    .    .    .    run' few' P'   D'   .     .     .    .    .    .
reset             .    .    .    .    .    .    .    .    P    P    P    P    .     .     .    .    .    .
resetFailed       .    .    .    .    .    .    .    .    P    P    P    P    .     .     .    .    .    .
priorsFollowed    .    .    .    .    .    .    Of   .    run  few  P    D    iRun  iFew  iP   iD   .    .
crashed           none' R'  R+'  F'   W'   O'   Of'  Or'  iRun' iFew' iP' iD' iRun' iFew' iP'  iD'  L'   Lr'
gaveUp            L'   L'   L'   L'   Lr'  L'   L'   Lr'  L'   L'   L'   L'   L'    L'    L'   L'   L'   Lr'
engineFailed      .    .    .    .    .    none none W    iRun iFew iP   iD   .     .     .    .    .    .
`;

const [columns, ...rows] = table
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));

describe('the network', () => {
  it('has every state and every event in the table', () => {
    expect(columns).toEqual(Object.keys(states));
    expect(rows.map(([event]) => event)).toEqual(Object.keys(events));
    expect(rows.every((row) => row.length === columns.length + 1)).toBe(true);
  });

  const cells = rows.flatMap(([event, ...results]) => results.map((after, i) => [columns[i], event, after] as const));

  it.each(cells)('%s, %s: %s', (state, event, after) => {
    const before: Network = { ...states[state], turn: TURN };
    const result = networkAfter(before, events[event]);
    const turn = after.endsWith("'") ? TURN + 1 : TURN;
    const expected = after === '.' ? before : { ...states[after.replace("'", '')], turn };
    expect({ result, same: result === before }).toEqual({ result: expected, same: after === '.' });
  });

  it.each(cells.filter(([, event]) => 'turn' in events[event]))(
    '%s, %s of an earlier turn: nothing',
    (state, event) => {
      const before: Network = { ...states[state], turn: TURN + 1 };
      expect(networkAfter(before, events[event])).toBe(before);
    },
  );

  it('keeps the same open study from one state to the next, so that what is asked of it can be told from what is not', () => {
    const training = networkAfter({ kind: 'paused', open, turn: 1 }, { kind: 'trainStarted', steps: 'all' });
    const stopped = networkAfter(training, { kind: 'crashed' });
    expect([openStudyOf(training), openStudyOf(stopped)]).toEqual([open, open]);
    expect(openStudyOf(training)).toBe(open);
    expect(openStudyOf(stopped)).toBe(open);
  });

  it('is of the priors that it is asked for, and of no other that was open before', () => {
    const moved = { ...study, seed: study.seed + 1 };
    const follow = (of: typeof open) =>
      openStudyOf(
        networkAfter({ kind: 'finished', open, turn: 1 }, { kind: 'priorsFollowed', open: of, study: moved }),
      );
    expect(follow(open)).toEqual({ study: moved, info });
    expect(follow({ ...open })).toBe(open);
  });

  it('that is interrupted counts as doing what it will go on with; a run to be resumed is known until it is open', () => {
    const told = Object.entries(states).map(([name, state]) => [name, runOf(state), resumeOf(state) !== null]);
    expect(told).toEqual([
      ['none', 'none', false],
      ['R', 'none', false],
      ['R+', 'none', false],
      ['F', 'none', false],
      ['W', 'none', true],
      ['O', 'opening', false],
      ['Of', 'opening', false],
      ['Or', 'opening', true],
      ['run', 'running', false],
      ['few', 'stepping', false],
      ['P', 'paused', false],
      ['D', 'finished', false],
      ['iRun', 'running', false],
      ['iFew', 'stepping', false],
      ['iP', 'paused', false],
      ['iD', 'finished', false],
      ['L', 'none', false],
      ['Lr', 'none', true],
    ]);
  });
});
