/** The view of the flow in numbers that a lesson may ask for. */
import type { AppState } from '../../store/appStore.ts';
import { flowStop, flowTraced } from '../figures/flowShown.ts';

export interface FlowFacts {
  /** The stop that is shown: 0, the base; 1 to `layers`, after so many transforms; one more, the parameters. */
  readonly layer: number;
  /** Transforms of the flow. */
  readonly layers: number;
  /** Training steps of the network. */
  readonly step: number;
}

/** Null while there is no flow to see: it is traced while its view is on screen. */
export function flowFacts(state: AppState): FlowFacts | null {
  const traced = flowTraced(state);
  if (traced === null) return null;
  return { layer: flowStop(traced, state.view.flow), layers: traced.transforms, step: traced.step };
}
