/**
 * Whether what the user has done to the posterior (broken, corrected, weighted) is what is on screen, or is still being applied.
 * What is on screen says itself what was done to it: the engine tells it with the draws.
 */
import { sameTransform } from '../../../inference/correction/marks.ts';
import { problemChange } from '../../../inference/simulators/problem.ts';
import { likelihoodObstacles } from './obstacles.ts';
import type { AppState } from '../../store/appStore.ts';
import type { Telemetry } from '../../store/telemetry.ts';
import { openStudy } from '../../store/engineSlice.ts';

export function isApplying(state: AppState, { frame }: Pick<Telemetry, 'frame'>): boolean {
  if (frame === null) return false;
  if (!sameTransform(frame.transform, state.trust.transform)) return true;
  return weighs(state) && frame.exact === null;
}

/** Whether every posterior is to be weighted by the exact likelihood, and can be. */
function weighs({ trust, engine, study, observation }: AppState): boolean {
  const open = openStudy(engine);
  if (!trust.weightsInUse || open === null || observation.current.x === null) return false;
  return (
    problemChange(open.study.problem, study.problem) === 'none' &&
    likelihoodObstacles(study.system, study.problem).weights === null
  );
}
