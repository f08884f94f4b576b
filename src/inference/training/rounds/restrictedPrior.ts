/**
 * Draws of the prior restricted to a region. Draw number i of a stream depends on (seed, region, stream, i) alone, so that a
 * range of them may be asked for in any pieces. Where the region holds more than one per cent of the prior, they are draws of the
 * prior that lie inside (rejection). Where it holds less, they come from a pool of the posterior's own draws, with wider base
 * noise, weighted by prior / density (sampling-importance-resampling): the narrower the region, the better these fit.
 */
import { Random, STREAMS } from '../../math/random.ts';
import { joined, rowsAt } from '../../math/rows.ts';
import { thousands } from '../../math/thousands.ts';
import type { JointPrior } from '../../priors/jointPrior.ts';
import type { Region } from './region.ts';

/** Draws of the prior that tell how much of it the region holds. */
const TRIED = 20_000;
/** Share of the prior above which its draws are rejected until one lies inside. */
const LEAST_SHARE = 0.01;
/** Sds of base noise that are tried: a region at the edge of a posterior is hit more evenly by wider draws. */
const BASE_SDS = [1, 1.25, 1.5, 1.8, 2.2] as const;
const TRIAL = 10_000;
/** Proposals of a pool, at first and at most, and how many equally weighted draws it should be worth. */
const POOL = { first: 200_000, most: 1_600_000, worth: 50_000, least: 5000 } as const;
const PIECE = 20_000;
/** Candidates of one draw that are looked at together. */
const MOST_TOGETHER = 32;
/** Of one draw; at one per cent, a draw in 1e40 needs more. */
const MOST_CANDIDATES = 10_000;
/** Streams of the draws lie beyond all others. */
const DRAWN = 2 ** 16;
/** Attempts at a pair and candidates of one attempt share a number. */
const ATTEMPT = 2 ** 16;

interface Pool {
  /** [n, D] */
  readonly theta: Float64Array;
  /** Sums of the first weights, [n], ending at 1. */
  readonly cumulative: Float64Array;
}

export interface RestrictedBy {
  readonly method: 'rejection' | 'resampling';
  /** Equally weighted draws that a pool is worth (Kish); null: drawn one by one. */
  readonly worth: number | null;
  /** Sd of the base noise of a pool's proposals. */
  readonly baseSd: number | null;
}

export class RestrictedPrior {
  /** Share of the prior that lies in the region. */
  readonly share: number;
  readonly by: RestrictedBy;
  readonly region: Region;
  readonly #prior: JointPrior;
  readonly #seed: number;
  readonly #pool: Pool | null;

  private constructor(
    prior: JointPrior,
    region: Region,
    seed: number,
    share: number,
    by: RestrictedBy,
    pool: Pool | null,
  ) {
    this.#prior = prior;
    this.region = region;
    this.#seed = seed;
    this.share = share;
    this.by = by;
    this.#pool = pool;
  }

  /** @throws RangeError where the posterior's draws do not fill the region */
  static async of(prior: JointPrior, region: Region, seed: number): Promise<RestrictedPrior> {
    const random = new Random(seed, STREAMS.region, region.round);
    const inside = await region.contains(prior.sample(TRIED, random));
    const share = inside.reduce((sum, one) => sum + one, 0) / TRIED;
    if (share > LEAST_SHARE) {
      return new RestrictedPrior(prior, region, seed, share, { method: 'rejection', worth: null, baseSd: null }, null);
    }
    const {
      pool,
      worth,
      baseSd,
      share: byWeights,
    } = await fillPool(region, new Random(seed, STREAMS.proposal, region.round));
    return new RestrictedPrior(prior, region, seed, byWeights, { method: 'resampling', worth, baseSd }, pool);
  }

  /**
   * Draws number `indices` of a stream, [n, D].
   * @param attempt another draw for the same number
   */
  async draw(stream: number, indices: ArrayLike<number>, attempt = 0): Promise<Float64Array> {
    const { D } = this.#prior;
    const out = new Float64Array(indices.length * D);
    // Regions of the same seed have draws of their own.
    const random = new Random(this.#seed, 0);
    const at = DRAWN * this.region.round + stream;
    if (this.#pool !== null) {
      const { theta, cumulative } = this.#pool;
      for (let k = 0; k < indices.length; k++) {
        const row = firstAbove(cumulative, random.at(at, indices[k], attempt * ATTEMPT).uniform());
        out.set(theta.subarray(row * D, (row + 1) * D), k * D);
      }
      return out;
    }
    const together = Math.max(1, Math.min(MOST_TOGETHER, Math.round(1 / this.share)));
    let waiting = Array.from({ length: indices.length }, (_, k) => k);
    for (let candidate = 0; waiting.length > 0; candidate += together) {
      if (candidate >= MOST_CANDIDATES) {
        throw new RangeError('Hardly any draw of the prior lies in the region: begin again with more simulations.');
      }
      const rows = new Float64Array(waiting.length * together * D);
      for (const [w, k] of waiting.entries()) {
        for (let c = 0; c < together; c++) {
          random.at(at, indices[k], attempt * ATTEMPT + candidate + c);
          rows.set(this.#prior.sample(1, random), (w * together + c) * D);
        }
      }
      const inside = await this.region.contains(rows);
      waiting = waiting.filter((k, w) => {
        const found = inside.subarray(w * together, (w + 1) * together).indexOf(1);
        if (found >= 0) out.set(rows.subarray((w * together + found) * D, (w * together + found + 1) * D), k * D);
        return found < 0;
      });
    }
    return out;
  }
}

/** Index of the first sum above u. */
function firstAbove(cumulative: Float64Array, u: number): number {
  let [low, high] = [0, cumulative.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulative[middle] > u) high = middle;
    else low = middle + 1;
  }
  return low;
}

interface Filled {
  readonly pool: Pool;
  readonly worth: number;
  readonly baseSd: number;
  readonly share: number;
}

async function fillPool(region: Region, random: Random): Promise<Filled> {
  let [baseSd, best] = [1, 0];
  for (const sd of BASE_SDS) {
    const { weights } = await proposed(region, TRIAL, sd, random);
    const worth = kish(weights);
    if (worth > best) [baseSd, best] = [sd, worth];
  }
  const pieces: Weighted[] = [];
  let tried = 0;
  let [total, squares] = [0, 0];
  const worthNow = () => (squares > 0 ? (total * total) / squares : 0);
  while (tried < POOL.first || (worthNow() < POOL.worth && tried < POOL.most)) {
    const piece = await proposed(region, PIECE, baseSd, random);
    pieces.push(piece);
    tried += PIECE;
    for (const weight of piece.weights) {
      total += weight;
      squares += weight * weight;
    }
  }
  const worth = worthNow();
  if (!(worth >= POOL.least)) {
    throw new RangeError(
      `The posterior's draws do not fill the region of this observation (${thousands(tried)} draws are worth ${thousands(Math.round(worth))}): begin again with more simulations in the first round.`,
    );
  }
  const weights = joined(pieces.map((piece) => piece.weights));
  let sum = 0;
  const cumulative = weights.map((weight) => {
    sum += weight;
    return sum / total;
  });
  cumulative[cumulative.length - 1] = 1;
  return { pool: { theta: joined(pieces.map(({ theta }) => theta)), cumulative }, worth, baseSd, share: total / tried };
}

interface Weighted {
  /** Those inside, [m, D]. */
  readonly theta: Float64Array;
  /** prior / density, [m]. */
  readonly weights: Float64Array;
}

async function proposed(region: Region, n: number, baseSd: number, random: Random): Promise<Weighted> {
  const { theta, logWeights } = await region.posterior.propose(n, baseSd, random);
  const inside = await region.contains(theta);
  const rows = Array.from(inside.keys()).filter((i) => inside[i] === 1 && logWeights[i] > Number.NEGATIVE_INFINITY);
  const { dim } = region;
  return { theta: rowsAt(theta, dim, rows), weights: Float64Array.from(rows, (i) => Math.exp(logWeights[i])) };
}

/** (sum w)^2 / sum w^2 */
function kish(weights: Float64Array): number {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const squares = weights.reduce((all, weight) => all + weight * weight, 0);
  return squares > 0 ? (sum * sum) / squares : 0;
}
