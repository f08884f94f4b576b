/**
 * Training runs of the fused WebGPU engine, measured inside a browser: against the other engines, against itself,
 * through a checkpoint, and with bad data. The webgpu backend must be set.
 */
import { startBackend } from '../../src/inference/flow/engines/tfjs/backends.ts';
import { TfjsEngine } from '../../src/inference/flow/engines/tfjs/tfjsEngine.ts';
import type { FlowEngine, TrainingStep } from '../../src/inference/flow/engines/engine.ts';
import { refusals, someBatch } from '../../src/inference/flow/testing/trials.ts';
import { WasmEngine } from '../../src/inference/flow/engines/wasm/wasmEngine.ts';
import { compileWasm } from '../../src/inference/flow/engines/wasm/wasmModule.ts';
import { backendDevice } from '../../src/inference/flow/engines/webgpu/gpuBackend.ts';
import { WebGpuEngine } from '../../src/inference/flow/engines/webgpu/webgpuEngine.ts';
import { initialise } from '../../src/inference/flow/initialise.ts';
import type { NetworkSpec } from '../../src/inference/flow/spec.ts';
import { Random, STREAMS } from '../../src/inference/math/random.ts';

/**
 * Losses of a run from fresh weights on 500 rows whose z depends on the context.
 * @param firstMember index of the engine's first member in an ensemble: sets its start and its minibatches
 */
export function trainingRun(
  engine: FlowEngine,
  steps: number,
  batchSize: number,
  learningRate: number,
  firstMember = 0,
): Promise<Float32Array> {
  const { spec, members } = engine;
  const rows = 500;
  const data = someBatch(spec, rows, 8);
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
  spec: NetworkSpec,
  steps: number,
): Promise<{ readonly same: boolean; readonly first: number; readonly last: number }> {
  const engine = new WebGpuEngine(spec, backendDevice());
  const once = await trainingRun(engine, steps, 60, 1e-3);
  const again = await trainingRun(engine, steps, 60, 1e-3);
  engine.dispose();
  return { same: again.every((loss, n) => loss === once[n]), first: once[0], last: once[steps - 1] };
}

/**
 * Largest difference of a loss between any two of the three engines over a run: fused on WebGPU, fused in WebAssembly, and
 * TensorFlow.js on its cpu backend.
 * @param kernels where the build of the WebAssembly kernels lies
 */
export async function compareRuns(
  spec: NetworkSpec,
  steps: number,
  learningRate: number,
  kernels: string,
): Promise<number> {
  const run = async (engine: FlowEngine) => {
    const losses = await trainingRun(engine, steps, 31, learningRate);
    engine.dispose();
    return losses;
  };
  const module = await compileWasm('simd', await (await fetch(kernels)).arrayBuffer());
  const runs = [await run(new WebGpuEngine(spec, backendDevice())), await run(new WasmEngine(spec, module))];
  await startBackend('cpu');
  runs.push(await run(new TfjsEngine(spec, 'cpu')));
  await startBackend('webgpu');
  const spread = (n: number): number =>
    Math.max(...runs.map((losses) => losses[n])) - Math.min(...runs.map((losses) => losses[n]));
  return Math.max(...Array.from({ length: steps }, (_, n) => spread(n)));
}

/**
 * Whether each member of an ensemble does bit by bit what it does alone: losses, weights, densities and draws.
 * The minibatch must have no more tiles than a member of the ensemble has slices.
 */
export async function compareMembers(spec: NetworkSpec, members: number): Promise<Record<string, boolean>> {
  const device = backendDevice();
  const together = new WebGpuEngine(spec, device, { members });
  const losses = await trainingRun(together, 10, 31, 1e-3);
  const phi = await together.parameters();
  const test = someBatch(spec, 20, 5);
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
 * Members of which the first takes a step over rows that are not finite: all losses, whose weights stayed, and the losses of
 * a good step after it.
 */
export async function stepOverBadRows(
  spec: NetworkSpec,
  members: number,
): Promise<{
  readonly losses: readonly number[];
  readonly unchanged: readonly boolean[];
  readonly next: readonly number[];
}> {
  const engine = new WebGpuEngine(spec, backendDevice(), { members });
  const data = someBatch(spec, 20, 1);
  data.context[3] = Number.POSITIVE_INFINITY;
  const phi = initialise(spec, new Random(3, STREAMS.weights));
  const indices = Array.from({ length: members }, (_, m) => m);
  engine.setParameters(Float32Array.from(indices.flatMap(() => [...phi])));
  engine.reserve(20);
  engine.store(0, data);
  const adam = { clipNorm: 5, weightDecay: 0 };
  const good = Array.from({ length: 10 }, (_, n) => 10 + n);
  const bad = good.map((row) => row - 10);
  const step = (first: readonly number[]) => ({
    rows: Uint32Array.from(indices.flatMap((m) => (m === 0 ? first : good))),
    learningRate: 1e-3,
  });
  const losses = await engine.train([step(bad)], adam);
  const after = await engine.parameters();
  const next = await engine.train([step(good)], adam);
  engine.dispose();
  const stayed = (member: number) => phi.every((weight, i) => after[member * phi.length + i] === Math.fround(weight));
  return { losses: [...losses], unchanged: indices.map(stayed), next: [...next] };
}

/** What an ensemble of two says to calls that it cannot answer, and whether they left it as it was. */
export async function refusedCalls(spec: NetworkSpec): ReturnType<typeof refusals> {
  const engine = new WebGpuEngine(spec, backendDevice(), { members: 2 });
  const found = await refusals(engine);
  engine.dispose();
  return found;
}

/** Whether a step after `restore` is the step after `checkpoint`, bit by bit. */
export async function restoreCheckpoint(spec: NetworkSpec): Promise<boolean> {
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
