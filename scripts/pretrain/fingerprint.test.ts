import { basename } from 'node:path';
import { expect, it } from 'vitest';
import { trainingCode } from './fingerprint.ts';

const { files, packages } = trainingCode();
const names = files.map((file) => basename(file));

/** By their names: the folders may be arranged otherwise. */
it.each([
  ['simulating', ['registry.ts', 'problem.ts', 'gillespie.ts', 'dormandPrince.ts', 'philox.ts', 'simulationFeed.ts']],
  ['what is trained on', ['trainingSet.ts', 'standardiser.ts', 'minibatches.ts', 'freshEpochs.ts', 'jointPrior.ts']],
  ['training', ['trainer.ts', 'initialise.ts', 'schedule.ts', 'validation.ts', 'keptWeights.ts', 'trainingSession.ts']],
  ['the engine', ['wasmEngine.ts', 'wasmPlan.ts', 'packing.ts', 'mixture.ts', 'relaxed.wasm', 'simd.wasm']],
  ['the study and the draws', ['defaults.ts', 'study.ts', 'networkSpec.ts', 'observation.ts', 'neuralPosterior.ts']],
])('the hash of the code is of what fixes a network: %s', (_, needed) => {
  expect(needed.filter((name) => !names.includes(name))).toEqual([]);
});

it('the hash of the code is of every system, and of the packages that simulate', () => {
  const systems = ['galaxyBias', 'birthDeath', 'lorenz96', 'twoMoons', 'slcp', 'gaussianLinear', 'bernoulliGlm', 'sir'];
  const missing = systems.filter((system) => !files.some((file) => new RegExp(`/${system}(/index)?\\.ts$`).test(file)));
  expect(missing).toEqual([]);
  expect(packages).toContainEqual(expect.stringMatching(/^@stdlib\/random-base-poisson@\d/));
});

it('the hash of the code is of no other engine, of no test, and of nothing that only asks or shows a network', () => {
  const strange =
    /webgpu|tfjs|\.test\.|\/testing\/|arbitrary|\/diagnostics\/|\/correction\/|\/export\/|^src\/app\/|classifier/;
  expect(files.filter((file) => strange.test(file))).toEqual([]);
  expect(packages.filter((name) => name.includes('tensorflow'))).toEqual([]);
});
