/** Networks that were put away and can be brought back (network/formerNetworks.ts), the last one last. */
import type { System } from '../../inference/simulators/system.ts';

export interface FormerNetwork {
  readonly system: System;
  readonly seed: number;
  /** It came with the page. */
  readonly pretrained: boolean;
  /** Training steps that it had taken. */
  readonly step: number;
  /** `ObservationSlice.id` when it was put away. */
  readonly observation: number;
}

export interface FormerSlice {
  readonly networks: readonly FormerNetwork[];
}

export const formerSlice: FormerSlice = { networks: [] };
