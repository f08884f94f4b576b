/**
 * Logistic regression with a Gaussian prior on the weights: maximises sum_i ln p(y_i | w) - (ridge / 2) |w|^2 by Newton's
 * method with step halving; the Hessian, which costs most (n P^2 / 2), is kept for as long as steps with it gain fast. The
 * objective is strictly concave, so the maximum is one, also for separable classes. For tens of features, not thousands.
 */
import { cholesky, choleskySolve } from './linear.ts';

export interface LabelledRows {
  /** Features [n, P] row-major; give a constant one for an intercept. */
  readonly rows: Float64Array;
  /** 0 or 1, [n]. */
  readonly labels: Uint8Array;
  /** P. */
  readonly width: number;
}

const MOST_STEPS = 30;
const MOST_HALVINGS = 20;
/** Gain of the objective, nats, below which Newton's method has converged. */
const TOLERANCE = 1e-4;
/** A step that gains more than this part of what the one before it gained makes slow progress: the Hessian has changed. */
const SLOW = 0.2;
/** Gain of the first step, nats, beyond which the start was far from the end. */
const FAR = 50;

/**
 * @param ridge > 0, 1 / variance of the prior on each weight
 * @param start weights to begin with (default: zeros)
 * @returns weights [P]
 * @throws RangeError where a feature is not finite
 */
export function logisticFit(
  data: LabelledRows,
  ridge: number,
  start: Float64Array = new Float64Array(data.width),
): Float64Array {
  let weights: Float64Array = start.slice();
  let now = objective(data, ridge, weights);
  let factor = hessianFactor(data, ridge, weights);
  let formerGain = Infinity;
  for (let step = 0; step < MOST_STEPS; step++) {
    const direction = choleskySolve(factor, gradientAt(data, ridge, weights));
    let size = 1;
    let next = moved(weights, direction, size);
    let then = objective(data, ridge, next);
    for (let half = 0; half < MOST_HALVINGS && !(then >= now); half++) {
      size /= 2;
      next = moved(weights, direction, size);
      then = objective(data, ridge, next);
    }
    if (!(then >= now)) return weights;
    const gain = then - now;
    weights = next;
    now = then;
    if (gain < TOLERANCE) return weights;
    const stale = size < 1 || gain > SLOW * formerGain || (step === 0 && gain > FAR);
    if (stale) factor = hessianFactor(data, ridge, weights);
    formerGain = gain;
  }
  return weights;
}

/** w . features of one row; > 0: label 1 is the likelier. */
export function logit(weights: Float64Array, rows: Float64Array, row: number): number {
  const { length } = weights;
  let sum = 0;
  for (let j = 0; j < length; j++) sum += weights[j] * rows[row * length + j];
  return sum;
}

/** 1 / (1 + e^-f). */
export function sigmoid(f: number): number {
  return f >= 0 ? 1 / (1 + Math.exp(-f)) : 1 - 1 / (1 + Math.exp(f));
}

function objective({ rows, labels }: LabelledRows, ridge: number, weights: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < labels.length; i++) {
    const f = logit(weights, rows, i);
    const margin = labels[i] === 1 ? f : -f;
    // ln sigmoid(margin), without overflow.
    sum += margin >= 0 ? -Math.log1p(Math.exp(-margin)) : margin - Math.log1p(Math.exp(margin));
  }
  return weights.reduce((rest, weight) => rest - 0.5 * ridge * weight * weight, sum);
}

function moved(weights: Float64Array, direction: ArrayLike<number>, size: number): Float64Array {
  return weights.map((weight, j) => weight + size * direction[j]);
}

function gradientAt({ rows, labels, width }: LabelledRows, ridge: number, weights: Float64Array): Float64Array {
  const gradient = weights.map((weight) => -ridge * weight);
  for (let i = 0; i < labels.length; i++) {
    const error = labels[i] - sigmoid(logit(weights, rows, i));
    for (let j = 0; j < width; j++) gradient[j] += error * rows[i * width + j];
  }
  return gradient;
}

/** Lower triangular L [P, P] with L L^T the negative Hessian. */
function hessianFactor({ rows, labels, width }: LabelledRows, ridge: number, weights: Float64Array): number[][] {
  const a = new Float64Array(width * width);
  for (let j = 0; j < width; j++) a[j * width + j] = ridge;
  for (let i = 0; i < labels.length; i++) {
    const start = i * width;
    const p = sigmoid(logit(weights, rows, i));
    for (let j = 0; j < width; j++) {
      const scaled = p * (1 - p) * rows[start + j];
      const row = j * width;
      for (let k = 0; k <= j; k++) a[row + k] += scaled * rows[start + k];
    }
  }
  const indices = Array.from({ length: width }, (_, j) => j);
  return cholesky(indices.map((j) => indices.map((k) => a[Math.max(j, k) * width + Math.min(j, k)])));
}
