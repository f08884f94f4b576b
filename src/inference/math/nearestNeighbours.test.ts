import { describe, expect, it } from 'vitest';
import { nearestNeighbourTest } from './nearestNeighbours.ts';
import { Random, STREAMS } from './random.ts';

function sample(n: number, index: number, draw: (random: Random) => readonly number[]): Float64Array {
  const random = new Random(12, STREAMS.reference, index);
  return Float64Array.from(Array.from({ length: n }, () => draw(random)).flat());
}

const plane = (random: Random) => [random.normal(), random.normal()];

describe('the nearest-neighbour test', () => {
  it('keeps its level for two samples of one law', () => {
    let [five, one] = [0, 0];
    for (let i = 0; i < 60; i++) {
      const p = nearestNeighbourTest(sample(80, 2 * i, plane), sample(60, 2 * i + 1, plane), 2, new Random(i, 0));
      if (p < 0.05) five++;
      if (p < 0.01) one++;
    }
    // P(Binomial(60, 0.05) > 9) = 1e-3, P(Binomial(60, 0.01) > 4) = 4e-4.
    expect(five).toBeLessThanOrEqual(9);
    expect(one).toBeLessThanOrEqual(4);
  });

  it('sees a ring with the means and variances of a normal law', () => {
    const ring = sample(200, 1000, (random) => {
      const angle = 2 * Math.PI * random.uniform();
      return [Math.SQRT2 * Math.cos(angle), Math.SQRT2 * Math.sin(angle)];
    });
    expect(nearestNeighbourTest(ring, sample(200, 1001, plane), 2, new Random(1, 0))).toBe(1 / 250);
  });

  it('says nothing of a handful of points', () => {
    expect(nearestNeighbourTest(Float64Array.of(0, 1), Float64Array.of(5, 6), 1, new Random(1, 0))).toBe(1);
  });
});
