/** The oracle of every number is the float64 reference flow (or, for long runs, the TensorFlow.js engine). */
import { readFileSync } from 'node:fs';
import v8 from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../../math/random.ts';
import { embeddingOf } from '../../embeddings/embeddings.ts';
import { initialise } from '../../initialise.ts';
import { layout } from '../../layout.ts';
import { ReferenceFlow } from '../../referenceFlow.ts';
import { randomNetwork } from '../../testing/randomNetwork.ts';
import { convSpec, convolutions, smallSpec, specOf, stage } from '../../testing/specs.ts';
import type { NetworkSpec } from '../../spec.ts';
import { startBackend } from '../tfjs/backends.ts';
import { TfjsEngine } from '../tfjs/tfjsEngine.ts';
import { embeddingGradient, fill, meanLoss, plainAdam, rowOf, someBatch, stepOver } from '../../testing/trials.ts';
import { compileWasm, type WasmModule, wasmBuild } from './wasmModule.ts';
import { WasmEngine } from './wasmEngine.ts';

/**
 * Shapes, batch sizes, and seeds of the batches: every remainder of panels and blocks, with and without an embedding. With
 * these seeds no sample lies within float32 rounding of a kink (a ReLU's or a knot's), where float32 and float64 take
 * different branches and one sample's gradient jumps.
 */
const shapes: readonly (readonly [NetworkSpec, number, number])[] = [
  [specOf({ dim: 1, context: 1, transforms: 1, hidden: 16, bins: 4 }), 1, 4],
  [specOf({ dim: 1, context: 7, transforms: 3, hidden: 33, bins: 10 }), 13, 4],
  [specOf({ dim: 2, context: 10, transforms: 3, hidden: 64, bins: 8 }), 200, 4],
  [specOf({ dim: 2, context: 9, transforms: 5, hidden: 64, bins: 10 }), 77, 4],
  [specOf({ dim: 3, context: 5, transforms: 8, hidden: 16, bins: 16 }), 50, 5],
  [specOf({ dim: 3, context: 80, embedding: 32, transforms: 2, hidden: 50, bins: 5 }), 31, 4],
  [specOf({ dim: 4, context: 33, embedding: 7, transforms: 3, hidden: 20, bins: 9 }), 9, 4],
  [specOf({ dim: 5, context: 10, transforms: 5, hidden: 64, bins: 10 }), 40, 4],
  [specOf({ dim: 7, context: 100, transforms: 2, hidden: 128, bins: 6 }), 24, 4],
  [specOf({ dim: 10, context: 12, transforms: 4, hidden: 40, bins: 7 }), 17, 4],
  [specOf({ dim: 2, context: 3, transforms: 1, hidden: 24, bins: 8 }), 1000, 4],
  [specOf({ dim: 10, context: 3, transforms: 2, hidden: 10, bins: 4 }), 23, 4],
  [specOf({ dim: 5, context: 24, embedding: 6, mask: true, transforms: 2, hidden: 11, bins: 4 }), 23, 4],
  [specOf({ dim: 70, context: 5, transforms: 2, hidden: 128, bins: 4 }), 9, 4],
  [convSpec(convolutions([1, 8, 8], [stage(4, 3, 2)], 8), 1), 1, 4],
  [convSpec(convolutions([1, 9, 11], [stage(8, 3, 2), stage(12, 3, 2)], 7), 2, 3), 13, 4],
  [convSpec(convolutions([3, 7, 6], [stage(4, 5, 1), stage(4, 3, 3)], 6), 2), 17, 4],
  [convSpec(convolutions([4, 10, 8], [stage(8, 1, 1), stage(8, 3, 2)], 9), 3), 9, 4],
  [convSpec(convolutions([2, 6, 7], [stage(4, 3, 2)], 5, { mask: true }), 2, 1), 11, 4],
  [convSpec(convolutions([2, 1, 30], [stage(8, 5, 2), stage(16, 3, 2)], 10, { dimensions: 1 }), 2, 2), 21, 4],
  [convSpec(convolutions([2, 8, 9], [stage(4, 3, 2), stage(8, 3, 1)], 6, { pool: 'mean' }), 2, 2), 18, 4],
  [convSpec({ kind: 'set', most: 4, size: 2, widths: [8, 12], features: 7, mask: false }, 2), 19, 4],
  [convSpec({ kind: 'set', most: 6, size: 3, widths: [8], features: 5, mask: true }, 2, 2), 25, 4],
  [convSpec(convolutions([1, 8, 7], [stage(4, 3, 2), stage(8, 3, 2)], 6, { items: 4 }), 2, 3), 19, 4],
  [convSpec(convolutions([2, 5, 6], [stage(4, 3, 1)], 5, { items: 3, mask: true }), 1, 1), 10, 4],
  [convSpec(convolutions([2, 5, 4], [stage(4, 3, 2)], 5, { items: 2, pool: 'mean' }), 2), 21, 4],
  [
    convSpec(convolutions([2, 1, 9], [stage(8, 3, 2)], 5, { items: 3, dimensions: 1, mask: true, pool: 'mean' }), 2),
    12,
    4,
  ],
];

interface Derivatives {
  readonly loss: number;
  /** Of each matrix: where it begins, a direction through its unmasked entries, and the derivative of the loss along that. */
  readonly matrices: readonly { readonly offset: number; readonly direction: Float64Array; readonly along: number }[];
}

/** Seconds for the larger shapes, and the same whatever build is compared with them. */
const known = new Map<NetworkSpec, Derivatives>();

/** The loss of the float64 reference, and its derivatives by central differences. */
function derivatives(spec: NetworkSpec, size: number, seed: number): Derivatives {
  const phi = randomNetwork(spec, 21);
  const batch = someBatch(spec, size, seed);
  const random = new Random(5, STREAMS.base);
  const found = known.get(spec) ?? {
    loss: meanLoss(spec, phi, batch),
    matrices: layout(spec).map(({ offset, shape }) => {
      const length = shape.reduce<number>((product, n) => product * n, 1);
      // One derivative along a random direction through the unmasked entries touches all of them.
      const direction = Float64Array.from({ length }, (_, i) => (phi[offset + i] === 0 ? 0 : random.normal()));
      const h = 1e-6;
      const at = (by: number) =>
        meanLoss(
          spec,
          Float64Array.from(phi, (weight, i) => {
            const along = i - offset >= 0 && i - offset < length ? direction[i - offset] : 0;
            return weight + by * along;
          }),
          batch,
        );
      return { offset, direction, along: (at(h) - at(-h)) / (2 * h) };
    }),
  };
  known.set(spec, found);
  return found;
}

const builds = wasmBuild() === 'relaxed' ? (['simd', 'relaxed'] as const) : (['simd'] as const);

describe.each(builds)('the fused engine (%s build)', (build) => {
  let module: WasmModule;
  beforeAll(async () => {
    module = await compileWasm(build, readFileSync(`assembly/build/${build}.wasm`));
  });

  describe.each(shapes)('for %o and a batch of %i', (spec, size, seed) => {
    const phi = randomNetwork(spec, 21);
    const batch = someBatch(spec, size, seed);

    it('gives the log densities of the float64 reference', async () => {
      const engine = new WasmEngine(spec, module);
      engine.setParameters(phi);
      const got = await engine.logDensity(batch);
      const flow = new ReferenceFlow(spec, phi);
      for (let row = 0; row < size; row++) {
        const want = flow.logDensity(...rowOf(batch, row));
        expect(Math.abs(got[row] - want)).toBeLessThan(1e-4 * Math.max(10, Math.abs(want)));
      }
    });

    it.runIf(spec.embedding.kind !== 'none')('tells the features of the float64 reference', async () => {
      // Those of another member, in more pieces than one.
      const engine = new WasmEngine(spec, module, { members: 2, pause: () => Promise.resolve() });
      const other = randomNetwork(spec, 22);
      engine.setParameters(Float32Array.from([...other, ...phi]));
      const { context } = someBatch(spec, 70, seed);
      const got = await engine.features(context, 1);
      const embedding = embeddingOf(spec);
      const { features } = embedding;
      expect(got).toHaveLength(70 * features);
      for (let row = 0; row < 70; row++) {
        const want = embedding.forward(phi, context.subarray(row * spec.context, (row + 1) * spec.context)).features;
        for (let k = 0; k < features; k++) {
          expect(Math.abs(got[row * features + k] - want[k])).toBeLessThan(1e-4 * Math.max(1, Math.abs(want[k])));
        }
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
        const [, c] = rowOf(batch, Math.floor(row / each));
        const want = flow.fromBase(noise.subarray(row * spec.dim, (row + 1) * spec.dim), c);
        for (let i = 0; i < spec.dim; i++) expect(Math.abs(got[row * spec.dim + i] - want[i])).toBeLessThan(1e-3);
      }
    });

    it('has the loss and, matrix by matrix, the gradient of the float64 reference (central differences)', async () => {
      const engine = new WasmEngine(spec, module);
      engine.setParameters(phi);
      fill(engine, batch);
      const [loss] = await engine.train([stepOver(size)], plainAdam);
      const reference = derivatives(spec, size, seed);
      expect(Math.abs(loss - reference.loss)).toBeLessThan(1e-4 * Math.max(1, Math.abs(loss)));
      // After one step Adam's first moment is 0.1 times the gradient.
      const gradient = Float64Array.from((await engine.checkpoint()).firstMoment, (moment) => moment / 0.1);
      for (const { offset, direction, along: want } of reference.matrices) {
        const got = direction.reduce((sum, along, i) => sum + along * gradient[offset + i], 0);
        const scale = Math.hypot(...gradient.subarray(offset, offset + direction.length));
        expect(Math.abs(got - want)).toBeLessThan(1e-4 * (Math.abs(want) + scale) + 1e-6);
      }
      // Of the embedding, entry by entry.
      const ofEmbedding = embeddingGradient(spec, phi, batch);
      const largest = ofEmbedding.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
      for (const [i, want] of ofEmbedding.entries()) {
        expect(Math.abs(gradient[i] - want)).toBeLessThan(1e-4 * largest + 1e-6);
      }
    });
  });

  const spec = smallSpec(2, 3, 16);

  it('keeps masked weights at zero through training', async () => {
    // Three degrees of 16 units: some blocks of weights are masked in part.
    const odd = { ...spec, dim: 3 };
    const engine = new WasmEngine(odd, module);
    engine.setParameters(randomNetwork(odd, 4));
    const batch = someBatch(odd, 50, 1);
    fill(engine, batch);
    await engine.train(
      Array.from({ length: 5 }, () => stepOver(50)),
      { clipNorm: 5, weightDecay: 0.01 },
    );
    // Masked entries are not given back; weights that had grown there would show in the densities.
    const flow = new ReferenceFlow(odd, await engine.parameters());
    const got = await engine.logDensity(batch);
    for (let row = 0; row < 50; row++) {
      expect(Math.abs(got[row] - flow.logDensity(...rowOf(batch, row)))).toBeLessThan(1e-3);
    }
  });

  it('takes the Adam step of the paper, with clipping and with decay', async () => {
    const engine = new WasmEngine(spec, module);
    const phi = randomNetwork(spec, 4);
    fill(engine, someBatch(spec, 50, 1));
    engine.setParameters(phi);
    await engine.train([stepOver(50)], plainAdam);
    const gradient = (await engine.checkpoint()).firstMoment.map((moment) => moment / 0.1);
    const norm = Math.hypot(...gradient);
    engine.setParameters(phi);
    await engine.train([stepOver(50, 0.01)], { clipNorm: norm / 2, weightDecay: 0 });
    const clipped = await engine.checkpoint();
    for (const i of [3, 200, 900]) expect(clipped.firstMoment[i]).toBeCloseTo(0.05 * gradient[i], 5);
    // The first step has the length of the learning rate whatever the gradient's: m / sqrt(v) is its sign.
    const moved = clipped.phi.findIndex((_, i) => Math.abs(gradient[i]) > 1e-3);
    expect(clipped.phi[moved] - phi[moved]).toBeCloseTo(-0.01 * Math.sign(gradient[moved]), 5);
    engine.setParameters(phi);
    await engine.train([stepOver(50)], { ...plainAdam, weightDecay: 0.5 });
    const decayed = (await engine.checkpoint()).firstMoment;
    for (const i of [3, 200, 900]) expect(decayed[i]).toBeCloseTo(0.1 * (gradient[i] + 0.5 * phi[i]), 5);
  });

  it('gives parameters and optimiser state back bit by bit, and refuses those of another network', async () => {
    const engine = new WasmEngine(spec, module);
    fill(engine, someBatch(spec, 50, 1));
    engine.setParameters(randomNetwork(spec, 4));
    // Masked entries of the start may be -0.
    expect(await engine.parameters()).toEqual(randomNetwork(spec, 4).map((weight) => weight + 0));
    await engine.train([stepOver(50)], plainAdam);
    const checkpoint = await engine.checkpoint();
    const losses = await engine.train([stepOver(50), stepOver(31)], plainAdam);
    const after = await engine.parameters();
    engine.restore(checkpoint);
    expect(await engine.train([stepOver(50)], plainAdam)).toEqual(losses.subarray(0, 1));
    expect(await engine.train([stepOver(31)], plainAdam)).toEqual(losses.subarray(1));
    expect(await engine.parameters()).toEqual(after);
    expect(() => engine.setParameters(new Float32Array(7))).toThrow(/7 were given/);
  });

  it('takes minibatches from the rows that were stored', async () => {
    const engine = new WasmEngine(spec, module);
    const batch = someBatch(spec, 90, 1);
    const phi = randomNetwork(spec, 4);
    engine.setParameters(phi);
    engine.reserve(90);
    const [dim, width] = [spec.dim, spec.context];
    engine.store(40, { size: 50, z: batch.z.subarray(40 * dim), context: batch.context.subarray(40 * width) });
    engine.store(0, { size: 40, z: batch.z.subarray(0, 40 * dim), context: batch.context.subarray(0, 40 * width) });
    const rows = Uint32Array.of(89, 3, 3, 41, 12);
    const [loss] = await engine.train([{ rows, learningRate: 1e-3 }], plainAdam);
    const flow = new ReferenceFlow(spec, phi);
    const want = rows.reduce((sum, row) => sum - flow.logDensity(...rowOf(batch, row)) / rows.length, 0);
    expect(loss).toBeCloseTo(want, 4);
  });

  it('draws for many contexts what it draws for each alone, even if others use it in its pauses', async () => {
    let pauses = 0;
    const engine: WasmEngine = new WasmEngine(spec, module, {
      pause: async () => {
        pauses++;
        engine.reserve(1000 * pauses);
        await engine.sample(Float32Array.of(9, 9, 9), 1, 3, new Float32Array(6));
      },
    });
    engine.setParameters(randomNetwork(spec, 4));
    const { z: noise, context } = someBatch(spec, 3 * 5000, 6);
    const all = await engine.sample(context.slice(0, 9), 3, 5000, noise);
    expect(pauses).toBeGreaterThan(1);
    const quiet = new WasmEngine(spec, module);
    quiet.setParameters(randomNetwork(spec, 4));
    for (const n of [0, 1, 2]) {
      const own = noise.slice(n * 10_000, (n + 1) * 10_000);
      const alone = await quiet.sample(context.slice(3 * n, 3 * n + 3), 1, 5000, own);
      expect(alone).toEqual(all.subarray(n * 10_000, (n + 1) * 10_000));
    }
  });

  it('loses 200 steps as the TensorFlow.js engine does from the same start, within 1e-3', async () => {
    const start = initialise(spec, new Random(3, STREAMS.weights));
    const random = new Random(9, STREAMS.minibatch);
    // z depends on the first summary, so that there is something to learn.
    const data = someBatch(spec, 400, 8);
    for (let row = 0; row < 400; row++) data.z[2 * row] = 0.6 * data.context[3 * row] + 0.4 * data.z[2 * row];
    const steps = Array.from({ length: 200 }, () => ({
      rows: Uint32Array.from({ length: 64 }, () => random.integer(400)),
      learningRate: 5e-4,
    }));
    const adam = { clipNorm: 5, weightDecay: 1e-4 };
    await startBackend('wasm');
    const [fused, plainOps] = [new WasmEngine(spec, module), new TfjsEngine(spec, 'wasm')];
    const losses: Float32Array[] = [];
    for (const engine of [fused, plainOps]) {
      engine.setParameters(start);
      fill(engine, data);
      losses.push(await engine.train(steps, adam));
      engine.dispose();
    }
    expect(losses[0][199]).toBeLessThan(losses[0][0] - 0.2);
    for (let i = 0; i < 200; i++) expect(Math.abs(losses[0][i] - losses[1][i])).toBeLessThan(1e-3);
  });

  it('holds its memory over 5,000 steps and evaluations between them', async () => {
    const engine = new WasmEngine(spec, module);
    engine.setParameters(randomNetwork(spec, 4));
    fill(engine, someBatch(spec, 50, 1));
    const steps = Array.from({ length: 50 }, () => stepOver(50, 1e-4));
    const round = async () => {
      await engine.train(steps, { clipNorm: 5, weightDecay: 0 });
      await engine.logDensity(someBatch(spec, 300, 1));
      await engine.sample(new Float32Array(6), 2, 50, new Float32Array(200));
    };
    await round();
    const { bytes } = engine;
    for (let i = 1; i < 100; i++) await round();
    expect(engine.bytes).toBe(bytes);
  });

  it('takes the same steps over data that it does not hold, to the last bit, and holds less', async () => {
    const wide = specOf({ dim: 3, context: 80, embedding: 8, transforms: 1, hidden: 16, bins: 4 });
    const data = someBatch(wide, 90, 2);
    // The second takes three calls for the minibatches that are copied in.
    const steps = [stepOver(90, 1e-3), ...Array.from({ length: 3 }, () => repeated(90, 30_000))];
    const found = await Promise.all(
      [90, 500_000].map(async (reserved) => {
        const engine = new WasmEngine(wide, module);
        engine.setParameters(randomNetwork(wide, 4));
        engine.reserve(reserved);
        engine.store(0, { size: 40, z: data.z.subarray(0, 120), context: data.context.subarray(0, 3200) });
        engine.store(40, { size: 50, z: data.z.subarray(120), context: data.context.subarray(3200) });
        const { bytes } = engine;
        const losses = await engine.train(steps, { clipNorm: 5, weightDecay: 1e-5 });
        return { losses, phi: await engine.parameters(), bytes };
      }),
    );
    expect(found[1].losses).toEqual(found[0].losses);
    expect(found[1].phi).toEqual(found[0].phi);
    // 166 MB are reserved.
    expect(found[1].bytes).toBeLessThan(1e7);
  });

  it('lets go of its memory when it is disposed of: 20 engines of 80 MB need not fit at once', async () => {
    for (let i = 0; i < 20; i++) {
      const engine = new WasmEngine(spec, module);
      engine.reserve(4_000_000);
      expect(engine.bytes).toBeGreaterThan(8e7);
      engine.dispose();
      expect(() => engine.reserve(1)).toThrow(/disposed of/);
      // The runtime frees memory when it next has the time to.
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    v8.setFlagsFromString('--expose-gc');
    (runInNewContext('gc') as () => void)();
    await new Promise((resolve) => setTimeout(resolve, 50));
    (runInNewContext('gc') as () => void)();
    expect(process.memoryUsage().arrayBuffers).toBeLessThan(2e8);
  });
});

/** A step over so many rows, again and again those there are. */
function repeated(rows: number, size: number) {
  return { rows: Uint32Array.from({ length: size }, (_, i) => (7 * i) % rows), learningRate: 1e-3 };
}
