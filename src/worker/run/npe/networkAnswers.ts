/** Draws of a session's network for one observation, few at once or many one after another, and for many observations. */
import type { CalibrationInput } from '../../../inference/diagnostics/calibration/calibration.ts';
import { dataSeed } from '../../../inference/math/dataSeed.ts';
import { Random, STREAMS } from '../../../inference/math/random.ts';
import { DrawsExcluded } from '../../../inference/correction/reweightedPosterior.ts';
import type { AmortisedPosterior } from '../../../inference/posterior/amortised.ts';
import type { Answering, Asked, AskedNetwork } from './requestedNetwork.ts';
import type { PosteriorDraws } from '../reports.ts';

/** Draws to be taken away that come at once. */
const TAKEN_AT_ONCE = 5000;
/** Draws for many observations that come at once: some 50 ms. */
const DRAWN_AT_ONCE = 20_000;
/** Where weights to moved priors leave fewer different draws than this share, they make no picture: 20 of 1,000. */
const LEAST_DIFFERENT = 0.02;

export class NetworkAnswers {
  readonly #network: AskedNetwork;
  /** Milliseconds. */
  readonly #now: () => number;

  constructor(network: AskedNetwork, now: () => number) {
    this.#network = network;
    this.#now = now;
  }

  /**
   * Draws to be looked at. The base noise is the same for every observation of a session, so that a posterior moves smoothly
   * while training goes on or an observation is dragged; draws that are kept or compared come from `take`.
   */
  async draw(s: Float64Array, draws: number): Promise<PosteriorDraws> {
    const network = this.#network;
    await network.ready();
    const start = this.#now();
    const { answering } = network;
    const { posterior } = network.posterior(network.asked);
    const theta = await posterior.draw(s, draws, new Random(network.study.seed, STREAMS.base));
    return { draws: theta, ...answering, milliseconds: this.#now() - start };
  }

  /**
   * Many draws for one observation, with the network as it is now and noise of this observation's own: draws for several
   * observations are independent. The same again for the same observation.
   * @param onChunk called with the fraction done, after every chunk; may throw to end the work
   * @param occasion tells apart several answers to the same data
   */
  async take(
    s: Float64Array,
    draws: number,
    onChunk: CalibrationInput['onChunk'],
    occasion = 0,
  ): Promise<PosteriorDraws> {
    const network = this.#network;
    await network.ready();
    const start = this.#now();
    const { asked } = network;
    return network.frozen(asked, async (posterior, answering) => {
      const theta = await kept(posterior, asked, s, { draws, occasion, onChunk });
      return { draws: theta, ...answering, milliseconds: this.#now() - start };
    });
  }

  /** The same draws of a network that nobody trains meanwhile, which spares the copy of it. */
  async keep(s: Float64Array, draws: number, occasion: number): Promise<PosteriorDraws> {
    const network = this.#network;
    await network.ready();
    const start = this.#now();
    const { answering, asked } = network;
    const theta = await kept(network.posterior(asked).posterior, asked, s, { draws, occasion, onChunk: () => {} });
    return { draws: theta, ...answering, milliseconds: this.#now() - start };
  }

  /**
   * Draws for each of n observations, as many rows at once as the worker can do between two messages. The same draws again
   * for the same network.
   * @param s summaries [n, C]
   * @param onChunk given rows `from`, ... of theta [rows, draws, D] (NaN for an observation of whose draws the moved priors
   * leave too few) and the fraction done; may throw to end the work
   * @param problem the study's, or one that differs in priors alone: then the posterior is weighted to them
   * @returns which network has answered
   */
  async drawBatch(
    s: Float64Array,
    draws: number,
    onChunk: (from: number, theta: Float64Array, fraction: number) => Promise<void>,
    problem = this.#network.study.problem,
  ): Promise<Answering> {
    const network = this.#network;
    await network.ready();
    const { width } = network;
    const asked = network.askedFor(problem);
    const n = s.length / width;
    const rows = Math.max(1, Math.floor(DRAWN_AT_ONCE / draws));
    return network.frozen(asked, async (posterior, answering) => {
      for (let from = 0; from < n; from += rows) {
        const to = Math.min(n, from + rows);
        const some = s.subarray(from * width, to * width);
        const theta = await drawsOfEach(posterior, asked, some, { draws, from, width });
        await onChunk(from, theta, to / n);
      }
      return answering;
    });
  }
}

interface Chunk {
  readonly draws: number;
  /** Place of its first row in the file. */
  readonly from: number;
  readonly width: number;
}

/**
 * Draws [rows, draws, D] for rows s [rows, C] of a file. A row is NaN where the moved priors leave too few of its draws; where
 * they exclude all draws of one, the others are answered one by one.
 */
async function drawsOfEach(
  posterior: AmortisedPosterior,
  asked: Asked,
  s: Float64Array,
  { draws, from, width }: Chunk,
): Promise<Float64Array> {
  try {
    // Two files of observations have nothing in common, not even the noise.
    const theta = await posterior.draw(s, draws, new Random(dataSeed(asked.study.seed, s, from), STREAMS.many));
    return asked.weightedFrom === null ? theta : withoutRepeated(theta, draws, asked.prior.D);
  } catch (cause) {
    if (!(cause instanceof DrawsExcluded)) throw cause;
    const rows = s.length / width;
    if (rows === 1) return new Float64Array(draws * asked.prior.D).fill(Number.NaN);
    const each: Float64Array[] = [];
    for (let i = 0; i < rows; i++) {
      const own = s.subarray(i * width, (i + 1) * width);
      each.push(await drawsOfEach(posterior, asked, own, { draws, from: from + i, width }));
    }
    const theta = new Float64Array(rows * draws * asked.prior.D);
    for (const [i, own] of each.entries()) theta.set(own, i * own.length);
    return theta;
  }
}

/** In place: rows of theta [rows, draws, D] that repeat a few draws become NaN. Of resampled ones the equal are neighbours. */
function withoutRepeated(theta: Float64Array, draws: number, dim: number): Float64Array {
  const each = draws * dim;
  for (let row = 0; row < theta.length; row += each) {
    let different = 1;
    for (let at = row + dim; at < row + each; at += dim) {
      for (let j = 0; j < dim; j++) {
        if (theta[at + j] === theta[at - dim + j]) continue;
        different++;
        break;
      }
    }
    if (different < LEAST_DIFFERENT * draws) theta.fill(Number.NaN, row, row + each);
  }
  return theta;
}

/** Draws [draws, D] with noise of the observation's own, in pieces. */
async function kept(
  posterior: AmortisedPosterior,
  { study, prior }: Asked,
  s: Float64Array,
  {
    draws,
    occasion,
    onChunk,
  }: {
    readonly draws: number;
    readonly occasion: number;
    readonly onChunk: CalibrationInput['onChunk'];
  },
): Promise<Float64Array> {
  const random = new Random(dataSeed(study.seed, s, occasion), STREAMS.base);
  const theta = new Float64Array(draws * prior.D);
  for (let from = 0; from < draws; from += TAKEN_AT_ONCE) {
    const each = Math.min(TAKEN_AT_ONCE, draws - from);
    theta.set(await posterior.draw(s, each, random), from * prior.D);
    await onChunk((from + each) / draws);
  }
  return theta;
}
