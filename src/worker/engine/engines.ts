/**
 * The engines of a browser, and how each is started. What takes time (compiling the kernels, asking for a GPU) is done once;
 * a GPU device that was lost is asked for again. TensorFlow.js and the WebGPU engine, which stands on it, are loaded where they
 * are started: most visits never need them.
 */
import { loadPart } from '../../inference/parts/loadPart.ts';
import type { FlowEngine } from '../../inference/flow/engines/engine.ts';
import { type AdapterProbe, probeAdapter } from '../../inference/flow/engines/tfjs/adapter.ts';
import type { Backend, BackendOptions } from '../../inference/flow/engines/tfjs/backends.ts';
import { WasmEngine } from '../../inference/flow/engines/wasm/wasmEngine.ts';
import {
  compileWasm,
  type WasmBuild,
  type WasmModule,
  wasmBuild,
} from '../../inference/flow/engines/wasm/wasmModule.ts';
import type { NetworkSpec } from '../../inference/flow/spec.ts';
import { type EngineName, NO_SIMD } from './engineInfo.ts';
import { hasSimd } from './wasmSimd.ts';
import { spawnThread } from './spawnThread.ts';
import { yieldToMessages as pause } from '../rpc/yieldToMessages.ts';

export type MakeEngine = (spec: NetworkSpec, members: number) => FlowEngine;

/** A way to run an engine: some can use several threads. */
export interface Variant {
  readonly threads: number;
  readonly make: MakeEngine;
}

/** Where engines come from; a stand-in in tests. */
export interface EngineSource {
  /** What is known of the machine's GPU. */
  adapter(): Promise<AdapterProbe>;
  /** Gets an engine ready, in every way that may be the fastest. @throws Error with a sentence when it cannot start */
  start(engine: EngineName): Promise<readonly Variant[]>;
  /** Why no engine can use several threads, a sentence; null or absent: some can. */
  readonly oneThread?: string | null;
  /** What the browser said when the GPU was lost; null while it is there (and before it was asked for). */
  readonly lost: string | null;
}

export interface EngineOptions extends Omit<BackendOptions, 'onDeviceLost'> {
  /** The bytes of a build of the fused kernels. */
  readonly kernels: (build: WasmBuild) => Promise<ArrayBuffer | Uint8Array>;
}

/** What a browser offers to threads. */
interface ThreadsOffered {
  readonly crossOriginIsolated?: boolean;
  readonly SharedArrayBuffer?: unknown;
}

export const ON_GPU: ReadonlySet<EngineName> = new Set(['webgpu', 'tfjs-webgpu']);

const BACKENDS: Readonly<Record<Exclude<EngineName, 'wasm' | 'wasm-reproducible' | 'webgpu'>, Backend>> = {
  'tfjs-webgpu': 'webgpu',
  'tfjs-wasm': 'wasm',
  'tfjs-cpu': 'cpu',
};

export class BrowserEngines implements EngineSource {
  readonly #options: EngineOptions;
  readonly #modules = new Map<WasmBuild, Promise<WasmModule>>();
  #lost: string | null = null;

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  get lost(): string | null {
    return this.#lost;
  }

  get oneThread(): string | null {
    return threadsObstacle(navigator.hardwareConcurrency);
  }

  adapter(): Promise<AdapterProbe> {
    return probeAdapter();
  }

  async start(engine: EngineName): Promise<readonly Variant[]> {
    if (engine === 'wasm-reproducible') {
      if (!hasSimd()) throw new Error(NO_SIMD);
      const module = await this.#kernels('simd');
      return [{ threads: 1, make: (spec, members) => new WasmEngine(spec, module, { members, pause }) }];
    }
    if (engine === 'wasm') {
      if (!hasSimd()) throw new Error(NO_SIMD);
      const module = await this.#kernels(wasmBuild());
      const alone: Variant = { threads: 1, make: (spec, members) => new WasmEngine(spec, module, { members, pause }) };
      const counts = threadCounts();
      if (counts.length === 0) return [alone];
      // Without them there is still the one thread.
      const shared = await this.#kernels(wasmBuild(true)).catch(() => null);
      if (shared === null) return [alone];
      const several = counts.map((count): Variant => {
        const threads = { count, spawn: spawnThread };
        return { threads: count, make: (spec, members) => new WasmEngine(spec, shared, { members, threads, pause }) };
      });
      return [alone, ...several];
    }
    if (ON_GPU.has(engine)) this.#lost = null;
    const backend = engine === 'webgpu' ? 'webgpu' : BACKENDS[engine];
    const { startBackend } = await loadPart(
      'runs TensorFlow.js',
      () => import('../../inference/flow/engines/tfjs/backends.ts'),
    );
    await startBackend(backend, { ...this.#options, onDeviceLost: (message) => (this.#lost = message) });
    if (engine !== 'webgpu') {
      const { TfjsEngine } = await loadPart(
        'runs TensorFlow.js',
        () => import('../../inference/flow/engines/tfjs/tfjsEngine.ts'),
      );
      return [{ threads: 1, make: (spec, members) => new TfjsEngine(spec, backend, { members, pause }) }];
    }
    const { backendDevice } = await loadPart(
      'trains on graphics cards',
      () => import('../../inference/flow/engines/webgpu/gpuBackend.ts'),
    );
    const { WebGpuEngine } = await loadPart(
      'trains on graphics cards',
      () => import('../../inference/flow/engines/webgpu/webgpuEngine.ts'),
    );
    const device = backendDevice();
    return [{ threads: 1, make: (spec, members) => new WebGpuEngine(spec, device, { members, pause }) }];
  }

  #kernels(build: WasmBuild): Promise<WasmModule> {
    const known = this.#modules.get(build);
    if (known !== undefined) return known;
    const module = this.#options.kernels(build).then((bytes) => compileWasm(build, bytes));
    this.#modules.set(build, module);
    // Asked again when the network is back.
    module.catch(() => this.#modules.delete(build));
    return module;
  }
}

/**
 * Numbers of threads worth a trial: a core stays free for the page. The trial decides, for browsers may tell more cores than
 * there are (WebKit tells 4 for up to 7, and 8 for all above).
 */
function threadCounts(): readonly number[] {
  const cores = navigator.hardwareConcurrency;
  return threadsObstacle(cores) === null ? [2, 4].filter((count) => count < cores) : [];
}

/** Why the memory of the engine cannot be shared with helper threads, or none would help; a sentence, or null. */
export function threadsObstacle(
  cores: number | undefined,
  { crossOriginIsolated, SharedArrayBuffer }: ThreadsOffered = globalThis,
): string | null {
  if (!crossOriginIsolated) {
    return 'Training runs on one thread: threads need an isolated page (the headers COOP and COEP of its server, and no foreign frame around it).';
  }
  if (SharedArrayBuffer === undefined) {
    return 'Training runs on one thread: this browser offers no memory that threads can share (SharedArrayBuffer).';
  }
  if ((cores ?? 1) > 2) return null;
  return 'Training runs on one thread, so that a core is left for the page and the simulations.';
}
