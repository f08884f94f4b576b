import { describe, expect, it } from 'vitest';
import { kolmogorovSmirnovUniform } from '../../math/goodnessOfFit.ts';
import { Random, STREAMS } from '../../math/random.ts';
import { normalCdf } from '../../math/special.ts';
import { drawTruncatedNormal, normalMass } from './truncatedNormal.ts';

describe('a truncated normal law', () => {
  // Kolmogorov-Smirnov with p above 1e-5: that is the false-alarm rate, were the seed redrawn. Oracle: normalCdf.
  it.each([
    { name: 'about its mean', low: -1, high: 0.5 },
    { name: 'in its upper tail', low: 6, high: 7 },
    { name: 'in its lower tail', low: -20, high: -19 },
  ])('is drawn $name', ({ low, high }) => {
    const random = new Random(3, STREAMS.reference);
    const tail = low > 0 ? -1 : 1;
    const [from, to] = [tail * low, tail * high].toSorted((a, b) => a - b);
    const u = Float64Array.from({ length: 5000 }, () => {
      const value = drawTruncatedNormal(2, 0.5, 2 + 0.5 * low, 2 + 0.5 * high, random);
      const standard = (tail * (value - 2)) / 0.5;
      return Math.min(1, Math.max(0, (normalCdf(standard) - normalCdf(from)) / (normalCdf(to) - normalCdf(from))));
    });
    expect(kolmogorovSmirnovUniform(u).p).toBeGreaterThan(1e-5);
  });

  // Oracle: scipy.stats.norm.sf(10) - sf(11) and cdf(1) - cdf(-1).
  it('knows its mass in the middle and far out on either side', () => {
    expect(normalMass(0, 1, -1, 1)).toBeCloseTo(0.6826894921370859, 14);
    expect(normalMass(0, 1, 10, 11) / 7.61966195820302e-24).toBeCloseTo(1, 10);
    expect(normalMass(5, 2, -17, -15)).toBe(normalMass(5, 2, 25, 27));
  });

  it('stays inside its interval where even the tail has underflowed', () => {
    const random = new Random(3, STREAMS.reference, 1);
    expect(drawTruncatedNormal(0, 1, 50, 51, random)).toBe(50);
    expect(drawTruncatedNormal(0, 1, -51, -50, random)).toBe(-50);
  });
});
