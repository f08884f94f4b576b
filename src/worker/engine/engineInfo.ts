/** The training engines: their names, which of them the user has chosen, and what was found when they were tried. */

/**
 * 'wasm', 'webgpu': the fused kernels in WebAssembly or WGSL; 'tfjs-…': TensorFlow.js on one of its backends.
 * 'wasm-reproducible' is 'wasm' on one thread and without relaxed SIMD, so that every browser and Node take the same steps,
 * bit by bit; it is used where it is asked for.
 */
export type EngineName = 'wasm' | 'wasm-reproducible' | 'webgpu' | 'tfjs-webgpu' | 'tfjs-wasm' | 'tfjs-cpu';

/** The note of the fused WebAssembly engine where the browser lacks what it is written in. */
export const NO_SIMD = 'this browser has no WebAssembly SIMD';

/** What the engines are called on the page. */
export const engineNames: Readonly<Record<EngineName, string>> = {
  wasm: 'WebAssembly',
  'wasm-reproducible': 'WebAssembly, reproducible',
  webgpu: 'WebGPU',
  'tfjs-webgpu': 'TensorFlow.js on WebGPU',
  'tfjs-wasm': 'TensorFlow.js on WebAssembly',
  'tfjs-cpu': 'TensorFlow.js on JavaScript',
};

/** 'auto' measures and takes the fastest; the others are the user's choice. */
export type EngineChoice = 'auto' | EngineName;

export interface EngineInfo {
  readonly engine: EngineName;
  readonly threads: number;
  /** True for WebGPU on an adapter that is emulated on the CPU. */
  readonly software: boolean;
  /** Time of a step of the study that is open, measured before its first. */
  readonly msPerStep: number;
  /** One sentence: why this one ("Fastest for this study: 2.1 times faster than WebGPU."). */
  readonly reason: string;
  /** What was found: each engine with its milliseconds per step on the study that is open, or why there are none. */
  readonly candidates: readonly {
    readonly engine: EngineName;
    readonly threads: number;
    readonly msPerStep: number | null;
    /** It can be chosen; one that was not measured (a software GPU) may be usable all the same. */
    readonly usable: boolean;
    /** It cannot run a network of this size here; another engine takes its place, also where it was asked for. */
    readonly unsupported?: boolean;
    readonly note: string;
  }[];
  readonly simulationWorkers: number;
  /** Why training steps cannot be split between threads here, a sentence; null or absent: they can. */
  readonly oneThread?: string | null;
}

/** Where training goes on after an engine has failed, or another was chosen. */
export interface EngineMove {
  /** The engine has failed: its GPU is lost, a call of it threw, or its losses are not finite and stay so. */
  readonly failure: {
    readonly kind: 'lost' | 'threw' | 'not-finite';
    readonly engine: EngineName;
    readonly threads: number;
    /** What was said. */
    readonly message: string;
    /** Steps that had been taken. */
    readonly step: number;
  };
  /** What goes on instead. */
  readonly engine: EngineInfo;
  /** Steps of the snapshot that it goes on from. */
  readonly step: number;
}
