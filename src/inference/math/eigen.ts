/**
 * Eigenvalues of small symmetric matrices over ml-matrix (Householder and QL after EISPACK/JAMA), with the checks and the conventions
 * that the diagnostics need: eigenvalues ascending, eigenvectors as rows.
 */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { checkSquare, cholesky, solveLower, solveUpper } from './linear.ts';

export interface Eigen {
  /** Ascending. */
  readonly values: number[];
  /** `vectors[i]` belongs to `values[i]`. */
  readonly vectors: number[][];
}

/**
 * Eigenvalues and orthonormal eigenvectors of a symmetric matrix; only its symmetric part is used. The largest entry of
 * every vector is positive, so that a direction does not flip between two runs.
 */
export function symmetricEigen(matrix: readonly (readonly number[])[]): Eigen {
  checkSquare(matrix);
  const symmetric = new Matrix(matrix.map((row, i) => row.map((value, j) => 0.5 * (value + matrix[j][i]))));
  const decomposition = new EigenvalueDecomposition(symmetric, { assumeSymmetric: true });
  const columns = decomposition.eigenvectorMatrix;
  const order = decomposition.realEigenvalues.map((_, i) => i);
  order.sort((a, b) => decomposition.realEigenvalues[a] - decomposition.realEigenvalues[b]);
  return {
    values: order.map((i) => decomposition.realEigenvalues[i]),
    vectors: order.map((i) => orient(columns.getColumn(i))),
  };
}

/**
 * Solves A v = rho B v for symmetric A and positive definite B; v^T B v = 1.
 * @throws RangeError when B is not positive definite
 */
export function generalisedEigen(A: readonly (readonly number[])[], B: readonly (readonly number[])[]): Eigen {
  const lower = cholesky(B);
  // With B = L L^T and w = L^T v the problem is C w = rho w, C = L^-1 A L^-T.
  const half = solveLower(lower, A);
  const reduced = solveLower(lower, transpose(half));
  const { values, vectors } = symmetricEigen(reduced);
  return { values, vectors: vectors.map((w) => orient(solveUpper(lower, w))) };
}

function orient(vector: number[]): number[] {
  const largest = vector.reduce((best, entry) => (Math.abs(entry) > Math.abs(best) ? entry : best), 0);
  return largest < 0 ? vector.map((entry) => -entry) : vector;
}

function transpose(matrix: readonly (readonly number[])[]): number[][] {
  return matrix[0].map((_, j) => matrix.map((row) => row[j]));
}
