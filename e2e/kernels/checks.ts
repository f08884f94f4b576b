/**
 * Measurements of the fused WebGPU engine against its oracles, made inside a browser: the float64 reference flow (log
 * density, draws, gradient by central differences) and the TensorFlow.js engine on wasm (a training run). Each function
 * returns plain numbers; the spec that calls it states the bounds.
 */
import {
  grads,
  matMul,
  mean,
  memory,
  neg,
  type Scalar,
  tanh,
  type Tensor,
  type Tensor1D,
  tensor1d,
  type Tensor2D,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import { FlowOps } from '../../src/inference/flow/engines/tfjs/flowOps.ts';
import { disposeFlowOps, flowLogDensity } from '../../src/inference/flow/engines/webgpu/flowOp.ts';
import type { AdamSettings, Batch, FlowEngine, TrainingStep } from '../../src/inference/flow/engines/engine.ts';
import type { GpuDevice } from '../../src/inference/flow/engines/webgpu/gpu.ts';
import { WebGpuEngine } from '../../src/inference/flow/engines/webgpu/webgpuEngine.ts';
import { initialise } from '../../src/inference/flow/initialise.ts';
import { layout } from '../../src/inference/flow/layout.ts';
import { masks } from '../../src/inference/flow/masks.ts';
import { ReferenceFlow } from '../../src/inference/flow/referenceFlow.ts';
import { roughNetwork } from '../../src/inference/flow/roughNetwork.ts';
import type { FlowSpec } from '../../src/inference/flow/spec.ts';
import { Random, STREAMS } from '../../src/inference/math/random.ts';

export const plain: AdamSettings = { clipNorm: 1e9, weightDecay: 0 };

/** Normal rows; one value lies beyond the bound, where the spline is the identity. */
export function someRows(spec: FlowSpec, size: number, seed: number): Batch {
  const random = new Random(seed, STREAMS.simulation);
  const normals = (n: number) => Float32Array.from({ length: n }, () => random.normal());
  const z = normals(size * spec.dim);
  z[0] = 5.5;
  return { size, z, context: normals(size * spec.context) };
}

function rowOf(values: Float32Array, row: number, width: number): Float32Array {
  return values.subarray(row * width, (row + 1) * width);
}

function meanLoss(spec: FlowSpec, phi: ArrayLike<number>, batch: Batch, rows: Uint32Array): number {
  const flow = new ReferenceFlow(spec, phi);
  let sum = 0;
  for (const row of rows) {
    sum -= flow.logDensity(rowOf(batch.z, row, spec.dim), rowOf(batch.context, row, spec.context));
  }
  return sum / rows.length;
}

const firstRows = (n: number): Uint32Array => Uint32Array.from({ length: n }, (_, row) => row);

export interface Errors {
  /** Largest error of ln q over the rows. */
  readonly density: number;
  /** Largest error of a draw's coordinate. */
  readonly draws: number;
  readonly loss: number;
  /** Largest error of a gradient entry, relative to the largest entry. */
  readonly gradient: number;
  /** Largest absolute masked weight after the step. */
  readonly masked: number;
}

/** Log density, draws, loss and gradient of a rough network against float64. */
export async function compare(device: GpuDevice, spec: FlowSpec, size: number): Promise<Errors> {
  const engine = new WebGpuEngine(spec, device);
  const phi = roughNetwork(spec, 21);
  engine.setParameters(phi);
  const batch = someRows(spec, size, 2);
  const flow = new ReferenceFlow(spec, phi);
  const densities = await engine.logDensity(batch);
  let density = 0;
  for (let row = 0; row < size; row++) {
    const want = flow.logDensity(rowOf(batch.z, row, spec.dim), rowOf(batch.context, row, spec.context));
    density = Math.max(density, Math.abs(densities[row] - want));
  }
  const each = 3;
  const contexts = Math.floor(size / each);
  const drawn = await engine.sample(
    batch.context.slice(0, contexts * spec.context),
    contexts,
    each,
    batch.z.slice(0, contexts * each * spec.dim),
  );
  let draws = 0;
  for (let n = 0; n < contexts * each; n++) {
    const c = rowOf(batch.context, Math.floor(n / each), spec.context);
    const want = flow.fromBase(rowOf(batch.z, n, spec.dim), c);
    for (let i = 0; i < spec.dim; i++) draws = Math.max(draws, Math.abs(drawn[n * spec.dim + i] - want[i]));
  }
  const step = await gradientError(engine, phi, batch);
  engine.dispose();
  return { density, draws, ...step };
}

async function gradientError(
  engine: FlowEngine,
  phi: Float32Array,
  batch: Batch,
): Promise<Omit<Errors, 'density' | 'draws'>> {
  const { spec } = engine;
  engine.reserve(batch.size);
  engine.store(0, batch);
  // Every row but the first few, backwards: rows are looked up and not counted.
  const rows = firstRows(batch.size)
    .subarray(Math.min(3, batch.size - 1))
    .toReversed();
  const [loss] = await engine.train([{ rows, learningRate: 1e-3 }], plain);
  const after = await engine.checkpoint();
  // After one step Adam's first moment is 0.1 times the gradient.
  const gradient = after.firstMoment.map((moment) => moment / 0.1);
  const size = Math.max(...gradient.map(Math.abs));
  const random = new Random(5, STREAMS.base);
  let error = 0;
  for (const { offset, shape } of layout(spec)) {
    const length = shape.reduce<number>((product, n) => product * n, 1);
    for (let n = 0; n < 2; n++) {
      const i = offset + random.integer(length);
      if (phi[i] === 0) continue;
      const h = 1e-5;
      const at = (value: number) => meanLoss(spec, Float64Array.from(phi).with(i, value), batch, rows);
      const difference = (at(phi[i] + h) - at(phi[i] - h)) / (2 * h);
      error = Math.max(error, Math.abs(gradient[i] - difference) / size);
    }
  }
  return {
    loss: Math.abs(loss - meanLoss(spec, phi, batch, rows)),
    gradient: error,
    masked: largestMasked(spec, after.phi),
  };
}

function largestMasked(spec: FlowSpec, phi: Float32Array): number {
  const { input, hidden, output } = masks(spec);
  const maskOf: Readonly<Record<string, Float32Array>> = { M1: input, M2: hidden, M3: hidden, M4: output };
  let largest = 0;
  for (const { name, offset } of layout(spec)) {
    const [owner, matrix] = name.split('.');
    if (owner === 'embedding' || maskOf[matrix] === undefined) continue;
    for (const [i, kept] of maskOf[matrix].entries()) {
      if (kept === 0) largest = Math.max(largest, Math.abs(phi[offset + i]));
    }
  }
  return largest;
}

/** Losses of a run from fresh weights on 2000 rows whose z depends on the context. */
export async function trainingLosses(engine: FlowEngine, steps: number, batchSize: number): Promise<Float32Array> {
  const { spec } = engine;
  const rows = 2000;
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
    learningRate: 1e-3 * Math.min(1, (n + 1) / 10),
  }));
  return engine.train(plan, { clipNorm: 5, weightDecay: 1e-4 });
}

/** A small dense network of TensorFlow.js in front of the flow: its own and the flow's gradients, by `density`. */
function embeddedGradients(
  spec: FlowSpec,
  batch: Batch,
  density: (phi: Tensor1D, z: Tensor2D, context: Tensor2D) => Tensor1D,
): Promise<readonly Float32Array[]> {
  const observed = 6;
  const random = new Random(7, STREAMS.weights);
  const normals = (n: number) => Float32Array.from({ length: n }, () => 0.5 * random.normal());
  const parts = tidy(() => {
    const z = tensor2d(batch.z, [batch.size, spec.dim]);
    const x = tensor2d(normals(batch.size * observed), [batch.size, observed]);
    const matrix = tensor2d(normals(observed * spec.context), [observed, spec.context]);
    const phi = tensor1d(roughNetwork(spec, 21));
    const loss = (m: Tensor, p: Tensor): Scalar => {
      const summaries = tanh(matMul(x, m as Tensor2D));
      return neg(mean(density(p as Tensor1D, z, summaries as Tensor2D)));
    };
    return grads(loss)([matrix, phi]);
  });
  return Promise.all(
    parts.map(async (part) => {
      const values = Float32Array.from(await part.data());
      part.dispose();
      return values;
    }),
  );
}

/**
 * Largest differences, relative to the largest entry, between the gradients through the fused op and through plain ops:
 * of the network in front, and of the flow's parameters. The webgpu backend must be set.
 */
export async function compareOp(
  spec: FlowSpec,
): Promise<{ readonly front: number; readonly phi: number; readonly leaked: number }> {
  const batch = someRows(spec, 13, 4);
  const plainOps = new FlowOps(spec);
  const expected = await embeddedGradients(spec, batch, (phi, z, c) => plainOps.logDensity(phi, z, c));
  const before = memory().numTensors;
  const got = await embeddedGradients(spec, batch, (phi, z, c) => flowLogDensity(spec, phi, z, c));
  const leaked = memory().numTensors - before;
  plainOps.dispose();
  disposeFlowOps();
  const [front, phi] = expected.map((want, k) => {
    const size = Math.max(...want.map(Math.abs));
    return Math.max(...want.map((value, i) => Math.abs(value - got[k][i]))) / size;
  });
  return { front, phi, leaked };
}
