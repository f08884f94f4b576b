/** What the view of the likelihood asks: along which line, of which data, or why there is nothing to ask. */
import { hasRecord, type LandscapeRequest, type Scene } from '../../../inference/diagnostics/landscape/landscape.ts';
import { quantile } from '../../../inference/priors/prior.ts';
import type { AppState } from '../../store/appStore.ts';
import type { HikersState } from '../../store/conceptsSlice.ts';
import { engineObstacle, likelihoodObstacles } from '../network/obstacles.ts';
import { referenceKey } from '../network/referenceKey.ts';

/** Why there is no landscape of this system; null: there is one. */
export function noLandscape(state: Pick<AppState, 'study' | 'observation'>): string | null {
  const { study, observation } = state;
  if (hasRecord(study.system)) return null;
  const obstacle = likelihoodObstacles(study.system, study.problem).profile;
  if (obstacle !== null) return obstacle;
  return observation.current.x === null
    ? 'The summaries were edited by hand: there are no raw data whose likelihood could be drawn.'
    : null;
}

/** Why it cannot be computed now. */
export function landscapeObstacle(state: AppState): string | null {
  return noLandscape(state) ?? engineObstacle(state);
}

/** Values that are marked, and that the other parameters are held at: the true ones, or the middle of each prior. */
export function landscapeTheta({ study, observation }: Pick<AppState, 'study' | 'observation'>): readonly number[] {
  const { system, problem } = study;
  const { truth } = observation.current;
  return truth ?? system.parameters(problem.design).map(({ key }) => quantile(problem.priors[key], 0.5));
}

export function landscapeRequest(state: Pick<AppState, 'study' | 'observation'>): LandscapeRequest {
  const { study, observation } = state;
  const { x } = observation.current;
  return {
    problem: study.problem,
    x: x === null ? null : Float64Array.from(x),
    theta: landscapeTheta(state),
    seed: study.seed,
  };
}

/** Of a record of the page's own, the observed data do not count. */
export function landscapeKey(state: AppState): string {
  const { study } = state;
  if (!hasRecord(study.system)) return referenceKey(state);
  const { mode, sites, initial, dt, dtObs } = study.problem.design;
  const sigma = study.problem.nuisances.sigma.value;
  return JSON.stringify([study.system.id, mode, sites, initial, dt, dtObs, sigma, landscapeTheta(state), study.seed]);
}

/** What was found and is of the present question. */
export function landscapeFound(state: AppState): HikersState['found'] {
  const { found } = state.concepts.hikers;
  return found?.key === landscapeKey(state) ? found : null;
}

/** The scene on screen: the one that was chosen, if there is such a one, or the first. */
export function sceneShown(state: AppState): Scene | null {
  const found = landscapeFound(state);
  if (found === null) return null;
  const { scenes } = found.landscape;
  return scenes.find(({ key }) => key === state.concepts.hikers.scene) ?? scenes[0];
}
