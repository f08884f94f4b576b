import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { WasmEngine } from '../flow/engines/wasm/wasmEngine.ts';
import { compileWasm, type WasmModule } from '../flow/engines/wasm/wasmModule.ts';
import type { NetworkSpec } from '../flow/spec.ts';
import { specOf } from '../flow/testing/specs.ts';
import { Random, STREAMS } from '../math/random.ts';
import { JointPrior } from '../priors/jointPrior.ts';
import type { TrainingEvent } from './events.ts';
import type { TrainingSettings } from './settings.ts';
import { Trainer, totalSteps } from './trainer.ts';
import { TrainingSet } from './trainingSet.ts';

const NOISE = 0.5;
const spec: NetworkSpec = specOf({ dim: 1, context: 1, transforms: 2, hidden: 16, bins: 5 });
const prior = new JointPrior(['mean'], [{ family: 'normal', mean: 3, sd: 2 }]);
const settings: TrainingSettings = {
  simulations: 4000,
  fresh: false,
  amortisesPriors: false,
  members: 1,
  preset: 'small',
  batchSize: 200,
  epochs: 20,
  learningRate: 0.01,
  schedule: 'cosine',
  patience: 20,
  weightPriorSd: null,
  clipNorm: 5,
  validationFraction: 0.1,
};

let module: WasmModule;

/** theta ~ N(3, 2^2), s ~ N(theta, 0.5^2): the posterior is normal, and its mean entropy is the attainable loss. */
function linearGaussian(simulations: number): TrainingSet {
  const data = new TrainingSet(prior, simulations, 1, settings.validationFraction);
  const random = new Random(3, STREAMS.simulation);
  const theta = prior.sample(simulations, random);
  data.add({ from: 0, theta, s: Float64Array.from(theta, (mean) => mean + NOISE * random.normal()) });
  return data;
}

function trainerOn(
  data: TrainingSet,
  changes: Partial<TrainingSettings> = {},
  seed = 1,
): { trainer: Trainer; engine: WasmEngine } {
  const engine = new WasmEngine(spec, module);
  let clock = 0;
  const now = () => (clock += 0.01);
  const options = { engine, data, prior, settings: { ...settings, ...changes }, seed, now, callMs: 0 };
  return { trainer: new Trainer(options), engine };
}

async function collect(events: AsyncGenerator<TrainingEvent>): Promise<TrainingEvent[]> {
  const all: TrainingEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

const lossesOf = (events: readonly TrainingEvent[]) =>
  events.flatMap((event) => (event.kind === 'steps' ? [...event.losses] : []));

describe('the trainer', () => {
  beforeAll(async () => {
    module = await compileWasm('simd', readFileSync('assembly/build/simd.wasm'));
  });

  it('reaches the entropy of the exact posterior of a linear-Gaussian problem', async () => {
    const { trainer, engine } = trainerOn(linearGaussian(20_000), { simulations: 20_000, epochs: 6 });
    const events = await collect(trainer.run(null));
    const validations = events.flatMap((event) => (event.kind === 'validation' ? [event.loss] : []));
    // Nats of theta: 0.5 ln(2 pi e v), v = 1 / (1/2^2 + 1/0.5^2). 2,000 validation pairs give a standard error of 0.016.
    const floor = 0.5 * Math.log(2 * Math.PI * Math.E * (1 / (1 / 4 + 1 / NOISE ** 2)));
    expect(Math.abs(Math.min(...validations) - floor)).toBeLessThan(0.06);
    engine.dispose();
  });

  it('starts from the same weights and sees the same batches for a seed, and others for another', async () => {
    const data = linearGaussian(4000);
    const runs = await Promise.all([1, 1, 2].map((seed) => collect(trainerOn(data, {}, seed).trainer.run(5))));
    const [first, again, other] = runs.map(lossesOf);
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it('goes on after a pause as if there had been none', async () => {
    const data = linearGaussian(4000);
    const whole = lossesOf(await collect(trainerOn(data).trainer.run(12)));
    const { trainer } = trainerOn(data);
    const parts = [...lossesOf(await collect(trainer.run(5))), ...lossesOf(await collect(trainer.run(7)))];
    expect(parts).toEqual(whole);
  });

  it('does not depend on when the simulations arrive', async () => {
    const data = linearGaussian(4000);
    const want = lossesOf(await collect(trainerOn(data).trainer.run(30)));
    const slow = new TrainingSet(prior, 4000, 1, settings.validationFraction);
    const { trainer } = trainerOn(slow);
    const random = new Random(3, STREAMS.simulation);
    const theta = prior.sample(4000, random);
    const s = Float64Array.from(theta, (mean) => mean + NOISE * random.normal());
    const run = collect(trainer.run(30));
    for (let from = 0; from < 4000; from += 500) {
      slow.add({ from, theta: theta.slice(from, from + 500), s: s.slice(from, from + 500) });
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(lossesOf(await run)).toEqual(want);
  });

  it('validates on pairs that have come, and on the same ones however late they come', async () => {
    const validations = (events: readonly TrainingEvent[]) =>
      events.flatMap((event) => (event.kind === 'validation' ? [[event.step, event.loss]] : []));
    const want = validations(await collect(trainerOn(linearGaussian(8000)).trainer.run(60)));
    expect(want.map(([step]) => step)).toEqual([50]);
    const random = new Random(3, STREAMS.simulation);
    const theta = prior.sample(8000, random);
    const s = Float64Array.from(theta, (mean) => mean + NOISE * random.normal());
    /** Its pairs come when they are waited for, and no sooner. */
    class LateSet extends TrainingSet {
      override until(count: number): Promise<void> {
        const from = this.ready;
        const to = Math.min(count, this.size);
        if (to > from) this.add({ from, theta: theta.slice(from, to), s: s.slice(from, to) });
        return super.until(count);
      }
    }
    const late = new LateSet(prior, 8000, 1, settings.validationFraction);
    expect(validations(await collect(trainerOn(late).trainer.run(60)))).toEqual(want);
    expect(late.ready).toBeLessThan(8000);
  });

  it('ends with its budget and the weights of the best validation', async () => {
    const data = linearGaussian(4000);
    // Constant and high, so that the last weights are not the best by themselves.
    const { trainer, engine } = trainerOn(data, { epochs: 7, learningRate: 0.1, schedule: 'constant' });
    const events = await collect(trainer.run(null));
    const validations = events.filter((event) => event.kind === 'validation');
    const best = validations.findLast((event) => event.best);
    const densities = await engine.logDensity(data.batch(data.indices(4000, 'validation')));
    // Nats of z to nats of theta: the prior is normal with sd 2.
    const kept = Math.log(2) - densities.reduce((sum, value) => sum + value, 0) / densities.length;
    expect(kept).toBeCloseTo(best?.loss ?? Number.NaN, 5);
    expect(validations.at(-1)).not.toBe(best);
    expect(events.at(-1)).toMatchObject({
      kind: 'finished',
      reason: 'budget',
      step: totalSteps({ ...settings, epochs: 7 }),
    });
    expect(trainer.finished).toBe(true);
    expect(await collect(trainer.run(null))).toEqual([]);
    engine.dispose();
  });

  it('stops early when validation no longer gains', async () => {
    // A rate so high that the loss cannot settle.
    const { trainer } = trainerOn(linearGaussian(4000), {
      learningRate: 0.1,
      schedule: 'constant',
      epochs: 200,
      patience: 3,
    });
    const events = await collect(trainer.run(null));
    const end = events.at(-1);
    expect(end).toMatchObject({ kind: 'finished', reason: 'early-stopping' });
    const best = events.findLast((event) => event.kind === 'validation' && event.best);
    expect(end).toMatchObject({ bestStep: best?.kind === 'validation' ? best.step : -1 });
  });

  it('goes back to good weights after a loss that is not finite, says so, and gives up when that does not help', async () => {
    const { trainer, engine } = trainerOn(linearGaussian(4000));
    await collect(trainer.run(60));
    engine.setParameters(new Float32Array((await engine.parameters()).length).fill(Number.NaN));
    const [notice, ...after] = await collect(trainer.run(4));
    expect(notice).toMatchObject({ kind: 'notice' });
    expect((notice as { message: string }).message).toMatch(/not finite at step 61.*weights of step 50/);
    expect(lossesOf(after).every(Number.isFinite)).toBe(true);

    const broken = trainerOn(linearGaussian(4000));
    broken.engine.train = () => Promise.resolve(Float32Array.of(Number.NaN));
    await expect(collect(broken.trainer.run(20))).rejects.toThrow(/Lower the learning rate/);
  });
});
