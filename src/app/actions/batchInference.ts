/** Actions on many observations from one file. */
import { Download, ListTree, RefreshCw, ShieldCheck, X } from 'lucide-react';
import { countOf } from '../../inference/observation/batch.ts';
import { count } from '../format/number.ts';
import { hardlyTrainedText } from '../readout/text/circumstances.ts';
import { MOST_CHECKED, nextToCheck } from '../store/batchSlice.ts';
import { download } from '../browser/download.ts';
import type { Action } from './action.ts';
import { checkObstacle, pairsObstacle, simulatorObstacle } from '../readout/network/obstacles.ts';
import { openStudy, runState } from '../store/engineSlice.ts';

export const answerBatch: Action = {
  id: 'answer-many',
  description: 'Compute the posteriors of all observations of the batch',
  label: ({ batch }) => {
    if (batch.progress !== null) return 'Cancel';
    return batch.answers === null ? 'Compute posteriors' : 'Recompute posteriors';
  },
  icon: ({ batch }) => (batch.progress === null ? RefreshCw : X),
  shortcut: null,
  underWay: ({ batch }) => batch.progress !== null,
  enabled: (state) => {
    const { file, answers, stale, progress } = state.batch;
    if (progress !== null) return true;
    if (file === null) return 'There is no batch yet: drop a file with one row per observation.';
    if (answers !== null && stale === null) return 'These posteriors are up to date with the network on screen.';
    return checkObstacle(state) ?? true;
  },
  perform: ({ store, session }) => {
    if (store.getState().batch.progress === null) session.batch.answer();
    else session.batch.cancel();
  },
};

export const checkBatch: Action = {
  id: 'check-many',
  control: 'check',
  description: `Check the posteriors of the batch, ${MOST_CHECKED} at a time: data are simulated from each posterior and inferred again`,
  label: ({ batch }) => {
    if (batch.checking !== null) return 'Cancel the checks';
    const n = batch.file === null ? 0 : countOf(batch.file);
    const left = nextToCheck(batch, n).length;
    if (n <= MOST_CHECKED && left === n) return 'Check the posteriors';
    const first = batch.verdicts.length === 0 ? 'first' : 'next';
    return left === 0 ? 'All checked' : `Check the ${first} ${count(left)}`;
  },
  icon: ({ batch }) => (batch.checking === null ? ShieldCheck : X),
  shortcut: null,
  underWay: ({ batch }) => batch.checking !== null,
  enabled: (state) => {
    const { file, answers, stale, checking } = state.batch;
    if (checking !== null) return true;
    if (file === null || answers === null) return 'There are no posteriors to check yet.';
    if (stale !== null) return `${stale} Recompute the posteriors first.`;
    if (nextToCheck(state.batch, countOf(file)).length === 0) return 'All posteriors are checked.';
    const obstacle = simulatorObstacle(state) ?? pairsObstacle(state) ?? checkObstacle(state);
    if (obstacle !== null) return obstacle;
    const early =
      runState(state.engine) === 'finished'
        ? null
        : hardlyTrainedText(answers.step, openStudy(state.engine)?.info.totalSteps ?? 0);
    return early ?? true;
  },
  perform: ({ store, session }) => {
    if (store.getState().batch.checking === null) session.batch.check();
    else session.batch.cancelChecks();
  },
};

export const tryExampleBatch: Action = {
  id: 'try-many',
  control: 'observation',
  description: 'Try an example batch, simulated at values from the prior',
  label: () => 'Try 100 simulated observations',
  icon: () => ListTree,
  shortcut: null,
  enabled: () => true,
  perform: ({ session }) => {
    const { name, text } = session.batch.example();
    void session.files.read(name, text);
  },
};

export const exampleBatch: Action = {
  id: 'example-many',
  description: 'Download an example batch as a file, with its true values',
  label: () => 'Download the example',
  icon: () => Download,
  shortcut: null,
  enabled: () => true,
  perform: ({ session }) => {
    const { name, type, text } = session.batch.example();
    download(new Blob([text], { type }), name);
  },
};
