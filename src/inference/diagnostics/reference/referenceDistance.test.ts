import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../math/random.ts';
import { referenceDistance } from './referenceDistance.ts';

/** n draws of mean + scale * L e, e standard normal, with a ridge of correlation 0.999 between the first two coordinates. */
function draws(n: number, dim: number, index: number, { scale = 1, shift = 0 } = {}): Float64Array {
  const random = new Random(9, STREAMS.reference, index);
  const out = new Float64Array(n * dim);
  for (let i = 0; i < n; i++) {
    const e = Array.from({ length: dim }, () => random.normal());
    for (let j = 0; j < dim; j++) out[i * dim + j] = scale * e[j] + (j === 0 ? shift : 0);
    if (dim > 1) out[i * dim + 1] = scale * (0.999 * e[0] + Math.sqrt(1 - 0.999 ** 2) * e[1]) + 0.999 * shift;
  }
  return out;
}

describe('the gap between a network and the reference', () => {
  it.each([1, 2, 4])('is near its floor for two samples of one distribution in %i dimensions', (dim) => {
    let ratio = 0;
    for (let repeat = 0; repeat < 8; repeat++) {
      const { value, floor, verdict, c2st } = referenceDistance(
        draws(2000, dim, 2 * repeat),
        draws(2000, dim, 2 * repeat + 1),
        dim,
      );
      ratio += value / floor / 8;
      expect(verdict.level).toBe('good');
      expect(floor).toBeLessThan(0.06);
      // Binomial standard error 0.008 (4,000 rows), 0.02 with what the folds have in common.
      expect(Math.abs(c2st - 0.5)).toBeLessThan(0.06);
    }
    // One ratio scatters by about a third: the mean of 8 by 0.12.
    expect(Math.abs(ratio - 1)).toBeLessThan(0.4);
  });

  it('rescales its floor to the sizes compared', () => {
    const reference = draws(4000, 1, 1);
    const few = referenceDistance(draws(250, 1, 2), reference, 1).floor;
    const many = referenceDistance(draws(4000, 1, 2), reference, 1).floor;
    expect(few / many).toBeCloseTo(Math.sqrt((1 / 250 + 1 / 4000) / (2 / 4000)), 10);
  });

  it.each([1, 2, 4])('is the difference of widths times E|Z| for a posterior half as wide, in %i dimensions', (dim) => {
    const { value, verdict, c2st } = referenceDistance(draws(4000, dim, 0, { scale: 0.5 }), draws(4000, dim, 1), dim);
    // Half the width is told from the whole in 66 % of the cases in one dimension, and the more the more there are.
    expect(c2st).toBeGreaterThan(0.64);
    // (1 - 0.5) sqrt(2 / pi) along every direction.
    expect(Math.abs(value - 0.5 * Math.sqrt(2 / Math.PI))).toBeLessThan(0.03);
    expect(verdict.level).not.toBe('good');
  });

  it('does not depend on the number of draws beyond its noise', () => {
    const reference = draws(4000, 1, 1);
    for (const n of [333, 4000, 9000]) {
      const { value } = referenceDistance(draws(n, 1, 0, { shift: 1 }), reference, 1);
      // Standard error of the mean of 333 draws: 0.055.
      expect(Math.abs(value - 1)).toBeLessThan(0.2);
    }
  });

  it('is the shift in sd, times the mean |cosine| over directions', () => {
    const shift = 0.5;
    expect(Math.abs(referenceDistance(draws(4000, 1, 0, { shift }), draws(4000, 1, 1), 1).value - shift)).toBeLessThan(
      0.06,
    );
    // Along the ridge both coordinates move together, which whitens to one axis: mean |cos| = 2 / pi.
    const { value, verdict } = referenceDistance(draws(4000, 2, 0, { shift }), draws(4000, 2, 1), 2);
    expect(Math.abs(value - (shift * 2) / Math.PI)).toBeLessThan(0.06);
    expect(verdict.sentence).toMatch(
      /^0\.3\d? sd from the reference posterior \(sampling noise alone gives 0\.0\d+\)\.$/,
    );
  });

  // Up to 0.15 sd it is good, up to 0.4 a caution; the noise of these draws is 0.02.
  it.each([
    [0.05, 'good'],
    [0.3, 'warn'],
    [0.6, 'bad'],
  ])('has a verdict: a shift by %d sd is %s', (shift, level) => {
    expect(referenceDistance(draws(4000, 1, 0, { shift }), draws(4000, 1, 1), 1).verdict.level).toBe(level);
  });

  it('is refused for draws that cannot be compared', () => {
    expect(() => referenceDistance(draws(10, 1, 0), draws(10, 1, 1), 1)).toThrow('take 20 or more');
    expect(() => referenceDistance(Float64Array.of(Number.NaN), draws(100, 1, 1), 1)).toThrow('not finite');
  });
});
