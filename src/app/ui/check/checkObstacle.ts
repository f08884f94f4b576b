/** Why the network cannot be examined now, in a sentence; null if it can. */
import type { AppState } from '../../store/appStore.ts';
import { networkStanding } from '../../store/engineSlice.ts';

export function checkObstacle({ engine, study }: AppState): string | null {
  if (engine.status.kind !== 'ready') return 'The engine is not ready.';
  if (engine.open === null || engine.run === 'opening') return 'There is no network yet.';
  if (engine.run === 'running' || engine.run === 'stepping') {
    return 'Training is running: pause it, or wait for its end.';
  }
  const current = networkStanding(engine, study) === 'this-study';
  return current ? null : 'The assumptions have changed: train the new study first.';
}
