/** Sound priors of every family but the fixed one, for property tests (fast-check). */
import fc from 'fast-check';
import { type Prior, problemOf } from '../prior.ts';

const number = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });
const size = number(-3, 3).map((exponent) => 10 ** exponent);
/** Shapes of a beta prior: below 0.5 the density piles up at the ends so hard that x itself runs out of digits. */
const shape = number(0.5, 60);
const end = fc.option(number(-4, 4), { nil: undefined });

function ends(low: number | undefined, high: number | undefined): { low?: number; high?: number } {
  return { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) };
}

const anyPrior: fc.Arbitrary<Prior> = fc.oneof(
  fc.tuple(number(-100, 100), size).map(([low, width]): Prior => ({ family: 'uniform', low, high: low + width })),
  fc
    .tuple(size, number(0.01, 6))
    .map(([low, decades]): Prior => ({ family: 'logUniform', low, high: low * 10 ** decades })),
  fc
    .tuple(number(-10, 10), size, end, end)
    .map(
      ([mean, sd, a, b]): Prior => ({ family: 'normal', mean, sd, ...ends(shift(a, mean, sd), shift(b, mean, sd)) }),
    ),
  fc.tuple(number(-3, 3), number(0.05, 2), end, end).map(([mean, sd, a, b]): Prior => {
    const at = (z: number | undefined) => (z === undefined ? undefined : Math.exp(mean + sd * z));
    return { family: 'lognormal', mean, sd, ...ends(at(a), at(b)) };
  }),
  fc
    .tuple(size, fc.option(number(0, 4), { nil: undefined }), fc.option(number(0, 4), { nil: undefined }))
    .map(([mean, a, b]): Prior => ({ family: 'exponential', mean, ...ends(a && a * mean, b && b * mean) })),
  fc
    .tuple(
      number(-0.9, 3).map((exponent) => 10 ** exponent),
      size,
      fc.option(number(0, 3), { nil: undefined }),
      fc.option(number(0, 3), { nil: undefined }),
    )
    .map(([gammaShape, scale, a, b]): Prior => {
      const mean = gammaShape * scale;
      return { family: 'gamma', shape: gammaShape, scale, ...ends(a && a * mean, b && b * mean) };
    }),
  fc
    .tuple(shape, shape, fc.option(number(0, 1), { nil: undefined }), fc.option(number(0, 1), { nil: undefined }))
    .map(([a, b, low, high]): Prior => ({ family: 'beta', a, b, ...ends(low, high) })),
);

function shift(z: number | undefined, mean: number, sd: number): number | undefined {
  return z === undefined ? undefined : mean + sd * z;
}

export const soundPrior: fc.Arbitrary<Prior> = anyPrior.filter((prior) => problemOf(prior) === null);
