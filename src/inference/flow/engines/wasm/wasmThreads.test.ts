/**
 * The engine on several threads, over shapes that leave remainders everywhere. Oracles: the float64 reference flow for losses
 * and gradients; the same engine again, or on one thread, where numbers must agree bit for bit.
 */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { spawnNodeThread } from '../../../../../scripts/nodeThread.ts';
import { Random, STREAMS } from '../../../math/random.ts';
import { parameterCount } from '../../layout.ts';
import { ReferenceFlow } from '../../referenceFlow.ts';
import { randomNetwork } from '../../testing/randomNetwork.ts';
import { convSpec, convolutions, smallSpec, specOf, stage, withEstimator } from '../../testing/specs.ts';
import type { NetworkSpec } from '../../spec.ts';
import { fill, meanLoss, plainAdam, rowOf, someBatch, someSteps, stepOver } from '../../testing/trials.ts';
import { compileWasm, type WasmModule, wasmBuild } from './wasmModule.ts';
import { WasmEngine } from './wasmEngine.ts';
import type { SpawnThread } from './wasmThreads.ts';

const bound = 5;
const small: NetworkSpec = smallSpec(3, 4, 18);

/**
 * Shape, batch, members, threads, seed of the batch. Batches of fewer panels than threads leave some threads without samples.
 * With these seeds no sample lies within float32 rounding of a kink (see wasmEngine.test.ts).
 */
const cases: readonly (readonly [Omit<NetworkSpec, 'bound'>, number, number, number, number])[] = [
  [specOf({ dim: 1, context: 1, transforms: 1, hidden: 16, bins: 4 }), 1, 1, 2, 4],
  [specOf({ dim: 1, context: 100, embedding: 32, transforms: 2, hidden: 16, bins: 16 }), 9, 2, 2, 4],
  [specOf({ dim: 2, context: 10, transforms: 8, hidden: 20, bins: 8 }), 17, 1, 2, 4],
  [convSpec(convolutions([1, 9, 10], [stage(8, 3, 2), stage(4, 3, 2)], 6), 2, 1), 45, 2, 2, 7],
  [specOf({ dim: 2, context: 3, transforms: 1, hidden: 33, bins: 8 }), 999, 1, 2, 4],
  [specOf({ dim: 2, context: 3, transforms: 1, hidden: 24, bins: 8 }), 1000, 1, 3, 5],
  [specOf({ dim: 3, context: 7, transforms: 2, hidden: 64, bins: 10 }), 31, 3, 1, 4],
  [specOf({ dim: 5, context: 20, transforms: 2, hidden: 128, bins: 6 }), 20, 1, 2, 4],
  [specOf({ dim: 10, context: 5, transforms: 3, hidden: 24, bins: 5 }), 41, 2, 3, 4],
];

function withResolvers(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}

describe('the fused engine on shared memory', () => {
  let module: WasmModule;
  beforeAll(async () => {
    const build = wasmBuild(true);
    module = await compileWasm(build, readFileSync(`assembly/build/${build}.wasm`));
  });

  const start = (spec: NetworkSpec, count: number, members = 1, spawn: SpawnThread = spawnNodeThread): WasmEngine => {
    const engine = new WasmEngine(spec, module, { members, threads: { count, spawn } });
    const own = parameterCount(spec);
    const phi = new Float32Array(members * own);
    for (let member = 0; member < members; member++) phi.set(randomNetwork(spec, 21 + member), member * own);
    engine.setParameters(phi);
    return engine;
  };

  it.each(cases)(
    'has loss and gradient of the reference: %o, batch %i, %i members, %i threads',
    async (shape, size, members, threads, seed) => {
      const spec = { ...shape, bound };
      const batch = someBatch(spec, size, seed);
      const engine = start(spec, threads, members);
      expect(engine.threads).toBe(threads);
      fill(engine, batch);
      const one = stepOver(size);
      const rows = Uint32Array.from({ length: members * size }, (_, i) => one.rows[i % size]);
      const phis = await engine.parameters();
      const losses = await engine.train([{ ...one, rows }], plainAdam);
      // After one step Adam's first moment is 0.1 times the gradient.
      const { firstMoment } = await engine.checkpoint();
      engine.dispose();
      const own = parameterCount(spec);
      for (let member = 0; member < members; member++) {
        const phi = phis.subarray(member * own, (member + 1) * own);
        const gradient = Float64Array.from(firstMoment.subarray(member * own, (member + 1) * own), (m) => m / 0.1);
        const want = meanLoss(spec, phi, batch);
        expect(Math.abs(losses[member] - want)).toBeLessThan(1e-4 * Math.max(1, Math.abs(want)));
        // The derivative along a random direction through all unmasked entries, by central differences in float64.
        const random = new Random(5, STREAMS.base, member);
        const direction = Float64Array.from(phi, (weight) => (weight === 0 ? 0 : random.normal()));
        const h = 1e-6;
        const moved = (by: number) =>
          meanLoss(
            spec,
            direction.map((along, i) => phi[i] + by * along),
            batch,
          );
        const slope = (moved(h) - moved(-h)) / (2 * h);
        const got = direction.reduce((sum, along, i) => sum + along * gradient[i], 0);
        expect(Math.abs(got - slope)).toBeLessThan(1e-4 * (Math.abs(slope) + Math.hypot(...gradient)) + 1e-6);
      }
    },
  );

  it('gives the same numbers on every run with the same number of threads', async () => {
    const runs: Float32Array[][] = [];
    for (let run = 0; run < 3; run++) {
      const engine = start(small, 2, 2);
      fill(engine, someBatch(small, 120, 1));
      const losses = await engine.train(someSteps(2, 120), { clipNorm: 20, weightDecay: 1e-3 });
      const { phi, firstMoment, secondMoment } = await engine.checkpoint();
      runs.push([losses, phi, firstMoment, secondMoment]);
      engine.dispose();
    }
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[2]).toEqual(runs[0]);
  });

  it('evaluates and samples on three threads, few rows or many, what it does on one, bit for bit', async () => {
    const [one, three] = [start(small, 1), start(small, 3)];
    for (const rows of [40, 1003]) {
      const batch = someBatch(small, rows, 3);
      expect(await three.logDensity(batch)).toEqual(await one.logDensity(batch));
      const noise = someBatch(small, 2 * rows, 5).z;
      const context = batch.context.slice(0, 2 * small.context);
      expect(await three.sample(context, 2, rows, noise)).toEqual(await one.sample(context, 2, rows, noise));
    }
    three.dispose();
    one.dispose();
  });

  it('has no helpers without a build for shared memory', async () => {
    const build = wasmBuild();
    const plain = await compileWasm(build, readFileSync(`assembly/build/${build}.wasm`));
    const spawn = () => {
      throw new Error('a thread was started');
    };
    expect(new WasmEngine(small, plain, { threads: { count: 2, spawn } }).threads).toBe(1);
  });

  it('fails the next call when a helper could not start or has died, instead of hanging', async () => {
    const stillborn: SpawnThread = (_start, { down }) => {
      queueMicrotask(() => down(new Error('no such file')));
      return () => {};
    };
    const engine = start(small, 2, 1, stillborn);
    fill(engine, someBatch(small, 20, 1));
    await expect(engine.train([stepOver(20)], plainAdam)).rejects.toThrow(/Thread 1 .* has ended: no such file/);
    const helpers: { readonly kill: () => void; readonly dead: Promise<void> }[] = [];
    const mortal: SpawnThread = (message, events) => {
      const { promise: dead, resolve } = withResolvers();
      const down = (cause: Error) => {
        events.down(cause);
        resolve();
      };
      const kill = spawnNodeThread(message, { ...events, down });
      helpers.push({ kill, dead });
      return kill;
    };
    const other = start(small, 3, 1, mortal);
    fill(other, someBatch(small, 20, 1));
    await other.train([stepOver(20)], plainAdam);
    helpers[1].kill();
    await helpers[1].dead;
    await expect(other.train([stepOver(20)], plainAdam)).rejects.toThrow(/Thread 2 .* it stopped with code 1/);
    await expect(other.logDensity(someBatch(small, 500, 1))).rejects.toThrow(/has ended/);
    await expect(other.sample(new Float32Array(4), 1, 500, new Float32Array(1500))).rejects.toThrow(/has ended/);
    other.dispose();
  });

  it('holds its memory over 5,000 steps on two threads, with data that grow in between', async () => {
    const engine = start(small, 2);
    fill(engine, someBatch(small, 50, 1));
    const steps = Array.from({ length: 50 }, () => stepOver(50, 1e-4));
    await engine.train(steps, plainAdam);
    fill(engine, someBatch(small, 5000, 1));
    await engine.train(steps, plainAdam);
    const { bytes } = engine;
    for (let round = 2; round < 100; round++) await engine.train(steps, { clipNorm: 5, weightDecay: 0 });
    expect(engine.bytes).toBe(bytes);
    engine.dispose();
  });

  it('ends its helpers when it is disposed of: 20 studies one after another', async () => {
    let alive = 0;
    const counted: SpawnThread = (message, events) => {
      alive++;
      const down = (cause: Error) => {
        alive--;
        events.down(cause);
      };
      return spawnNodeThread(message, { ...events, down });
    };
    for (let study = 0; study < 20; study++) {
      const engine = start(small, 2, 1, counted);
      fill(engine, someBatch(small, 50, 1));
      await engine.train([stepOver(50)], plainAdam);
      engine.dispose();
      await expect(engine.train([stepOver(50)], plainAdam)).rejects.toThrow(/disposed of|has ended/);
    }
    await expect.poll(() => alive).toBe(0);
  });

  it('tells the states between the transforms, as the first so many transforms of the reference give them', async () => {
    for (const transforms of [1, 4, 5]) {
      const spec = withEstimator(small, { transforms });
      const engine = start(spec, 1);
      const batch = someBatch(spec, 100, 6);
      const states = engine.layers(batch);
      const phi = await engine.parameters();
      for (let t = 0; t < transforms; t++) {
        const shorter = new ReferenceFlow(withEstimator(spec, { transforms: t + 1 }), phi);
        for (let row = 0; row < batch.size; row++) {
          const { base } = shorter.toBase(...rowOf(batch, row));
          // The reference's coordinates are reversed between transforms.
          if (t % 2 === 1) base.reverse();
          const at = (t * batch.size + row) * spec.dim;
          for (let i = 0; i < spec.dim; i++) expect(Math.abs(states[at + i] - base[i])).toBeLessThan(1e-3);
        }
      }
      engine.dispose();
    }
  });
});
