import { expect, test } from 'vitest';
import { Random } from '../../math/random.ts';
import { mean } from '../../math/statistics.ts';
import { betweenInterval, NETWORKS, retraining, shareBetween } from './retraining.ts';

/** Posteriors of sd 1 whose means have sd `of`. */
function networks(of: number, draws: number, random: Random) {
  return Array.from({ length: NETWORKS }, () => {
    const centre = of * random.normal();
    return Float64Array.from({ length: draws }, () => centre + random.normal());
  });
}

test('both parts are right on average, however few draws there are', () => {
  const random = new Random(11, 0);
  const found = Array.from({ length: 400 }, () => retraining(networks(0.5, 50, random)));
  expect(mean(found.map(({ within }) => within))).toBeCloseTo(1, 1);
  // 400 variances of five: their mean has a standard error of 0.25 sqrt(2 / 4 / 400).
  expect(Math.abs(mean(found.map(({ between }) => between)) - 0.25)).toBeLessThan(0.04);
});

test('networks that agree have nothing between them but what their draws scatter', () => {
  const random = new Random(12, 0);
  const found = Array.from({ length: 200 }, () => retraining(networks(0, 20, random)));
  // Without taking off the scatter it would be 1 / 20 always.
  expect(mean(found.map(({ between }) => between))).toBeLessThan(0.02);
  expect(found.every(({ between }) => between >= 0)).toBe(true);
});

/** Share of the intervals that hold the variance between, of 400. */
function heldShare(between: number, draws: number, random: Random): number {
  const held = Array.from({ length: 400 }, () => {
    const [low, high] = betweenInterval(retraining(networks(Math.sqrt(between), draws, random)));
    return Number(low <= between && between <= high);
  });
  return mean(held);
}

test.each([
  ['far larger than the scatter of the draws', 1, 2000],
  ['as small as the scatter of the draws', 1 / 100, 100],
])('the interval of a variance that is %s holds it in 95 of 100 cases', (_name, between, draws) => {
  expect(Math.abs(heldShare(between, draws, new Random(13, 0)) - 0.95)).toBeLessThan(0.045);
});

test('networks that seem to agree are not called the same: the interval ends above 0', () => {
  const random = new Random(14, 0);
  const found = Array.from({ length: 100 }, () => retraining(networks(0.1, 100, random)));
  const agreeing = found.filter(({ between }) => between === 0);
  expect(agreeing.length).toBeGreaterThan(5);
  // All but those few whose means lie together by chance.
  const open = agreeing.filter((one) => betweenInterval(one)[1] > 0);
  expect(open.length).toBeGreaterThan(0.8 * agreeing.length);
});

test('a share, and what cannot be told', () => {
  expect(shareBetween({ within: 3, between: 1 })).toBe(0.25);
  expect(shareBetween({ within: 0, between: 0 })).toBe(0);
  expect(() => retraining([[1, 2]])).toThrow('two with two draws');
  expect(() => retraining([[1, 2], [1]])).toThrow('two with two draws');
});
