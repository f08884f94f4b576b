/** The view of the flow: what the network on screen does to its base noise, as it was last asked. */
import type { ViewRecord } from '../../inference/study/document/view.ts';
import type { Design } from '../../inference/simulators/system.ts';
import type { NetworkLayers } from '../../worker/run/reports.ts';

/** The layer that is shown, and the pair of parameters. */
export type FlowView = ViewRecord['flow'];

/** Layers for the observation and the pair that they were asked for. */
export interface TracedFlow extends NetworkLayers {
  /** `ObservationSlice.id`. */
  readonly observation: number;
  /** That the network is of; the object says of which system, too. */
  readonly design: Design;
  /** Places of the pair among the parameters; one place of a single parameter. */
  readonly pair: readonly number[];
}

export interface FlowSlice {
  /** Null: not asked yet, or there is no network. */
  readonly traced: TracedFlow | null;
}

export const flowSlice: FlowSlice = { traced: null };
