import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../math/random.ts';
import type { Prior } from '../../priors/prior.ts';
import type { Design } from '../system.ts';
import { bandsOf } from './bands.ts';
import { defaultDesign } from './designFields.ts';
import { galaxyBiasModel, powerLogLikelihood, signalPower } from './model.ts';
import { signalLikelihood } from './shotNoise.ts';

/** ln of the integral over a_SN by midpoints in a_SN itself, the prior's density written out by the caller. */
function plain(
  design: Design,
  x: Float64Array,
  signal: Float64Array,
  density: (a: number) => number,
  range: readonly [number, number],
): number {
  const bands = bandsOf(design);
  const nodes = 40_000;
  const step = (range[1] - range[0]) / nodes;
  const values = Array.from({ length: nodes }, (_, i) => {
    const a = range[0] + (i + 0.5) * step;
    return powerLogLikelihood(bands, x, signal, a * bands.shotNoise) + Math.log(density(a) * step);
  });
  const best = values.reduce((most, value) => Math.max(most, value), -Infinity);
  return best + Math.log(values.reduce((sum, value) => sum + Math.exp(value - best), 0));
}

const lognormal = (a: number): number => Math.exp(-(Math.log(a) ** 2) / 0.02) / (a * 0.1 * Math.sqrt(2 * Math.PI));

describe('likelihood with the shot noise integrated out', () => {
  const cases: readonly {
    name: string;
    design: Design;
    prior: Prior;
    density: (a: number) => number;
    range: readonly [number, number];
  }[] = [
    {
      name: 'the default survey',
      design: defaultDesign,
      prior: { family: 'lognormal', mean: 0, sd: 0.1 },
      density: lognormal,
      range: [0.4, 2.2],
    },
    {
      name: 'a large survey of few galaxies, where the data fix the noise to 0.04 of its prior width',
      design: { ...defaultDesign, V: 1e9, nbar: 1e-5 },
      prior: { family: 'lognormal', mean: 0, sd: 0.1 },
      density: lognormal,
      range: [0.4, 2.2],
    },
    {
      name: 'a uniform prior with wedges',
      design: { ...defaultDesign, rsd: true, V: 1e8 },
      prior: { family: 'uniform', low: 0.6, high: 1.3 },
      density: () => 1 / 0.7,
      range: [0.6, 1.3],
    },
  ];

  it.each(cases)('agrees with 40,000 midpoints for $name, in whatever order', ({ design, prior, density, range }) => {
    const bands = bandsOf(design);
    const x = new Float64Array(bands.dataSize);
    galaxyBiasModel(design).simulate([2, 1], [1.1], new Random(3, STREAMS.observation), x);
    const likelihood = signalLikelihood(bands, x, { mode: 'marginalised', value: 1, prior });
    const signal = new Float64Array(bands.dataSize);
    // In no order, so that the window of the former call may be of no use; none so far from the data that only a noise
    // beyond six sd of its prior could explain them.
    for (const strength of [2, 1.75, 2.02, 2.3, 1.9, 2.1]) {
      signalPower(bands, strength, 1, signal);
      const exact = plain(design, x, signal, density, range);
      expect(Math.abs(likelihood(signal) - exact)).toBeLessThan(1e-4);
    }
  });

  it('with the noise fixed is the likelihood at that value', () => {
    const bands = bandsOf(defaultDesign);
    const x = Float64Array.from(bands.matter, (power) => 2.5 * power);
    const signal = Float64Array.from(bands.matter, (power) => 2 * power);
    const prior: Prior = { family: 'lognormal', mean: 0, sd: 0.1 };
    const likelihood = signalLikelihood(bands, x, { mode: 'fixed', value: 1.2, prior });
    expect(likelihood(signal)).toBe(powerLogLikelihood(bands, x, signal, 1.2 / 3e-4));
  });
});
