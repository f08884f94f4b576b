/**
 * What `npm run bench:browser` asks a worker of the browser: the time of a training step of every engine that runs there,
 * started as the page starts it, and what the machine gives to a bare matrix product of the shape of a hidden layer.
 * Contestants take turns, and the median counts, so that other work on the machine burdens all of them alike.
 */
import type { FlowEngine } from '../../src/inference/flow/engines/engine.ts';
import { probeAdapter } from '../../src/inference/flow/engines/tfjs/adapter.ts';
import { compileWasm, wasmBuild } from '../../src/inference/flow/engines/wasm/wasmModule.ts';
import { backendDevice } from '../../src/inference/flow/engines/webgpu/gpuBackend.ts';
import { type FlowPreset, flowSpec } from '../../src/inference/flow/spec.ts';
import { Random, STREAMS } from '../../src/inference/math/random.ts';
import { median } from '../../src/inference/math/statistics.ts';
import { pageEngines, pageKernels } from '../../src/worker/engine/pageEngines.ts';
import type { EngineName } from '../../src/worker/engine/engineInfo.ts';
import { bareProduct } from '../ceilings/bareProduct.ts';
import { TiledMatmul } from '../ceilings/tiledMatmul.ts';
import { prepare } from '../prepare.ts';

const CONTEXT = 10;
const BATCH = 200;
const ROWS = 10_000;
/** Steps of one call: enough that a GPU is not read back after each. */
const STEPS: Readonly<Record<EngineName, number>> = {
  wasm: 5,
  'wasm-reproducible': 5,
  webgpu: 16,
  'tfjs-webgpu': 1,
  'tfjs-wasm': 1,
  'tfjs-cpu': 1,
};
/** Time that a contestant may take in all, ms; the slowest have one call, after one that does not count. */
const BUDGET = 4000;

export interface StepTime {
  readonly engine: EngineName;
  readonly threads: number;
  readonly msPerStep: number;
  /** Of a GPU engine. */
  readonly dispatches: number | null;
  /** Calls that were timed. */
  readonly calls: number;
}

/** Counts what is dispatched to the GPU. */
let dispatched = 0;
const { GPUComputePassEncoder: encoder } = globalThis as unknown as {
  GPUComputePassEncoder?: { prototype: { dispatchWorkgroups: (...counts: number[]) => void } };
};
if (encoder !== undefined) {
  const dispatch = encoder.prototype.dispatchWorkgroups;
  encoder.prototype.dispatchWorkgroups = function (...counts) {
    dispatched++;
    dispatch.apply(this, counts);
  };
}

async function measure(preset: FlowPreset, dim: number, names: readonly EngineName[]): Promise<StepTime[]> {
  const spec = flowSpec(preset, dim, CONTEXT);
  const random = new Random(2, STREAMS.minibatch);
  const contestants: { name: EngineName; threads: number; engine: FlowEngine; times: number[]; dispatches: number }[] =
    [];
  for (const name of names) {
    for (const { threads, make } of await pageEngines.start(name)) {
      const engine = make(spec, 1);
      prepare(engine, ROWS);
      contestants.push({ name, threads, engine, times: [], dispatches: 0 });
    }
  }
  for (let round = -1; round < 12; round++) {
    for (const contestant of contestants) {
      const { name, engine, times } = contestant;
      if (round > 0 && times.reduce((sum, ms) => sum + ms * STEPS[name], 0) > BUDGET) continue;
      // TensorFlow.js has one backend at a time.
      if (name.startsWith('tfjs')) await pageEngines.start(name);
      const steps = Array.from({ length: STEPS[name] }, () => ({
        rows: Uint32Array.from({ length: BATCH }, () => random.integer(ROWS)),
        learningRate: 1e-4,
      }));
      dispatched = 0;
      const start = performance.now();
      await engine.train(steps, { clipNorm: 5, weightDecay: 0 });
      if (round >= 0) times.push((performance.now() - start) / steps.length);
      contestant.dispatches = dispatched / steps.length;
    }
  }
  for (const { engine } of contestants) engine.dispose();
  return contestants.map(({ name, threads, times, dispatches }) => ({
    engine: name,
    threads,
    msPerStep: median(times),
    dispatches: dispatches === 0 ? null : dispatches,
    calls: times.length,
  }));
}

/** GFLOP/s of a bare product at the shape of a hidden layer: of WebAssembly on one thread, and of the GPU (null: none). */
async function ceilings(preset: FlowPreset, onGpu: boolean): Promise<{ wasm: number; webgpu: number | null }> {
  const { hidden } = flowSpec(preset, 2, CONTEXT).estimator;
  const build = wasmBuild();
  const bare = bareProduct(await compileWasm(build, await pageKernels(build)), hidden, 1e8);
  const wasm = await rate(bare.flops, bare.run);
  if (!onGpu) return { wasm, webgpu: null };
  await pageEngines.start('webgpu');
  const product = await TiledMatmul.on(backendDevice(), { rows: BATCH, inner: hidden, columns: hidden, count: 9 });
  const webgpu = await rate(16 * product.flops, () => product.run(16));
  product.dispose();
  return { wasm, webgpu };
}

/** GFLOP/s, the median of a few. */
async function rate(flops: number, work: () => Promise<void> | void): Promise<number> {
  const rates: number[] = [];
  for (let round = -2; round < 7; round++) {
    const start = performance.now();
    await work();
    if (round >= 0) rates.push(flops / (performance.now() - start) / 1e6);
  }
  return median(rates);
}

const bench = { adapter: probeAdapter, measure, ceilings };
export type Bench = typeof bench;

Object.assign(globalThis, { bench });
