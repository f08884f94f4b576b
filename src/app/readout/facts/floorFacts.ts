/** The floor of the loss in numbers that a lesson may ask for. */
import type { AppState } from '../../store/appStore.ts';
import { floorShown } from '../text/floorText.ts';

export interface FloorFacts {
  /** Nats of theta, as the losses. */
  readonly floor: number;
  /** Standard error. */
  readonly se: number;
  readonly datasets: number;
}

/** Null while it is not computed, and where it cannot be told. */
export function floorFacts(state: Pick<AppState, 'engine' | 'results'>): FloorFacts | null {
  const shown = floorShown(state);
  return shown === null || shown.floor === null ? null : { floor: shown.floor, se: shown.se, datasets: shown.datasets };
}
