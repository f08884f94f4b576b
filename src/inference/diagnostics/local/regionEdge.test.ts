import { describe, expect, it } from 'vitest';
import { Region } from '../../training/rounds/region.ts';
import { regionEdge, shareText } from './regionEdge.ts';

/** Of one parameter: theta from 0 on are inside. */
const region = new Region(
  1,
  {
    draw: () => Promise.reject(new Error('not asked here')),
    propose: () => Promise.reject(new Error('not asked here')),
    logDensity: (theta) => Promise.resolve(theta.map((value) => (value < 0 ? -1 : 0))),
  },
  0,
  null,
);

/** Draws of which a share lies outside. */
const drawing = (share: number) => (n: number) =>
  Promise.resolve({ draws: Float64Array.from({ length: n }, (_, i) => (i < share * n ? -1 : 1)) });

describe('the edge of a region', () => {
  it.each([
    [0, 'good'],
    [0.0199, 'good'],
    [0.02, 'warn'],
    [0.0499, 'warn'],
    [0.05, 'bad'],
    [1, 'bad'],
  ] as const)('with %d of the draws outside is called %s', async (share, level) => {
    const { outside, verdict } = await regionEdge(region, drawing(share));
    expect(outside).toBeCloseTo(share, 12);
    expect(verdict.level).toBe(level);
    expect(verdict.sentence).toContain(`${shareText(share)} of its draws`);
  });

  it('tells shares to two digits', () => {
    expect([0, 3.8e-6, 1.23e-8, 0.0199, 1].map(shareText)).toEqual(['0 %', '0.00038 %', '1.2e-6 %', '2 %', '100 %']);
  });
});
