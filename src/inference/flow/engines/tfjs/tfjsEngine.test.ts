import { beforeAll, describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../../math/random.ts';
import { layout } from '../../layout.ts';
import { masks } from '../../masks.ts';
import { ReferenceFlow } from '../../referenceFlow.ts';
import { randomNetwork } from '../../testing/randomNetwork.ts';
import { convSpec, convolutions, smallSpec, stage, withEstimator } from '../../testing/specs.ts';
import { type NetworkSpec, flowSpec } from '../../spec.ts';
import type { Batch, FlowEngine } from '../engine.ts';
import {
  embeddingGradient,
  fill,
  meanLoss,
  plainAdam,
  REFUSALS,
  refusals,
  rowOf,
  someBatch,
  stepOver,
} from '../../testing/trials.ts';
import { startBackend } from './backends.ts';
import { liveTensors, TfjsEngine } from './tfjsEngine.ts';

/** One step on the whole of a batch. Returns its loss. */
async function stepOn(engine: FlowEngine, batch: Batch, adam = plainAdam, learningRate = 1e-3): Promise<number> {
  fill(engine, batch);
  return (await engine.train([stepOver(batch.size, learningRate)], adam))[0];
}

const specs: readonly (readonly [string, NetworkSpec])[] = [
  ['1 parameter, 80 summaries with an embedding', smallSpec(1, 80, 32)],
  ['2 parameters, 9 summaries', flowSpec('small', 2, 9)],
  [
    '2 parameters, an image and 2 numbers',
    convSpec(convolutions([2, 6, 7], [stage(4, 3, 2), stage(8, 3, 2)], 6), 2, 2),
  ],
  [
    '1 parameter, a series with a mask',
    convSpec(convolutions([2, 1, 9], [stage(4, 5, 3)], 5, { dimensions: 1, mask: true }), 1),
  ],
  ['2 parameters, means over an image', convSpec(convolutions([1, 6, 5], [stage(4, 3, 1)], 6, { pool: 'mean' }), 2)],
  [
    '2 parameters, a set with a mask',
    convSpec({ kind: 'set', most: 4, size: 2, widths: [8, 4], features: 5, mask: true }, 2, 1),
  ],
  [
    '2 parameters, three images with a mask and a number',
    convSpec(convolutions([2, 5, 6], [stage(4, 3, 2), stage(8, 3, 1)], 6, { items: 3, mask: true }), 2, 1),
  ],
  [
    '1 parameter, means over two series',
    convSpec(convolutions([2, 1, 9], [stage(4, 5, 3)], 5, { items: 2, dimensions: 1, pool: 'mean' }), 1),
  ],
  ['3 parameters, 20 summaries', withEstimator(flowSpec('standard', 3, 20), { hidden: 32 })],
];

describe.each(['wasm', 'cpu'] as const)('the TensorFlow.js engine on %s', (backend) => {
  beforeAll(() => startBackend(backend));

  describe.each(specs)('with %s', (_, spec) => {
    const phi = randomNetwork(spec, 21);
    const batch = someBatch(spec, 40, 2);

    it('gives the log density of the float64 reference', async () => {
      const engine = new TfjsEngine(spec, backend);
      engine.setParameters(phi);
      const got = await engine.logDensity(batch);
      const flow = new ReferenceFlow(spec, phi);
      for (let row = 0; row < batch.size; row++) {
        const want = flow.logDensity(...rowOf(batch, row));
        expect(Math.abs(got[row] - want)).toBeLessThan(2e-3);
      }
      engine.dispose();
    });

    it('samples what the float64 reference samples from the same base noise', async () => {
      const engine = new TfjsEngine(spec, backend);
      engine.setParameters(phi);
      const [contexts, each] = [4, 10];
      const base = batch.z.slice(0, contexts * each * spec.dim);
      const got = await engine.sample(batch.context.slice(0, contexts * spec.context), contexts, each, base);
      const flow = new ReferenceFlow(spec, phi);
      for (let row = 0; row < contexts * each; row++) {
        const [, c] = rowOf(batch, Math.floor(row / each));
        const want = flow.fromBase(base.subarray(row * spec.dim, (row + 1) * spec.dim), c);
        for (let i = 0; i < spec.dim; i++) expect(Math.abs(got[row * spec.dim + i] - want[i])).toBeLessThan(1e-3);
      }
      engine.dispose();
    });

    it('has the gradient of the float64 reference (central differences)', async () => {
      const engine = new TfjsEngine(spec, backend);
      engine.setParameters(phi);
      const loss = await stepOn(engine, batch);
      expect(loss).toBeCloseTo(meanLoss(spec, phi, batch), 3);
      // After one step Adam's first moment is 0.1 times the gradient.
      const gradient = (await engine.checkpoint()).firstMoment.map((moment) => moment / 0.1);
      const size = Math.max(...gradient.map(Math.abs));
      const random = new Random(5, STREAMS.base);
      for (const { offset, shape } of layout(spec)) {
        const length = shape.reduce<number>((product, n) => product * n, 1);
        const i = offset + random.integer(length);
        if (phi[i] === 0) continue;
        const h = 1e-5;
        const at = (value: number) => meanLoss(spec, Float64Array.from(phi).with(i, value), batch);
        const difference = (at(phi[i] + h) - at(phi[i] - h)) / (2 * h);
        expect(Math.abs(gradient[i] - difference)).toBeLessThan(2e-3 * size + 1e-3 * Math.abs(difference));
      }
      for (const [i, want] of embeddingGradient(spec, phi, batch).entries()) {
        expect(Math.abs(gradient[i] - want)).toBeLessThan(2e-3 * size);
      }
      engine.dispose();
    });
  });

  const spec = smallSpec(2, 3, 16);

  it('keeps masked weights at zero through training', async () => {
    const engine = new TfjsEngine(spec, backend);
    engine.setParameters(randomNetwork(spec, 4));
    for (let i = 0; i < 5; i++) await stepOn(engine, someBatch(spec, 50, i));
    const phi = await engine.parameters();
    const { hidden } = masks(spec);
    const { offset } = layout(spec).find(({ name }) => name === '1.M2') ?? { offset: Number.NaN };
    const masked = phi.subarray(offset, offset + hidden.length).filter((_, i) => hidden[i] === 0);
    expect(masked.length).toBeGreaterThan(0);
    expect(Math.max(...masked.map(Math.abs))).toBe(0);
    engine.dispose();
  });

  it('takes the Adam step of the paper, with clipping and with decay', async () => {
    const engine = new TfjsEngine(spec, backend);
    const phi = randomNetwork(spec, 4);
    const batch = someBatch(spec, 50, 1);
    engine.setParameters(phi);
    await stepOn(engine, batch);
    const gradient = (await engine.checkpoint()).firstMoment.map((moment) => moment / 0.1);
    const norm = Math.hypot(...gradient);
    engine.setParameters(phi);
    await stepOn(engine, batch, { clipNorm: norm / 2, weightDecay: 0 }, 0.01);
    const clipped = await engine.checkpoint();
    for (const i of [3, 200, 900]) expect(clipped.firstMoment[i]).toBeCloseTo(0.05 * gradient[i], 5);
    // The first step has the length of the learning rate whatever the gradient's: m / sqrt(v) is its sign.
    const moved = clipped.phi.findIndex((_, i) => Math.abs(gradient[i]) > 1e-3);
    expect(clipped.phi[moved] - phi[moved]).toBeCloseTo(-0.01 * Math.sign(gradient[moved]), 5);
    engine.setParameters(phi);
    await stepOn(engine, batch, { ...plainAdam, weightDecay: 0.5 });
    const decayed = (await engine.checkpoint()).firstMoment;
    for (const i of [3, 200, 900]) expect(decayed[i]).toBeCloseTo(0.1 * (gradient[i] + 0.5 * phi[i]), 5);
    engine.dispose();
  });

  it('gives parameters and optimiser state back bit by bit, and refuses those of another network', async () => {
    const engine = new TfjsEngine(spec, backend);
    engine.setParameters(randomNetwork(spec, 4));
    expect(await engine.parameters()).toEqual(randomNetwork(spec, 4));
    await stepOn(engine, someBatch(spec, 50, 1));
    const checkpoint = await engine.checkpoint();
    const first = await stepOn(engine, someBatch(spec, 50, 2));
    const after = await engine.parameters();
    engine.restore(checkpoint);
    expect(await stepOn(engine, someBatch(spec, 50, 2))).toBe(first);
    expect(await engine.parameters()).toEqual(after);
    expect(() => engine.setParameters(new Float32Array(7))).toThrow(/7 were given/);
    engine.dispose();
  });

  it('trains, evaluates and samples three members as each alone', async () => {
    const members = 3;
    const starts = Array.from({ length: members }, (_, m) => randomNetwork(spec, 4 + m));
    const data = someBatch(spec, 40, 1);
    const rows = Array.from({ length: members }, (_, m) => Uint32Array.from({ length: 10 }, (__, n) => 10 * m + n));
    const step = (of: readonly Uint32Array[]) => ({
      rows: Uint32Array.from(of.flatMap((own) => [...own])),
      learningRate: 1e-3,
    });
    const trained = async (engine: FlowEngine, first: number) => {
      const own = [...starts.keys()].slice(first, first + engine.members);
      engine.setParameters(Float32Array.from(own.flatMap((m) => [...starts[m]])));
      fill(engine, data);
      const some = step(own.map((m) => rows[m]));
      return [await engine.train([some, some], plainAdam), await engine.parameters()] as const;
    };
    const together = new TfjsEngine(spec, backend, { members });
    const [losses, phi] = await trained(together, 0);
    for (const [m, start] of starts.entries()) {
      const alone = new TfjsEngine(spec, backend);
      const [ownLosses, ownPhi] = await trained(alone, m);
      expect(ownLosses).toEqual(Float32Array.of(losses[m], losses[members + m]));
      expect(ownPhi).toEqual(phi.slice(m * start.length, (m + 1) * start.length));
      expect(await alone.logDensity(data)).toEqual(await together.logDensity(data, m));
      const draws = (engine: FlowEngine, member: number) => engine.sample(data.context, 40, 1, data.z, member);
      expect(await draws(alone, 0)).toEqual(await draws(together, m));
      alone.dispose();
    }
    expect(() => together.setParameters(starts[0])).toThrow(/3 networks/);
    together.dispose();
  });

  it('refuses what is not there, and is as it was then', async () => {
    const engine = new TfjsEngine(spec, backend, { members: 2 });
    expect(await refusals(engine)).toEqual({ said: REFUSALS, unchanged: true });
    engine.dispose();
  });

  it('holds the number of live tensors over many steps, and none after it is disposed of', async () => {
    const before = liveTensors();
    const engine = new TfjsEngine(spec, backend);
    engine.setParameters(randomNetwork(spec, 4));
    const held = liveTensors();
    for (let i = 0; i < 100; i++) await stepOn(engine, someBatch(spec, 20, i));
    await engine.logDensity(someBatch(spec, 30, 1));
    await engine.sample(new Float32Array(6), 2, 5, new Float32Array(20));
    expect(liveTensors()).toBe(held);
    engine.dispose();
    expect(liveTensors()).toBe(before);
  });
});
