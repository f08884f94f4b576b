import { describe, expect, test } from 'vitest';
import { defaultProblem } from '../../simulators/problem.ts';
import { builtIn } from '../../simulators/registry.ts';
import { climb, gridSd, localMaxima, spaced } from './climbers.ts';
import { hikeOn, landscapeOf } from './landscape.ts';
import { Random, STREAMS } from '../../math/random.ts';
import { Ring } from '../../simulators/lorenz96/dynamics.ts';
import { LorenzRecord, recordSetting } from './lorenzRecord.ts';

/** Ten time units after noise about F/3, F = 8. */
function onAttractor(seed: number): number[] {
  const random = new Random(seed, STREAMS.observation, 9);
  const ring = new Ring(8);
  ring.set(Array.from({ length: 8 }, () => 8 / 3 + random.normal()));
  ring.advance(8, 0.05, 200);
  const state = new Float64Array(8);
  ring.copyTo(state, 0);
  return Array.from(state);
}

describe('a landscape with known answers', () => {
  const hill = (at: number) => -((at - 3) ** 2) / 2;
  const how = { low: -10, high: 10, step: 0.05, slopeStep: 1e-6, iterations: 150 };

  test('one hill has one maximum, and a climber from anywhere ends on it', () => {
    expect(localMaxima(spaced(-10, 10, 2001).map(hill))).toBe(1);
    for (const start of [-9, 0, 2.9, 3.5, 9.5]) expect(climb(hill, start, how).end).toBeCloseTo(3, 3);
  });

  test('five hills have five maxima, and a climber stays on its own', () => {
    const hills = (at: number) => Math.cos(2 * Math.PI * at);
    expect(localMaxima(spaced(-2, 2, 2001).map(hills))).toBe(5);
    expect(climb(hills, 0.8, { ...how, low: -2, high: 2 }).end).toBeCloseTo(1, 3);
    expect(climb(hills, 0.2, { ...how, low: -2, high: 2 }).end).toBeCloseTo(0, 3);
  });

  test('a level run counts once, and so does an end', () => {
    expect(localMaxima([0, 1, 1, 1, 0])).toBe(1);
    expect(localMaxima([3, 2, 1])).toBe(1);
    expect(localMaxima([1, 2, 1, 2])).toBe(2);
    expect(localMaxima([1, 1, 1])).toBe(1);
  });

  test('the sd on a grid is that of the density', () => {
    const at = spaced(-10, 16, 4001);
    expect(
      gridSd(
        at,
        at.map((value) => hill(value) / 4),
      ),
    ).toBeCloseTo(2, 6);
  });
});

/**
 * Expected: eight sites, sigma = 1, observations 0.1 apart, F from 7 to 9 on 2001 nodes, computed independently for four starts:
 * local maxima and posterior sd by window. Other starts here, hence the room: how soon a ring becomes chaotic depends on it.
 */
describe('Lorenz-96, eight sites', () => {
  const lorenz = builtIn('lorenz-96');
  const problem = defaultProblem(lorenz);
  const windows = [0.5, 1, 2, 3, 4, 6, 8, 16];
  const grid = spaced(7, 9, 2001);
  const own = recordSetting(problem.design, 1, 8, 1);
  const records = [1, 2, 3, 4].map((seed) => new LorenzRecord({ ...own, initial: onAttractor(seed), seed, windows }));
  const heights = records.map((record) => {
    const all = windows.map(() => new Float64Array(grid.length));
    for (const [i, F] of grid.entries()) for (const [w, value] of record.every(F).entries()) all[w][i] = value;
    return all;
  });

  test.each([
    [0.5, 1, 1],
    [1, 1, 1],
    [2, 1, 2],
    [3, 1, 13],
    [4, 8, 70],
    [6, 113, 430],
    [8, 390, 660],
    [16, 600, 700],
  ])('after %s time units the middle number of local maxima is from %s to %s', (window, low, high) => {
    const counts = heights.map((all) => localMaxima(all[windows.indexOf(window)])).toSorted((a, b) => a - b);
    const middle = (counts[1] + counts[2]) / 2;
    expect(middle).toBeGreaterThanOrEqual(low);
    expect(middle).toBeLessThanOrEqual(high);
  });

  test.each([
    [0.5, 0.28, 0.43],
    [1, 0.06, 0.16],
    [2, 0.002, 0.065],
    [3, 0.0005, 0.03],
  ])(
    'after %s time units the posterior sd is from %s to %s, by the grid and by the Fisher information',
    (window, low, high) => {
      const w = windows.indexOf(window);
      for (const [i, record] of records.entries()) {
        const sd = gridSd(grid, heights[i][w]);
        expect(sd).toBeGreaterThan(low);
        expect(sd).toBeLessThan(high);
        // A node of the grid is 0.001.
        if (sd < 0.003) continue;
        expect(record.peakWidths()[w] / sd).toBeGreaterThan(0.7);
        expect(record.peakWidths()[w] / sd).toBeLessThan(1.4);
      }
    },
  );

  test('the peak narrows by about the Lyapunov exponent, 1.2 to 1.7 a time unit', () => {
    const slopes = records.map((record) => {
      const widths = record.peakWidths();
      return Math.log(widths[windows.indexOf(6)] / widths[windows.indexOf(16)]) / 10;
    });
    const mean = slopes.reduce((a, b) => a + b) / slopes.length;
    expect(mean).toBeGreaterThan(1.2);
    expect(mean).toBeLessThan(2.1);
  });

  test('the highest point stays at the true forcing', () => {
    for (const [i, record] of records.entries()) {
      for (const window of [4, 8, 16]) {
        const top = record.of(window)(8);
        const elsewhere = heights[i][windows.indexOf(window)].filter((_, node) => Math.abs(grid[node] - 8) > 0.05);
        expect(Math.max(...elsewhere)).toBeLessThan(top);
      }
    }
  });

  // Expected of one start, near the truth: 1.00, 1.00, 0.72, 0.10, 0.11 after 1, 2, 4, 6, 8 time units; on the peak 0.05, 0.02 after 6, 8.
  test('climbers are lost as the window grows', () => {
    const how = { low: 7, high: 9, step: 0.05, slopeStep: 1e-6, iterations: 150 };
    const shares = (window: number) => {
      let [near, onPeak] = [0, 0];
      for (const record of records) {
        const height = record.of(window);
        const top = height(8);
        for (const start of spaced(7, 9, 40)) {
          const found = climb(height, start, how);
          if (Math.abs(found.end - 8) < 0.1) near++;
          if (found.height > top - 2) onPeak++;
        }
      }
      return { near: near / 160, onPeak: onPeak / 160 };
    };
    expect(shares(1).onPeak).toBe(1);
    expect(shares(2).near).toBeGreaterThan(0.9);
    expect(Math.abs(shares(4).near - 0.62)).toBeLessThan(0.25);
    expect(shares(6).near).toBeLessThan(0.35);
    const long = shares(8);
    expect(Math.abs(long.near - 0.11)).toBeLessThan(0.08);
    expect(long.onPeak).toBeLessThan(0.06);
  }, 60_000);

  test('on the page climbers all arrive after one time unit, and after eight hardly one does', () => {
    const request = { problem, x: null, theta: [8], seed: 1 };
    const short = hikeOn(lorenz, request, '1');
    expect([short.nearTruth, short.onPeak]).toEqual([1, 1]);
    const long = hikeOn(lorenz, request, '8');
    expect(long.nearTruth).toBeLessThan(0.2);
    expect(long.onPeak).toBeLessThan(0.06);
    expect(() => hikeOn(lorenz, request, '21')).toThrow(/no window 21/);
  }, 30_000);

  test('a window alone has the same ln L as among the others', () => {
    const [record] = records;
    for (const [w, window] of windows.entries()) expect(record.of(window)(7.7)).toBe(record.every(7.7)[w]);
  });

  test('a scene for each of twenty windows, in a climate study, too', () => {
    const climate = defaultProblem(lorenz, lorenz.completeDesign?.({ mode: 'climate' }));
    const { scenes, sites } = landscapeOf(lorenz, { problem: climate, x: null, theta: [8], seed: 1 });
    expect(scenes.map(({ window }) => window)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(sites).toBe(8);
    expect(scenes[0].maxima).toBe(1);
    expect(scenes[19].maxima).toBeGreaterThan(300);
    for (const { logLikelihood, atTruth } of scenes) expect(Math.max(atTruth, ...logLikelihood)).toBe(0);
  }, 30_000);
});

test('of another system there is a scene for each parameter, with one maximum where ln L is quadratic', () => {
  const gaussian = builtIn('gaussian-linear');
  const problem = defaultProblem(gaussian);
  const D = gaussian.parameters(problem.design).length;
  const theta = Array.from({ length: D }, (_, j) => 0.1 * j);
  const request = { problem, x: Float64Array.from(theta), theta, seed: 1 };
  const { scenes } = landscapeOf(gaussian, request);
  expect(scenes).toHaveLength(D);
  for (const [j, scene] of scenes.entries()) {
    expect(scene.maxima).toBe(1);
    expect(scene.at[scene.logLikelihood.indexOf(Math.max(...scene.logLikelihood))]).toBeCloseTo(theta[j], 2);
    const { nearTruth, onPeak } = hikeOn(gaussian, request, scene.key);
    expect([nearTruth, onPeak]).toEqual([1, 1]);
  }
  expect(() => hikeOn(gaussian, request, 'beta')).toThrow(/no parameter beta/);
  expect(() => landscapeOf(gaussian, { ...request, x: null })).toThrow(/no raw data/);
});
