/** An ensemble in one engine: the oracle is the same engine with each member alone, and every number must agree bit for bit. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { parameterCount } from '../../layout.ts';
import { randomNetwork } from '../../testing/randomNetwork.ts';
import { embeddingOfWidth, smallSpec } from '../../testing/specs.ts';
import type { NetworkSpec } from '../../spec.ts';
import type { Checkpoint, TrainingStep } from '../engine.ts';
import { fill, plainAdam, REFUSALS, refusals, someBatch, someSteps } from '../../testing/trials.ts';
import { compileWasm, type WasmModule, wasmBuild } from './wasmModule.ts';
import { WasmEngine } from './wasmEngine.ts';

const MEMBERS = 3;
const ROWS = 120;
const small: NetworkSpec = smallSpec(3, 4, 18);
const embedded: NetworkSpec = { ...small, context: 40, embedding: embeddingOfWidth(6) };
/** Clips some gradients and not others. */
const adam = { clipNorm: 20, weightDecay: 1e-3 };

const ofMember = (member: number, { rows, learningRate }: TrainingStep): TrainingStep => {
  const size = rows.length / MEMBERS;
  return { rows: rows.slice(member * size, (member + 1) * size), learningRate };
};

const joined = (parts: readonly Float32Array[]): Float32Array =>
  Float32Array.from(parts.flatMap((part) => Array.from(part)));

describe('an ensemble of three', () => {
  let module: WasmModule;
  beforeAll(async () => {
    const build = wasmBuild();
    module = await compileWasm(build, readFileSync(`assembly/build/${build}.wasm`));
  });

  const starts = (spec: NetworkSpec) => Array.from({ length: MEMBERS }, (_, member) => randomNetwork(spec, 4 + member));

  const ensemble = (spec: NetworkSpec, phis: readonly Float32Array[]): WasmEngine => {
    const engine = new WasmEngine(spec, module, { members: phis.length });
    engine.setParameters(joined(phis));
    fill(engine, someBatch(spec, ROWS, 1));
    return engine;
  };

  /** Losses and checkpoint of one member trained alone. */
  const alone = async (spec: NetworkSpec, member: number): Promise<[Float32Array, Checkpoint]> => {
    const engine = ensemble(spec, [starts(spec)[member]]);
    const losses = await engine.train(
      someSteps(MEMBERS, ROWS).map((step) => ofMember(member, step)),
      adam,
    );
    return [losses, await engine.checkpoint()];
  };

  const partOf = (all: Float32Array, member: number): Float32Array => {
    const own = all.length / MEMBERS;
    return all.slice(member * own, (member + 1) * own);
  };

  it.each([
    ['', small],
    [' behind an embedding', embedded],
  ])('trains each member%s as if it were alone', async (_, spec) => {
    const engine = ensemble(spec, starts(spec));
    const losses = await engine.train(someSteps(MEMBERS, ROWS), adam);
    const checkpoint = await engine.checkpoint();
    for (let member = 0; member < MEMBERS; member++) {
      const [ownLosses, own] = await alone(spec, member);
      expect(losses.filter((_loss, i) => i % MEMBERS === member)).toEqual(ownLosses);
      for (const name of ['phi', 'firstMoment', 'secondMoment'] as const) {
        expect(partOf(checkpoint[name], member)).toEqual(own[name]);
      }
    }
  });

  it('evaluates and samples the member that is asked for, the first by default', async () => {
    const engine = ensemble(small, starts(small));
    const batch = someBatch(small, 30, 3);
    const noise = batch.z.slice(0, 4 * 7 * small.dim);
    for (let member = 0; member < MEMBERS; member++) {
      const own = ensemble(small, [starts(small)[member]]);
      expect(await engine.logDensity(batch, member)).toEqual(await own.logDensity(batch));
      expect(await engine.sample(batch.context, 4, 7, noise, member)).toEqual(
        await own.sample(batch.context, 4, 7, noise),
      );
    }
    expect(await engine.logDensity(batch)).toEqual(await engine.logDensity(batch, 0));
  });

  it('goes back to a checkpoint of all members', async () => {
    const engine = ensemble(small, starts(small));
    const [first, ...rest] = someSteps(MEMBERS, ROWS);
    await engine.train([first], adam);
    const checkpoint = await engine.checkpoint();
    expect(checkpoint.phi.length).toBe(MEMBERS * parameterCount(small));
    const losses = await engine.train(rest, adam);
    engine.restore(checkpoint);
    expect(await engine.train(rest, adam)).toEqual(losses);
    expect(() => engine.setParameters(starts(small)[0])).toThrow(/3 networks have/);
  });

  it('keeps the others whole when one has weights that are not finite', async () => {
    const phis = starts(small);
    phis[1].fill(Number.NaN);
    const engine = ensemble(small, phis);
    const losses = await engine.train(someSteps(MEMBERS, ROWS), adam);
    const { phi } = await engine.checkpoint();
    for (const member of [0, 2]) {
      const [ownLosses, own] = await alone(small, member);
      expect(losses.filter((_, i) => i % MEMBERS === member)).toEqual(ownLosses);
      expect(partOf(phi, member)).toEqual(own.phi);
    }
    expect(losses[1]).toBeNaN();
  });

  it('leaves a member as it is where its gradient is not finite', async () => {
    const engine = ensemble(small, starts(small));
    const batch = someBatch(small, ROWS, 1);
    batch.context.fill(Number.POSITIVE_INFINITY, 0, small.context);
    engine.store(0, batch);
    // Member 1 meets row 0, whose summaries are infinite.
    const rows = Uint32Array.from({ length: 30 }, (_, i) => (i === 15 ? 0 : 1 + i));
    const before = await engine.parameters();
    const losses = await engine.train([{ rows, learningRate: 1e-3 }], plainAdam);
    const after = await engine.parameters();
    expect(Array.from(losses, Number.isFinite)).toEqual([true, false, true]);
    expect(partOf(after, 1)).toEqual(partOf(before, 1));
    for (const member of [0, 2]) expect(partOf(after, member)).not.toEqual(partOf(before, member));
  });

  it('refuses what is not there, and is as it was then', async () => {
    const engine = ensemble(small, starts(small).slice(0, 2));
    expect(await refusals(engine)).toEqual({ said: REFUSALS, unchanged: true });
  });
});
