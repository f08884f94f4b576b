/** Actions on many observations from one file. */
import { Download, ListTree, RefreshCw, X } from 'lucide-react';
import { download } from '../takeaway/download.ts';
import type { Action } from './action.ts';
import { checkObstacle } from './obstacles.ts';

export const answerMany: Action = {
  id: 'answer-many',
  description: 'Answer all observations of a file',
  label: ({ many }) => {
    if (many.progress !== null) return 'Cancel';
    return many.answers === null ? 'Answer' : 'Answer again';
  },
  icon: ({ many }) => (many.progress === null ? RefreshCw : X),
  shortcut: null,
  enabled: (state) => {
    const { file, answers, stale, progress } = state.many;
    if (progress !== null) return true;
    if (file === null) return 'There is no file of many observations: drop one with a row for each.';
    if (answers !== null && stale === null) return 'These are the answers of the network on screen.';
    return checkObstacle(state) ?? true;
  },
  perform: ({ store, session }) => {
    if (store.getState().many.progress === null) void session.many.answer();
    else session.many.cancel();
  },
};

export const tryExampleOfMany: Action = {
  id: 'try-many',
  control: 'observation',
  description: 'Try an example of many observations, simulated at values from the prior',
  label: () => 'Try 100 simulated ones',
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
  description: 'Download an example file of many observations, with their true values',
  label: () => 'Download them as a file',
  icon: () => Download,
  shortcut: null,
  enabled: () => true,
  perform: ({ session }) => {
    const { name, text } = session.many.example();
    download(new Blob([text], { type: 'text/csv' }), name);
  },
};
