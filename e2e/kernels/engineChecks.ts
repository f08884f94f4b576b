/**
 * The fused WebGPU engine against the float64 reference flow, measured inside a browser: log density, draws, loss, and the
 * gradient by central differences. Plain numbers come back; the spec that asks for them states the bounds. The webgpu
 * backend must be set.
 */
import type { Batch, FlowEngine } from '../../src/inference/flow/engines/engine.ts';
import {
  embeddingGradient,
  fill,
  plainAdam,
  rowOf,
  someBatch,
  stepOver,
} from '../../src/inference/flow/testing/trials.ts';
import { backendDevice } from '../../src/inference/flow/engines/webgpu/gpuBackend.ts';
import { WebGpuEngine } from '../../src/inference/flow/engines/webgpu/webgpuEngine.ts';
import { embeddingOf } from '../../src/inference/flow/embeddings/embeddings.ts';
import { EMBEDDING, layout } from '../../src/inference/flow/layout.ts';
import { masks } from '../../src/inference/flow/masks.ts';
import { ReferenceFlow } from '../../src/inference/flow/referenceFlow.ts';
import { randomNetwork } from '../../src/inference/flow/testing/randomNetwork.ts';
import { type NetworkSpec, takesMissing } from '../../src/inference/flow/spec.ts';
import { Random, STREAMS } from '../../src/inference/math/random.ts';

/** Mean of -ln q of some rows in float64. */
function lossOver(spec: NetworkSpec, phi: ArrayLike<number>, batch: Batch, rows: Uint32Array): number {
  const flow = new ReferenceFlow(spec, phi);
  let sum = 0;
  for (const row of rows) sum -= flow.logDensity(...rowOf(batch, row));
  return sum / rows.length;
}

/** The batch, with a third of the entries missing where the network takes such, and all of the last row's. */
function withGaps(spec: NetworkSpec, batch: Batch): Batch {
  if (!takesMissing(spec)) return batch;
  const random = new Random(6, STREAMS.simulation);
  const values = spec.context / 2;
  const context = batch.context.slice();
  for (let row = 0; row < batch.size; row++) {
    for (let i = row * spec.context; i < row * spec.context + values; i++) {
      const there = row + 1 < batch.size && random.uniform() > 1 / 3;
      context[i + values] = there ? 1 : 0;
      if (!there) context[i] = 0;
    }
  }
  return { ...batch, context };
}

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

/** Largest error of a feature, of more contexts than a dispatch takes, under the second of two members. */
export async function compareFeatures(spec: NetworkSpec, size: number): Promise<number> {
  const engine = new WebGpuEngine(spec, backendDevice(), { members: 2 });
  const phi = randomNetwork(spec, 21);
  engine.setParameters(Float32Array.from([...randomNetwork(spec, 22), ...phi]));
  const batch = withGaps(spec, someBatch(spec, size, 3));
  const got = await engine.features(batch.context, 1);
  engine.dispose();
  const embedding = embeddingOf(spec);
  if (got.length !== size * embedding.features) return Number.POSITIVE_INFINITY;
  let error = 0;
  for (let row = 0; row < size; row++) {
    const { features } = embedding.forward(phi, rowOf(batch, row)[1]);
    for (let k = 0; k < embedding.features; k++) {
      error = Math.max(error, Math.abs(got[row * embedding.features + k] - features[k]));
    }
  }
  return error;
}

/** Log density, draws, loss and gradient of a rough network against float64. */
export async function compareEngine(spec: NetworkSpec, size: number): Promise<Errors> {
  const engine = new WebGpuEngine(spec, backendDevice());
  const phi = randomNetwork(spec, 21);
  engine.setParameters(phi);
  const batch = withGaps(spec, someBatch(spec, size, 2));
  const flow = new ReferenceFlow(spec, phi);
  const densities = await engine.logDensity(batch);
  let density = 0;
  for (let row = 0; row < size; row++) {
    const want = flow.logDensity(...rowOf(batch, row));
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
    const [, c] = rowOf(batch, Math.floor(n / each));
    const [u] = rowOf(batch, n);
    const want = flow.fromBase(u, c);
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
  fill(engine, batch);
  // Every row but the first few, backwards: rows are looked up and not counted.
  const rows = stepOver(batch.size)
    .rows.subarray(Math.min(3, batch.size - 1))
    .toReversed();
  const [loss] = await engine.train([{ rows, learningRate: 1e-3 }], plainAdam);
  const after = await engine.checkpoint();
  // After one step Adam's first moment is 0.1 times the gradient.
  const gradient = after.firstMoment.map((moment) => moment / 0.1);
  const size = gradient.reduce((largest, entry) => Math.max(largest, Math.abs(entry)), 0);
  const random = new Random(5, STREAMS.base);
  let error = 0;
  for (const { offset, shape } of layout(spec)) {
    const length = shape.reduce<number>((product, n) => product * n, 1);
    for (let n = 0; n < 2; n++) {
      const i = offset + random.integer(length);
      if (phi[i] === 0) continue;
      const h = 1e-5;
      const at = (value: number) => lossOver(spec, Float64Array.from(phi).with(i, value), batch, rows);
      const difference = (at(phi[i] + h) - at(phi[i] - h)) / (2 * h);
      error = Math.max(error, Math.abs(gradient[i] - difference) / size);
    }
  }
  // Of the embedding, entry by entry.
  const from = batch.size - rows.length;
  const used = {
    size: rows.length,
    z: batch.z.subarray(from * spec.dim),
    context: batch.context.subarray(from * spec.context),
  };
  for (const [i, want] of embeddingGradient(spec, phi, used).entries()) {
    error = Math.max(error, Math.abs(gradient[i] - want) / size);
  }
  return {
    loss: Math.abs(loss - lossOver(spec, phi, batch, rows)),
    gradient: error,
    masked: largestMasked(spec, after.phi),
  };
}

function largestMasked(spec: NetworkSpec, phi: Float32Array): number {
  const { input, hidden, output } = masks(spec);
  const maskOf: Readonly<Record<string, Float32Array>> = { M1: input, M2: hidden, M3: hidden, M4: output };
  let largest = 0;
  for (const { name, offset } of layout(spec)) {
    const [owner, matrix] = name.split('.');
    if (owner === EMBEDDING || maskOf[matrix] === undefined) continue;
    for (const [i, kept] of maskOf[matrix].entries()) {
      if (kept === 0) largest = Math.max(largest, Math.abs(phi[offset + i]));
    }
  }
  return largest;
}
