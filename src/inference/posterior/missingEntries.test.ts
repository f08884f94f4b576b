/**
 * A network with a mask against exact posteriors: theta ~ N(0, 1), x_k = theta + sigma_k noise, of which each entry is left out
 * with probability 0.4. Given those that are there, theta is normal with precision 1 + sum 1 / sigma_k^2.
 */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { WasmEngine } from '../flow/engines/wasm/wasmEngine.ts';
import { compileWasm, type WasmModule } from '../flow/engines/wasm/wasmModule.ts';
import { inputWidth, type NetworkSpec, takesMissing } from '../flow/spec.ts';
import { specOf } from '../flow/testing/specs.ts';
import { Random, STREAMS } from '../math/random.ts';
import { mean, sd as standardDeviation } from '../math/statistics.ts';
import { JointPrior } from '../priors/jointPrior.ts';
import type { TrainingSettings } from '../training/settings.ts';
import { withMask } from '../training/standardiser.ts';
import { Trainer } from '../training/trainer.ts';
import { type Pairs, TrainingSet } from '../training/trainingSet.ts';
import { NeuralPosterior } from './neuralPosterior.ts';

const SIGMAS = [0.3, 0.6, 1, 0.5];
const LEFT_OUT = 0.4;
const prior = new JointPrior(['theta'], [{ family: 'normal', mean: 0, sd: 1 }]);
const settings: TrainingSettings = {
  simulations: 40_000,
  fresh: false,
  amortisesPriors: false,
  members: 1,
  preset: 'small',
  batchSize: 200,
  epochs: 40,
  learningRate: 5e-3,
  schedule: 'cosine',
  patience: 20,
  weightPriorSd: null,
  clipNorm: 5,
  validationFraction: 0.1,
};

const sizes = { dim: 1, embedding: 24, transforms: 2, hidden: 32, bins: 6 };
const masked = specOf({ ...sizes, context: 2 * SIGMAS.length, mask: true });
/** The same network with nothing that tells what is there. */
const unmasked = specOf({ ...sizes, context: SIGMAS.length });

function simulate(count: number): Pairs {
  const theta = new Float64Array(count);
  const s = new Float64Array(count * SIGMAS.length);
  for (let i = 0; i < count; i++) {
    const random = new Random(6, STREAMS.simulation, i);
    theta[i] = random.normal();
    for (const [k, sigma] of SIGMAS.entries()) {
      const value = theta[i] + sigma * random.normal();
      s[i * SIGMAS.length + k] = random.uniform() < LEFT_OUT ? Number.NaN : value;
    }
  }
  return { from: 0, theta, s };
}

let module: WasmModule;
beforeAll(async () => {
  module = await compileWasm('simd', readFileSync('assembly/build/simd.wasm'));
});

/** Of each observation the distance of the mean from the exact one in exact sds, and the ratio of the sds. */
async function errorsOf(spec: NetworkSpec, observations: readonly (readonly number[])[]) {
  const mask = takesMissing(spec);
  const { simulations, validationFraction } = settings;
  const data = new TrainingSet(prior, simulations, inputWidth(spec), validationFraction, null, mask);
  const pairs = simulate(simulations);
  // Without a mask, a missing entry is 0: the mean of those that are there.
  const known = (s: ArrayLike<number>) => Float64Array.from(s, (value) => (mask || !Number.isNaN(value) ? value : 0));
  data.add({ ...pairs, s: known(pairs.s) });
  const engine = new WasmEngine(spec, module);
  let time = 0;
  const trainer = new Trainer({ engine, data, prior, settings, seed: 2, now: () => time++ / 1000, callMs: 50 });
  for await (const event of trainer.run(null)) void event;
  const input = mask ? withMask(data.standardiser, SIGMAS.length) : data.standardiser;
  const posterior = new NeuralPosterior(engine, prior, input);
  const errors: { readonly off: number; readonly ratio: number }[] = [];
  for (const s of observations) {
    const draws = await posterior.draw(known(s), 20_000, new Random(9, STREAMS.base));
    let [precision, sum] = [1, 0];
    for (const [k, value] of s.entries()) {
      if (Number.isNaN(value)) continue;
      precision += 1 / SIGMAS[k] ** 2;
      sum += value / SIGMAS[k] ** 2;
    }
    const sd = 1 / Math.sqrt(precision);
    errors.push({ off: Math.abs(mean(draws) - sum / precision) / sd, ratio: standardDeviation(draws) / sd });
  }
  engine.dispose();
  return errors;
}

const gone = Number.NaN;
const observations = [
  // All there, at their mean: what a missing entry is written as.
  [0, 0, 0, 0],
  [gone, gone, gone, gone],
  [0.5, 0.9, -0.2, 0.4],
  [0.5, gone, gone, gone],
  [gone, 0.9, 1.5, gone],
  [gone, gone, -1, gone],
  [gone, 0.01, gone, -0.8],
];

describe('with entries left out', () => {
  // Of 20,000 draws the mean is known to 0.01 sd and the sd to 0.5 %; the rest is the network's.
  it('a network with a mask has the posterior of those that are there', async () => {
    for (const { off, ratio } of await errorsOf(masked, observations)) {
      expect(off).toBeLessThan(0.2);
      expect(Math.abs(ratio - 1)).toBeLessThan(0.1);
    }
  }, 120_000);

  it('a network without a mask does not: four entries at their mean are as none to it', async () => {
    const [there, missing] = await errorsOf(unmasked, observations);
    // The exact sds are 0.22 and 1.
    expect(Math.max(there.ratio / missing.ratio, missing.ratio / there.ratio)).toBeGreaterThan(3);
  }, 120_000);
});
