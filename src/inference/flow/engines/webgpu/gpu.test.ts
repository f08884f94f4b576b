import { expect, it } from 'vitest';
import { type GpuDevice, storage } from './gpu.ts';

it('refuses what the device cannot hold in one piece, with both sizes, before it is asked for', () => {
  const asked: number[] = [];
  const device = {
    limits: { maxStorageBufferBindingSize: 2 ** 27, maxBufferSize: 2 ** 28 },
    createBuffer: ({ size }: { readonly size: number }) => asked.push(size),
  } as unknown as GpuDevice;
  storage(device, 2 ** 25);
  expect(() => storage(device, 50_000 * 1024)).toThrow(
    'The WebGPU engine needs 195 MB in one piece for this, and this device can use 128 MB. Use fewer simulations, or another engine.',
  );
  expect(asked).toEqual([2 ** 27]);
});
