import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { smallSpec } from '../flow/testing/specs.ts';
import { WasmEngine } from '../flow/engines/wasm/wasmEngine.ts';
import { compileWasm, type WasmModule } from '../flow/engines/wasm/wasmModule.ts';
import { JointPrior } from '../priors/jointPrior.ts';
import { Random, STREAMS } from '../math/random.ts';
import type { TrainingEvent } from './events.ts';
import type { TrainingSettings } from './settings.ts';
import { Trainer } from './trainer.ts';
import { TrainingSet } from './trainingSet.ts';

const settings: TrainingSettings = {
  simulations: 2600,
  fresh: false,
  amortisesPriors: false,
  members: 1,
  preset: 'small',
  batchSize: 50,
  epochs: 4,
  learningRate: 1e-3,
  schedule: 'cosine',
  patience: 20,
  weightPriorSd: null,
  clipNorm: 5,
  validationFraction: 0.1,
};
const prior = new JointPrior(
  ['a', 'b'],
  [
    { family: 'normal', mean: 0, sd: 1 },
    { family: 'normal', mean: 0, sd: 1 },
  ],
);

/** Trains with calls of `callMs` on a clock that says that each call takes `msPerCall`. */
async function run(module: WasmModule, callMs: number, msPerCall: number): Promise<TrainingEvent[]> {
  const data = new TrainingSet(prior, settings.simulations, 3, settings.validationFraction);
  const random = new Random(3, STREAMS.simulation);
  const theta = Float64Array.from({ length: settings.simulations * 2 }, () => random.normal());
  const s = Float64Array.from(
    { length: settings.simulations * 3 },
    (_, i) => theta[Math.floor(i / 3) * 2] + random.normal(),
  );
  data.add({ from: 0, theta, s });
  let time = 0;
  const trainer = new Trainer({
    engine: new WasmEngine(smallSpec(2, 3, 16), module),
    data,
    prior,
    settings,
    seed: 5,
    now: () => (time += msPerCall / 2000),
    callMs,
  });
  const events: TrainingEvent[] = [];
  for await (const event of trainer.run(null)) events.push(event);
  return events;
}

const losses = (events: readonly TrainingEvent[]): number[] =>
  events.flatMap((event) => (event.kind === 'steps' ? Array.from(event.losses) : []));
const others = (events: readonly TrainingEvent[]): TrainingEvent[] => events.filter(({ kind }) => kind !== 'steps');

describe('a training run', () => {
  let module: WasmModule;
  beforeAll(async () => {
    module = await compileWasm('simd', readFileSync('assembly/build/simd.wasm'));
  });

  it('is the same, bit by bit, however many steps go into a call of the engine', async () => {
    const [single, many] = [await run(module, 1, 100), await run(module, 1000, 10)];
    const calls = (events: readonly TrainingEvent[]) => events.filter(({ kind }) => kind === 'steps').length;
    expect(losses(single)).toHaveLength(Math.round((4 * 2600 * 0.9) / 50));
    expect(calls(single)).toBe(losses(single).length);
    expect(calls(many)).toBeLessThan(calls(single) / 4);
    expect(losses(many)).toEqual(losses(single));
    expect(others(many)).toEqual(others(single));
    expect(others(single).length).toBeGreaterThan(3);
  });
});
