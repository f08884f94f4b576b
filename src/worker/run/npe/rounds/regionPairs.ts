/**
 * Pairs of a problem whose prior is restricted to a region: what a focused network is trained on and what its checks are made
 * of, in place of the pool. The training stream is a set that was put together before; every other one is simulated when
 * it is asked for. ln p(x | theta) of its data sets is not told: the pool would make them under the whole prior.
 */
import { STREAMS } from '../../../../inference/math/random.ts';
import { MOST_ATTEMPTS } from '../../../../inference/simulators/attempts.ts';
import type { ThetaSource } from '../../../../inference/simulators/problem.ts';
import type { Problem } from '../../../../inference/simulators/system.ts';
import type { RestrictedPrior } from '../../../../inference/training/rounds/restrictedPrior.ts';
import type { Pairs } from '../../../../inference/training/trainingSet.ts';
import type { PairSource } from '../../../pool/simulationFeed.ts';

/** Pairs that are drawn and simulated before they are given. */
const AT_ONCE = 5000;

export interface PairSet {
  /** [n, D] */
  readonly theta: Float64Array;
  /** [n, C] */
  readonly s: Float64Array;
}

export class RegionPairs implements PairSource {
  readonly #pairs: PairSource;
  readonly #restricted: RestrictedPrior;
  readonly #training: PairSet | null;

  /** @param training the training stream; null: it is simulated, too */
  constructor(pairs: PairSource, restricted: RestrictedPrior, training: PairSet | null) {
    this.#pairs = pairs;
    this.#restricted = restricted;
    this.#training = training;
  }

  get missing(): string | null {
    return this.#pairs.missing ?? null;
  }

  /**
   * @throws RangeError for more training pairs than there are, for priors of the pairs' own, or where all simulations fail; what
   * the simulator throws
   */
  async *simulate(
    problem: Problem,
    seed: number,
    stream: number,
    from: number,
    count: number,
    signal?: AbortSignal,
    at: ThetaSource = null,
  ): AsyncGenerator<Pairs, void, void> {
    if (at === 'hyperprior') throw new RangeError('A network for one observation does not learn the priors too.');
    if (at !== null) {
      yield* this.#pairs.simulate(problem, seed, stream, from, count, signal, at);
      return;
    }
    if (stream === STREAMS.simulation && this.#training !== null) {
      yield rowsOf(this.#training, this.#restricted.region.dim, from, count);
      return;
    }
    for (let first = from; first < from + count; first += AT_ONCE) {
      const indices = Uint32Array.from({ length: Math.min(AT_ONCE, from + count - first) }, (_, i) => first + i);
      yield await this.#piece({ problem, seed, stream, indices, signal });
    }
  }

  /** Failed simulations are made again at other theta of the region, as those of the whole prior are (attempts.ts). */
  async #piece({ problem, seed, stream, indices, signal }: Piece): Promise<Pairs> {
    const D = this.#restricted.region.dim;
    const theta = new Float64Array(indices.length * D);
    let s: Float64Array | null = null;
    let failed = 0;
    let waiting = Array.from(indices.keys());
    for (let attempt = 0; waiting.length > 0; attempt++) {
      if (attempt === MOST_ATTEMPTS) {
        throw new RangeError('All simulations in this region have failed: change the priors or the simulator.');
      }
      const own = Uint32Array.from(waiting, (i) => indices[i]);
      const rows = await this.#restricted.draw(stream, own, attempt);
      const again: number[] = [];
      const given = { rows, indices: own, attempt };
      for await (const chunk of this.#pairs.simulate(problem, seed, stream, 0, own.length, signal, given)) {
        const n = chunk.theta.length / D;
        const width = chunk.s.length / n;
        s ??= new Float64Array(indices.length * width);
        for (let k = 0; k < n; k++) {
          const i = waiting[chunk.from + k];
          if (Number.isNaN(chunk.theta[k * D])) again.push(i);
          else {
            theta.set(chunk.theta.subarray(k * D, (k + 1) * D), i * D);
            s.set(chunk.s.subarray(k * width, (k + 1) * width), i * width);
          }
        }
      }
      failed += again.length;
      waiting = again.toSorted((a, b) => a - b);
    }
    const pairs = { from: indices[0], theta, s: s ?? new Float64Array() };
    return failed === 0 ? pairs : { ...pairs, failed };
  }
}

interface Piece {
  readonly problem: Problem;
  readonly seed: number;
  readonly stream: number;
  readonly indices: Uint32Array;
  readonly signal: AbortSignal | undefined;
}

function rowsOf({ theta, s }: PairSet, D: number, from: number, count: number): Pairs {
  const size = theta.length / D;
  const width = s.length / size;
  if (from + count > size) {
    throw new RangeError(`${count} simulations from number ${from} are asked for; the round has ${size}.`);
  }
  return {
    from,
    theta: theta.slice(from * D, (from + count) * D),
    s: s.slice(from * width, (from + count) * width),
  };
}
