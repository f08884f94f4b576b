import { afterEach, expect, it, vi } from 'vitest';
import { BrowserEngines } from './engines.ts';
import { NO_SIMD } from './engineInfo.ts';
import { hasSimd } from './wasmSimd.ts';

afterEach(() => void vi.unstubAllGlobals());

const engines = () =>
  new BrowserEngines({
    wasmPaths: {},
    kernels: () => Promise.reject(new Error('the kernels were asked for')),
  });

it('is there in this Node, and the kernels are fetched', async () => {
  expect(hasSimd()).toBe(true);
  await expect(engines().start('wasm')).rejects.toThrow('the kernels were asked for');
});

it('where it is not, the fused engine says so rather than compile anything', async () => {
  vi.stubGlobal('WebAssembly', { ...WebAssembly, validate: () => false });
  expect(hasSimd()).toBe(false);
  await expect(engines().start('wasm')).rejects.toThrow(NO_SIMD);
});
