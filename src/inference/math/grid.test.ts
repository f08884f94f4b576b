import { describe, expect, test } from 'vitest';
import { kolmogorovSmirnovUniform } from './goodnessOfFit.ts';
import { gridMoments, sampleGrid } from './grid.ts';
import { Random, STREAMS } from './random.ts';

const random = (): Random => new Random(5, STREAMS.reference);

/** CDF of the linear interpolant of a density, by exact integration of each segment. */
function interpolantCdf(axis: Float64Array, density: number[], x: number): number {
  let below = 0;
  let total = 0;
  for (let i = 1; i < axis.length; i++) {
    const width = axis[i] - axis[i - 1];
    const area = 0.5 * width * (density[i] + density[i - 1]);
    total += area;
    const t = Math.min(Math.max((x - axis[i - 1]) / width, 0), 1);
    below += width * t * (density[i - 1] + 0.5 * t * (density[i] - density[i - 1]));
  }
  return below / total;
}

describe('sampleGrid', () => {
  // Kolmogorov-Smirnov at 1e-4: the false-alarm rate of each assertion, were the seed redrawn.
  test('draws from the linear interpolant of a density on uneven nodes', () => {
    const axis = Float64Array.of(-1, -0.8, 0.1, 0.4, 2);
    const density = [0.5, 2, 0, 1, 0.7];
    const draws = sampleGrid([axis], Float64Array.from(density, Math.log), 20_000, random());
    const u = draws.map((x) => interpolantCdf(axis, density, x));
    expect(kolmogorovSmirnovUniform(u).p).toBeGreaterThan(1e-4);
  });

  test('draws from the multilinear interpolant: a correlated 2 x 2 density on the unit square', () => {
    // f(x, y) = 1 + c (2x - 1)(2y - 1) is bilinear. Its marginals are uniform, E[xy] = 1/4 + c/36.
    const c = 0.9;
    const axis = Float64Array.of(0, 1);
    const logDensity = Float64Array.of(Math.log(1 + c), Math.log(1 - c), Math.log(1 - c), Math.log(1 + c));
    const n = 50_000;
    const draws = sampleGrid([axis, axis], logDensity, n, random());
    const column = (d: number): Float64Array => Float64Array.from({ length: n }, (_, i) => draws[2 * i + d]);
    const [x, y] = [column(0), column(1)];
    expect(kolmogorovSmirnovUniform(x).p).toBeGreaterThan(1e-4);
    expect(kolmogorovSmirnovUniform(y).p).toBeGreaterThan(1e-4);
    const product = x.reduce((sum, value, i) => sum + value * y[i], 0) / n;
    // sd of xy is below 0.3: 5 standard errors are 0.0067.
    expect(Math.abs(product - (1 / 4 + c / 36))).toBeLessThan(0.0067);
  });

  test('keeps the axes of a three-dimensional grid apart and inside their ends', () => {
    const axes = [Float64Array.of(0, 1, 2), Float64Array.of(10, 20), Float64Array.of(-4, -3, -2, -1)];
    const logDensity = new Float64Array(24).fill(-Infinity);
    logDensity[1 * 8 + 1 * 4 + 2] = 0; // node (1, 20, -2)
    const draws = sampleGrid(axes, logDensity, 500, random());
    for (let i = 0; i < draws.length; i += 3) {
      expect(draws[i] > 0 && draws[i] < 2).toBe(true);
      expect(draws[i + 1] > 10 && draws[i + 1] <= 20).toBe(true);
      expect(draws[i + 2] > -3 && draws[i + 2] < -1).toBe(true);
    }
  });

  test.each([
    ['too many axes', [2, 2, 2, 2], 16, /4 axes; it needs one to 3/],
    ['a wrong length', [3], 2, /3 nodes but 2 log densities/],
    ['a single node', [1], 1, /axis 0 has 1 nodes; it needs at least 2/],
  ])('refuses %s', (_, sizes, nodes, message) => {
    const axes = sizes.map((size) => Float64Array.from({ length: size }, (__, i) => i));
    expect(() => sampleGrid(axes, new Float64Array(nodes), 1, random())).toThrow(message);
  });

  test('refuses nodes that do not rise, and densities that are NaN or zero everywhere', () => {
    const axis = Float64Array.of(0, 1);
    expect(() => sampleGrid([Float64Array.of(1, 1)], new Float64Array(2), 1, random())).toThrow(/nodes must rise/);
    expect(() => sampleGrid([axis], Float64Array.of(0, Number.NaN), 1, random())).toThrow(/node 1 is not a number/);
    expect(() => sampleGrid([axis], new Float64Array(2).fill(-Infinity), 1, random())).toThrow(/finite density/);
  });
});

describe('gridMoments', () => {
  test('gives mean, sd and integral of a product of normals', () => {
    // Oracle: the moments themselves; the trapezoid rule is exact to rounding for a Gaussian well inside its grid.
    const x = Float64Array.from({ length: 161 }, (_, i) => -8 + i * 0.1);
    const y = Float64Array.from({ length: 241 }, (_, i) => 3 + (i - 120) * 0.02);
    const logDensity = new Float64Array(x.length * y.length);
    x.forEach((a, i) => {
      y.forEach((b, j) => {
        logDensity[i * y.length + j] = 500 - 0.5 * a * a - 0.5 * ((b - 3) / 0.25) ** 2;
      });
    });
    const { mean, sd, logIntegral } = gridMoments([x, y], logDensity);
    expect(mean[0]).toBeCloseTo(0, 10);
    expect(mean[1]).toBeCloseTo(3, 10);
    expect(sd[0]).toBeCloseTo(1, 10);
    expect(sd[1]).toBeCloseTo(0.25, 10);
    expect(logIntegral).toBeCloseTo(500 + Math.log(2 * Math.PI * 0.25), 9);
  });
});
