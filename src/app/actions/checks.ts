/** Checks that are asked for one by one: coverage at the true value, the profile likelihood. */
import { ChartSpline, Crosshair, X } from 'lucide-react';
import type { Problem, System } from '../../inference/simulators/system.ts';
import { likelihoodIsKnown } from '../../inference/simulators/testLikelihood.ts';
import { networkStanding } from '../store/engineSlice.ts';
import type { Action } from './action.ts';

export const coverageAtTruth: Action = {
  id: 'coverage-at-truth',
  description: 'Coverage of the credible intervals at the true value of the observation',
  label: ({ results }) => (results.coverageProgress === null ? 'Measure at the true value' : 'Cancel'),
  icon: ({ results }) => (results.coverageProgress === null ? Crosshair : X),
  shortcut: null,
  enabled: ({ engine, study, observation, results }) => {
    if (results.coverageProgress !== null) return true;
    if (engine.open === null || engine.run === 'opening') return 'There is no network yet.';
    if (engine.run === 'running' || engine.run === 'stepping') {
      return 'Training is running: pause it, or wait for its end.';
    }
    if (networkStanding(engine, study) !== 'this-study') {
      return 'The assumptions have changed: train the new study first.';
    }
    if (observation.current.truth === null) {
      return 'The true value behind this observation is not known: simulate one instead.';
    }
    return true;
  },
  perform: ({ store, session }) => {
    if (store.getState().results.coverageProgress === null) void session.furtherChecks.coverageAtTruth();
    else session.furtherChecks.cancelCoverage();
  },
};

/** Asked at every change of the page's state, and a model is dear to make. */
const obstacles = new WeakMap<Problem, string | null>();

/** Why the likelihood cannot be profiled, or null. */
function likelihoodObstacle(system: System, problem: Problem): string | null {
  const known = obstacles.get(problem);
  if (known !== undefined) return known;
  let obstacle: string | null = null;
  if (system.model(problem.design).logLikelihood === undefined) {
    obstacle = 'The likelihood of this system is not known: that is what the network is for.';
  } else if (!likelihoodIsKnown(system, problem)) {
    obstacle = 'A nuisance parameter is marginalised: fix it, for a profile takes one likelihood and not an average.';
  }
  obstacles.set(problem, obstacle);
  return obstacle;
}

export const profileLikelihood: Action = {
  id: 'profile-likelihood',
  description: 'Profile likelihood of the observed data',
  label: ({ results }) => (results.profileProgress === null ? 'Profile the likelihood' : 'Cancel'),
  icon: ({ results }) => (results.profileProgress === null ? ChartSpline : X),
  shortcut: null,
  enabled: ({ engine, study, observation, results }) => {
    if (results.profileProgress !== null) return true;
    if (engine.status.kind !== 'ready') return 'The engine is not running yet.';
    const obstacle = likelihoodObstacle(study.system, study.problem);
    if (obstacle !== null) return obstacle;
    if (observation.current.x === null) return 'The summaries were edited by hand: there are no raw data to profile.';
    return true;
  },
  perform: ({ store, session }) => {
    if (store.getState().results.profileProgress === null) void session.furtherChecks.profile();
    else session.furtherChecks.cancelProfile();
  },
};
