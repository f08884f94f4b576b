/**
 * The way to the minimum of an objective: Gauss-Newton with the expected second derivatives of the normal likelihood (Fisher's), damped
 * after Levenberg and Marquardt. There are more unknowns (some hundred) than readings, so each step solves a system of the size
 * of the readings: (D + J^T J)^-1 g = D^-1 g - D^-1 J^T (1 + J D^-1 J^T)^-1 J D^-1 g with D diagonal (Woodbury).
 */
import { type Linearised, type Objective, type Terms, total } from './objective.ts';

const FIRST_DAMPING = 1;
const LEAST_DAMPING = 1e-6;
const MOST_DAMPING = 1e10;
/** A step that gains less than this many nats counts as none; after so many in a row it has converged. */
const LITTLE = 1e-3;
const LITTLE_STEPS = 3;

/** All that a descent is at, as plain numbers. */
export interface DescentState {
  readonly u: Float64Array;
  readonly damping: number;
  /** Steps in a row that gained little. */
  readonly idle: number;
}

export class Descent {
  readonly objective: Objective;
  u: Float64Array;
  #damping: number;
  #idle: number;

  constructor(objective: Objective, { u, damping, idle }: DescentState) {
    this.objective = objective;
    this.u = u.slice();
    this.#damping = damping;
    this.#idle = idle;
  }

  static from(objective: Objective, u: Float64Array): Descent {
    return new Descent(objective, { u, damping: FIRST_DAMPING, idle: 0 });
  }

  get converged(): boolean {
    return this.#idle >= LITTLE_STEPS;
  }

  get state(): DescentState {
    return { u: this.u.slice(), damping: this.#damping, idle: this.#idle };
  }

  /** One step downwards. @returns the terms after it */
  step(): Terms {
    const at = this.objective.linearise(this.u);
    const before = total(at.terms);
    while (this.#damping < MOST_DAMPING) {
      const change = gaussNewton(at, this.objective.noiseAt, this.#damping);
      const trial = this.u.map((value, k) => value + change[k]);
      this.objective.confine(trial);
      const terms = this.objective.terms(trial);
      const after = total(terms);
      if (after <= before) {
        this.u = trial;
        this.#damping = Math.max(this.#damping / 5, LEAST_DAMPING);
        this.#idle = before - after < LITTLE ? this.#idle + 1 : 0;
        return terms;
      }
      this.#damping *= 4;
    }
    // No damping leads down any more: this is the minimum as far as the precision of numbers goes.
    this.#idle = LITTLE_STEPS;
    this.#damping = FIRST_DAMPING;
    return at.terms;
  }
}

/** -(D + J^T J)^-1 gradient, for D the prior's second derivatives and the damping. */
function gaussNewton(at: Linearised, noiseAt: number, damping: number): Float64Array {
  const { byUnknowns, residuals, factors, byNoise, priorGradient, priorCurvature } = at;
  const unknowns = priorGradient.length;
  const n = byNoise.length;
  const inverse = priorCurvature.map((c) => 1 / (c + damping));
  // J = factors times byUnknowns, and in the second rows the noise's own column.
  const transposed = (r: Float64Array): Float64Array => {
    const out = new Float64Array(unknowns);
    for (let i = 0; i < n; i++) {
      const both = factors[i] * r[i] + factors[n + i] * r[n + i];
      for (let k = 0, row = i * unknowns; k < unknowns; k++) out[k] += byUnknowns[row + k] * both;
      if (noiseAt >= 0) out[noiseAt] += byNoise[i] * r[n + i];
    }
    return out;
  };
  const forward = (v: Float64Array): Float64Array => {
    const out = new Float64Array(2 * n);
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let k = 0, row = i * unknowns; k < unknowns; k++) sum += byUnknowns[row + k] * v[k];
      out[i] = factors[i] * sum;
      out[n + i] = factors[n + i] * sum + (noiseAt >= 0 ? byNoise[i] * v[noiseAt] : 0);
    }
    return out;
  };
  const downhill = transposed(residuals);
  for (let k = 0; k < unknowns; k++) downhill[k] = (downhill[k] - priorGradient[k]) * inverse[k];
  const system = new Float64Array(4 * n * n);
  const noiseWeight = noiseAt >= 0 ? inverse[noiseAt] : 0;
  const scaledRow = new Float64Array(unknowns);
  for (let i = 0; i < n; i++) {
    for (let k = 0, row = i * unknowns; k < unknowns; k++) scaledRow[k] = byUnknowns[row + k] * inverse[k];
    for (let j = 0; j <= i; j++) {
      let gram = 0;
      for (let k = 0, row = j * unknowns; k < unknowns; k++) gram += scaledRow[k] * byUnknowns[row + k];
      for (const a of [0, n]) {
        for (const b of [0, n]) {
          const own = a > 0 && b > 0 ? byNoise[i] * byNoise[j] * noiseWeight : 0;
          const value = factors[a + i] * factors[b + j] * gram + own;
          system[(a + i) * 2 * n + b + j] = value;
          system[(b + j) * 2 * n + a + i] = value;
        }
      }
    }
  }
  for (let i = 0; i < 2 * n; i++) system[i * 2 * n + i] += 1;
  const solved = solvePositive(system, forward(downhill));
  const correction = transposed(solved);
  return downhill.map((value, k) => value - inverse[k] * correction[k]);
}

/**
 * A^-1 b for a positive definite A [n, n], by Cholesky; A is overwritten. The factors of math/linear, which are kept as rows and checked,
 * would make the whole fit 1.6 times as long.
 */
function solvePositive(A: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = A[i * n + j];
      for (let k = 0; k < j; k++) sum -= A[i * n + k] * A[j * n + k];
      A[i * n + j] = i === j ? Math.sqrt(sum) : sum / A[j * n + j];
    }
  }
  const x = b.slice();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] -= A[i * n + k] * x[k];
    x[i] /= A[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] -= A[k * n + i] * x[k];
    x[i] /= A[i * n + i];
  }
  return x;
}
