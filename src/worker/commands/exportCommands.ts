/** The commands that make files of the network and its simulations. Part of the protocol (protocol.ts). */
import type { SystemSource } from '../../inference/simulators/source.ts';
import type { Study } from '../../inference/study/study.ts';

export interface ExportCommands {
  /**
   * The network as it is now, without perturbation and correction: 'onnx', an archive of models and a program;
   * 'safetensors', the weights. `verdicts`: what the checks said of it, a sentence each.
   */
  'network.file': {
    params: { readonly format: 'onnx' | 'safetensors'; readonly verdicts: readonly string[] };
    progress: never;
    result: Uint8Array<ArrayBuffer>;
  };
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
