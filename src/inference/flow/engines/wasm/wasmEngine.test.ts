/** The oracle of every number is the float64 reference flow (or, for long runs, the TensorFlow.js engine). */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../../math/random.ts';
import { layout } from '../../layout.ts';
import { masks } from '../../masks.ts';
import { ReferenceFlow } from '../../referenceFlow.ts';
import { roughNetwork } from '../../roughNetwork.ts';
import { type FlowSpec, flowSpec } from '../../spec.ts';
import type { AdamSettings, Batch, FlowEngine, TrainingStep } from '../engine.ts';
import { compileWasm, type WasmModule, wasmBuild } from './wasmModule.ts';
import { WasmEngine } from './wasmEngine.ts';

const plain: AdamSettings = { clipNorm: 1e9, weightDecay: 0 };

function someBatch(spec: FlowSpec, size: number, seed: number): Batch {
  const random = new Random(seed, STREAMS.simulation);
  const normals = (n: number) => Float32Array.from({ length: n }, () => random.normal());
  const z = normals(size * spec.dim);
  // One value beyond the bound, where the spline is the identity.
  z[0] = 5.5;
  return { size, z, context: normals(size * spec.context) };
}

function rowsOf(batch: Batch, row: number): [Float32Array, Float32Array] {
  const [dim, width] = [batch.z.length / batch.size, batch.context.length / batch.size];
  return [batch.z.subarray(row * dim, (row + 1) * dim), batch.context.subarray(row * width, (row + 1) * width)];
}

function meanLoss(spec: FlowSpec, phi: ArrayLike<number>, batch: Batch): number {
  const flow = new ReferenceFlow(spec, phi);
  let sum = 0;
  for (let row = 0; row < batch.size; row++) sum -= flow.logDensity(...rowsOf(batch, row));
  return sum / batch.size;
}

function fill(engine: FlowEngine, batch: Batch): void {
  engine.reserve(batch.size);
  engine.store(0, batch);
}

const stepOver = (rows: number, learningRate = 1e-3): TrainingStep => ({
  rows: Uint32Array.from({ length: rows }, (_, row) => row),
  learningRate,
});

const base = { bound: 5, embedding: 0 };
/**
 * Shapes, batch sizes, and seeds of the batches: every remainder of panels and blocks, with and without an embedding. With
 * these seeds no sample lies within float32 rounding of a kink (a ReLU's or a knot's), where float32 and float64 take
 * different branches and one sample's gradient jumps.
 */
const shapes: readonly (readonly [FlowSpec, number, number])[] = [
  [{ ...base, dim: 1, context: 1, transforms: 1, hidden: 16, bins: 4 }, 1, 4],
  [{ ...base, dim: 1, context: 7, transforms: 3, hidden: 33, bins: 10 }, 13, 4],
  [{ ...base, dim: 2, context: 10, transforms: 3, hidden: 64, bins: 8 }, 200, 4],
  [{ ...base, dim: 2, context: 9, transforms: 5, hidden: 64, bins: 10 }, 77, 4],
  [{ ...base, dim: 3, context: 5, transforms: 8, hidden: 16, bins: 16 }, 50, 5],
  [{ ...base, dim: 3, context: 80, embedding: 32, transforms: 2, hidden: 50, bins: 5 }, 31, 4],
  [{ ...base, dim: 4, context: 33, embedding: 7, transforms: 3, hidden: 20, bins: 9 }, 9, 4],
  [{ ...base, dim: 5, context: 10, transforms: 5, hidden: 64, bins: 10 }, 120, 4],
  [{ ...base, dim: 7, context: 100, transforms: 2, hidden: 128, bins: 6 }, 24, 4],
  [{ ...base, dim: 10, context: 12, transforms: 4, hidden: 40, bins: 7 }, 17, 4],
  [{ ...base, dim: 2, context: 3, transforms: 1, hidden: 24, bins: 8 }, 1000, 4],
];

const builds = wasmBuild() === 'relaxed' ? (['simd', 'relaxed'] as const) : (['simd'] as const);

describe.each(builds)('the fused engine (%s build)', (build) => {
  let module: WasmModule;
  beforeAll(async () => {
    module = await compileWasm(build, readFileSync(`assembly/build/${build}.wasm`));
  });

  describe.each(shapes)('for %o and a batch of %i', (spec, size, seed) => {
    const phi = roughNetwork(spec, 21);
    const batch = someBatch(spec, size, seed);

    it('gives the log densities of the float64 reference', async () => {
      const engine = new WasmEngine(spec, module);
      engine.setParameters(phi);
      const got = await engine.logDensity(batch);
      const flow = new ReferenceFlow(spec, phi);
      for (let row = 0; row < size; row++) {
        const want = flow.logDensity(...rowsOf(batch, row));
        expect(Math.abs(got[row] - want)).toBeLessThan(1e-4 * Math.max(10, Math.abs(want)));
      }
    });

    it('samples what the float64 reference samples from the same base noise', async () => {
      const engine = new WasmEngine(spec, module);
      engine.setParameters(phi);
      const contexts = Math.min(size, 11);
      const each = Math.min(9, Math.floor(size / contexts));
      const noise = batch.z.slice(0, contexts * each * spec.dim);
      const got = await engine.sample(batch.context.slice(0, contexts * spec.context), contexts, each, noise);
      const flow = new ReferenceFlow(spec, phi);
      for (let row = 0; row < contexts * each; row++) {
        const [, c] = rowsOf(batch, Math.floor(row / each));
        const want = flow.fromBase(noise.subarray(row * spec.dim, (row + 1) * spec.dim), c);
        for (let i = 0; i < spec.dim; i++) expect(Math.abs(got[row * spec.dim + i] - want[i])).toBeLessThan(1e-3);
      }
    });

    it('has the loss and, matrix by matrix, the gradient of the float64 reference (central differences)', async () => {
      const engine = new WasmEngine(spec, module);
      engine.setParameters(phi);
      fill(engine, batch);
      const [loss] = await engine.train([stepOver(size)], plain);
      expect(Math.abs(loss - meanLoss(spec, phi, batch))).toBeLessThan(1e-4 * Math.max(1, Math.abs(loss)));
      // After one step Adam's first moment is 0.1 times the gradient.
      const gradient = Float64Array.from((await engine.checkpoint()).firstMoment, (moment) => moment / 0.1);
      const random = new Random(5, STREAMS.base);
      for (const { offset, shape } of layout(spec)) {
        const length = shape.reduce<number>((product, n) => product * n, 1);
        // One derivative along a random direction through the unmasked entries touches all of them.
        const direction = new Float64Array(phi.length);
        for (let i = offset; i < offset + length; i++) if (phi[i] !== 0) direction[i] = random.normal();
        const h = 1e-6;
        const at = (by: number) => meanLoss(spec, direction.map((along, i) => phi[i] + by * along), batch);
        const want = (at(h) - at(-h)) / (2 * h);
        const got = direction.reduce((sum, along, i) => sum + along * gradient[i], 0);
        const scale = Math.hypot(...gradient.subarray(offset, offset + length));
        expect(Math.abs(got - want)).toBeLessThan(1e-4 * (Math.abs(want) + scale) + 1e-6);
      }
    });
  });

  const spec = { ...flowSpec('small', 2, 3), hidden: 16 };

  it('keeps masked weights at zero through training', async () => {
    const engine = new WasmEngine({ ...spec, dim: 3 }, module);
    const odd = engine.spec;
    engine.setParameters(roughNetwork(odd, 4));
    fill(engine, someBatch(odd, 50, 1));
    await engine.train(
      Array.from({ length: 5 }, () => stepOver(50)),
      { clipNorm: 5, weightDecay: 0.01 },
    );
    const phi = await engine.parameters();
    const { hidden } = masks(odd);
    const { offset } = layout(odd).find(({ name }) => name === '1.M2') ?? { offset: Number.NaN };
    const masked = phi.subarray(offset, offset + hidden.length).filter((_, i) => hidden[i] === 0);
    expect(masked.length).toBeGreaterThan(0);
    expect(Math.max(...masked.map(Math.abs))).toBe(0);
  });
});
