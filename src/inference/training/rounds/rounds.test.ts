/** Regions and draws of the prior in them, with a posterior that is a normal distribution of known place and width. */
import { describe, expect, it } from 'vitest';
import { Random } from '../../math/random.ts';
import { mean, sd } from '../../math/statistics.ts';
import { normalLogPdf } from '../../math/special.ts';
import { JointPrior } from '../../priors/jointPrior.ts';
import { LEFT_OUT, type ObservedPosterior, Region } from './region.ts';
import { RestrictedPrior } from './restrictedPrior.ts';

const prior = new JointPrior(
  ['a', 'b'],
  [
    { family: 'uniform', low: -1, high: 1 },
    { family: 'normal', mean: 0, sd: 1 },
  ],
);

function normal(place: number, width: number): ObservedPosterior {
  const draws = (n: number, scale: number, random: Random) =>
    Float64Array.from({ length: 2 * n }, () => place + scale * width * random.normal());
  const density = (theta: Float64Array, scale: number) =>
    Float64Array.from(
      { length: theta.length / 2 },
      (_, i) =>
        normalLogPdf((theta[2 * i] - place) / (scale * width)) +
        normalLogPdf((theta[2 * i + 1] - place) / (scale * width)) -
        2 * Math.log(scale * width),
    );
  return {
    draw: (n, random) => Promise.resolve(draws(n, 1, random)),
    logDensity: (theta) => Promise.resolve(density(theta, 1)),
    propose(n, scale, random) {
      const theta = draws(n, scale, random);
      const logWeights = density(theta, scale).map((of, i) => prior.logDensity(theta.subarray(2 * i, 2 * i + 2)) - of);
      return Promise.resolve({ theta, logWeights });
    },
  };
}

/** Of two normal numbers 1e-4 lie beyond this many widths from their place. */
const RADIUS = Math.sqrt(-2 * Math.log(LEFT_OUT));
const regionOf = (place: number, width: number, within: Region | null = null) =>
  Region.of(2, normal(place, width), within, new Random(1, 2));
const indices = (from: number, n: number) => Uint32Array.from({ length: n }, (_, i) => from + i);

describe('a region', () => {
  it('is what the 1 - 1e-4 of highest density leave', async () => {
    const region = await regionOf(0.1, 0.2);
    const at = (radius: number) => region.contains(Float64Array.of(0.1 + 0.2 * radius, 0.1));
    expect([...(await at(0.95 * RADIUS)), ...(await at(1.05 * RADIUS))]).toEqual([1, 0]);
    const draws = await region.posterior.draw(100_000, new Random(5, 0));
    const out = 1 - mean(await region.contains(draws));
    expect(out).toBeGreaterThan(2e-5);
    expect(out).toBeLessThan(3e-4);
  });

  it('lies in those before it, whatever its own posterior says', async () => {
    const outer = await regionOf(0, 0.1);
    const inner = await regionOf(0.3, 0.1, outer);
    const rows = prior.sample(5000, new Random(3, 0));
    const [of, own, alone] = [
      await outer.contains(rows),
      await inner.contains(rows),
      await (await regionOf(0.3, 0.1)).contains(rows),
    ];
    expect(own).toEqual(of.map((one, i) => one * alone[i]));
    expect(inner.round).toBe(2);
    expect([...(await inner.contains(Float64Array.of(Number.NaN, 0.1)))]).toEqual([0]);
  });
});

describe.each([
  ['rejection', 0.1, 0.08],
  ['resampling', 0.1, 0.015],
] as const)('draws of the restricted prior by %s', (method, place, width) => {
  it('lie inside, follow the prior there, and are the same in any pieces', async () => {
    const region = await regionOf(place, width);
    const restricted = await RestrictedPrior.of(prior, region, 4);
    expect(restricted.by.method).toBe(method);
    // Of the threshold that it was given, which a hundred thousand draws tell to a few per cent.
    const radius = Math.sqrt(-2 * (region.threshold + Math.log(2 * Math.PI) + 2 * Math.log(width)));
    expect(Math.abs(radius / RADIUS - 1)).toBeLessThan(0.08);
    const n = 20_000;
    const draws = await restricted.draw(0, indices(0, n));
    expect(mean(await region.contains(draws))).toBe(1);
    // The prior is all but flat over so small a disk, of sd radius / 2 along each axis.
    for (const j of [0, 1]) {
      const column = draws.filter((_, i) => i % 2 === j);
      const expected = (radius * width) / 2;
      expect(Math.abs(mean(column) - place) / expected).toBeLessThan(0.03 + (j === 1 ? place * expected : 0));
      expect(Math.abs(sd(column) / expected - 1)).toBeLessThan(0.03);
    }
    // Its share of the prior: the disk's area times the density.
    const area = Math.PI * (radius * width) ** 2;
    expect(restricted.share / (area * 0.5 * Math.exp(normalLogPdf(place)))).toBeGreaterThan(0.85);
    expect(restricted.share / (area * 0.5 * Math.exp(normalLogPdf(place)))).toBeLessThan(1.15);
    const again = await RestrictedPrior.of(prior, region, 4);
    const piece = await again.draw(0, indices(500, 100));
    expect(piece).toEqual(draws.subarray(2 * 500, 2 * 600));
    expect(await again.draw(1, indices(500, 100))).not.toEqual(piece);
    expect(await again.draw(0, indices(500, 100), 1)).not.toEqual(piece);
  });
});

it('a pool that the proposals do not fill is refused', async () => {
  const wide = normal(0, 0.01);
  // A posterior whose draws are all in one place of a region that is told to be far wider.
  const stuck: ObservedPosterior = {
    ...wide,
    propose: (n) =>
      Promise.resolve({
        theta: new Float64Array(2 * n),
        logWeights: Float64Array.from({ length: n }, (_, i) => (i === 0 ? 0 : -40)),
      }),
  };
  const region = await Region.of(2, stuck, null, new Random(1, 2));
  await expect(RestrictedPrior.of(prior, region, 4)).rejects.toThrow('do not fill the region');
});
