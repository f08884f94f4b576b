import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random, STREAMS } from './random.ts';

fc.configureGlobal({ seed: 20260723 });

function mixture(random: Random): number[] {
  return [
    random.normal(),
    random.uint32(),
    random.uniform(),
    random.gamma(0.3, 2),
    random.beta(0.5, 3),
    random.poisson(3),
    random.poisson(80),
    random.binomial(50, 0.4),
    random.exponential(),
    random.negativeBinomial(2.5, 0.7),
    ...random.permutation(5),
  ];
}

const word = fc.integer({ min: 0, max: 0xffffffff });
const seed = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

describe('a random sequence', () => {
  test('is fixed by (seed, stream, index), whatever was drawn before', () => {
    fc.assert(
      fc.property(seed, word, word, word, fc.nat(20), (key, stream, index, other, drawn) => {
        const fresh = mixture(new Random(key, stream, index));
        const used = new Random(key, other, other);
        for (let i = 0; i < drawn; i++) used.normal();
        used.uint32();
        used.poisson(100);
        expect(mixture(used.at(stream, index))).toEqual(fresh);
        expect(mixture(used.at(stream, index))).toEqual(fresh);
      }),
    );
  });

  test('differs when seed, stream or index differs', () => {
    const triple = fc.tuple(seed, word, word);
    fc.assert(
      fc.property(triple, triple, (a, b) => {
        fc.pre(a.some((value, i) => value !== b[i]));
        // Two words: by chance equal once in 2^64.
        const first = new Random(...a);
        const second = new Random(...b);
        expect([first.uint32(), first.uint32()]).not.toEqual([second.uint32(), second.uint32()]);
      }),
    );
  });

  test('does not depend on the order in which sequences are visited', () => {
    const random = new Random(7, STREAMS.simulation);
    const upwards = [0, 1, 2, 3].map((i) => random.at(STREAMS.simulation, i).normal());
    const downwards = [3, 2, 1, 0].map((i) => random.at(STREAMS.simulation, i).normal());
    expect(downwards.reverse()).toEqual(upwards);
  });

  test('starts with the words of Philox at counter (0, stream, index, 0)', () => {
    // Random123's all-zero known answer, and uniform's 53 bits put together by hand.
    const random = new Random(0, 0, 0);
    expect([random.uint32(), random.uint32()]).toEqual([0x6627e8d5, 0xe169c58d]);
    const high = Math.floor(0x6627e8d5 / 32);
    const low = Math.floor(0xe169c58d / 64);
    expect(random.at(0, 0).uniform()).toBe((high * 2 ** 26 + low) / 2 ** 53);
  });

  test('uses the upper half of a seed of 53 bits', () => {
    expect(new Random(5, 0).uint32()).not.toBe(new Random(5 + 2 ** 32, 0).uint32());
  });
});

describe('corner cases', () => {
  const random = new Random(3, STREAMS.simulation);

  test('a binomial draw with n = 0, p = 0 or p = 1 is certain', () => {
    expect([random.binomial(0, 0.3), random.binomial(9, 0), random.binomial(9, 1)]).toEqual([0, 0, 9]);
    expect([random.binomial(1e6, 0), random.binomial(1e6, 1)]).toEqual([0, 1e6]);
  });

  test('a Poisson draw of mean 0 and a negative binomial draw of r = 0 or beta = 0 are 0', () => {
    expect([random.poisson(0), random.negativeBinomial(0, 0.5), random.negativeBinomial(3, 0)]).toEqual([0, 0, 0]);
  });

  test('tiny shapes give finite gamma draws and beta draws within [0, 1]', () => {
    for (let i = 0; i < 2000; i++) {
      expect(random.gamma(0.001)).toBeGreaterThanOrEqual(0);
      const share = random.beta(0.001, 0.001);
      expect(share >= 0 && share <= 1).toBe(true);
    }
  });

  test('a permutation holds every number once, and integer stays below n', () => {
    expect([...random.permutation(100)].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
    for (let i = 0; i < 1000; i++) expect(random.integer(3)).toBeLessThan(3);
  });

  test.each([
    ['seed', () => new Random(-1, 0), /the seed is -1; it must be an integer from 0/],
    ['shape', () => random.gamma(0), /shape of a gamma draw is 0; it must be a finite number above 0/],
    ['scale', () => random.gamma(1, -2), /scale of a gamma draw is -2/],
    ['mean', () => random.poisson(Number.NaN), /mean of a Poisson draw is NaN; it must lie between 0 and 2\^53/],
    ['n', () => random.binomial(1.5, 0.5), /n of a binomial draw is 1.5; it must be an integer/],
    ['p', () => random.binomial(3, 1.1), /p of a binomial draw is 1.1; it must lie between 0 and 1/],
    ['r', () => random.negativeBinomial(-1, 0.5), /r of a negative binomial draw is -1/],
    ['beta', () => random.negativeBinomial(1, 1), /beta of a negative binomial draw is 1/],
  ])('a bad %s is refused with its value and bound', (_, draw, message) => {
    expect(draw).toThrow(message);
  });
});
