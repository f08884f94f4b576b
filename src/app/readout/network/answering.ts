/**
 * Whether the network in the engine answers for what is assumed now: because it was trained for it, or because its draws can be
 * weighted to the moved priors. What it does not answer has to be trained.
 */
import type { RunData } from '../../../inference/learners/learner.ts';
import { problemChange } from '../../../inference/simulators/problem.ts';
import type { AppState } from '../../store/appStore.ts';
import { networkCompatibility, trains, openStudy, runState } from '../../store/engineSlice.ts';
import { isNpe } from '../../store/network.ts';
import { hasSettingsOf } from '../../store/shippedStudies.ts';
import { studyOf } from '../../store/studySlice.ts';
import type { PosteriorFrame, Telemetry } from '../../store/telemetry.ts';

export function isAnswered({ engine, study, results, observation }: AppState): boolean {
  const compatibility = networkCompatibility(engine, study);
  const open = openStudy(engine);
  // What another learner has found holds for the observation that it has learnt from.
  if (open?.data !== undefined && !sameData(open.data, observation.current)) return false;
  // Before the first answer nothing is known against the weights.
  return (
    compatibility === 'this-study' || (compatibility === 'moved-priors' && results.weighting?.standing !== 'outside')
  );
}

function sameData(
  data: RunData,
  observed: { readonly s: ArrayLike<number>; readonly x: ArrayLike<number> | null },
): boolean {
  return sameNumbers(data.s, observed.s) && sameNumbers(data.x ?? [], observed.x ?? []);
}

/** A missing summary is NaN, in both. */
function sameNumbers(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  return a.length === b.length && Array.from(a).every((value, i) => Object.is(value, b[i]));
}

/** Whether a network for what is assumed now is being opened or trained, or will be without being asked for. */
export function retrains(state: AppState): boolean {
  return (
    runState(state.engine) === 'opening' || trains(state.engine) || (state.view.retrainByItself && !isAnswered(state))
  );
}

/**
 * Why the draws on screen are no answer to what is assumed now; null: they are one. 'former': of another problem, whose network cannot
 * be adapted; 'beyond': the priors were moved to where nothing was simulated; 'few': so far that too few draws still count.
 */
export type NoAnswer = 'former' | 'beyond' | 'few';

export function noAnswerNow(
  { study, results: { weighting } }: Pick<AppState, 'study' | 'results'>,
  frame: Pick<PosteriorFrame, 'problem'>,
): NoAnswer | null {
  const change = problemChange(frame.problem, study.problem);
  if (change === 'design' || change === 'nuisances') return 'former';
  if (weighting?.standing === 'outside') return weighting.reason;
  return change === 'none' ? null : 'former';
}

/** Whether the draws on screen are weighted to moved priors, and too few for anything to be said of them. */
export function poorlyWeighted({ results: { weighting } }: Pick<AppState, 'results'>): boolean {
  return weighting !== null && weighting.shown && weighting.standing === 'outside';
}

/**
 * Whether a network for what is assumed now is best begun with the weights of the present one: only the problem has changed, and
 * the network has done half of its training. Other settings or another seed are there to be seen from the start.
 */
export function startsWarm({ engine, study }: AppState, { progress }: Telemetry): boolean {
  const open = openStudy(engine);
  if (!isNpe(open)) return false;
  const now = studyOf(study);
  const { problem } = open.study;
  if (problemChange(problem, now.problem) === 'none' || problem.system !== now.problem.system) return false;
  if (!hasSettingsOf(open.study, now)) return false;
  return runState(engine) === 'finished' || (progress.step > 0 && 2 * progress.step >= progress.totalSteps);
}
