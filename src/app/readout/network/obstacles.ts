/** Why something cannot be done now, in a sentence; null if it can. */
import { whyNot } from '../../../inference/simulators/capabilities.ts';
import { summariesAwaited } from '../../../inference/observation/observation.ts';
import type { Problem, System } from '../../../inference/simulators/system.ts';
import { likelihoodIsKnown, likelihoodIsTest } from '../../../inference/simulators/testLikelihood.ts';
import { isRemote, NOT_CONNECTED } from '../../../inference/simulators/remote/remoteSystem.ts';
import { rowsMissing } from '../../../inference/simulators/table/tableSystem.ts';
import { learnerById } from '../../../inference/learners/registry.ts';
import type { AppState } from '../../store/appStore.ts';
import { isAnswered } from './answering.ts';
import { capabilitiesOf } from '../../store/studySlice.ts';
import { networkCompatibility, openStudy, trains, runState } from '../../store/engineSlice.ts';
import { missingRows } from './missingRows.ts';

/** Of anything that needs the engine. */
export function engineObstacle({ engine }: AppState): string | null {
  if (engine.status.kind === 'starting') return 'The engine is starting.';
  if (engine.status.kind === 'failed') return 'The engine is not running: choose one in the engine menu.';
  return null;
}

/** Of everything that asks a network of NPE: the study is learnt by another learner, or was when it was opened. */
export function npeObstacle({ engine, study }: Pick<AppState, 'engine' | 'study'>): string | null {
  const { learner } = study;
  const open = openStudy(engine)?.study.learner;
  if (learner === undefined) {
    if (open === undefined) return null;
    return `What is open was learnt by ${learnerById(open.id).name}: train the new study first.`;
  }
  return `${learnerById(learner.id).name} gives no draws of a posterior: choose NPE as the learner for this.`;
}

/** Of simulating afresh. */
export function simulatorObstacle({ study }: AppState): string | null {
  return whyNot(capabilitiesOf(study).simulate);
}

/** Of training and checking: the simulations that they need are not on the page. */
export function pairsObstacle(state: AppState): string | null {
  const missing = missingRows(state);
  if (missing !== null) return rowsMissing(missing);
  return isRemote(state.study.system.id) && state.bridge.state.kind === 'none' ? NOT_CONNECTED : null;
}

/** Whether the reference is not computed yet, because it would slow a training down that runs. */
export function waitsForTraining({ engine, study }: Pick<AppState, 'engine' | 'study'>): boolean {
  return study.system.slowReference === true && trains(engine);
}

/** The network is of other assumptions than those on screen. */
export function outdated({ engine, study }: AppState): boolean {
  return networkCompatibility(engine, study) !== 'this-study';
}

/** Of whatever a network is asked of these data. */
export const AWAITED = 'The simulator has not summarised these data yet, or could not.';

/** Of examining what the network answers. */
export function checkObstacle(state: AppState): string | null {
  const obstacle = engineObstacle(state) ?? npeObstacle(state);
  if (obstacle !== null) return obstacle;
  const run = runState(state.engine);
  if (run === 'none' || run === 'opening') return 'There is no network yet.';
  if (trains(state.engine)) return 'Training is running: pause it, or wait until it ends.';
  if (summariesAwaited(state.observation.current)) return AWAITED;
  return isAnswered(state) ? null : 'The assumptions have changed: train the new study first.';
}

/** Of what is of the network by itself, without weights to moved priors. */
export function networkObstacle(state: AppState): string | null {
  const obstacle = checkObstacle(state);
  if (obstacle !== null || !outdated(state)) return obstacle;
  return 'This needs the priors that the network was trained with: move them back, or train the new study.';
}

interface LikelihoodObstacles {
  /** Of computing ln p(x | theta). */
  readonly profile: string | null;
  /** Of weighing the network's draws by it: the network must have seen all of x, too. */
  readonly weights: string | null;
}

/** Asked at every change of the page's state, and a model is dear to make. */
const found = new WeakMap<Problem, LikelihoodObstacles>();

export function likelihoodObstacles(system: System, problem: Problem): LikelihoodObstacles {
  const known = found.get(problem);
  if (known !== undefined) return known;
  const profile = unknownLikelihood(system, problem);
  const summarised = 'The network is given only summaries of the data, whose likelihood is not known.';
  const obstacles = { profile, weights: profile ?? (likelihoodIsTest(system, problem) ? null : summarised) };
  found.set(problem, obstacles);
  return obstacles;
}

function unknownLikelihood(system: System, problem: Problem): string | null {
  const obstacle = whyNot(system.capabilities(problem.design).likelihood);
  if (obstacle !== null || likelihoodIsKnown(system, problem)) return obstacle;
  return 'This needs all nuisance parameters fixed, and one is marginalised: fix it.';
}
