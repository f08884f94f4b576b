/** What is computed for the views of concepts (ui/concepts/). */
import { ChartNoAxesColumnDecreasing, Crosshair, Layers3, Mountain, Shuffle, Timer, X } from 'lucide-react';
import type { Action } from './action.ts';
import { focusObstacle } from '../readout/concepts/focusQuestion.ts';
import { landscapeFound, landscapeObstacle } from '../readout/concepts/landscapeQuestion.ts';
import { ledgerObstacle } from '../readout/concepts/ledgerQuestion.ts';
import { moreObstacle } from '../readout/concepts/moreQuestion.ts';
import { networkSpreadFound, networkSpreadObstacle, sizesMissing } from '../readout/concepts/networkSpreadQuestion.ts';
import { nuisanceTrialObstacle } from '../readout/concepts/nuisanceQuestion.ts';

export const computeLandscape: Action = {
  id: 'compute-landscape',
  control: 'check',
  description: 'Draw the log likelihood and send climbers up from all over it',
  label: (state) => {
    if (state.concepts.hikers.progress !== null) return 'Cancel';
    return landscapeFound(state) === null ? 'Draw the likelihood' : 'Send the climbers';
  },
  icon: ({ concepts }) => (concepts.hikers.progress === null ? Mountain : X),
  shortcut: null,
  underWay: ({ concepts }) => concepts.hikers.progress !== null,
  enabled: (state) => (state.concepts.hikers.progress === null ? (landscapeObstacle(state) ?? true) : true),
  perform: ({ store, session }) => {
    if (store.getState().concepts.hikers.progress === null) session.hikers.compute();
    else session.hikers.cancel();
  },
};

export const trainThree: Action = {
  id: 'train-three',
  control: 'check',
  description: 'Train three small networks that differ in what they are told of a nuisance parameter',
  label: ({ concepts }) => (concepts.nuisanceTrial.progress === null ? 'Train three networks' : 'Cancel'),
  icon: ({ concepts }) => (concepts.nuisanceTrial.progress === null ? Layers3 : X),
  shortcut: null,
  underWay: ({ concepts }) => concepts.nuisanceTrial.progress !== null,
  enabled: (state) => (state.concepts.nuisanceTrial.progress === null ? (nuisanceTrialObstacle(state) ?? true) : true),
  perform: ({ store, session }) => {
    if (store.getState().concepts.nuisanceTrial.progress === null) session.nuisanceTrial.run();
    else session.nuisanceTrial.cancel();
  },
};

export const measureCosts: Action = {
  id: 'measure-costs',
  control: 'check',
  description: 'Time simulations, training steps, posteriors of the network and reference posteriors on this machine',
  label: ({ concepts }) => (concepts.ledger.progress === null ? 'Measure the costs' : 'Cancel'),
  icon: ({ concepts }) => (concepts.ledger.progress === null ? Timer : X),
  shortcut: null,
  underWay: ({ concepts }) => concepts.ledger.progress !== null,
  enabled: (state) => (state.concepts.ledger.progress === null ? (ledgerObstacle(state) ?? true) : true),
  perform: ({ store, session }) => {
    if (store.getState().concepts.ledger.progress === null) session.costLedger.run();
    else session.costLedger.cancel();
  },
};

export const compareParts: Action = {
  id: 'compare-parts',
  control: 'check',
  description: 'Train two further networks on a quarter and on half of the simulations, and tell what more would bring',
  label: ({ concepts }) => (concepts.more.progress === null ? 'Train on parts of the simulations' : 'Cancel'),
  icon: ({ concepts }) => (concepts.more.progress === null ? ChartNoAxesColumnDecreasing : X),
  shortcut: null,
  underWay: ({ concepts }) => concepts.more.progress !== null,
  enabled: (state) => (state.concepts.more.progress === null ? (moreObstacle(state) ?? true) : true),
  perform: ({ store, session }) => {
    if (store.getState().concepts.more.progress === null) session.moreSimulations.run();
    else session.moreSimulations.cancel();
  },
};

export const focusOnObservation: Action = {
  id: 'focus-observation',
  control: 'check',
  description: 'Simulate and train in the region that the posterior of this observation leaves',
  label: ({ concepts }) => (concepts.focus.progress === null ? 'Focus on this observation' : 'Cancel'),
  icon: ({ concepts }) => (concepts.focus.progress === null ? Crosshair : X),
  shortcut: null,
  underWay: ({ concepts }) => concepts.focus.progress !== null,
  enabled: (state) => (state.concepts.focus.progress === null ? (focusObstacle(state) ?? true) : true),
  perform: ({ store, session }) => {
    if (store.getState().concepts.focus.progress === null) session.focus.run();
    else session.focus.cancel();
  },
};

export const trainFives: Action = {
  id: 'train-fives',
  control: 'check',
  description: 'Train five small networks for each of several numbers of simulations and compare their posteriors',
  label: (state) => {
    if (state.concepts.networkSpread.progress !== null) return 'Cancel';
    return networkSpreadFound(state) === null ? 'Train five networks each' : 'Train the others';
  },
  icon: ({ concepts }) => (concepts.networkSpread.progress === null ? Shuffle : X),
  shortcut: null,
  underWay: ({ concepts }) => concepts.networkSpread.progress !== null,
  enabled: (state) => {
    if (state.concepts.networkSpread.progress !== null) return true;
    const obstacle = networkSpreadObstacle(state);
    if (obstacle !== null) return obstacle;
    return sizesMissing(state).length > 0 ? true : 'All of them are trained: choose more simulations.';
  },
  perform: ({ store, session }) => {
    if (store.getState().concepts.networkSpread.progress === null) session.networkSpread.run();
    else session.networkSpread.cancel();
  },
};
