import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../math/random.ts';
import { normalCdf } from '../../math/special.ts';
import { quadraticC2st } from './c2st.ts';

function draws(n: number, dim: number, index: number, { scale = 1, shift = 0 } = {}): Float64Array {
  const random = new Random(11, STREAMS.reference, index);
  return Float64Array.from({ length: n * dim }, (_, i) => scale * random.normal() + (i % dim === 0 ? shift : 0));
}

describe('the classifier two-sample test', () => {
  it.each([1, 2, 5, 10])('cannot tell two samples of one distribution apart in %i dimensions', (dim) => {
    const accuracy = quadraticC2st(draws(2000, dim, 0), draws(2000, dim, 1), dim);
    // Binomial standard error at most 0.016 (1,000 rows): three and a half of them.
    expect(Math.abs(accuracy - 0.5)).toBeLessThan(0.055);
  });

  it('reaches the best possible accuracy for a shift, Phi(shift / 2)', () => {
    const accuracy = quadraticC2st(draws(4000, 2, 0, { shift: 1 }), draws(4000, 2, 1), 2);
    expect(Math.abs(accuracy - normalCdf(0.5))).toBeLessThan(0.02);
  });

  it('reaches the best possible accuracy for half the width', () => {
    // The densities of N(0, I) and N(0, I/4) cross at radius^2 = (4/3) ln 2 in two dimensions.
    const radius2 = (4 / 3) * Math.log(2);
    const best = (1 - Math.exp(-2 * radius2) + Math.exp(-radius2 / 2)) / 2;
    const accuracy = quadraticC2st(draws(4000, 2, 0, { scale: 0.5 }), draws(4000, 2, 1), 2);
    expect(Math.abs(accuracy - best)).toBeLessThan(0.02);
  });

  it('uses as many of one sample as there are of the other', () => {
    const accuracy = quadraticC2st(draws(300, 2, 0), draws(4000, 2, 1), 2);
    expect(Math.abs(accuracy - 0.5)).toBeLessThan(0.08);
  });
});
