/** The command that makes a file of a study's simulations. Part of the protocol (protocol.ts). */
import type { SystemSource } from '../../inference/simulators/source.ts';
import type { Study } from '../../inference/study/study.ts';

export interface ExportCommands {
  /**
   * NPZ of the study's training set (of fresh simulations, the first epoch's), simulated once more from its seed. `raw`: with
   * the raw data.
   */
  'simulations.file': {
    params: { readonly study: Study; readonly system: SystemSource; readonly raw: boolean };
    progress: { readonly fraction: number };
    result: Uint8Array<ArrayBuffer>;
  };
}
