/**
 * What the fused engine uses of the TensorFlow.js WebGPU backend (4.22): its device, and the buffers of its tensors.
 * Everything here is a public member there, though undocumented; the package is pinned to that version.
 */
import { backend, getBackend, type TensorInfo } from '@tensorflow/tfjs-core';
import type { GpuBuffer, GpuDevice } from './gpu.ts';

export interface GpuBackend {
  readonly device: GpuDevice;
  readonly tensorMap: { get(id: object): { readonly resource?: GpuBuffer } | undefined };
  makeTensorInfo(shape: number[], dtype: 'float32'): TensorInfo;
  uploadToGPU(id: object): void;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
}

/** The device of the backend that is set. @throws Error when that is not webgpu */
export function backendDevice(): GpuDevice {
  if (getBackend() !== 'webgpu') throw new Error(`The backend is ${getBackend()}; start webgpu first.`);
  return (backend() as unknown as GpuBackend).device;
}

/** The buffer of a tensor, on the device from now on. */
export function bufferOf(of: GpuBackend, { dataId }: TensorInfo): GpuBuffer {
  of.uploadToGPU(dataId);
  const buffer = of.tensorMap.get(dataId)?.resource;
  if (buffer === undefined) throw new Error('A tensor that was put on the device has no buffer there.');
  return buffer;
}

/** Sends what the backend has recorded: our own submissions then come after it. */
export function flush(of: GpuBackend): void {
  of.ensureCommandEncoderReady();
  of.endComputePassEncoder();
  of.submitQueue();
}
