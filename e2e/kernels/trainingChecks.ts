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

/**
 * Losses of a run from fresh weights on 500 rows whose z depends on the context.
 * @param firstMember index of the engine's first member in an ensemble: sets its start and its minibatches
 */
function trainingRun(
  engine: FlowEngine,
  steps: number,
  batchSize: number,
  learningRate: number,
  firstMember = 0,
): Promise<Float32Array> {
  const { spec, members } = engine;
  const rows = 500;
  const data = someRows(spec, rows, 8);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < spec.dim; i++) {
      data.z[row * spec.dim + i] =
        0.3 * data.z[row * spec.dim + i] + Math.tanh(data.context[row * spec.context + (i % spec.context)]);
    }
  }
  const indices = Array.from({ length: members }, (_, m) => firstMember + m);
  const starts = indices.map((m) => initialise(spec, new Random(3, STREAMS.weights, m)));
  engine.setParameters(Float32Array.from(starts.flatMap((phi) => [...phi])));
  engine.reserve(rows);
  engine.store(0, data);
  const orders = indices.map((m) => new Random(3, STREAMS.minibatch, m));
  const plan: TrainingStep[] = Array.from({ length: steps }, (_, n) => ({
    rows: Uint32Array.from({ length: members * batchSize }, (_, i) => orders[Math.floor(i / batchSize)].integer(rows)),
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

/**
 * Whether each member of an ensemble does bit by bit what it does alone: losses, weights, densities and draws.
 * The minibatch must have no more tiles than a member of the ensemble has slices.
 */
export async function compareMembers(spec: FlowSpec, members: number): Promise<Record<string, boolean>> {
  const device = backendDevice();
  const together = new WebGpuEngine(spec, device, { members });
  const losses = await trainingRun(together, 10, 31, 1e-3);
  const phi = await together.parameters();
  const test = someRows(spec, 20, 5);
  const same = { losses: true, weights: true, densities: true, draws: true };
  const equal = (a: Float32Array, b: Float32Array) => a.length === b.length && a.every((value, i) => value === b[i]);
  for (let m = 0; m < members; m++) {
    const alone = new WebGpuEngine(spec, device);
    const ownLosses = await trainingRun(alone, 10, 31, 1e-3, m);
    same.losses &&= equal(
      ownLosses,
      losses.filter((_, i) => i % members === m),
    );
    const parameters = phi.length / members;
    same.weights &&= equal(await alone.parameters(), phi.slice(m * parameters, (m + 1) * parameters));
    same.densities &&= equal(await alone.logDensity(test), await together.logDensity(test, m));
    const draws = (engine: FlowEngine, member: number) => engine.sample(test.context, 20, 1, test.z, member);
    same.draws &&= equal(await draws(alone, 0), await draws(together, m));
    alone.dispose();
  }
  together.dispose();
  return same;
}

/**
 * Two members, of which the first takes a step over rows that are not finite: both losses, whose weights stayed, and the
 * losses of a good step after it.
 */
export async function stepOverBadRows(spec: FlowSpec): Promise<{
  readonly losses: readonly number[];
  readonly unchanged: readonly boolean[];
  readonly next: readonly number[];
}> {
  const engine = new WebGpuEngine(spec, backendDevice(), { members: 2 });
  const data = someRows(spec, 20, 1);
  data.context[3] = Number.POSITIVE_INFINITY;
  const phi = initialise(spec, new Random(3, STREAMS.weights));
  engine.setParameters(Float32Array.of(...phi, ...phi));
  engine.reserve(20);
  engine.store(0, data);
  const adam = { clipNorm: 5, weightDecay: 0 };
  const good = Array.from({ length: 10 }, (_, n) => 10 + n);
  const bad = good.map((row) => row - 10);
  const losses = await engine.train([{ rows: Uint32Array.of(...bad, ...good), learningRate: 1e-3 }], adam);
  const after = await engine.parameters();
  const next = await engine.train([{ rows: Uint32Array.of(...good, ...good), learningRate: 1e-3 }], adam);
  engine.dispose();
  const stayed = (member: number) => phi.every((weight, i) => after[member * phi.length + i] === Math.fround(weight));
  return { losses: [...losses], unchanged: [0, 1].map(stayed), next: [...next] };
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
