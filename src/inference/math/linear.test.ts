import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { generalisedEigen, symmetricEigen } from './eigen.ts';
import { cholesky, covariance } from './linear.ts';

fc.configureGlobal({ seed: 20260723 });

const entry = fc.double({ min: -3, max: 3, noNaN: true });
const squareOf = (size: number): fc.Arbitrary<number[][]> =>
  fc.array(fc.array(entry, { minLength: size, maxLength: size }), { minLength: size, maxLength: size });

const product = (a: number[][], b: number[][]): number[][] =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, value, k) => sum + value * b[k][j], 0)));
const transpose = (a: number[][]): number[][] => a[0].map((_, j) => a.map((row) => row[j]));
const apply = (a: number[][], v: number[]): number[] =>
  a.map((row) => row.reduce((sum, value, k) => sum + value * v[k], 0));
const largest = (values: number[]): number => Math.max(...values.map(Math.abs));

/** M M^T + 1/10: symmetric, positive definite. */
function definite(m: number[][]): number[][] {
  return product(m, transpose(m)).map((row, i) => row.map((value, j) => value + (i === j ? 0.1 : 0)));
}

test('covariance has divisor n - 1', () => {
  // By hand: x = 1, 2, 6; y = 0, 3, 3.
  const { mean, cov } = covariance([1, 0, 2, 3, 6, 3], 3, 2);
  expect([...mean]).toEqual([3, 2]);
  expect(cov[0][0]).toBeCloseTo(7, 12);
  expect(cov[0][1]).toBeCloseTo(3, 12);
  expect(cov[1][0]).toBe(cov[0][1]);
  expect(cov[1][1]).toBeCloseTo(3, 12);
});

test('covariance refuses a single draw and a wrong length', () => {
  expect(() => covariance([1, 2], 1, 2)).toThrow(/covariance of 1 draws is not defined; give at least 2/);
  expect(() => covariance([1, 2, 3], 2, 2)).toThrow(/need 4 entries, not 3/);
});

describe('symmetricEigen', () => {
  test('solves a matrix known by hand', () => {
    const { values, vectors } = symmetricEigen([
      [2, 1],
      [1, 2],
    ]);
    expect(values[0]).toBeCloseTo(1, 12);
    expect(values[1]).toBeCloseTo(3, 12);
    expect(largest([vectors[1][0] - Math.SQRT1_2, vectors[1][1] - Math.SQRT1_2])).toBeLessThan(1e-12);
  });

  test('gives ascending values with orthonormal rows that satisfy A v = value v', () => {
    fc.assert(
      fc.property(squareOf(4), (m) => {
        const a = definite(m);
        const { values, vectors } = symmetricEigen(a);
        vectors.forEach((v, i) => {
          expect(largest(apply(a, v).map((value, k) => value - values[i] * v[k]))).toBeLessThan(1e-11);
          vectors.forEach((w, j) => {
            const overlap = v.reduce((sum, value, k) => sum + value * w[k], 0);
            expect(Math.abs(overlap - (i === j ? 1 : 0))).toBeLessThan(1e-11);
          });
        });
        expect(values.every((value, i) => i === 0 || value >= values[i - 1])).toBe(true);
      }),
    );
  });
});

describe('cholesky', () => {
  test('gives a lower triangle whose square is the matrix', () => {
    fc.assert(
      fc.property(squareOf(4), (m) => {
        const a = definite(m);
        const lower = cholesky(a);
        const back = product(lower, transpose(lower));
        expect(largest(back.flatMap((row, i) => row.map((value, j) => value - a[i][j])))).toBeLessThan(1e-11);
        expect(lower.every((row, i) => row.every((value, j) => j <= i || value === 0))).toBe(true);
      }),
    );
  });

  test('rounds as ml-matrix does, bit by bit', () => {
    fc.assert(
      fc.property(squareOf(5), (m) => {
        const a = definite(m);
        expect(cholesky(a)).toEqual(new CholeskyDecomposition(new Matrix(a)).lowerTriangularMatrix.to2DArray());
      }),
    );
  });

  test('refuses an indefinite matrix, one that is not symmetric, a rectangle and an entry that is not finite', () => {
    const indefinite = [
      [1, 2],
      [2, 1],
    ];
    expect(() => cholesky(indefinite)).toThrow(/not positive definite; add a small multiple of the identity/);
    const skew = [
      [2, 1],
      [0, 2],
    ];
    expect(() => cholesky(skew)).toThrow(/not symmetric/);
    expect(() => cholesky([[1, 2]])).toThrow(/a row of the 1 x 1 matrix has 2 entries/);
    expect(() => cholesky([[Number.NaN]])).toThrow(/holds NaN; its entries must be finite/);
  });
});

test('generalisedEigen satisfies A v = rho B v with v^T B v = 1, ascending', () => {
  fc.assert(
    fc.property(squareOf(3), squareOf(3), (m, k) => {
      const a = definite(m);
      const b = definite(k);
      const { values, vectors } = generalisedEigen(a, b);
      vectors.forEach((v, i) => {
        const right = apply(b, v);
        // B may be as near to singular as 0.1: errors grow with the size of v.
        const scale = (1 + largest(v)) * (1 + values[2]) * 1e-10;
        expect(largest(apply(a, v).map((value, j) => value - values[i] * right[j]))).toBeLessThan(scale);
        expect(Math.abs(v.reduce((sum, value, j) => sum + value * right[j], 0) - 1)).toBeLessThan(1e-8);
      });
      expect(values[0] <= values[1] && values[1] <= values[2]).toBe(true);
    }),
  );
});
