/**
 * Least squares with more unknowns than residuals, each unknown with a normal prior: the minimum of
 *   J(x) = 1/2 |f(x)|^2 + 1/2 sum_j (x_j - c_j)^2 / v_j,
 * a negative log posterior, by damped Gauss-Newton steps (Levenberg 1944; Marquardt 1963). With m residuals and n > m unknowns
 * the step is solved in the space of the residuals (Woodbury): with V = diag(v / (1 + damping)), A the Jacobian,
 *   dx = -V g - V A^T K^-1 (f - A V g),   g = (x - c) / v,   K = 1 + A V A^T   [m, m],
 * without the loss of digits that A^T A would bring. To the step comes half of its turn, the same solution for the second derivative
 * of f along the step (Transtrum & Sethna, arXiv:1201.5885, "geodesic acceleration"): along a bent valley, as weights that keep an
 * equation have, it takes a third of the steps. An unknown with v_j = 0 is held.
 */
import { cholesky, choleskySolve } from '../../math/linear.ts';

export interface PriorOf {
  /** [n] */
  readonly centre: Float64Array;
  /** Variances [n]; 0: held where it is. */
  readonly variance: Float64Array;
}

export interface Residuals {
  /** m */
  readonly size: number;
  /** f(x) into `out` [m]; with `jacobian` [m, n], row-major, df/dx too. */
  evaluate(x: Float64Array, out: Float64Array, jacobian: Float64Array | null): void;
}

export interface Damped {
  readonly x: Float64Array;
  /** J there. */
  readonly value: number;
  /** Of the next step. */
  readonly damping: number;
  /** How much the undamped quadratic model would still decrease J from where the step began, nats. */
  readonly decrement: number;
  /** Whether a lower place was found. */
  readonly moved: boolean;
}

export const FIRST_DAMPING = 1;
const LEAST_DAMPING = 1e-9;
const MOST_DAMPING = 1e10;
/** Share of the step over which the bend is measured, and the longest turn that is taken, in lengths of the step. */
const BEND = 0.1;
const MOST_TURN = 0.75;

/** J(x). */
function objective(residuals: Residuals, prior: PriorOf, x: Float64Array): number {
  const f = new Float64Array(residuals.size);
  residuals.evaluate(x, f, null);
  return half(f) + priorTerm(prior, x);
}

/** One step downwards: the damping rises until there is one. */
export function dampedStep(residuals: Residuals, prior: PriorOf, x: Float64Array, damping: number): Damped {
  const { size: m } = residuals;
  const n = x.length;
  const f = new Float64Array(m);
  const A = new Float64Array(m * n);
  residuals.evaluate(x, f, A);
  const value = half(f) + priorTerm(prior, x);
  const { centre, variance } = prior;
  // (x - c) is v g. Held unknowns have none.
  const away = x.map((v, j) => (variance[j] > 0 ? v - centre[j] : 0));
  const AVA = gram(A, variance, m, n);
  const Aaway = Float64Array.from({ length: m }, (_, i) => dot(A, i * n, away, n));
  const factorOf = (share: number) => cholesky(AVA.map((row, i) => row.map((v, k) => share * v + (i === k ? 1 : 0))));
  /** -V A^T K^-1 of a vector of residuals, damped. */
  const towards = (L: number[][], share: number, rhs: Float64Array) => {
    const y = choleskySolve(L, rhs);
    const dx = new Float64Array(n);
    for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) dx[j] -= share * variance[j] * A[i * n + j] * y[i];
    return dx;
  };
  const stepOf = (L: number[][], share: number) => {
    const dx = towards(
      L,
      share,
      f.map((v, i) => v - share * Aaway[i]),
    );
    return dx.map((v, j) => v - share * away[j]);
  };
  const decrement = -0.5 * slopeAlong(stepOf(factorOf(1), 1), f, A, away, variance);
  const ahead = new Float64Array(m);
  for (let at = damping; at < MOST_DAMPING; at *= 4) {
    const share = 1 / (1 + at);
    const L = factorOf(share);
    const dx = stepOf(L, share);
    // How f bends along the step.
    const near = x.map((v, j) => v + BEND * dx[j]);
    residuals.evaluate(near, ahead, null);
    const bend = ahead.map((v, i) => (2 / BEND) * ((v - f[i]) / BEND - dot(A, i * n, dx, n)));
    const turn = towards(L, share, bend);
    const length = Math.sqrt(norm(turn, variance) / norm(dx, variance));
    const bent = length <= MOST_TURN ? dx.map((v, j) => v + 0.5 * turn[j]) : null;
    for (const way of bent === null ? [dx] : [bent, dx]) {
      const trial = x.map((v, j) => v + way[j]);
      const lower = objective(residuals, prior, trial);
      if (lower < value) {
        return { x: trial, value: lower, damping: Math.max(LEAST_DAMPING, at / 6), decrement, moved: true };
      }
    }
  }
  return { x, value, damping: FIRST_DAMPING, decrement, moved: false };
}

/** Squared length of a step in sds of the priors. */
function norm(dx: Float64Array, variance: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < dx.length; j++) if (variance[j] > 0) sum += (dx[j] * dx[j]) / variance[j];
  return sum;
}

/**
 * Covariance of a few unknowns by Laplace's approximation, with all others integrated out: the inverse of
 *   A_k^T (1 + A_o V_o A_o^T)^-1 A_k + V_k^-1,
 * k the few, o the others, in the Gauss-Newton Hessian.
 * @param kept places of the few in x
 * @returns [kept, kept]
 */
export function laplaceCovariance(
  residuals: Residuals,
  prior: PriorOf,
  x: Float64Array,
  kept: readonly number[],
): number[][] {
  const { size: m } = residuals;
  const n = x.length;
  const [f, A] = [new Float64Array(m), new Float64Array(m * n)];
  residuals.evaluate(x, f, A);
  const others = prior.variance.map((v, j) => (kept.includes(j) ? 0 : v));
  const K = gram(A, others, m, n).map((row, i) => row.map((v, k) => v + (i === k ? 1 : 0)));
  const L = cholesky(K);
  const columns = kept.map((j) => Float64Array.from({ length: m }, (_, i) => A[i * n + j]));
  const solved = columns.map((column) => choleskySolve(L, column));
  const precision = kept.map((j, a) =>
    // Either half of the sum alone is symmetric but for the last digit.
    kept.map(
      (_, b) =>
        (dot(columns[a], 0, solved[b], m) + dot(columns[b], 0, solved[a], m)) / 2 +
        (a === b ? 1 / prior.variance[j] : 0),
    ),
  );
  return inverse(precision);
}

/** Of a positive definite matrix, row by row. */
export function inverse(matrix: readonly (readonly number[])[]): number[][] {
  const L = cholesky(matrix);
  return matrix.map((_, a) =>
    choleskySolve(
      L,
      matrix.map((__, b) => (a === b ? 1 : 0)),
    ),
  );
}

/** dJ/ds along dx: f.(A dx) + sum away dx / v. */
function slopeAlong(dx: Float64Array, f: Float64Array, A: Float64Array, away: Float64Array, variance: Float64Array) {
  let sum = 0;
  for (let i = 0; i < f.length; i++) sum += f[i] * dot(A, i * dx.length, dx, dx.length);
  for (let j = 0; j < dx.length; j++) if (variance[j] > 0) sum += (away[j] * dx[j]) / variance[j];
  return sum;
}

/** A V A^T, [m, m]. */
function gram(A: Float64Array, variance: Float64Array, m: number, n: number): number[][] {
  const G = Array.from({ length: m }, () => Array.from({ length: m }, () => 0));
  const row = new Float64Array(n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) row[j] = A[i * n + j] * variance[j];
    for (let k = 0; k <= i; k++) {
      const v = dot(A, k * n, row, n);
      G[i][k] = v;
      G[k][i] = v;
    }
  }
  return G;
}

function dot(a: ArrayLike<number>, from: number, b: ArrayLike<number>, n: number): number {
  let sum = 0;
  for (let j = 0; j < n; j++) sum += a[from + j] * b[j];
  return sum;
}

function half(f: Float64Array): number {
  let sum = 0;
  for (const v of f) sum += v * v;
  return Number.isNaN(sum) ? Infinity : sum / 2;
}

function priorTerm({ centre, variance }: PriorOf, x: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < x.length; j++) if (variance[j] > 0) sum += (x[j] - centre[j]) ** 2 / variance[j];
  return sum / 2;
}
