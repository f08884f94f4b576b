import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../flow/engines/tfjs/backends.ts';
import { TfjsEngine } from '../flow/engines/tfjs/tfjsEngine.ts';
import { flowSpec } from '../flow/spec.ts';
import { roughNetwork } from '../flow/roughNetwork.ts';
import { Random, STREAMS } from '../math/random.ts';
import { JointPrior } from '../priors/jointPrior.ts';
import { quantile } from '../priors/prior.ts';
import { Standardiser } from '../training/standardiser.ts';
import { NeuralPosterior } from './neuralPosterior.ts';

const priors = [
  { family: 'logUniform', low: 0.25, high: 4 },
  { family: 'normal', mean: 2, sd: 3 },
] as const;
const prior = new JointPrior(['A', 'b'], priors);
const spec = flowSpec('light', 2, 3);
const standardiser = new Standardiser(Float64Array.of(1, 2, 3), Float64Array.of(1, 2, 1));
const s = [0.5, 3, 2.5];

describe('the posterior of a network', () => {
  beforeAll(() => startBackend('wasm'));

  it('has a density that integrates to 1, and that its own draws follow', async () => {
    const engine = new TfjsEngine(spec, 'wasm');
    engine.setParameters(roughNetwork(spec, 3));
    const posterior = new NeuralPosterior(engine, prior, standardiser);
    // Midpoints of the prior's quantiles: the integral of q is the mean of q / p over them.
    const side = 80;
    const levels = Array.from({ length: side }, (_, i) => (i + 0.5) / side);
    const nodes = levels.flatMap((u) => levels.flatMap((v) => [quantile(priors[0], u), quantile(priors[1], v)]));
    const theta = Float64Array.from(nodes);
    const n = side * side;
    const rows = (count: number) => Float64Array.from({ length: 3 * count }, (_, i) => s[i % 3]);
    const density = await posterior.logDensity(theta, rows(n));
    const ratio = density.map((value, i) => Math.exp(value - prior.logDensity(theta.subarray(2 * i, 2 * i + 2))));
    const total = ratio.reduce((sum, value) => sum + value, 0) / n;
    expect(Math.abs(total - 1)).toBeLessThan(0.02);
    // The mean of ln q over draws, and by the integral of q ln q; 4,000 draws leave an error of about 0.02.
    const draws = await posterior.draw(s, 4000, new Random(1, STREAMS.base));
    const own = await posterior.logDensity(draws, rows(4000));
    const byDraws = own.reduce((sum, value) => sum + value, 0) / 4000;
    const byIntegral = ratio.reduce((sum, value, i) => sum + value * density[i], 0) / n / total;
    expect(Math.abs(byDraws - byIntegral)).toBeLessThan(0.08);
    engine.dispose();
  });
});
