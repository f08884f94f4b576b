/** Checks that are asked for one by one: at the true value, at the observation; the trial of corrections. */
import { ArrowDownToLine, ChartSpline, Crosshair, Hammer, Scale, Search, X } from 'lucide-react';
import type { Action } from './action.ts';
import {
  checkObstacle,
  engineObstacle,
  likelihoodObstacles,
  networkObstacle,
  simulatorObstacle,
} from '../readout/network/obstacles.ts';
import { floorObstacle } from '../readout/text/floorText.ts';

export const coverageAtTruth: Action = {
  id: 'coverage-at-truth',
  control: 'check',
  description: 'Coverage of the credible intervals at the true value of the observation',
  label: ({ results }) => (results.coverageProgress === null ? 'Measure at the true value' : 'Cancel'),
  icon: ({ results }) => (results.coverageProgress === null ? Crosshair : X),
  shortcut: null,
  underWay: ({ results }) => results.coverageProgress !== null,
  enabled: (state) => {
    if (state.results.coverageProgress !== null) return true;
    const obstacle = simulatorObstacle(state) ?? checkObstacle(state);
    if (obstacle !== null) return obstacle;
    if (state.observation.current.truth === null) {
      return 'The true value of this observation is not known: simulate one instead.';
    }
    return true;
  },
  perform: ({ store, session }) => {
    if (store.getState().results.coverageProgress === null) session.furtherChecks.coverageAtTruth();
    else session.furtherChecks.cancelCoverage();
  },
};

export const floorOfLoss: Action = {
  id: 'floor',
  control: 'check',
  description: 'The floor of the loss: what the best possible network would reach, where the likelihood is known',
  label: ({ results }) => (results.floorProgress === null ? 'Compute the floor' : 'Cancel'),
  icon: ({ results }) => (results.floorProgress === null ? ArrowDownToLine : X),
  shortcut: null,
  underWay: ({ results }) => results.floorProgress !== null,
  enabled: (state) => (state.results.floorProgress === null ? (floorObstacle(state) ?? true) : true),
  perform: ({ store, session }) => {
    if (store.getState().results.floorProgress === null) session.lossFloor.compute();
    else session.lossFloor.cancel();
  },
};

export const profileLikelihood: Action = {
  id: 'profile-likelihood',
  control: 'check',
  description: 'Profile likelihood of the observed data',
  label: ({ results }) => (results.profileProgress === null ? 'Profile the likelihood' : 'Cancel'),
  icon: ({ results }) => (results.profileProgress === null ? ChartSpline : X),
  shortcut: null,
  underWay: ({ results }) => results.profileProgress !== null,
  enabled: (state) => {
    const { study, observation, results } = state;
    if (results.profileProgress !== null) return true;
    const obstacle = engineObstacle(state) ?? likelihoodObstacles(study.system, study.problem).profile;
    if (obstacle !== null) return obstacle;
    if (observation.current.x === null) return 'The summaries were edited by hand: there are no raw data to profile.';
    return true;
  },
  perform: ({ store, session }) => {
    if (store.getState().results.profileProgress === null) session.furtherChecks.profile();
    else session.furtherChecks.cancelProfile();
  },
};

export const localC2st: Action = {
  id: 'local-test',
  control: 'check',
  description:
    'Local test (L-C2ST): a classifier trained on 2,000 fresh data sets looks for errors of the posterior at this observation',
  label: ({ trust }) => (trust.localProgress === null ? 'Test the posterior here' : 'Cancel the test'),
  icon: ({ trust }) => (trust.localProgress === null ? Search : X),
  shortcut: null,
  underWay: ({ trust }) => trust.localProgress !== null,
  enabled: (state) => {
    if (state.trust.localProgress !== null) return true;
    if (state.trust.transform.correction?.kind === 'marginals') {
      return 'The local test needs draws of the network itself, which recalibration replaces: undo the correction first.';
    }
    return simulatorObstacle(state) ?? checkObstacle(state) ?? true;
  },
  perform: ({ store, session }) => {
    if (store.getState().trust.localProgress === null) session.trust.testLocally();
    else session.trust.cancelLocal();
  },
};

export const tryCorrections: Action = {
  id: 'try-corrections',
  control: 'mending',
  description: 'Try corrections of the posterior: fitted on 500 fresh data sets, judged on 400 others',
  label: ({ trust }) => {
    if (trust.correctionProgress !== null) return 'Cancel the trial';
    return trust.corrections === null ? 'Try corrections' : 'Try again on new data';
  },
  icon: ({ trust }) => (trust.correctionProgress === null ? Hammer : X),
  shortcut: null,
  underWay: ({ trust }) => trust.correctionProgress !== null,
  enabled: (state) =>
    state.trust.correctionProgress === null ? (simulatorObstacle(state) ?? checkObstacle(state) ?? true) : true,
  perform: ({ store, session }) => {
    if (store.getState().trust.correctionProgress === null) session.trust.tryCorrections();
    else session.trust.cancelCorrections();
  },
};

export const weighDraws: Action = {
  id: 'weigh-draws',
  control: 'mending',
  description: 'Importance weights: exact where the likelihood is known and the network covers the posterior',
  label: () => 'Weight the draws by the exact likelihood',
  icon: () => Scale,
  shortcut: null,
  enabled: (state) => {
    const { study, observation, trust } = state;
    if (trust.importanceWeighting) return 'The weights are being computed.';
    if (observation.current.x === null) {
      return 'The summaries were edited by hand: there are no raw data to compute weights from.';
    }
    return likelihoodObstacles(study.system, study.problem).weights ?? checkObstacle(state) ?? true;
  },
  perform: ({ session }) => session.importanceWeighting.weigh(),
};

export const applyWeights: Action = {
  id: 'apply-weights',
  control: 'mending',
  description: 'Use the posterior weighted by the exact likelihood in plots, numbers and files',
  label: ({ trust }) => (trust.weightsInUse ? 'Undo the weights' : 'Use the weights'),
  icon: () => Scale,
  shortcut: null,
  enabled: (state) => {
    const { trust } = state;
    if (trust.weightsInUse) return true;
    if (trust.weighted === null) return 'Weight the draws first.';
    if (trust.weighted.report.verdict.level === 'bad') return trust.weighted.report.verdict.sentence;
    return networkObstacle(state) ?? true;
  },
  perform: ({ store, session }) => session.importanceWeighting.use(!store.getState().trust.weightsInUse),
};
