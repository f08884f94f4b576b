/** The data sets that a session's network is checked with: simulated afresh, or rows of a table that are held out. */
import type { CalibrationInput } from '../../../inference/diagnostics/calibration/calibration.ts';
import { isLikelihoodRefusal } from '../../../inference/simulators/likelihoodRefusal.ts';
import type { ThetaSource } from '../../../inference/simulators/problem.ts';
import type { System } from '../../../inference/simulators/system.ts';
import { likelihoodIsTest } from '../../../inference/simulators/testLikelihood.ts';
import type { Pairs } from '../../../inference/training/trainingSet.ts';
import type { Asked, AskedNetwork } from './requestedNetwork.ts';
import type { PairSource } from '../../pool/simulationFeed.ts';

export class CheckData {
  readonly #system: System;
  readonly #width: number;
  readonly #pairs: PairSource;
  readonly #signal: AbortSignal;

  /** @param signal ends what is being simulated */
  constructor({ system, width }: AskedNetwork, pairs: PairSource, signal: AbortSignal) {
    this.#system = system;
    this.#width = width;
    this.#pairs = pairs;
    this.#signal = signal;
  }

  /** Pairs `from` to `from + wanted - 1` of a stream, in order; fewer where no more are kept. */
  async collect(
    { study: { problem, seed }, prior: { D } }: Asked,
    stream: number,
    from: number,
    wanted: number,
    at: ThetaSource = null,
  ): Promise<Pairs> {
    const pairs = this.#pairs;
    const count = Math.min(wanted, pairs.heldOut ?? wanted);
    const theta = new Float64Array(count * D);
    const s = new Float64Array(count * this.#width);
    for await (const chunk of pairs.simulate(problem, seed, stream, from, count, this.#signal, at)) {
      theta.set(chunk.theta, (chunk.from - from) * D);
      s.set(chunk.s, (chunk.from - from) * this.#width);
    }
    return { from, theta, s };
  }

  /** ln p(x | theta) for the data sets of a stream, where it is a test of this posterior. */
  likelihoods(
    { study: { problem, seed } }: Asked,
    { stream, from: first }: { readonly stream: number; readonly from: number },
  ): CalibrationInput['logLikelihoods'] {
    const pairs = this.#pairs;
    const likelihoods = likelihoodIsTest(this.#system, problem) ? pairs.likelihoods?.bind(pairs) : undefined;
    if (likelihoods === undefined) return null;
    return (from, thetas, datasets) =>
      likelihoods(problem, { seed, stream, from: first + from }, thetas, datasets, this.#signal);
  }

  /** As `likelihoods`, but null also where somebody wrote it and it is refused. @param theta any, [D] */
  async soundLikelihoods(
    asked: Asked,
    source: { readonly stream: number; readonly from: number },
    theta: Float64Array,
  ): Promise<CalibrationInput['logLikelihoods']> {
    const likelihoods = this.likelihoods(asked, source);
    if (likelihoods === null || this.#system.likelihoodFault === undefined) return likelihoods;
    try {
      await likelihoods(0, theta, 1);
      return likelihoods;
    } catch (error) {
      // Whoever asks for a reference is told.
      if (isLikelihoodRefusal(error)) return null;
      throw error;
    }
  }
}
