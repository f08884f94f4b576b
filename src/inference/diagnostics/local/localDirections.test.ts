import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../math/random.ts';
import { localDirections } from './localDirections.ts';

function rows(n: number, draw: (random: Random) => readonly number[]): Float64Array {
  const random = new Random(9, STREAMS.reference);
  return Float64Array.from(Array.from({ length: n }, () => draw(random)).flat());
}

describe('the field of local directions', () => {
  it('follows a circle, of which no single direction is true', () => {
    const ring = rows(2000, (random) => {
      const angle = 2 * Math.PI * random.uniform();
      const radius = 1 + 0.005 * random.normal();
      return [radius * Math.cos(angle), radius * Math.sin(angle)];
    });
    const { at, arm, share } = localDirections(ring, [1, 1], 100);
    expect(share).toHaveLength(100);
    for (let c = 0; c < 100; c++) {
      const [x, y, dx, dy] = [at[2 * c], at[2 * c + 1], arm[2 * c], arm[2 * c + 1]];
      // The tangent is at a right angle to the radius; 50 of 2,000 draws span 0.16 rad.
      expect(Math.abs(x * dx + y * dy) / Math.hypot(dx, dy)).toBeLessThan(0.08);
      expect(share[c]).toBeGreaterThan(0.95);
      // Uniform over an arc of 0.157: sd 0.045.
      expect(Math.hypot(dx, dy)).toBeGreaterThan(0.03);
      expect(Math.hypot(dx, dy)).toBeLessThan(0.07);
    }
  });

  it('is the slope -1/2 of ln b against ln A on a ridge of constant A b²', () => {
    const ridge = rows(1000, (random) => {
      const u = 2 * random.uniform() - 1;
      return [u, -u / 2 + 0.01 * random.normal()];
    });
    const { arm } = localDirections(ridge, [0.8, 0.5], 50);
    for (let c = 0; c < 50; c++) expect(Math.abs(arm[2 * c + 1] / arm[2 * c] + 0.5)).toBeLessThan(0.2);
  });

  it('has no direction in a round cloud, in units of the prior', () => {
    const cloud = rows(4000, (random) => [1000 * random.normal(), random.normal()]);
    const { share } = localDirections(cloud, [1000, 1], 200);
    const mean = share.reduce((sum, value) => sum + value, 0) / 200;
    // 50 points of a round law: the larger eigenvalue holds 0.59 of the variance on average.
    expect(Math.abs(mean - 0.59)).toBeLessThan(0.04);
  });

  it('needs draws', () => {
    expect(() => localDirections(new Float64Array(40), [1, 1])).toThrow('20 draws are too few for 50 neighbours each');
  });
});
