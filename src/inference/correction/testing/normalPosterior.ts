/**
 * A posterior that is known, and wrong in a known way, as the test bed of the corrections: theta ~ N(0, 1) in each of D
 * coordinates, s = theta + N(0, 1/4), so that theta | s ~ N(0.8 s, 0.2); the posterior answers N(0.8 s + b sd, (c sd)^2).
 * Under a standard normal prior whitened and natural coordinates are the same.
 */
import type { Fault } from '../../diagnostics/testing/normalNormal.ts';
import type { Random } from '../../math/random.ts';
import { normalLogPdf } from '../../math/special.ts';
import type { AmortisedPosterior } from '../../posterior/amortised.ts';
import { JointPrior } from '../../priors/jointPrior.ts';
import type { BaseOf } from '../temperature.ts';

const NOISE = 0.5;
const SLOPE = 1 / (1 + NOISE * NOISE);
/** Sd of the exact posterior. */
export const EXACT_SD = Math.sqrt(SLOPE) * NOISE;

/** N(0, 1) for each of D parameters. */
export function normalPrior(dim: number): JointPrior {
  const keys = Array.from({ length: dim }, (_, j) => `t${j}`);
  return new JointPrior(
    keys,
    keys.map(() => ({ family: 'normal', mean: 0, sd: 1 })),
  );
}

/** n pairs from the joint law: theta [n, D], s [n, D]. */
export function normalPairs(n: number, dim: number, random: Random) {
  const theta = new Float64Array(n * dim);
  const s = new Float64Array(n * dim);
  for (let i = 0; i < theta.length; i++) {
    theta[i] = random.normal();
    s[i] = theta[i] + NOISE * random.normal();
  }
  return { theta, s };
}

export class NormalPosterior implements AmortisedPosterior {
  readonly #dim: number;
  readonly #fault: Fault;

  constructor(dim: number, fault: Fault) {
    this.#dim = dim;
    this.#fault = fault;
  }

  draw(s: ArrayLike<number>, each: number, random: Random, baseSd = 1): Promise<Float64Array> {
    const n = s.length / this.#dim;
    const out = new Float64Array(n * each * this.#dim);
    for (let i = 0; i < out.length; i++) {
      const observed = s[Math.floor(i / (each * this.#dim)) * this.#dim + (i % this.#dim)];
      out[i] = this.#mean(observed) + baseSd * this.#sd * random.normal();
    }
    return Promise.resolve(out);
  }

  logDensity(theta: Float64Array, s: ArrayLike<number>): Promise<Float64Array> {
    const out = new Float64Array(theta.length / this.#dim);
    theta.forEach((value, i) => {
      out[Math.floor(i / this.#dim)] += normalLogPdf((value - this.#mean(s[i])) / this.#sd) - Math.log(this.#sd);
    });
    return Promise.resolve(out);
  }

  /** As of a flow: u = (theta - mean) / sd. */
  readonly baseOf: BaseOf = (theta, s) => {
    const size = theta.length / this.#dim;
    return Promise.resolve({
      size,
      members: 1,
      dim: this.#dim,
      base: theta.map((value, i) => (value - this.#mean(s[i])) / this.#sd),
      logDeterminant: new Float64Array(size).fill(-this.#dim * Math.log(this.#sd)),
    });
  };

  get #sd(): number {
    return this.#fault.width * EXACT_SD;
  }

  #mean(s: number): number {
    return SLOPE * s + this.#fault.shift * EXACT_SD;
  }
}
