/**
 * Recalibration of the marginals (Kuleshov, Fenner & Ermon 2018, in closed form): if u = F_j(theta_j*) of true values under
 * the posterior's marginals follow Beta(a_j, b_j) with density g_j instead of U(0, 1), the posterior is reweighted,
 *   q'(theta | s) = q(theta | s) prod_j g_j(F_j(theta_j | s)) / Z(s),
 * by resampling. It corrects widths and shifts that are the same for all observations, but neither correlations nor what
 * goes wrong at some observations only; and it cannot put draws where the posterior has none: far too narrow ones stay narrow.
 */
import { Random, STREAMS } from '../math/random.ts';
import { lgamma } from '../math/special.ts';
import { type AmortisedPosterior, LastAnswer, runsOf } from '../posterior/amortised.ts';
import { type BetaShape, fitBeta } from './beta.ts';

/** Draws that stand for the marginal distribution functions of one observation. */
const MARGINAL_DRAWS = 300;
/** Draws that are proposed for each one that is kept. */
const PROPOSALS = 2;
/** ln g is kept within this bound: the density of a fitted law is infinite at ends where it has a pole. */
const LARGEST_LOG_WEIGHT = 5;

/** u_j = F_j(theta_j*) [n, D] of true values theta [n, D] under the posterior of their data s [n, C]. */
export async function marginalPits(
  posterior: AmortisedPosterior,
  theta: Float64Array,
  s: ArrayLike<number>,
  dim: number,
): Promise<Float64Array> {
  const marginals = await Marginals.of(posterior, s, dim);
  return theta.map((value, i) => marginals.cdf(Math.floor(i / dim), i % dim, value));
}

/** The law of each parameter's u [n, D]. */
export function fitMarginals(pits: Float64Array, dim: number): BetaShape[] {
  return Array.from({ length: dim }, (_, j) => fitBeta(pits.filter((__, i) => i % dim === j)));
}

export class RecalibratedPosterior implements AmortisedPosterior {
  readonly #posterior: AmortisedPosterior;
  readonly #shapes: readonly BetaShape[];
  /** Sum of ln B(a_j, b_j). */
  readonly #logBeta: number;
  readonly #width: number;
  readonly #marginals: LastAnswer<Marginals>;

  /** @param width C, number of summaries */
  constructor(posterior: AmortisedPosterior, width: number, shapes: readonly BetaShape[]) {
    this.#posterior = posterior;
    this.#width = width;
    this.#shapes = shapes;
    this.#marginals = new LastAnswer((s) => Marginals.of(posterior, s, shapes.length));
    this.#logBeta = shapes.reduce((sum, { a, b }) => sum + lgamma(a) + lgamma(b) - lgamma(a + b), 0);
  }

  async draw(s: ArrayLike<number>, each: number, random: Random, baseSd = 1): Promise<Float64Array> {
    const dim = this.#shapes.length;
    const n = s.length / this.#width;
    const marginals = await this.#marginals.of(s);
    const proposed = PROPOSALS * each;
    const proposals = await this.#posterior.draw(s, proposed, random, baseSd);
    const out = new Float64Array(n * each * dim);
    const cumulative = new Float64Array(proposed);
    for (let i = 0; i < n; i++) {
      let total = 0;
      for (let l = 0; l < proposed; l++) {
        const start = (i * proposed + l) * dim;
        total += Math.exp(this.#logWeight(marginals, i, proposals.subarray(start, start + dim)));
        cumulative[l] = total;
      }
      // In random order: any part of the draws is a sample of its own.
      for (let l = 0; l < each; l++) {
        const target = random.uniform() * total;
        let low = 0;
        let high = proposed - 1;
        while (low < high) {
          const middle = (low + high) >> 1;
          if (cumulative[middle] > target) high = middle;
          else low = middle + 1;
        }
        const start = (i * proposed + low) * dim;
        out.set(proposals.subarray(start, start + dim), (i * each + l) * dim);
      }
    }
    return out;
  }

  async logDensity(theta: Float64Array, s: ArrayLike<number>): Promise<Float64Array> {
    const dim = this.#shapes.length;
    const { distinct, which } = runsOf(s, this.#width);
    const marginals = await this.#marginals.of(distinct);
    const logNormaliser = marginals.perObservation((rows, i) => {
      let sum = 0;
      for (let l = 0; l < MARGINAL_DRAWS; l++) {
        sum += Math.exp(this.#logWeight(marginals, i, rows.subarray(l * dim, (l + 1) * dim)));
      }
      return Math.log(sum / MARGINAL_DRAWS);
    });
    const density = await this.#posterior.logDensity(theta, s);
    return density.map(
      (value, i) =>
        value + this.#logWeight(marginals, which[i], theta.subarray(i * dim, (i + 1) * dim)) - logNormaliser[which[i]],
    );
  }

  #logWeight(marginals: Marginals, observation: number, theta: Float64Array): number {
    let sum = -this.#logBeta;
    for (let j = 0; j < this.#shapes.length; j++) {
      const u = marginals.cdf(observation, j, theta[j]);
      sum += (this.#shapes[j].a - 1) * Math.log(u) + (this.#shapes[j].b - 1) * Math.log1p(-u);
    }
    return Math.min(LARGEST_LOG_WEIGHT, sum);
  }
}

/** Marginal distribution functions of a posterior at n observations, from a fixed set of draws of each. */
class Marginals {
  readonly #draws: Float64Array;
  readonly #dim: number;
  /** Ascending values of parameter j at observation i at [i D + j]. */
  readonly #sorted: readonly Float64Array[];

  private constructor(draws: Float64Array, dim: number) {
    this.#draws = draws;
    this.#dim = dim;
    const block = MARGINAL_DRAWS * dim;
    this.#sorted = Array.from({ length: (draws.length / block) * dim }, (_, k) => {
      const [i, j] = [Math.floor(k / dim), k % dim];
      return Float64Array.from({ length: MARGINAL_DRAWS }, (__, l) => draws[i * block + l * dim + j]).sort();
    });
  }

  static async of(posterior: AmortisedPosterior, s: ArrayLike<number>, dim: number): Promise<Marginals> {
    return new Marginals(await posterior.draw(s, MARGINAL_DRAWS, new Random(0, STREAMS.correction, 1)), dim);
  }

  /** F_j(value) at observation i, strictly between 0 and 1; linear between neighbouring draws. */
  cdf(i: number, j: number, value: number): number {
    const ascending = this.#sorted[i * this.#dim + j];
    let low = 0;
    let high = ascending.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ascending[middle] < value) low = middle + 1;
      else high = middle;
    }
    const last = ascending.length - 1;
    if (low === 0) return 0.5 / (last + 2);
    if (low > last) return 1 - 0.5 / (last + 2);
    const part = (value - ascending[low - 1]) / (ascending[low] - ascending[low - 1]);
    return (low + part) / (last + 2);
  }

  /** A number from the draws [MARGINAL_DRAWS, D] of each observation. */
  perObservation(of: (rows: Float64Array, i: number) => number): Float64Array {
    const block = MARGINAL_DRAWS * this.#dim;
    return Float64Array.from({ length: this.#draws.length / block }, (_, i) =>
      of(this.#draws.subarray(i * block, (i + 1) * block), i),
    );
  }
}
