import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../math/random.ts';
import { LocalFeatures } from './localFeatures.ts';

function normals(length: number): Float32Array {
  const random = new Random(2, STREAMS.calibration);
  return Float32Array.from({ length }, () => random.normal());
}

/** X^T X / n of rows [n, width]. */
function moments(rows: readonly Float64Array[]): number[][] {
  return Array.from(rows[0], (_, j) =>
    Array.from(rows[0], (_, k) => rows.reduce((sum, row) => sum + (row[j] * row[k]) / rows.length, 0)),
  );
}

function farthestFromIdentity(matrix: readonly (readonly number[])[]): number {
  return Math.max(...matrix.flatMap((row, j) => row.map((value, k) => Math.abs(value - (j === k ? 1 : 0)))));
}

describe('the features of the local test', () => {
  it('are shapes of u that are orthonormal under N(0, I), and of mean 0', () => {
    const features = new LocalFeatures(normals(40), 20, 2);
    const shapes = features.shapes.length;
    expect(shapes).toBe(14);
    // The mean over N(0, I) by the trapezium rule on a fine grid.
    const step = 0.05;
    const grid = Array.from({ length: 281 }, (_, i) => -7 + step * i);
    const rows: Float64Array[] = [];
    const mean = new Float64Array(shapes);
    for (const a of grid) {
      for (const b of grid) {
        const weight = (step ** 2 / (2 * Math.PI)) * Math.exp(-(a * a + b * b) / 2);
        const row = new Float64Array(shapes);
        features.shapesAt(Float64Array.of(a, b), 0, row);
        row.forEach((value, k) => {
          mean[k] += weight * value;
        });
        rows.push(row.map((value) => value * Math.sqrt(weight * grid.length ** 2)));
      }
    }
    // What lies beyond 4 sd is cut short: that takes 0.07 of the square of the fourth degree.
    expect(farthestFromIdentity(moments(rows))).toBeLessThan(0.1);
    expect(Math.max(...mean.map(Math.abs))).toBeLessThan(0.005);
  });

  it('are trends of s that are orthonormal over the calibration set, the first of them 1', () => {
    const features = new LocalFeatures(normals(6 * 300), 300, 2);
    const { trends, trendCount } = features;
    const rows = Array.from({ length: 300 }, (_, i) => trends.slice(i * trendCount, (i + 1) * trendCount));
    expect(farthestFromIdentity(moments(rows))).toBeLessThan(1e-4);
    expect(trends[0]).toBeCloseTo(1, 5);
    expect(features.trendsAt(normals(6)).length).toBe(trendCount);
  });

  it('stay finite where a summary takes two values only, whose square repeats the constant', () => {
    const features = new LocalFeatures(
      Float32Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? 1 : -1)),
      100,
      1,
    );
    expect(features.trends.every((value) => Math.abs(value) < 2)).toBe(true);
  });

  it('are few for many parameters and summaries', () => {
    const wide = normals(40 * 200);
    for (const dim of [1, 2, 3, 4, 5, 6, 10]) {
      const { products } = new LocalFeatures(wide, 200, dim);
      expect(products.length).toBeLessThanOrEqual(100);
      // The displacement and the width of every parameter may change with the first component of s.
      const changing = products.filter(({ trend }) => trend === 1).length;
      expect(changing).toBeGreaterThanOrEqual(2 * dim);
    }
  });
});
