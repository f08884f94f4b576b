/** Actions on many observations from one file. */
import { Download, ListTree, RefreshCw, ShieldCheck, X } from 'lucide-react';
import { countOf } from '../../inference/observation/manyObservations.ts';
import { count } from '../format/number.ts';
import { hardlyTrainedText } from '../store/circumstances.ts';
import { MOST_CHECKED, nextToCheck } from '../store/manySlice.ts';
import { download } from '../takeaway/download.ts';
import type { Action } from './action.ts';
import { checkObstacle, rowsObstacle, simulatorObstacle } from './obstacles.ts';

export const answerMany: Action = {
  id: 'answer-many',
  description: 'Compute the posteriors of all observations of the batch',
  label: ({ many }) => {
    if (many.progress !== null) return 'Cancel';
    return many.answers === null ? 'Compute posteriors' : 'Recompute posteriors';
  },
  icon: ({ many }) => (many.progress === null ? RefreshCw : X),
  shortcut: null,
  enabled: (state) => {
    const { file, answers, stale, progress } = state.many;
    if (progress !== null) return true;
    if (file === null) return 'There is no batch yet: drop a file with one row per observation.';
    if (answers !== null && stale === null) return 'These posteriors are up to date with the network on screen.';
    return checkObstacle(state) ?? true;
  },
  perform: ({ store, session }) => {
    if (store.getState().many.progress === null) void session.many.answer();
    else session.many.cancel();
  },
};

export const checkMany: Action = {
  id: 'check-many',
  control: 'check',
  description: `Check the posteriors of the batch, ${MOST_CHECKED} at a time: data are simulated from each posterior and inferred again`,
  label: ({ many }) => {
    if (many.checking !== null) return 'Cancel the checks';
    const n = many.file === null ? 0 : countOf(many.file);
    const left = nextToCheck(many, n).length;
    if (n <= MOST_CHECKED && left === n) return 'Check the posteriors';
    const first = many.verdicts.length === 0 ? 'first' : 'next';
    return left === 0 ? 'All checked' : `Check the ${first} ${count(left)}`;
  },
  icon: ({ many }) => (many.checking === null ? ShieldCheck : X),
  shortcut: null,
  enabled: (state) => {
    const { file, answers, stale, checking } = state.many;
    if (checking !== null) return true;
    if (file === null || answers === null) return 'There are no posteriors to check yet.';
    if (stale !== null) return `${stale} Recompute the posteriors first.`;
    if (nextToCheck(state.many, countOf(file)).length === 0) return 'All posteriors are checked.';
    const obstacle = simulatorObstacle(state) ?? rowsObstacle(state) ?? checkObstacle(state);
    if (obstacle !== null) return obstacle;
    const { run, open } = state.engine;
    const early = run === 'finished' ? null : hardlyTrainedText(answers.step, open?.info.totalSteps ?? 0);
    return early ?? true;
  },
  perform: ({ store, session }) => {
    if (store.getState().many.checking === null) void session.many.check();
    else session.many.cancelChecks();
  },
};

export const tryExampleOfMany: Action = {
  id: 'try-many',
  control: 'observation',
  description: 'Try an example batch, simulated at values from the prior',
  label: () => 'Try 100 simulated observations',
  icon: () => ListTree,
  shortcut: null,
  enabled: () => true,
  perform: ({ session }) => {
    const { name, text } = session.many.example();
    void session.files.read(name, text);
  },
};

export const exampleOfMany: Action = {
  id: 'example-many',
  description: 'Download an example batch as a file, with its true values',
  label: () => 'Download the example',
  icon: () => Download,
  shortcut: null,
  enabled: () => true,
  perform: ({ session }) => {
    const { name, text } = session.many.example();
    download(new Blob([text], { type: 'text/csv' }), name);
  },
};
