/** What more simulations would bring: whether it can be asked of the network in use, and whether an answer is of it. */
import { partsObstacle, WARM_START } from '../../../inference/diagnostics/moreSimulations/parts.ts';
import type { AppState } from '../../store/appStore.ts';
import type { MoreState } from '../../store/conceptsSlice.ts';
import { openStudy, runState } from '../../store/engineSlice.ts';
import { networkObstacle, npeObstacle, outdated, pairsObstacle } from '../network/obstacles.ts';

/** Why the simulations of the network in use, or of the study where there is none yet, cannot be parted; null: they can. */
export function noMore({ engine, study }: Pick<AppState, 'engine' | 'study'>): string | null {
  // A network that comes with the page was trained with other settings than the page shows.
  return partsObstacle(openStudy(engine)?.study ?? study);
}

/** Why it cannot be asked now: the others have all the steps of the settings, from weights of their own, and so must it. */
export function moreObstacle(state: AppState): string | null {
  const obstacle = npeObstacle(state) ?? noMore(state) ?? pairsObstacle(state) ?? networkObstacle(state);
  if (obstacle !== null) return obstacle;
  if (runState(state.engine) !== 'finished') {
    return 'The network is not trained to its end, and the others would be: continue its training first.';
  }
  return openStudy(state.engine)?.info.warm === true ? WARM_START : null;
}

/** What was found and is of the network that is open and of the study on screen; of another one it is forgotten. */
export function moreFound(state: AppState): MoreState['found'] {
  const { found } = state.concepts.more;
  if (found === null || found.open !== openStudy(state.engine)) return null;
  return runState(state.engine) === 'finished' && !outdated(state) ? found : null;
}
