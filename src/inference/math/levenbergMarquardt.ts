/**
 * Nonlinear least squares: the minimum of sum_i r_i(p)^2 by damped Gauss-Newton steps (Levenberg 1944; Marquardt 1963), with
 * derivatives by central differences where none are given. For smooth residuals of a few to some hundred parameters.
 */
import { cholesky, choleskySolve } from './linear.ts';

export interface LeastSquaresProblem {
  /** Number of residuals. */
  readonly size: number;
  /** r(p) into `out` [size]. */
  readonly residuals: (p: Float64Array, out: Float64Array) => void;
  /** dr_i/dp_j into `out` [size, p.length], row-major. Default: central differences. */
  readonly jacobian?: (p: Float64Array, out: Float64Array) => void;
}

export interface Minimum {
  readonly p: Float64Array;
  /** sum r^2 there. */
  readonly sum: number;
  /** J^T J there: half the second derivatives of the sum, where the residuals are small or nearly linear. */
  readonly normal: number[][];
  readonly iterations: number;
  /** False: the steps ran out first. */
  readonly converged: boolean;
}

const FIRST_DAMPING = 1e-3;
const MOST_DAMPING = 1e12;
/** Relative step of the differences: the cube root of the machine's precision balances truncation and round-off. */
const STEP = 6e-6;

/**
 * @param start [p]; not changed
 * @param iterations accepted steps at most
 * @param tolerance relative decrease of the sum below which it ends
 */
export function levenbergMarquardt(
  problem: LeastSquaresProblem,
  start: ArrayLike<number>,
  { iterations = 100, tolerance = 1e-12 }: { readonly iterations?: number; readonly tolerance?: number } = {},
): Minimum {
  const { size } = problem;
  const n = start.length;
  let p: Float64Array = Float64Array.from(start);
  let r: Float64Array = new Float64Array(size);
  problem.residuals(p, r);
  let sum = squares(r);
  const J = new Float64Array(size * n);
  let damping = FIRST_DAMPING;
  let taken = 0;
  let converged = false;
  let normal = fill(problem, p, J);
  while (taken < iterations && !converged) {
    const gradient = new Float64Array(n);
    for (let i = 0; i < size; i++) for (let j = 0; j < n; j++) gradient[j] += J[i * n + j] * r[i];
    let better: { p: Float64Array; r: Float64Array; sum: number } | null = null;
    while (better === null && damping < MOST_DAMPING) {
      const damped = normal.map((row, j) => row.map((v, k) => (j === k ? v * (1 + damping) + 1e-300 : v)));
      const step = solved(damped, gradient);
      if (step !== null) {
        const trial = p.map((v, j) => v - step[j]);
        const residuals = new Float64Array(size);
        problem.residuals(trial, residuals);
        const value = squares(residuals);
        if (value <= sum) better = { p: trial, r: residuals, sum: value };
      }
      damping = better === null ? damping * 4 : Math.max(damping / 9, 1e-15);
    }
    // No damping leads down any more: this is the minimum as far as the precision of numbers goes.
    if (better === null) {
      converged = true;
      break;
    }
    converged = sum - better.sum <= tolerance * sum;
    ({ p, r, sum } = better);
    normal = fill(problem, p, J);
    taken++;
  }
  return { p, sum, normal, iterations: taken, converged };
}

/** The Jacobian into J, and J^T J. */
function fill({ size, residuals, jacobian }: LeastSquaresProblem, p: Float64Array, J: Float64Array): number[][] {
  const n = p.length;
  if (jacobian) jacobian(p, J);
  else {
    const [above, below] = [new Float64Array(size), new Float64Array(size)];
    for (let j = 0; j < n; j++) {
      const step = STEP * Math.max(1, Math.abs(p[j]));
      const moved = p.slice();
      moved[j] = p[j] + step;
      residuals(moved, above);
      moved[j] = p[j] - step;
      residuals(moved, below);
      for (let i = 0; i < size; i++) J[i * n + j] = (above[i] - below[i]) / (2 * step);
    }
  }
  const normal = Array.from({ length: n }, () => Array.from({ length: n }, () => 0));
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < n; j++) {
      const v = J[i * n + j];
      if (v === 0) continue;
      for (let k = 0; k <= j; k++) normal[j][k] += v * J[i * n + k];
    }
  }
  for (let j = 0; j < n; j++) for (let k = 0; k < j; k++) normal[k][j] = normal[j][k];
  return normal;
}

function solved(matrix: readonly (readonly number[])[], b: Float64Array): number[] | null {
  try {
    return choleskySolve(cholesky(matrix), b);
  } catch {
    // Not positive definite at this damping: more of it makes it so.
    return null;
  }
}

function squares(r: Float64Array): number {
  let sum = 0;
  for (const v of r) sum += v * v;
  return Number.isNaN(sum) ? Infinity : sum;
}
