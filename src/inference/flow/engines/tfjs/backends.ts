/**
 * Starting the TensorFlow.js backends. Pitfalls that this file absorbs: tfjs-core alone registers no gradients; tfjs
 * throws on a missing WebGPU adapter instead of saying so; its own device requests low limits and has no loss handler;
 * its threaded WASM build dies in a minified bundle, and threads do not pay for matrices of this size.
 */
import { env, findBackendFactory, ready, registerBackend, removeBackend, setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { isOffline, loadPart, notLoaded } from '../../../parts/loadPart.ts';
import { type GpuDevice, requestAdapter } from './adapter.ts';

export type Backend = 'webgpu' | 'wasm' | 'cpu';

export interface BackendOptions {
  /** Where the .wasm files are served; in Node they are found by themselves. */
  readonly wasmPaths?: Readonly<Record<string, string>>;
  /** Called once when the GPU device that was asked for is lost. */
  readonly onDeviceLost?: (message: string) => void;
}

/** Milliseconds after which a backend that has not started counts as broken. */
const START_LIMIT_MS = 20_000;

/**
 * Sets the backend. The GPU device stays the same until it is lost.
 * @throws Error with a sentence for the user when it cannot start
 */
export async function startBackend(backend: Backend, options: BackendOptions = {}): Promise<void> {
  if (backend === 'wasm') {
    env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    if (options.wasmPaths !== undefined) setWasmPaths({ ...options.wasmPaths });
  }
  if (backend === 'webgpu') await registerWebGpu(options);
  const started = await withLimit(
    setBackend(backend),
    `The ${backend} engine did not start within ${START_LIMIT_MS / 1000} s.`,
  );
  if (!started) {
    // TensorFlow.js itself keeps the reason back.
    const unreached = backend === 'wasm' && isOffline();
    const sentence = `The ${backend} engine could not start on this machine.`;
    throw new Error(unreached ? notLoaded('The WebAssembly code of TensorFlow.js') : sentence);
  }
  await ready();
}

const LIMITS = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxStorageBuffersPerShaderStage',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupsPerDimension',
];

/** The device of the webgpu backend; null before the first start and after a loss. */
let device: GpuDevice | null = null;

async function registerWebGpu({ onDeviceLost }: BackendOptions): Promise<void> {
  if (device !== null) return;
  const { WebGPUBackend } = await loadPart(
    'runs TensorFlow.js on graphics cards',
    () => import('@tensorflow/tfjs-backend-webgpu'),
  );
  const adapter = await requestAdapter();
  if (adapter === null) throw new Error('This browser offers no WebGPU adapter.');
  const made = await adapter.requestDevice({
    requiredLimits: Object.fromEntries(LIMITS.map((key) => [key, adapter.limits[key]])),
    requiredFeatures: ['timestamp-query'].filter((feature) => adapter.features.has(feature)),
  });
  device = made;
  void made.lost.then(({ reason, message }) => {
    if (device === made) device = null;
    onDeviceLost?.(message === '' ? reason : message);
  });
  if (findBackendFactory('webgpu')) removeBackend('webgpu');
  // Fewer, larger submissions: training has hundreds of small dispatches a step and reads nothing in between.
  env().set('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE', 128);
  type Arguments = ConstructorParameters<typeof WebGPUBackend>;
  registerBackend(
    'webgpu',
    () => new WebGPUBackend(made as unknown as Arguments[0], adapter.info as unknown as Arguments[1]),
    3,
  );
}

/** The portable library has no timers in its types. */
declare const setTimeout: (callback: () => void, milliseconds: number) => number;
declare const clearTimeout: (id: number) => void;

async function withLimit<T>(promise: Promise<T>, message: string): Promise<T> {
  let timer = 0;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(message)), START_LIMIT_MS);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}
