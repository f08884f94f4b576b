/** How engines are called where results are compared: threads change the last digits, so that they are part of the name. */
import { describe, expect, it } from 'vitest';
import type { EngineInfo } from '../../../worker/engine/engineInfo.ts';
import { engineInUse, oneThreadReason } from './engineName.ts';

const wasm: EngineInfo = {
  engine: 'wasm',
  threads: 1,
  software: false,
  msPerStep: 1,
  reason: '',
  candidates: [],
  simulationWorkers: 1,
};

describe('the engine in use', () => {
  it('is named with its threads, also with one', () => {
    expect(engineInUse(wasm)).toBe('WebAssembly (1 thread)');
    expect(engineInUse({ ...wasm, threads: 4 })).toBe('WebAssembly (4 threads)');
    expect(engineInUse({ ...wasm, engine: 'wasm-reproducible' })).toBe('WebAssembly, reproducible');
    expect(engineInUse({ ...wasm, engine: 'webgpu', software: true })).toBe('WebGPU (software)');
  });

  it('says why it has one thread alone', () => {
    expect(oneThreadReason({ ...wasm, oneThread: 'No shared memory.' })).toBe('No shared memory.');
    expect(oneThreadReason(wasm)).toMatch(/faster than several in the trial/);
    expect(oneThreadReason({ ...wasm, threads: 2 })).toBeNull();
    expect(oneThreadReason({ ...wasm, engine: 'wasm-reproducible', oneThread: 'No shared memory.' })).toBeNull();
  });
});
