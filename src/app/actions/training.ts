/** The transport: train or pause, step, reset, re-seed, train the new study, the final check. */
import { Dices, Pause, Play, RefreshCw, RotateCcw, ShieldCheck, StepForward, X } from 'lucide-react';
import type { AppState } from '../store/appStore.ts';
import { detailOf } from '../store/controls.ts';
import type { Action } from './action.ts';
import { checkObstacle, engineObstacle, outdated, pairsObstacle } from '../readout/network/obstacles.ts';
import { awaitsPretrained, openStudy, runState, runToResume } from '../store/engineSlice.ts';
import { shippedFor } from '../store/shippedStudies.ts';
import { studyOf } from '../store/studySlice.ts';

function busy({ engine }: AppState): boolean {
  return runState(engine) === 'running' || runState(engine) === 'opening';
}

/** Of anything that trains, or throws a network away that is to be trained anew. */
function trainingObstacle(state: AppState): string | null {
  return pairsObstacle(state) ?? engineObstacle(state);
}

/** To the end of the budget, under the present assumptions. */
function trained(state: AppState): boolean {
  return runState(state.engine) === 'finished' && !outdated(state);
}

/** A pre-trained network is on its way: the button has the name that it will have, so that nothing moves. */
function comesTrained({ engine, study }: AppState): boolean {
  if (engine.begun || openStudy(engine) !== null || runToResume(engine) !== null) return false;
  const waits = engine.status.kind === 'starting' || awaitsPretrained(engine) || runState(engine) === 'opening';
  return waits && shippedFor(studyOf(study)) !== null;
}

export const trainOrPause: Action = {
  id: 'train',
  control: 'transport',
  description: 'Train, pause, continue, or train from scratch',
  label: (state) => {
    const comes = comesTrained(state);
    if (busy(state) && !comes) return 'Pause';
    if (comes || trained(state)) {
      return detailOf(state.view) === 'full' ? 'Train from scratch' : 'Watch it learn from scratch';
    }
    return state.engine.begun && openStudy(state.engine) !== null && !outdated(state) ? 'Continue' : 'Train';
  },
  icon: (state) => (busy(state) && !comesTrained(state) ? Pause : Play),
  shortcut: ' ',
  underWay: ({ engine }) => runState(engine) === 'running',
  enabled: (state) => {
    const obstacle = trainingObstacle(state);
    if (obstacle !== null) return obstacle;
    if (runState(state.engine) === 'opening') return 'The study is being opened.';
    if (runState(state.engine) === 'stepping') return 'A training step is running.';
    return true;
  },
  perform: ({ store, session }) => {
    const state = store.getState();
    if (runState(state.engine) === 'running') session.training.pause();
    else if (outdated(state)) session.opening.trainNow();
    else if (trained(state)) void session.opening.trainAnew();
    else void session.training.train(null);
  },
};

export const step: Action = {
  id: 'step',
  control: 'transport',
  description: 'Do one training step',
  label: () => 'Step',
  icon: () => StepForward,
  shortcut: 's',
  enabled: (state) => {
    const obstacle = trainingObstacle(state);
    if (obstacle !== null) return obstacle;
    const run = runState(state.engine);
    switch (run) {
      case 'running':
      case 'opening':
        return 'Training is running: pause it first.';
      case 'stepping':
        return 'The previous step is still running.';
      case 'finished':
        return 'This network has been trained to the end of its budget: reset it first.';
      case 'none':
        return 'There is no network yet: train first.';
      case 'paused':
        return outdated(state) ? 'The assumptions have changed: train the new study first.' : true;
      default:
        return run satisfies never;
    }
  },
  perform: ({ session }) => void session.training.train(1),
};

export const reset: Action = {
  id: 'reset',
  control: 'transport',
  description:
    'Go back to the initial weights of the seed, even if training started from the weights of a previous network',
  label: () => 'Reset',
  icon: () => RotateCcw,
  shortcut: 'r',
  enabled: (state) => {
    const obstacle = trainingObstacle(state);
    if (obstacle !== null) return obstacle;
    if (openStudy(state.engine) === null || runState(state.engine) === 'opening') return 'There is no network yet.';
    return true;
  },
  perform: ({ store, session }) => {
    session.checking.cancel();
    if (outdated(store.getState())) session.opening.trainNow('cold');
    else void session.training.reset();
  },
};

export const reseed: Action = {
  id: 'reseed',
  control: 'seed',
  description: 'The next seed: new simulations and initial weights',
  label: ({ study }) => `Seed ${study.seed + 1}`,
  icon: () => Dices,
  shortcut: 'e',
  enabled: (state) => trainingObstacle(state) ?? true,
  perform: ({ store, session }) => {
    session.studyEditing.setSeed(store.getState().study.seed + 1);
    session.opening.trainNow();
  },
};

export const trainNewStudy: Action = {
  id: 'train-new-study',
  control: 'transport',
  description:
    'Train a network for the present assumptions, starting from the weights of the previous one where they are a good start',
  label: () => 'Train the new study',
  icon: () => RefreshCw,
  shortcut: null,
  enabled: (state) => trainingObstacle(state) ?? true,
  perform: ({ session }) => session.opening.trainNow(),
};

export const finalCheck: Action = {
  id: 'final-check',
  control: 'check',
  description: 'Check the network on 500 fresh data sets',
  label: ({ engine }) => (engine.checking === null ? 'Check on 500 fresh data sets' : 'Cancel the check'),
  icon: ({ engine }) => (engine.checking === null ? ShieldCheck : X),
  shortcut: 'c',
  underWay: ({ engine }) => engine.checking !== null,
  enabled: (state) => (state.engine.checking === null ? (pairsObstacle(state) ?? checkObstacle(state) ?? true) : true),
  perform: ({ store, session }) => {
    if (store.getState().engine.checking === null) session.checking.run();
    else session.checking.cancel();
  },
};
