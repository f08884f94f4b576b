/**
 * A posterior under priors that were moved after its network was trained (reweighting.ts), for every observation:
 *   q'(theta | s) = q(theta | s) p'(theta) / p(theta) / Z(s),  Z(s) the mean of p' / p under q.
 * Its draws are resampled from several times as many of the network, so that the checks ask it as they ask any other.
 */
import { Random, STREAMS } from '../math/random.ts';
import { type AmortisedPosterior, runsOf } from '../posterior/amortised.ts';
import type { JointPrior } from '../priors/jointPrior.ts';
import { importanceWeights, resampled } from './importance.ts';
import { logPriorRatio } from './reweighting.ts';

/** Draws that are proposed for each one that is kept. */
const PROPOSALS = 8;
/** Draws that Z of an observation is the mean over: a standard error of 10 % where a fifth of them is effective. */
const NORMALISING_DRAWS = 500;

/** Nothing is left of a network's draws under moved priors: it has to be trained for them. Known by its name beyond a worker, too. */
export class DrawsExcluded extends RangeError {
  override readonly name = 'DrawsExcluded';
}

export class ReweightedPosterior implements AmortisedPosterior {
  readonly #posterior: AmortisedPosterior;
  readonly #trained: JointPrior;
  readonly #moved: JointPrior;
  readonly #width: number;

  /** @param width C, number of summaries */
  constructor(posterior: AmortisedPosterior, trained: JointPrior, moved: JointPrior, width: number) {
    this.#posterior = posterior;
    this.#trained = trained;
    this.#moved = moved;
    this.#width = width;
  }

  /** @throws DrawsExcluded where the moved priors exclude all draws of an observation */
  async draw(s: ArrayLike<number>, each: number, random: Random, baseSd = 1): Promise<Float64Array> {
    const { D } = this.#trained;
    const proposed = PROPOSALS * each;
    const proposals = await this.#posterior.draw(s, proposed, random, baseSd);
    const out = new Float64Array((s.length / this.#width) * each * D);
    for (let i = 0; i * this.#width < s.length; i++) {
      const rows = proposals.subarray(i * proposed * D, (i + 1) * proposed * D);
      const log = logPriorRatio(this.#trained, this.#moved, rows);
      if (log.every((value) => value === -Infinity)) throw excluded(proposed);
      resampled(importanceWeights(log, new Float64Array(proposed)).weights, each, random).forEach((row, l) => {
        out.set(rows.subarray(row * D, (row + 1) * D), (i * each + l) * D);
      });
    }
    return out;
  }

  /** @throws DrawsExcluded as `draw`, for an observation whose theta the moved priors do not exclude */
  async logDensity(theta: Float64Array, s: ArrayLike<number>): Promise<Float64Array> {
    const { distinct, which } = runsOf(s, this.#width);
    const logNormaliser = await this.#logNormalisers(distinct);
    const ratio = logPriorRatio(this.#trained, this.#moved, theta);
    const density = await this.#posterior.logDensity(theta, s);
    return density.map((value, i) => {
      if (ratio[i] === -Infinity) return -Infinity;
      if (logNormaliser[which[i]] === -Infinity) throw excluded(NORMALISING_DRAWS);
      return value + ratio[i] - logNormaliser[which[i]];
    });
  }

  /** ln Z(s) of every row of s, by the same base noise for all. */
  async #logNormalisers(s: Float64Array): Promise<Float64Array> {
    const draws = await this.#posterior.draw(s, NORMALISING_DRAWS, new Random(0, STREAMS.priors));
    const ratio = logPriorRatio(this.#trained, this.#moved, draws);
    return Float64Array.from({ length: ratio.length / NORMALISING_DRAWS }, (_, i) => {
      const own = ratio.subarray(i * NORMALISING_DRAWS, (i + 1) * NORMALISING_DRAWS);
      return Math.log(own.reduce((sum, value) => sum + Math.exp(value), 0) / NORMALISING_DRAWS);
    });
  }
}

function excluded(draws: number): DrawsExcluded {
  return new DrawsExcluded(
    `The moved priors exclude all of ${draws} posterior draws of a data set: train the network for them.`,
  );
}
