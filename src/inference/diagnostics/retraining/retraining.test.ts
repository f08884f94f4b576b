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

test('the interval of a variance holds it in 95 of 100 cases', () => {
  const random = new Random(13, 0);
  const held = Array.from({ length: 400 }, () => {
    const [low, high] = betweenInterval(retraining(networks(1, 2000, random)).between);
    return Number(low < 1 && 1 < high);
  });
  expect(Math.abs(mean(held) - 0.95)).toBeLessThan(0.045);
});

test('a share, and what cannot be told', () => {
  expect(shareBetween({ within: 3, between: 1 })).toBe(0.25);
  expect(shareBetween({ within: 0, between: 0 })).toBe(0);
  expect(() => retraining([[1, 2]])).toThrow('two with two draws');
  expect(() => retraining([[1, 2], [1]])).toThrow('two with two draws');
});
