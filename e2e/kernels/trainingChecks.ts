/**
 * Training runs of the fused WebGPU engine, measured inside a browser: against the TensorFlow.js engine, against itself,
 * through a checkpoint, with bad data, and what memory is left behind. The webgpu backend must be set.
 */
import { startBackend } from '../../src/inference/flow/engines/tfjs/backends.ts';
import { TfjsEngine } from '../../src/inference/flow/engines/tfjs/tfjsEngine.ts';
import type { FlowEngine, TrainingStep } from '../../src/inference/flow/engines/engine.ts';
import type { GpuBuffer, GpuDevice } from '../../src/inference/flow/engines/webgpu/gpu.ts';
import { backendDevice } from '../../src/inference/flow/engines/webgpu/gpuBackend.ts';
import { WebGpuEngine } from '../../src/inference/flow/engines/webgpu/webgpuEngine.ts';
import { initialise } from '../../src/inference/flow/initialise.ts';
import type { FlowSpec } from '../../src/inference/flow/spec.ts';
import { Random, STREAMS } from '../../src/inference/math/random.ts';
import { someRows } from './engineChecks.ts';

/** Losses of a run from fresh weights on 500 rows whose z depends on the context. */
function trainingRun(
  engine: FlowEngine,
  steps: number,
  batchSize: number,
  learningRate: number,
): Promise<Float32Array> {
  const { spec } = engine;
  const rows = 500;
  const data = someRows(spec, rows, 8);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < spec.dim; i++) {
      data.z[row * spec.dim + i] =
        0.3 * data.z[row * spec.dim + i] + Math.tanh(data.context[row * spec.context + (i % spec.context)]);
    }
  }
  engine.setParameters(initialise(spec, new Random(3, STREAMS.weights)));
  engine.reserve(rows);
  engine.store(0, data);
  const random = new Random(3, STREAMS.minibatch);
  const plan: TrainingStep[] = Array.from({ length: steps }, (_, n) => ({
    rows: Uint32Array.from({ length: batchSize }, () => random.integer(rows)),
    learningRate: learningRate * Math.min(1, (n + 1) / 10),
  }));
  return engine.train(plan, { clipNorm: 5, weightDecay: 1e-4 });
}

/** Whether two runs from the same start give the same losses bit by bit, and the run's first and last loss. */
export async function repeatRun(
  spec: FlowSpec,
  steps: number,
): Promise<{ readonly same: boolean; readonly first: number; readonly last: number }> {
  const engine = new WebGpuEngine(spec, backendDevice());
  const once = await trainingRun(engine, steps, 60, 1e-3);
  const again = await trainingRun(engine, steps, 60, 1e-3);
  engine.dispose();
  return { same: again.every((loss, n) => loss === once[n]), first: once[0], last: once[steps - 1] };
}

/** Largest difference of a loss between the fused engine's run and the TensorFlow.js engine's, on its cpu backend. */
export async function compareRuns(spec: FlowSpec, steps: number, learningRate: number): Promise<number> {
  const fused = new WebGpuEngine(spec, backendDevice());
  const got = await trainingRun(fused, steps, 31, learningRate);
  fused.dispose();
  await startBackend('cpu');
  const plain = new TfjsEngine(spec, 'cpu');
  const want = await trainingRun(plain, steps, 31, learningRate);
  plain.dispose();
  await startBackend('webgpu');
  return Math.max(...want.map((loss, n) => Math.abs(loss - got[n])));
}

/** A step over rows that are not finite: its loss, whether the weights stayed, and the loss of a good step after it. */
export async function stepOverBadRows(
  spec: FlowSpec,
): Promise<{ readonly loss: number; readonly unchanged: boolean; readonly next: number }> {
  const engine = new WebGpuEngine(spec, backendDevice());
  const data = someRows(spec, 20, 1);
  data.context[3] = Number.POSITIVE_INFINITY;
  const phi = initialise(spec, new Random(3, STREAMS.weights));
  engine.setParameters(phi);
  engine.reserve(20);
  engine.store(0, data);
  const adam = { clipNorm: 5, weightDecay: 0 };
  const rows = (from: number) => Uint32Array.from({ length: 10 }, (_, n) => from + n);
  const [loss] = await engine.train([{ rows: rows(0), learningRate: 1e-3 }], adam);
  const after = await engine.parameters();
  const [next] = await engine.train([{ rows: rows(10), learningRate: 1e-3 }], adam);
  engine.dispose();
  return { loss, unchanged: after.every((weight, i) => weight === Math.fround(phi[i])), next };
}

/** Whether a step after `restore` is the step after `checkpoint`, bit by bit. */
export async function restoreCheckpoint(spec: FlowSpec): Promise<boolean> {
  const engine = new WebGpuEngine(spec, backendDevice());
  await trainingRun(engine, 3, 20, 1e-3);
  const checkpoint = await engine.checkpoint();
  const step = { rows: Uint32Array.from({ length: 40 }, (_, n) => 3 * n), learningRate: 1e-3 };
  const adam = { clipNorm: 5, weightDecay: 1e-3 };
  const [loss] = await engine.train([step], adam);
  const after = await engine.parameters();
  engine.restore(checkpoint);
  const [again] = await engine.train([step], adam);
  const same = (await engine.parameters()).every((weight, i) => weight === after[i]);
  engine.dispose();
  return same && again === loss;
}

/** Buffers made, and those not destroyed, over the life of an engine that does everything. */
export async function countBuffers(spec: FlowSpec): Promise<{ readonly made: number; readonly left: number }> {
  const device = backendDevice();
  const live = new Set<GpuBuffer>();
  let made = 0;
  const counting: GpuDevice = {
    limits: device.limits,
    queue: device.queue,
    createBuffer: (descriptor) => {
      const buffer = device.createBuffer(descriptor);
      made++;
      live.add(buffer);
      const destroy = buffer.destroy.bind(buffer);
      buffer.destroy = () => {
        live.delete(buffer);
        destroy();
      };
      return buffer;
    },
    createShaderModule: (descriptor) => device.createShaderModule(descriptor),
    createComputePipeline: (descriptor) => device.createComputePipeline(descriptor),
    createComputePipelineAsync: (descriptor) => device.createComputePipelineAsync(descriptor),
    createBindGroup: (descriptor) => device.createBindGroup(descriptor),
    createCommandEncoder: () => device.createCommandEncoder(),
  };
  const engine = new WebGpuEngine(spec, counting);
  await trainingRun(engine, 2, 20, 1e-3);
  await trainingRun(engine, 12, 30, 1e-3);
  await engine.checkpoint();
  const rows = someRows(spec, 30, 1);
  await engine.logDensity(rows);
  await engine.sample(rows.context.slice(0, spec.context), 1, 20, rows.z);
  engine.dispose();
  return { made, left: live.size };
}
