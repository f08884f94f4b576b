/**
 * Small dense linear algebra over ml-matrix (Householder and QL after EISPACK/JAMA), with the checks and the conventions
 * that the diagnostics need: eigenvalues ascending, eigenvectors as rows. For matrices of tens of rows, not thousands.
 */
import { CholeskyDecomposition, EigenvalueDecomposition, Matrix } from 'ml-matrix';

export interface Eigen {
  /** Ascending. */
  readonly values: number[];
  /** `vectors[i]` belongs to `values[i]`. */
  readonly vectors: number[][];
}

/**
 * Mean and unbiased covariance (divisor n - 1) of draws [n, D], row-major.
 * @throws RangeError when n < 2 or the array is not n * D long
 */
export function covariance(
  draws: ArrayLike<number>,
  n: number,
  D: number,
): { readonly mean: Float64Array; readonly cov: number[][] } {
  if (n < 2) throw new RangeError(`a covariance of ${n} draws is not defined; give at least 2`);
  if (draws.length !== n * D) {
    throw new RangeError(`${n} draws of ${D} numbers need ${n * D} entries, not ${draws.length}`);
  }
  const mean = new Float64Array(D);
  for (let i = 0; i < n; i++) for (let j = 0; j < D; j++) mean[j] += draws[i * D + j] / n;
  const cov = Array.from({ length: D }, () => Array.from({ length: D }, () => 0));
  const deviation = new Float64Array(D);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < D; j++) deviation[j] = draws[i * D + j] - mean[j];
    for (let j = 0; j < D; j++) for (let k = 0; k <= j; k++) cov[j][k] += (deviation[j] * deviation[k]) / (n - 1);
  }
  for (let j = 0; j < D; j++) for (let k = 0; k < j; k++) cov[k][j] = cov[j][k];
  return { mean, cov };
}

/**
 * Eigenvalues and orthonormal eigenvectors of a symmetric matrix; only its symmetric part is used. The largest entry of
 * every vector is positive, so that a direction does not flip between two runs.
 */
export function symmetricEigen(matrix: readonly (readonly number[])[]): Eigen {
  const full = squareMatrix(matrix);
  const symmetric = Matrix.add(full, full.transpose()).mul(0.5);
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
 * Lower triangular L with L L^T = matrix.
 * @throws RangeError when the matrix is not positive definite
 */
export function cholesky(matrix: readonly (readonly number[])[]): number[][] {
  const decomposition = new CholeskyDecomposition(squareMatrix(matrix));
  if (!decomposition.isPositiveDefinite()) {
    throw new RangeError(
      `the matrix of size ${matrix.length} is not positive definite; add a small multiple of the identity`,
    );
  }
  return decomposition.lowerTriangularMatrix.to2DArray();
}

/** x with L L^T x = b, for the L of `cholesky`. */
export function choleskySolve(lower: readonly (readonly number[])[], b: ArrayLike<number>): number[] {
  const half = solveLower(
    lower,
    Array.from(b, (entry) => [entry]),
  );
  return solveUpper(
    lower,
    half.map(([entry]) => entry),
  );
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

function squareMatrix(matrix: readonly (readonly number[])[]): Matrix {
  for (const row of matrix) {
    if (row.length !== matrix.length) {
      throw new RangeError(`a row of the ${matrix.length} x ${matrix.length} matrix has ${row.length} entries`);
    }
    for (const entry of row) {
      if (!Number.isFinite(entry)) throw new RangeError(`the matrix holds ${entry}; its entries must be finite`);
    }
  }
  return new Matrix(matrix.map((row) => [...row]));
}

function orient(vector: number[]): number[] {
  const largest = vector.reduce((best, entry) => (Math.abs(entry) > Math.abs(best) ? entry : best), 0);
  return largest < 0 ? vector.map((entry) => -entry) : vector;
}

function transpose(matrix: readonly (readonly number[])[]): number[][] {
  return matrix[0].map((_, j) => matrix.map((row) => row[j]));
}

/** X with L X = M, by forward substitution. */
function solveLower(lower: readonly (readonly number[])[], right: readonly (readonly number[])[]): number[][] {
  const solution: number[][] = [];
  lower.forEach((row, i) => {
    solution.push(
      right[i].map((entry, j) => {
        let rest = entry;
        for (let k = 0; k < i; k++) rest -= row[k] * solution[k][j];
        return rest / row[i];
      }),
    );
  });
  return solution;
}

/** v with L^T v = w, by back substitution. */
function solveUpper(lower: readonly (readonly number[])[], w: readonly number[]): number[] {
  const solution = [...w];
  for (let i = w.length - 1; i >= 0; i--) {
    for (let k = i + 1; k < w.length; k++) solution[i] -= lower[k][i] * solution[k];
    solution[i] /= lower[i][i];
  }
  return solution;
}
