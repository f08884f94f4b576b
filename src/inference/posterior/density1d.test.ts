import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../math/random.ts';
import type { Prior } from '../priors/prior.ts';
import { type Axis, toAxis } from './axis.ts';
import { type Density1d, marginalDensity, priorCurve, priorDensity } from './density1d.ts';

const LINE: Axis = { scale: 'linear', low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };

function sample(draw: (random: Random) => number, n = 2000): Float64Array {
  const random = new Random(21, STREAMS.reference);
  return Float64Array.from({ length: n }, () => draw(random));
}

/** Trapezoid integral over the axis coordinate. */
function integral({ at, density, scale }: Density1d): number {
  let sum = 0;
  for (let i = 0; i + 1 < at.length; i++) {
    sum += ((density[i] + density[i + 1]) / 2) * (toAxis(at[i + 1], scale) - toAxis(at[i], scale));
  }
  return sum;
}

/** Largest difference to an exact density, relative to its peak. */
function worst(curve: Density1d, exact: (x: number) => number): number {
  const expected = Array.from(curve.at, exact);
  const peak = Math.max(...expected);
  return Math.max(...expected.map((value, i) => Math.abs(value - curve.density[i]) / peak));
}

const normal = (x: number) => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);

describe('the density of 2,000 draws', () => {
  it('follows a normal one and integrates to 1', () => {
    const curve = marginalDensity(
      sample((random) => random.normal()),
      LINE,
    );
    expect(integral(curve)).toBeCloseTo(1, 10);
    expect(worst(curve, normal)).toBeLessThan(0.1);
  });

  it('is flat up to both edges for a flat posterior', () => {
    const curve = marginalDensity(
      sample((random) => 2 + 3 * random.uniform()),
      { scale: 'linear', low: 2, high: 5 },
    );
    expect([curve.at[0], curve.at[curve.at.length - 1]]).toEqual([2, 5]);
    expect(worst(curve, () => 1 / 3)).toBeLessThan(0.15);
  });

  it('is per decade on a log axis: a log-uniform posterior is flat', () => {
    const curve = marginalDensity(
      sample((random) => 10 ** (3 * random.uniform() - 1)),
      { scale: 'log', low: 0.1, high: 100 },
    );
    expect(integral(curve)).toBeCloseTo(1, 10);
    expect(worst(curve, () => 1 / 3)).toBeLessThan(0.15);
  });

  it('does not smear two narrow modes far apart', () => {
    const curve = marginalDensity(
      sample((random) => (random.uniform() < 0.5 ? -20 : 20) + random.normal()),
      LINE,
    );
    expect(worst(curve, (x) => 0.5 * (normal(x - 20) + normal(x + 20)))).toBeLessThan(0.2);
  });

  it('keeps the peak of a posterior cut off at its mode', () => {
    const curve = marginalDensity(
      sample((random) => Math.abs(random.normal())),
      { scale: 'linear', low: 0, high: 10 },
    );
    expect(worst(curve, (x) => 2 * normal(x))).toBeLessThan(0.15);
  });

  it('is not coarsened by one stray draw', () => {
    const draws = sample((random) => random.normal(), 4000);
    draws[0] = 1e6;
    expect(worst(marginalDensity(draws, LINE), normal)).toBeLessThan(0.1);
  });

  it('leaves out what the axis cannot show, and is empty when nothing varies', () => {
    const axis: Axis = { scale: 'log', low: 0, high: Number.POSITIVE_INFINITY };
    const draws = sample((random) => Math.exp(random.normal()));
    expect(marginalDensity([...draws, -1, Number.NaN], axis)).toEqual(marginalDensity(draws, axis));
    expect(marginalDensity([3, 3, 3], LINE).at).toHaveLength(0);
    expect(marginalDensity([], LINE).at).toHaveLength(0);
  });
});

describe('the density of a prior', () => {
  const priors: Prior[] = [
    { family: 'uniform', low: 0.5, high: 3 },
    { family: 'logUniform', low: 0.1, high: 10 },
    { family: 'normal', mean: 1, sd: 0.2 },
    { family: 'lognormal', mean: 0, sd: 0.5, low: 0.3 },
    { family: 'beta', a: 2, b: 3 },
  ];

  it.each(priors)('of the $family family integrates to 1 on both scales', (prior) => {
    for (const scale of ['linear', 'log'] as const) {
      // An open end leaves out half a per mille; the trapezoid rule errs where the density does not start at 0.
      expect(Math.abs(integral(priorCurve(prior, scale, 2001)) - 1)).toBeLessThan(3e-3);
    }
  });

  it('is flat for a log-uniform prior on a log axis, and zero outside its support', () => {
    const prior: Prior = { family: 'logUniform', low: 0.1, high: 10 };
    for (const value of priorCurve(prior, 'log').density) expect(value).toBeCloseTo(0.5, 10);
    expect([...priorDensity(prior, 'log', [-1, 0.05, 20])]).toEqual([0, 0, 0]);
  });

  it('is empty for a fixed parameter', () => {
    expect(priorCurve({ family: 'fixed', value: 2 }, 'linear').at).toHaveLength(0);
  });
});
