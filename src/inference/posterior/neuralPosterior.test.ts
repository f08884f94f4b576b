import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../flow/engines/tfjs/backends.ts';
import { TfjsEngine } from '../flow/engines/tfjs/tfjsEngine.ts';
import { flowSpec } from '../flow/spec.ts';
import { randomNetwork } from '../flow/testing/randomNetwork.ts';
import { Random, STREAMS } from '../math/random.ts';
import { JointPrior } from '../priors/jointPrior.ts';
import { quantile } from '../priors/prior.ts';
import { Standardiser } from '../training/standardiser.ts';
import { NeuralPosterior } from './neuralPosterior.ts';
import { spreadOf } from './spread.ts';

const priors = [
  { family: 'logUniform', low: 0.25, high: 4 },
  { family: 'normal', mean: 2, sd: 3 },
] as const;
const prior = new JointPrior(['A', 'b'], priors);
const spec = flowSpec('small', 2, 3);
const standardiser = new Standardiser(Float64Array.of(1, 2, 3), Float64Array.of(1, 2, 1));
const s = [0.5, 3, 2.5];

describe('the posterior of a network', () => {
  beforeAll(() => startBackend('wasm'));

  it('has a density that integrates to 1, and that its own draws follow', async () => {
    const engine = new TfjsEngine(spec, 'wasm');
    engine.setParameters(randomNetwork(spec, 3));
    const posterior = new NeuralPosterior(engine, prior, standardiser);
    // Midpoints of the prior's quantiles: the integral of q is the mean of q / p over them, to 2 % or so at its spikes.
    const side = 120;
    const levels = Array.from({ length: side }, (_, i) => (i + 0.5) / side);
    const nodes = levels.flatMap((u) => levels.flatMap((v) => [quantile(priors[0], u), quantile(priors[1], v)]));
    const theta = Float64Array.from(nodes);
    const n = side * side;
    const rows = (count: number) => Float64Array.from({ length: 3 * count }, (_, i) => s[i % 3]);
    const density = await posterior.logDensity(theta, rows(n));
    const ratio = density.map((value, i) => Math.exp(value - prior.logDensity(theta.subarray(2 * i, 2 * i + 2))));
    const total = ratio.reduce((sum, value) => sum + value, 0) / n;
    expect(Math.abs(total - 1)).toBeLessThan(0.03);
    // The mean of ln q over draws, and by the integral of q ln q; 4,000 draws leave an error of about 0.02.
    const draws = await posterior.draw(s, 4000, new Random(1, STREAMS.base));
    const own = await posterior.logDensity(draws, rows(4000));
    const byDraws = own.reduce((sum, value) => sum + value, 0) / 4000;
    const byIntegral = ratio.reduce((sum, value, i) => sum + value * density[i], 0) / n / total;
    expect(Math.abs(byDraws - byIntegral)).toBeLessThan(0.08);
    engine.dispose();
  });
  it('of an ensemble shares its draws out evenly, and has the density of the mixture', async () => {
    const both = new TfjsEngine(spec, 'wasm', { members: 2 });
    const phis = [randomNetwork(spec, 3), randomNetwork(spec, 4)];
    both.setParameters(Float32Array.from(phis.flatMap((phi) => Array.from(phi))));
    const mixture = new NeuralPosterior(both, prior, standardiser);
    const singles = phis.map((phi) => {
      const engine = new TfjsEngine(spec, 'wasm');
      engine.setParameters(phi);
      return { engine, posterior: new NeuralPosterior(engine, prior, standardiser) };
    });
    const draws = await mixture.draw(s, 200, new Random(1, STREAMS.base));
    const rows = Float64Array.from({ length: 600 }, (_, i) => s[i % 3]);
    const density = await mixture.logDensity(draws, rows);
    const [a, b] = await Promise.all(singles.map(({ posterior }) => posterior.logDensity(draws, rows)));
    // Oracle: ln ((q_a + q_b) / 2), member by member.
    density.forEach((value, i) => expect(value).toBeCloseTo(Math.log((Math.exp(a[i]) + Math.exp(b[i])) / 2), 4));
    const spread = await mixture.spread(s, 2000, new Random(2, STREAMS.base));
    const total = [0, 1].map((j) => spread.within[j] + spread.between[j]);
    expect(total.every((variance, j) => variance > spread.within[j] && spread.between[j] > 0)).toBe(true);
    both.dispose();
    for (const { engine } of singles) engine.dispose();
  });
});

describe('the split of the variance', () => {
  it('of a mixture made by hand is the mean of the variances and the variance of the means', () => {
    // Two parameters, two members of two draws: means (1, 10) and (5, 10), variances (1, 4) and (9, 0).
    const { within, between } = spreadOf([Float64Array.of(0, 8, 2, 12), Float64Array.of(2, 10, 8, 10)], 2);
    expect(Array.from(within)).toEqual([5, 2]);
    expect(Array.from(between)).toEqual([4, 0]);
  });
});
