/**
 * The part of the prior that one observation leaves: the region of highest density that holds all but 1e-4 of a posterior
 * q(theta | x_o), as a set of theta. The next network is trained on simulations of the prior restricted to it (truncated sequential
 * NPE; Deistler, Goncalves & Macke 2022). Within the region the restricted prior is proportional to the prior, so that the
 * loss needs no correction. Regions are nested: each lies in the one before it, so that the simulations of all rounds that lie
 * in the last one follow the prior restricted to it, and may be trained on together.
 */
import type { Random } from '../../math/random.ts';
import { rowsAt } from '../../math/rows.ts';
import { quantile, sorted } from '../../math/statistics.ts';

/** The posterior of one observation by one network, which does not change. */
export interface ObservedPosterior {
  /** n draws of theta, [n, D]. */
  draw(n: number, random: Random): Promise<Float64Array>;
  /** Draws with wider base noise, with p(theta) / (the density that they were drawn from) of each, in logarithms. */
  propose(n: number, baseSd: number, random: Random): Promise<Proposal>;
  /** ln q(theta | x_o) of rows [n, D], nats of theta. */
  logDensity(theta: Float64Array): Promise<Float64Array>;
}

export interface Proposal {
  /** [n, D] */
  readonly theta: Float64Array;
  /** [n] */
  readonly logWeights: Float64Array;
}

/** Posterior mass that a region leaves out. */
export const LEFT_OUT = 1e-4;
/** Draws whose density gives its threshold: ten of them lie below it. */
const THRESHOLD_DRAWS = 100_000;
const AT_ONCE = 20_000;

export class Region {
  readonly dim: number;
  /** ln q(theta | x_o) that its theta have at least, nats of theta. */
  readonly threshold: number;
  readonly posterior: ObservedPosterior;
  /** The one that it lies in; null: the whole prior. */
  readonly within: Region | null;

  constructor(dim: number, posterior: ObservedPosterior, threshold: number, within: Region | null) {
    this.dim = dim;
    this.posterior = posterior;
    this.threshold = threshold;
    this.within = within;
  }

  /** @throws RangeError where the posterior has no density at its own draws */
  static async of(dim: number, posterior: ObservedPosterior, within: Region | null, random: Random): Promise<Region> {
    const densities = new Float64Array(THRESHOLD_DRAWS);
    for (let from = 0; from < THRESHOLD_DRAWS; from += AT_ONCE) {
      const draws = await posterior.draw(Math.min(AT_ONCE, THRESHOLD_DRAWS - from), random);
      densities.set(await posterior.logDensity(draws), from);
    }
    const threshold = quantile(sorted(densities), LEFT_OUT);
    if (!Number.isFinite(threshold)) {
      throw new RangeError('The posterior of this observation has no density: reset the network and train again.');
    }
    return new Region(dim, posterior, threshold, within);
  }

  /** Number of regions that it lies in, itself included. */
  get round(): number {
    return 1 + (this.within?.round ?? 0);
  }

  /** Whether each of theta [n, D] lies inside: 1 or 0. Theta that are not numbers do not. */
  async contains(theta: Float64Array): Promise<Uint8Array> {
    const n = theta.length / this.dim;
    const inside = new Uint8Array(n);
    // From the outermost inwards, each asked about those alone that are still in: earlier networks answer for more.
    const outer = this.within === null ? null : await this.within.contains(theta);
    const rows: number[] = [];
    for (let i = 0; i < n; i++) {
      if (outer?.[i] !== 0 && theta.subarray(i * this.dim, (i + 1) * this.dim).every(Number.isFinite)) rows.push(i);
    }
    for (let from = 0; from < rows.length; from += AT_ONCE) {
      const asked = rows.slice(from, from + AT_ONCE);
      const density = await this.posterior.logDensity(rowsAt(theta, this.dim, asked));
      for (const [k, i] of asked.entries()) inside[i] = density[k] >= this.threshold ? 1 : 0;
    }
    return inside;
  }
}
