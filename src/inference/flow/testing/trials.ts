/** Batches and steps that engines are tested with, and what the float64 reference makes of them. */
import { Random, STREAMS } from '../../math/random.ts';
import { embeddingOf } from '../embeddings/embeddings.ts';
import { ReferenceFlow } from '../referenceFlow.ts';
import type { NetworkSpec } from '../spec.ts';
import type { AdamSettings, Batch, FlowEngine, TrainingStep } from '../engines/engine.ts';

/** Adam that neither clips nor decays. */
export const plainAdam: AdamSettings = { clipNorm: 1e9, weightDecay: 0 };

export function someBatch(spec: NetworkSpec, size: number, seed: number): Batch {
  const random = new Random(seed, STREAMS.simulation);
  const normals = (n: number) => Float32Array.from({ length: n }, () => random.normal());
  const z = normals(size * spec.dim);
  // One value beyond the bound, where the spline is the identity.
  z[0] = 5.5;
  return { size, z, context: normals(size * spec.context) };
}

/** z [D] and context [C] of one row. */
export function rowOf(batch: Batch, row: number): [Float32Array, Float32Array] {
  const [dim, width] = [batch.z.length / batch.size, batch.context.length / batch.size];
  return [batch.z.subarray(row * dim, (row + 1) * dim), batch.context.subarray(row * width, (row + 1) * width)];
}

/** Mean of -ln q in float64. */
export function meanLoss(spec: NetworkSpec, phi: ArrayLike<number>, batch: Batch): number {
  const flow = new ReferenceFlow(spec, phi);
  let sum = 0;
  for (let row = 0; row < batch.size; row++) sum -= flow.logDensity(...rowOf(batch, row));
  return sum / batch.size;
}

/**
 * Gradient of the mean loss with respect to the weights of the embedding, in float64: that of its features by central
 * differences of the estimator alone, from there by the embedding's own `backward`.
 */
export function embeddingGradient(spec: NetworkSpec, phi: Float32Array, batch: Batch): Float64Array {
  const embedding = embeddingOf(spec);
  const size = embedding.weights.reduce(
    (sum, { shape }) => sum + shape.reduce<number>((n, length) => n * length, 1),
    0,
  );
  const estimator = { ...spec, context: embedding.features, embedding: { kind: 'none' } } as const;
  const flow = new ReferenceFlow(estimator, Float64Array.from(phi.subarray(size)));
  const total = new Float64Array(size);
  const h = 1e-6;
  for (let row = 0; row < batch.size; row++) {
    const [z, c] = rowOf(batch, row);
    const pass = embedding.forward(phi, c);
    const features = Float64Array.from(pass.features);
    const gradient = features.map((value, k) => {
      const at = (by: number) => flow.logDensity(z, features.with(k, value + by));
      return -(at(h) - at(-h)) / (2 * h * batch.size);
    });
    for (const [i, entry] of pass.backward(gradient).phi.entries()) total[i] += entry;
  }
  return total;
}

/** Makes the batch the engine's training data. */
export function fill(engine: FlowEngine, batch: Batch): void {
  engine.reserve(batch.size);
  engine.store(0, batch);
}

/** Steps of `members` minibatches each, of several sizes, over random rows of so many. */
export function someSteps(members: number, rows: number): TrainingStep[] {
  const random = new Random(2, STREAMS.minibatch);
  return [50, 33, 1, 100, 50].map((size) => ({
    rows: Uint32Array.from({ length: members * size }, () => random.integer(rows)),
    learningRate: 1e-3,
  }));
}

/** A step over the first rows. */
export const stepOver = (rows: number, learningRate = 1e-3): TrainingStep => ({
  rows: Uint32Array.from({ length: rows }, (_, row) => row),
  learningRate,
});

/** What an engine of two members says to calls that it cannot answer, and whether they left it as it was. */
export async function refusals(engine: FlowEngine): Promise<{ readonly said: string[]; readonly unchanged: boolean }> {
  const batch = someBatch(engine.spec, 10, 1);
  fill(engine, batch);
  const before = await engine.checkpoint();
  const said: string[] = [];
  for (const call of [
    async () => engine.store(1, batch),
    () => engine.train([stepOver(2), { ...stepOver(2), rows: Uint32Array.of(0, 10) }], plainAdam),
    () => engine.train([stepOver(2), stepOver(3)], plainAdam),
    () => engine.logDensity(batch, 2),
    () => engine.sample(batch.context, 1, 1, new Float32Array(engine.spec.dim), -1),
  ]) {
    await call().then(
      () => said.push('no refusal'),
      (cause: unknown) => said.push(String(cause)),
    );
  }
  const { phi, adamSteps } = await engine.checkpoint();
  return { said, unchanged: adamSteps === before.adamSteps && phi.every((weight, i) => weight === before.phi[i]) };
}

/** What every engine says to them. */
export const REFUSALS: readonly string[] = [
  'RangeError: Rows up to 11 were given, 10 are reserved: reserve more first.',
  'RangeError: Row 10 of the training data was asked for, 10 are reserved.',
  'RangeError: 3 rows are no equal minibatches of 2 members.',
  'RangeError: Member 2 was asked for, this ensemble has 0 to 1.',
  'RangeError: Member -1 was asked for, this ensemble has 0 to 1.',
];
