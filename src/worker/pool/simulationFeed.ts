/**
 * Simulates what a training run needs: the training set, and after it the pairs of fresh epochs, all from one stream, so
 * that pair i is the same whatever came before it.
 */
import type { Batch } from '../../inference/flow/engines/engine.ts';
import { STREAMS } from '../../inference/math/random.ts';
import type { Study } from '../../inference/study/study.ts';
import type { TrainingEvent } from '../../inference/training/events.ts';
import type { ThetaSource } from '../../inference/simulators/problem.ts';
import type { Pairs, TrainingSet } from '../../inference/training/trainingSet.ts';

/** Where simulated pairs come from; the pool, or a stand-in of a test. */
export interface PairSource {
  /** Data sets that there are beside those to train on; absent: any number. */
  readonly heldOut?: number;
  /** Why none can be had now, in a sentence; null or absent: they can. */
  readonly missing?: string | null;
  simulate(
    problem: Study['problem'],
    seed: number,
    stream: number,
    from: number,
    count: number,
    signal?: AbortSignal,
    at?: ThetaSource,
  ): AsyncIterable<Pairs>;
  /**
   * ln p(x_i | theta) of thetas [datasets, each, D], x_i the data of pair `source.from + i` (simulators/testLikelihood.ts).
   * A source that lacks it leaves the likelihood out of the calibration.
   */
  likelihoods?(
    problem: Study['problem'],
    source: { readonly seed: number; readonly stream: number; readonly from: number },
    thetas: Float64Array,
    datasets: number,
    signal?: AbortSignal,
  ): Promise<Float64Array>;
}

interface FeedOptions {
  readonly study: Study;
  readonly pairs: PairSource;
  readonly data: TrainingSet;
  readonly at: ThetaSource;
  /** Milliseconds. */
  readonly now: () => number;
}

export class SimulationFeed {
  /** Simulations of the whole run, for those who are told. */
  total: number;
  readonly #options: FeedOptions;
  #filling = false;
  #report: ((event: TrainingEvent) => void) | null = null;
  #latest: { readonly done: number; readonly perSecond: number; readonly failed?: number } | null = null;
  #failed = 0;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.total = options.data.size;
  }

  /** Tells how far the simulations are from now on, and at once if some were there before anyone listened. */
  notify(report: (event: TrainingEvent) => void): void {
    this.#report = report;
    this.#tellLatest();
  }

  /** Simulates the training set, the first time that it is called. */
  async fill(signal: AbortSignal): Promise<void> {
    if (this.#filling) return;
    this.#filling = true;
    const { data } = this.#options;
    try {
      await this.#simulate(0, data.size, signal, (chunk) => data.add(chunk));
    } catch (cause) {
      data.fail(cause instanceof Error ? cause : new Error(String(cause)));
    }
  }

  /** The pairs of fresh epoch 1, 2, ..., whitened and standardised; as many as train in the training set. */
  async epoch(epoch: number, signal: AbortSignal): Promise<Batch> {
    const { data } = this.#options;
    // The training set goes first: without it nothing trains.
    await data.until(data.size);
    const size = data.trainingPairs;
    const from = data.size + (epoch - 1) * size;
    const z = new Float32Array(size * data.dim);
    const context = new Float32Array(size * data.width);
    await this.#simulate(from, size, signal, (chunk) => {
      const rows = data.encode(chunk);
      z.set(rows.z, (chunk.from - from) * data.dim);
      context.set(rows.context, (chunk.from - from) * data.width);
    });
    return { size, z, context };
  }

  /** Pairs `from` to `from + count - 1` of the training stream, as they come. */
  async #simulate(from: number, count: number, signal: AbortSignal, take: (chunk: Pairs) => void): Promise<void> {
    const { study, pairs, data, at, now } = this.#options;
    const { problem, seed } = study;
    const start = now();
    let done = 0;
    for await (const chunk of pairs.simulate(problem, seed, STREAMS.simulation, from, count, signal, at)) {
      take(chunk);
      done += chunk.theta.length / data.dim;
      this.#failed += chunk.failed ?? 0;
      this.#latest = {
        done: from + done,
        perSecond: (1000 * done) / Math.max(1, now() - start),
        ...(this.#failed === 0 ? {} : { failed: this.#failed }),
      };
      this.#tellLatest();
    }
  }

  #tellLatest(): void {
    if (this.#latest !== null) this.#report?.({ kind: 'simulations', ...this.#latest, total: this.total });
  }
}
