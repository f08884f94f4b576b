/**
 * Width and shift of a posterior changed at every observation alike: in whitened coordinates every marginal is scaled by c
 * round the posterior's mean m and moved by b of its sds,
 *   z' = m + c (z - m) + b sd.
 * It serves as perturbation (c = 0.5: half as wide as it should be; b = 0.5: half an sd too high) and as correction: fitted to
 * z-scores of held-out true values (variance scaling, Laves et al. 2020), it corrects a width or a shift that is wrong by the
 * same factor everywhere. Draws and density change together. m and sd are those of a fixed set of draws, and so are functions of the
 * observation alone.
 */
import type { BaseStates } from '../flow/baseStates.ts';
import { Random, STREAMS } from '../math/random.ts';
import { type AmortisedPosterior, LastAnswer, runsOf } from '../posterior/amortised.ts';
import type { JointPrior } from '../priors/jointPrior.ts';
import { asTheta, asZ } from '../priors/space.ts';
import type { BaseOf } from './temperature.ts';

/** Standard errors that a fitted shift must exceed to count. */
const SHIFT_ERRORS = 3;

export interface Rescaling {
  /** c > 0, the same for every parameter; 1: as it is. */
  readonly width: number;
  /** b, sds of the posterior; 0: as it is. */
  readonly shift: number;
}

/** Draws that fix mean and sd: the mean is then a twentieth of an sd off, always in the same way. */
const MOMENT_DRAWS = 400;

interface Moments {
  /** [n, D], whitened. */
  readonly mean: Float64Array;
  readonly sd: Float64Array;
}

export class RescaledPosterior implements AmortisedPosterior {
  readonly #posterior: AmortisedPosterior;
  readonly #prior: JointPrior;
  readonly #width: number;
  readonly #perturbation: Rescaling;
  readonly #moments = new LastAnswer((s) => momentsAt(this.#posterior, this.#prior, s, this.#width));

  /** @param width C, number of summaries */
  constructor(posterior: AmortisedPosterior, prior: JointPrior, width: number, perturbation: Rescaling) {
    if (!(perturbation.width > 0)) {
      throw new RangeError(`A posterior cannot be scaled by ${perturbation.width}: take a number above 0.`);
    }
    this.#posterior = posterior;
    this.#prior = prior;
    this.#width = width;
    this.#perturbation = perturbation;
  }

  async draw(s: ArrayLike<number>, each: number, random: Random, baseSd = 1): Promise<Float64Array> {
    const z = this.#prior.whiten(asTheta(await this.#posterior.draw(s, each, random, baseSd)));
    const { mean, sd } = await this.#moments.of(s);
    const { D } = this.#prior;
    const { width, shift } = this.#perturbation;
    for (let i = 0; i < z.length; i++) {
      const at = Math.floor(i / (each * D)) * D + (i % D);
      z[i] = mean[at] + width * (z[i] - mean[at]) + shift * sd[at];
    }
    return this.#prior.unwhiten(z);
  }

  async logDensity(theta: Float64Array, s: ArrayLike<number>): Promise<Float64Array> {
    const original = await this.#original(theta, s);
    const density = await this.#posterior.logDensity(original, s);
    const { D } = this.#prior;
    const volume = D * Math.log(this.#perturbation.width);
    const jacobian = (rows: Float64Array, i: number) => this.#prior.logJacobian(rows.subarray(i * D, (i + 1) * D));
    // From nats of theta to nats of z where the density is known, and back where it is wanted.
    return density.map((value, i) => value - jacobian(original, i) - volume + jacobian(theta, i));
  }

  /** The base states of rows of this posterior, from those of the posterior that was rescaled. */
  baseOf(inner: BaseOf): BaseOf {
    return async (theta, s) => {
      const states: BaseStates = await inner(await this.#original(theta, s), s);
      const volume = states.dim * Math.log(this.#perturbation.width);
      return { ...states, logDeterminant: states.logDeterminant.map((value) => value - volume) };
    };
  }

  /** The theta that the rescaling has taken to these. */
  async #original(theta: Float64Array, s: ArrayLike<number>): Promise<Float64Array> {
    const { distinct, which } = runsOf(s, this.#width);
    const { mean, sd } = await this.#moments.of(distinct);
    const { D } = this.#prior;
    const { width, shift } = this.#perturbation;
    const z = Float64Array.from(this.#prior.whiten(asTheta(theta)));
    for (let i = 0; i < z.length; i++) {
      const at = which[Math.floor(i / D)] * D + (i % D);
      z[i] = mean[at] + (z[i] - mean[at] - shift * sd[at]) / width;
    }
    return this.#prior.unwhiten(asZ(z));
  }
}

/**
 * The rescaling that gives the z-scores (z* - m) / sd of true values theta [n, D] mean 0 and variance 1, all parameters
 * together. A shift that chance explains is left out: on a thin ridge a hundredth of a marginal's sd is a good part of the
 * width across it.
 */
export async function fitRescaling(
  posterior: AmortisedPosterior,
  prior: JointPrior,
  theta: Float64Array,
  s: ArrayLike<number>,
): Promise<Rescaling> {
  const n = theta.length / prior.D;
  const { mean, sd } = await momentsAt(posterior, prior, s, s.length / n);
  const scores = Float64Array.from(prior.whiten(asTheta(theta)), (z, i) => (z - mean[i]) / sd[i]);
  const average = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const width = Math.sqrt(scores.reduce((sum, score) => sum + (score - average) ** 2, 0) / scores.length);
  // As if the scores of one data set were all the same: parameters may depend on each other as on a ridge.
  const error = width / Math.sqrt(n);
  return { width, shift: Math.abs(average) > SHIFT_ERRORS * error ? average : 0 };
}

/** @param width C */
async function momentsAt(
  posterior: AmortisedPosterior,
  prior: JointPrior,
  s: ArrayLike<number>,
  width: number,
): Promise<Moments> {
  const { D } = prior;
  const z = prior.whiten(asTheta(await posterior.draw(s, MOMENT_DRAWS, new Random(0, STREAMS.correction))));
  const n = s.length / width;
  const mean = new Float64Array(n * D);
  const squares = new Float64Array(n * D);
  const each = MOMENT_DRAWS * D;
  const place = (i: number) => Math.floor(i / each) * D + (i % D);
  for (let i = 0; i < z.length; i++) mean[place(i)] += z[i] / MOMENT_DRAWS;
  for (let i = 0; i < z.length; i++) squares[place(i)] += (z[i] - mean[place(i)]) ** 2 / (MOMENT_DRAWS - 1);
  return { mean, sd: squares.map(Math.sqrt) };
}
