import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kolmogorovSmirnovUniform } from '../math/goodnessOfFit.ts';
import { Random, STREAMS } from '../math/random.ts';
import { normalCdf } from '../math/special.ts';
import { type Hyperprior, hyperpriorOf, whyOutside } from './hyperprior.ts';
import { JointPrior } from './jointPrior.ts';
import { problemOf, type Prior, support } from './prior.ts';

const wide = { low: -3, high: 5, scale: 'linear' } as const;
const logarithmic = { low: 0.1, high: 10, scale: 'log' } as const;
const ratio = { low: 0, high: 1.1, scale: 'linear' } as const;

/** A prior of each family with the slider that it has somewhere. */
const cases: readonly (readonly [Prior, typeof wide | typeof logarithmic | typeof ratio])[] = [
  [{ family: 'uniform', low: -2, high: 4 }, wide],
  [{ family: 'uniform', low: 0.05, high: 1.1 }, ratio],
  [{ family: 'uniform', low: 0.25, high: 4 }, logarithmic],
  [{ family: 'logUniform', low: 0.25, high: 4 }, logarithmic],
  [{ family: 'normal', mean: 0, sd: 1 }, wide],
  [{ family: 'normal', mean: 0.5, sd: 0.4, low: 0 }, ratio],
  [{ family: 'normal', mean: 1, sd: 0.5, low: -1, high: 4.5 }, wide],
  [{ family: 'lognormal', mean: 0, sd: 0.6 }, logarithmic],
  [{ family: 'lognormal', mean: 0, sd: 0.6, high: 4 }, logarithmic],
  [{ family: 'gamma', shape: 4, scale: 0.25 }, logarithmic],
  [{ family: 'gamma', shape: 9, scale: 0.1, high: 4 }, logarithmic],
  [{ family: 'beta', a: 2, b: 3 }, ratio],
  [{ family: 'beta', a: 2, b: 3, high: 0.9 }, ratio],
];

function over(prior: Prior, slider: (typeof cases)[number][1]): Hyperprior {
  const hyperprior = hyperpriorOf(['a'], [prior], [slider]);
  if (hyperprior === null) throw new Error(`${JSON.stringify(prior)} ${whyOutside(prior, slider)}`);
  return hyperprior;
}

describe('the hyperprior of a slider', () => {
  it('gives sound priors inside itself, whose whitening comes back, for every family', () => {
    fc.assert(
      fc.property(fc.constantFrom(...cases), fc.nat(), ([present, slider], seed) => {
        const random = new Random(seed, STREAMS.simulation);
        const hyperprior = over(present, slider);
        const drawn = hyperprior.draw(random);
        const [prior] = drawn.priors;
        expect(problemOf(prior)).toBeNull();
        expect(hyperprior.coordinates(drawn).every(Number.isFinite)).toBe(true);
        const ofThumbs = present.family === 'uniform' || present.family === 'logUniform';
        expect(ofThumbs || isDeepStrictEqual(support(prior), support(present))).toBe(true);
        // Thumbs that no beta prior can have so far apart draw together, at times too close.
        expect(present.family === 'beta' || whyOutside(prior, slider) === null).toBe(true);
        const theta = drawn.sample(4, random);
        const back = drawn.unwhiten(drawn.whiten(theta));
        const { low, high } = drawn.hull[0];
        back.forEach((value, i) => expect(Math.abs(value - theta[i])).toBeLessThan(1e-4 * (high - low)));
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('has thumbs of uniform distance, the lower one uniform over what that leaves', () => {
    const hyperprior = over({ family: 'logUniform', low: 0.25, high: 4 }, logarithmic);
    const random = new Random(3, STREAMS.simulation);
    const thumbs = Array.from({ length: 4000 }, () => {
      const [prior] = hyperprior.draw(random).priors;
      const { low, high } = support(prior);
      return [(Math.log10(low) + 1) / 2, (Math.log10(high) + 1) / 2] as const;
    });
    const distances = thumbs.map(([low, high]) => Math.min(1, Math.max(0, (high - low - 0.05) / 0.95)));
    const places = thumbs.map(([low, high]) => Math.min(1, Math.max(0, low / (1 - (high - low)))));
    // Uniform laws by construction: a false alarm of 1e-3 each.
    expect(kolmogorovSmirnovUniform(distances).p).toBeGreaterThan(1e-3);
    expect(kolmogorovSmirnovUniform(places).p).toBeGreaterThan(1e-3);
  });

  it('leaves whitened parameters normal whatever the prior was', () => {
    const hyperprior = over({ family: 'normal', mean: 0, sd: 1 }, wide);
    const random = new Random(4, STREAMS.simulation);
    const levels: { near: number[]; far: number[] } = { near: [], far: [] };
    for (let i = 0; i < 4000; i++) {
      const prior = hyperprior.draw(random);
      const [, logDistance] = hyperprior.coordinates(prior);
      const [z] = prior.whiten(prior.sample(1, random));
      levels[logDistance < -0.5 ? 'near' : 'far'].push(normalCdf(z));
    }
    // A false alarm of 1e-3 each.
    expect(kolmogorovSmirnovUniform(levels.near).p).toBeGreaterThan(1e-3);
    expect(kolmogorovSmirnovUniform(levels.far).p).toBeGreaterThan(1e-3);
  });

  it('tells the network the middle and the logarithm of the distance of the thumbs', () => {
    const prior = { family: 'logUniform', low: 0.1, high: 1 } as const;
    // From the lower end of two decades to their middle.
    const [middle, logDistance] = over(prior, logarithmic).coordinates(new JointPrior(['a'], [prior]));
    expect(middle).toBeCloseTo(-0.5, 6);
    expect(logDistance).toBeCloseTo(Math.log(0.5), 6);
  });

  it('is the same law wherever the present prior stands, and another for another family or truncation', () => {
    const key = (prior: Prior) => over(prior, wide).key;
    expect(key({ family: 'uniform', low: 0, high: 2 })).toBe(key({ family: 'uniform', low: -3, high: 5 }));
    expect(key({ family: 'normal', mean: 0, sd: 1 })).toBe(key({ family: 'normal', mean: 1, sd: 2 }));
    expect(key({ family: 'normal', mean: 0, sd: 1 })).not.toBe(key({ family: 'uniform', low: 0, high: 2 }));
    expect(key({ family: 'normal', mean: 0, sd: 1 })).not.toBe(key({ family: 'normal', mean: 0, sd: 1, low: -2 }));
  });

  it('has a grid over which means are those under the law', () => {
    const hyperprior = over({ family: 'uniform', low: 0, high: 2 }, wide);
    const logs = hyperprior.grid().map((prior) => hyperprior.coordinates(prior)[1]);
    // E ln w for w uniform from a to 1: (-a ln a - (1 - a)) / (1 - a). The midpoint rule is off by 0.002.
    const a = 0.05;
    const exact = (-a * Math.log(a) - (1 - a)) / (1 - a);
    expect(Math.abs(logs.reduce((sum, value) => sum + value, 0) / logs.length - exact)).toBeLessThan(0.004);
  });
});

describe('a prior is outside the hyperprior', () => {
  it.each([
    [{ family: 'uniform', low: -4, high: 2 }, wide, "has its bounds at -4 and 2, outside the slider's range -3 to 5"],
    [{ family: 'normal', mean: 4, sd: 2 }, wide, "has its bounds at 2 and 6, outside the slider's range -3 to 5"],
    [
      { family: 'normal', mean: 0, sd: 2, low: -1 },
      wide,
      "has its bounds at -2 and 2, outside the slider's range -1 to 5",
    ],
    [
      { family: 'normal', mean: 0, sd: 2 },
      logarithmic,
      "has its bounds at -2 and 2, outside the slider's range 0.1 to 10",
    ],
    [{ family: 'uniform', low: 0, high: 0.3 }, wide, 'has bounds closer together than a twentieth of the slider'],
    [{ family: 'beta', a: 0.2, b: 0.2 }, ratio, 'is not one that its slider can set'],
    [{ family: 'fixed', value: 1 }, wide, 'is a single value'],
  ] as const)('%j', (prior, slider, why) => {
    expect(whyOutside(prior, slider)).toBe(why);
    expect(hyperpriorOf(['a'], [prior], [slider])).toBeNull();
  });

  it('but not with a thumb at the end of its slider', () => {
    expect(whyOutside({ family: 'logUniform', low: 0.1, high: 10 }, logarithmic)).toBeNull();
    expect(whyOutside({ family: 'uniform', low: 0, high: 1.1 }, ratio)).toBeNull();
  });

  it('but not with thumbs a twentieth of the slider apart', () => {
    expect(whyOutside({ family: 'uniform', low: 0, high: 0.4 }, wide)).toBeNull();
    expect(whyOutside({ family: 'uniform', low: 0, high: 0.398 }, wide)).toMatch('closer together than a twentieth');
  });
});
