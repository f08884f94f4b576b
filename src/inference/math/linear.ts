/**
 * Small dense linear algebra: covariances, and what a Cholesky factor solves. For matrices of tens of rows, not thousands.
 * Eigenvalues are in eigen.ts, whose package is larger than all of this.
 */

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
 * Lower triangular L with L L^T = matrix.
 * @throws RangeError when the matrix is not positive definite, TypeError when it is not symmetric
 */
export function cholesky(matrix: readonly (readonly number[])[]): number[][] {
  checkSquare(matrix);
  const n = matrix.length;
  if (matrix.some((row, i) => row.some((entry, j) => entry !== matrix[j][i]))) {
    throw new TypeError(`the matrix of size ${n} is not symmetric`);
  }
  const lower = matrix.map(() => Array.from({ length: n }, () => 0));
  for (let j = 0; j < n; j++) {
    let squares = 0;
    for (let k = 0; k < j; k++) {
      let sum = 0;
      for (let i = 0; i < k; i++) sum += lower[k][i] * lower[j][i];
      lower[j][k] = (matrix[j][k] - sum) / lower[k][k];
      squares += lower[j][k] * lower[j][k];
    }
    const rest = matrix[j][j] - squares;
    if (!(rest > 0)) {
      throw new RangeError(`the matrix of size ${n} is not positive definite; add a small multiple of the identity`);
    }
    lower[j][j] = Math.sqrt(rest);
  }
  return lower;
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

/** @throws RangeError for a matrix that is not square, or holds what is not finite */
export function checkSquare(matrix: readonly (readonly number[])[]): void {
  for (const row of matrix) {
    if (row.length !== matrix.length) {
      throw new RangeError(`a row of the ${matrix.length} x ${matrix.length} matrix has ${row.length} entries`);
    }
    for (const entry of row) {
      if (!Number.isFinite(entry)) throw new RangeError(`the matrix holds ${entry}; its entries must be finite`);
    }
  }
}

/** X with L X = M, by forward substitution. */
export function solveLower(lower: readonly (readonly number[])[], right: readonly (readonly number[])[]): number[][] {
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
export function solveUpper(lower: readonly (readonly number[])[], w: readonly number[]): number[] {
  const solution = [...w];
  for (let i = w.length - 1; i >= 0; i--) {
    for (let k = i + 1; k < w.length; k++) solution[i] -= lower[k][i] * solution[k];
    solution[i] /= lower[i][i];
  }
  return solution;
}
