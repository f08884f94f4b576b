import { InferenceSession, Tensor, env } from 'onnxruntime-web';
import { beforeAll, describe, expect, it } from 'vitest';
import { ReferenceFlow } from '../flow/referenceFlow.ts';
import { randomNetwork } from '../flow/testing/randomNetwork.ts';
import { convSpec, convolutions, specOf, stage } from '../flow/testing/specs.ts';
import type { NetworkSpec } from '../flow/spec.ts';
import { Random, STREAMS } from '../math/random.ts';
import { logSumExp } from '../math/special.ts';
import { JointPrior } from '../priors/jointPrior.ts';
import { type Prior, quantile } from '../priors/prior.ts';
import { asTheta, asZ } from '../priors/space.ts';
import { Standardiser, withMask } from '../training/standardiser.ts';
import { densityModel, samplerModel } from './onnx.ts';
import type { TrainedNetwork } from './trainedNetwork.ts';

beforeAll(() => {
  env.wasm.numThreads = 1;
});

const random = new Random(20261122, STREAMS.base);
const normals = (n: number): Float64Array => Float64Array.from({ length: n }, () => random.normal());

/** One of each family, and of each way to cut it; the offset of the third would cost float32 its digits. */
const priors: readonly Prior[] = [
  { family: 'uniform', low: -1, high: 3 },
  { family: 'logUniform', low: 1e-3, high: 10 },
  { family: 'uniform', low: 1e6, high: 1e6 + 2 },
  { family: 'normal', mean: 2, sd: 0.3 },
  { family: 'lognormal', mean: -1, sd: 0.7 },
  { family: 'uniformLessNormal', low: 8.5, high: 11.5, mean: 0.2, sd: 0.1 },
  { family: 'beta', a: 2, b: 5 },
  { family: 'beta', a: 0.6, b: 0.8 },
  { family: 'normal', mean: 0, sd: 1, low: 0.5 },
  { family: 'normal', mean: 0, sd: 1, low: -2, high: -1.5 },
  { family: 'lognormal', mean: 0, sd: 0.5, high: 1.5 },
  { family: 'beta', a: 3, b: 2, low: 0.2, high: 0.6 },
  { family: 'exponential', mean: 3 },
  { family: 'gamma', shape: 2.5, scale: 0.4 },
  { family: 'gamma', shape: 0.7, scale: 2, low: 0.5, high: 5 },
];

function networkOf(spec: NetworkSpec, members = 1): TrainedNetwork {
  const phis = Array.from({ length: members }, (_, m) => randomNetwork(spec, 11 + m));
  const phi = new Float32Array(members * phis[0].length);
  phis.forEach((one, m) => phi.set(one, m * one.length));
  const mean = Float64Array.from({ length: spec.context }, (_, i) => 1e5 * (i % 3));
  const sd = Float64Array.from({ length: spec.context }, (_, i) => 0.5 + i);
  return { spec, phi, members, standardisation: new Standardiser(mean, sd) };
}

function spec(dim: number, context: number, embedding = 0, transforms = 3): NetworkSpec {
  return specOf({ dim, context, embedding, transforms, hidden: 24, bins: 8 });
}

function priorOf(dim: number, from = 0): JointPrior {
  const own = Array.from({ length: dim }, (_, j) => priors[(from + j) % priors.length]);
  return new JointPrior(
    own.map((_, j) => `p${j}`),
    own,
  );
}

/** Summaries of n observations near those that the network has been standardised for. */
function summariesOf({ spec: { context }, standardisation }: TrainedNetwork, n: number): Float64Array {
  const { mean, sd } = standardisation;
  return normals(n * context).map((value, i) => mean[i % context] + sd[i % context] * value);
}

function member(network: TrainedNetwork, m: number): ReferenceFlow {
  const each = network.phi.length / network.members;
  return new ReferenceFlow(network.spec, network.phi.subarray(m * each, (m + 1) * each));
}

const f64 = (values: Float64Array, shape: readonly number[]) => new Tensor('float64', values, shape);

function load(model: Uint8Array): Promise<InferenceSession> {
  return InferenceSession.create(model, { executionProviders: ['wasm'], graphOptimizationLevel: 'disabled' });
}

async function run(session: InferenceSession, feeds: Record<string, Tensor>): Promise<Float64Array> {
  const { [session.outputNames[0]]: result } = await session.run(feeds);
  return result.data as Float64Array;
}

/** Distance of draws from the oracle's in units of each prior's width between its quartiles. */
function distance(prior: JointPrior, draws: Float64Array, oracle: Float64Array): number {
  const widths = prior.priors.map((one) => quantile(one, 0.75) - quantile(one, 0.25));
  return draws.reduce((most, draw, i) => Math.max(most, Math.abs(draw - oracle[i]) / widths[i % prior.D]), 0);
}

const cases = [
  { name: 'one parameter', own: spec(1, 4), prior: priorOf(1) },
  { name: 'two parameters', own: spec(2, 9), prior: priorOf(2) },
  { name: 'five parameters', own: spec(5, 9), prior: priorOf(5, 3) },
  { name: 'exponential and gamma priors', own: spec(3, 9), prior: priorOf(3, 11) },
  { name: 'two parameters behind an embedding', own: spec(2, 40, 8), prior: priorOf(2, 8) },
  {
    name: 'an image behind convolutions',
    own: convSpec(convolutions([2, 7, 6], [stage(4, 3, 2)], 6), 2, 3),
    prior: priorOf(2),
  },
  {
    name: 'a series behind convolutions',
    own: convSpec(convolutions([3, 1, 9], [stage(4, 5, 2), stage(8, 3, 1)], 5, { dimensions: 1 }), 2),
    prior: priorOf(2, 4),
  },
  {
    name: 'means over an image',
    own: convSpec(convolutions([1, 5, 6], [stage(4, 3, 2)], 6, { pool: 'mean' }), 2, 1),
    prior: priorOf(2),
  },
  {
    name: 'a set',
    own: convSpec({ kind: 'set', most: 4, size: 2, widths: [8, 4], features: 5, mask: false }, 2),
    prior: priorOf(2),
  },
  {
    name: 'three images and two numbers',
    own: convSpec(convolutions([2, 5, 6], [stage(4, 3, 2), stage(8, 3, 1)], 6, { items: 3 }), 2, 2),
    prior: priorOf(2),
  },
  {
    name: 'means over the places of two series',
    own: convSpec(convolutions([2, 1, 7], [stage(4, 3, 2)], 6, { items: 2, dimensions: 1, pool: 'mean' }), 2),
    prior: priorOf(2),
  },
  { name: 'every prior', own: spec(priors.length, 3, 0, 1), prior: priorOf(priors.length) },
];

describe.each(cases)('the ONNX models of $name', ({ own, prior }) => {
  const network = networkOf(own);
  const standardiser = new Standardiser(network.standardisation.mean, network.standardisation.sd);
  const n = 50;
  const D = own.dim;
  let sampler: InferenceSession;
  let density: InferenceSession;

  beforeAll(async () => {
    sampler = await load(samplerModel(network, prior, {}));
    density = await load(densityModel(network, prior, {}));
  }, 60_000);

  it.each([1, n])('sample as the reference flow does, given %d rows of summaries', async (rows) => {
    const s = summariesOf(network, rows);
    const noise = normals(n * D);
    const theta = await run(sampler, { s: f64(s, [rows, own.context]), noise: f64(noise, [n, D]) });
    const flow = member(network, 0);
    const context = standardiser.apply(s);
    const z = new Float64Array(n * D);
    for (let i = 0; i < n; i++) {
      const row = rows === 1 ? 0 : i;
      const c = context.subarray(row * own.context, (row + 1) * own.context);
      z.set(flow.fromBase(noise.subarray(i * D, (i + 1) * D), c), i * D);
    }
    const oracle = prior.unwhiten(asZ(z));
    expect(distance(prior, theta, oracle)).toBeLessThan(1e-4);
  });

  // A rough network has densities of e^±40, and float32 their logarithm within a few of its last digits.
  it.each([1, n])('have the density of the reference flow, given %d rows of summaries', async (rows) => {
    const s = summariesOf(network, rows);
    const theta = prior.sample(n, random);
    // Outside the support of all priors but that of an untruncated normal: -Infinity for both.
    theta[0] = -1e9;
    const logProb = await run(density, { s: f64(s, [rows, own.context]), theta: f64(theta, [n, D]) });
    const context = standardiser.apply(s);
    const z = prior.whiten(asTheta(theta));
    const flow = member(network, 0);
    for (let i = 0; i < n; i++) {
      const row = rows === 1 ? 0 : i;
      const c = context.subarray(row * own.context, (row + 1) * own.context);
      const at = theta.subarray(i * D, (i + 1) * D);
      const oracle = flow.logDensity(z.subarray(i * D, (i + 1) * D), c) + prior.logJacobian(at);
      const off = logProb[i] === oracle ? 0 : Math.abs(logProb[i] - oracle);
      expect(off).toBeLessThan(1e-4 * Math.max(1, Math.min(Math.abs(oracle), 1e6)));
    }
  });
});

describe.each([
  specOf({ dim: 2, context: 10, embedding: 8, mask: true, transforms: 2, hidden: 24, bins: 8 }),
  convSpec({ kind: 'set', most: 2, size: 2, widths: [8], features: 5, mask: true }, 2, 1),
  convSpec(convolutions([1, 1, 4], [stage(4, 3, 1)], 5, { mask: true, dimensions: 1 }), 2, 1),
  convSpec(convolutions([1, 1, 2], [stage(4, 3, 1)], 5, { mask: true, items: 2 }), 2, 1),
])('the ONNX models of a network with a mask: %o', (own) => {
  const mean = Float64Array.of(0, 10, 20, 30, 40);
  const network = {
    spec: own,
    phi: randomNetwork(own, 3),
    members: 1,
    standardisation: new Standardiser(
      mean,
      mean.map((m) => m + 1),
    ),
  };
  const prior = priorOf(2);
  const gone = Number.NaN;

  it.each([[[1, 12, 3, 4, 5]], [[gone, 12, gone, 4, 5]], [[gone, gone, gone, gone, gone]]])(
    'take %j, NaN for what is missing',
    async (s) => {
      const n = 20;
      const noise = normals(n * 2);
      const at = { s: f64(Float64Array.from(s), [1, 5]) };
      const theta = await run(await load(samplerModel(network, prior, {})), { ...at, noise: f64(noise, [n, 2]) });
      const flow = member(network, 0);
      const context = withMask(network.standardisation, 5).apply(s);
      const z = new Float64Array(n * 2);
      for (let i = 0; i < n; i++) z.set(flow.fromBase(noise.subarray(2 * i, 2 * i + 2), context), 2 * i);
      expect(distance(prior, theta, prior.unwhiten(asZ(z)))).toBeLessThan(1e-4);
      const logProb = await run(await load(densityModel(network, prior, {})), { ...at, theta: f64(theta, [n, 2]) });
      for (let i = 0; i < n; i++) {
        const own = theta.subarray(2 * i, 2 * i + 2);
        const oracle = flow.logDensity(prior.whiten(asTheta(own)), context) + prior.logJacobian(own);
        expect(Math.abs(logProb[i] - oracle)).toBeLessThan(1e-3 * Math.max(1, Math.abs(oracle)));
      }
    },
  );
});

describe.each([
  { name: 'an ensemble', own: spec(2, 5) },
  {
    name: 'an ensemble behind convolutions',
    own: convSpec(convolutions([1, 5, 6], [stage(4, 3, 2), stage(8, 3, 1)], 5), 2, 2),
  },
])('the ONNX models of $name', ({ own }) => {
  const network = networkOf(own, 3);
  const prior = priorOf(2, 1);
  const c = (s: Float64Array) => new Standardiser(network.standardisation.mean, network.standardisation.sd).apply(s);

  it('sample each member with noise of its own', async () => {
    const n = 20;
    const s = summariesOf(network, 1);
    const noise = normals(3 * n * 2);
    const feeds = { s: f64(s, [1, own.context]), noise: f64(noise, [3, n, 2]) };
    const theta = await run(await load(samplerModel(network, prior, {})), feeds);
    const z = Float64Array.from({ length: noise.length });
    for (let i = 0; i < 3 * n; i++) {
      z.set(member(network, Math.floor(i / n)).fromBase(noise.subarray(2 * i, 2 * i + 2), c(s)), 2 * i);
    }
    expect(distance(prior, theta, prior.unwhiten(asZ(z)))).toBeLessThan(1e-4);
  });

  it('have the density of the mixture with equal weights', async () => {
    const n = 20;
    const s = summariesOf(network, 1);
    const theta = prior.sample(n, random);
    const feeds = { s: f64(s, [1, own.context]), theta: f64(theta, [n, 2]) };
    const logProb = await run(await load(densityModel(network, prior, {})), feeds);
    const z = prior.whiten(asTheta(theta));
    for (let i = 0; i < n; i++) {
      const densities = [0, 1, 2].map((m) => member(network, m).logDensity(z.subarray(2 * i, 2 * i + 2), c(s)));
      const oracle = logSumExp(densities) - Math.log(3) + prior.logJacobian(theta.subarray(2 * i, 2 * i + 2));
      expect(Math.abs(logProb[i] - oracle)).toBeLessThan(1e-4 * Math.max(1, Math.abs(oracle)));
    }
  });
});
