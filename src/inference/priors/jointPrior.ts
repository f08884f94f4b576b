/**
 * The joint prior of the inferred parameters, independent between them, and the whitening that turns it into N(0, I):
 * z_j = Phi^-1(F_j(theta_j)), F_j the prior's CDF with u = F_j clipped to [1e-6, 1 - 1e-6]. Draws that come back through
 * `unwhiten` cannot leave the prior's support, and densities change by q(theta) = q_z(z) p(theta) / phi(z), phi the
 * standard normal density.
 *
 * A network that was focused on one observation has learnt a small part of the prior only, where all z would lie in one bin of
 * its splines: it takes z in a frame of its own (`framed`), z = shift + L z'. All that is said above holds of z' too, but
 * that the prior is N(0, I) in it.
 */
import type { Random } from '../math/random.ts';
import { type Frame, logScale, offFrame, onFrame } from './frame.ts';
import { normalCdf, normalLogPdf, normalQuantile } from '../math/special.ts';
import type { Marginal } from './marginal.ts';
import type { Prior } from './prior.ts';
import { marginalOf, problemOf, samplePrior } from './prior.ts';
import type { Theta, Z } from './space.ts';
import { asTheta, asZ } from './space.ts';

/** u is clipped to [CLIP, 1 - CLIP] before Phi^-1, so that no training pair lies absurdly far out. */
const CLIP = 1e-6;
/**
 * |z| beyond this maps to the same theta: normalCdf(-8) = 6e-16 is the last tail that a bounded prior can tell from its
 * end. Finite, so that an unbounded prior has no infinite draw.
 */
const LARGEST_Z = 8;
/** Tail mass that the hull leaves out where the prior has no end. */
const HULL_TAIL = 5e-4;

export class JointPrior {
  readonly keys: readonly string[];
  readonly priors: readonly Prior[];
  /** Number of parameters. */
  readonly D: number;
  /** Of the whitened coordinates; null: the prior is N(0, I) in them. */
  readonly frame: Frame | null;
  readonly #marginals: readonly Marginal[];

  /**
   * @param keys names of the parameters, in the order of theta
   * @param priors one per key, none of them fixed
   * @throws RangeError when the lists differ in length, or a prior is fixed or unsound
   */
  constructor(keys: readonly string[], priors: readonly Prior[], frame: Frame | null = null) {
    if (keys.length !== priors.length) {
      throw new RangeError(`${keys.length} parameters have ${priors.length} priors; give each its own`);
    }
    this.keys = keys;
    this.priors = priors;
    this.D = keys.length;
    this.frame = frame;
    if (frame !== null && (frame.shift.length !== this.D || frame.scale.length !== this.D ** 2)) {
      throw new RangeError(`a frame of ${frame.shift.length} coordinates does not fit ${this.D} parameters`);
    }
    this.#marginals = priors.map((prior, j) => {
      const problem =
        prior.family === 'fixed' ? 'a fixed value cannot be inferred; choose another family' : problemOf(prior);
      if (problem !== null) throw new RangeError(`prior of ${keys[j]}: ${problem}`);
      return marginalOf(prior);
    });
  }

  /** The same prior, with whitened coordinates in another frame; null: its own. */
  framed(frame: Frame | null): JointPrior {
    return new JointPrior(this.keys, this.priors, frame);
  }

  /**
   * Finite plotting range of each parameter, [D]: the support, with an infinite end replaced by the point that leaves
   * 0.05 % of the prior outside.
   */
  get hull(): { readonly low: number; readonly high: number }[] {
    return this.#marginals.map((marginal) => ({
      low: Number.isFinite(marginal.low) ? marginal.low : marginal.point(HULL_TAIL, 1 - HULL_TAIL),
      high: Number.isFinite(marginal.high) ? marginal.high : marginal.point(1 - HULL_TAIL, HULL_TAIL),
    }));
  }

  /** theta [n, D] -> z [n, D]. Values outside the support map to the clipped end. */
  whiten(theta: Theta): Z {
    this.#checkLength(theta);
    const z = new Float64Array(theta.length);
    for (let i = 0; i < theta.length; i++) z[i] = whitenOne(this.#marginals[i % this.D], theta[i]);
    return asZ(this.frame === null ? z : onFrame(this.frame, z));
  }

  /** z [n, D] -> theta [n, D], always inside the support. */
  unwhiten(whitened: Z): Theta {
    this.#checkLength(whitened);
    const z = this.frame === null ? whitened : offFrame(this.frame, whitened);
    const theta = new Float64Array(z.length);
    for (let i = 0; i < z.length; i++) {
      // The smaller tail has the information, and one of the two costs as much as all the rest.
      const tail = normalCdf(-Math.min(Math.abs(z[i]), LARGEST_Z));
      const marginal = this.#marginals[i % this.D];
      theta[i] = z[i] < 0 ? marginal.point(tail, 1 - tail) : marginal.point(1 - tail, tail);
    }
    return asTheta(theta);
  }

  /** ln p(theta) of one row [D]; -Infinity outside the support. */
  logDensity(theta: ArrayLike<number>): number {
    let sum = 0;
    for (let j = 0; j < this.D; j++) sum += this.#marginals[j].logDensity(theta[j]);
    return sum;
  }

  /**
   * ln |dz / dtheta| of one row [D] in natural units: sum_j ln p_j(theta_j) - ln phi(z_j) (less ln |L| of a frame), what
   * must be added to ln q_z(z) for ln q(theta). -Infinity outside the support.
   */
  logJacobian(theta: ArrayLike<number>): number {
    let sum = this.frame === null ? 0 : -logScale(this.frame);
    for (let j = 0; j < this.D; j++) {
      const marginal = this.#marginals[j];
      sum += marginal.logDensity(theta[j]) - normalLogPdf(whitenOne(marginal, theta[j]));
    }
    return sum;
  }

  /** n draws, [n, D]. */
  sample(n: number, random: Random): Theta {
    const theta = new Float64Array(n * this.D);
    for (let i = 0; i < theta.length; i++) theta[i] = samplePrior(this.priors[i % this.D], random);
    return asTheta(theta);
  }

  #checkLength(rows: Float64Array): void {
    if (this.D === 0 || rows.length % this.D !== 0) {
      throw new RangeError(`${rows.length} numbers are not rows of ${this.D}; give n times ${this.D}`);
    }
  }
}

/** Phi^-1 of the smaller tail, with its sign. */
function whitenOne(marginal: Marginal, x: number): number {
  const lower = marginal.lower(x);
  if (lower <= 0.5) return normalQuantile(Math.max(lower, CLIP));
  return -normalQuantile(Math.max(marginal.upper(x), CLIP));
}
