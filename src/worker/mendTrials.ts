/** Mends tried on the open study: on fresh data each time, so that nothing is judged on what it was fitted to. */
import { Random, STREAMS } from '../inference/math/random.ts';
import { importanceVerdict, importanceWeights, resampled } from '../inference/mending/importance.ts';
import { type MendReport, tryMends } from '../inference/mending/trial.ts';
import { repeatedRows } from '../inference/posterior/amortised.ts';
import type { WeightedPosterior } from './checkCommands.ts';
import type { CheckSubject } from './checkSubject.ts';
import type { SimulationPool } from './simulationPool.ts';
import { yieldToMessages } from './yieldToMessages.ts';

const FITTED_TO = 500;
const JUDGED_ON = 400;
const WEIGHTED_DRAWS = 4000;
/** Below it the stream's sequences have other uses (mending/*.ts). */
const FIRST_PAIR = 2 ** 20;

export class MendTrials {
  readonly #pool: Pick<SimulationPool, 'target'>;
  #trials = 0;

  constructor(pool: Pick<SimulationPool, 'target'>) {
    this.#pool = pool;
  }

  /** @throws AbortError when cancelled */
  async tryAll(subject: CheckSubject, signal: AbortSignal, report: (fraction: number) => void): Promise<MendReport> {
    const { system, study, prior, standardiser } = subject;
    const first = FIRST_PAIR + this.#trials * (FITTED_TO + JUDGED_ON);
    this.#trials++;
    const fit = await subject.collect(STREAMS.mending, first, FITTED_TO);
    const judge = await subject.collect(STREAMS.mending, first + FITTED_TO, JUDGED_ON);
    return tryMends({
      system,
      problem: study.problem,
      prior,
      width: standardiser.mean.length,
      subject: subject.unmended,
      fit,
      judge,
      onProgress: async (fraction) => {
        report(fraction);
        await yieldToMessages();
        signal.throwIfAborted();
      },
    });
  }

  async weigh(
    { study, problem, prior, answering }: CheckSubject,
    s: Float64Array,
    x: Float64Array,
    signal: AbortSignal,
  ): Promise<WeightedPosterior> {
    const { seed } = study;
    const random = new Random(seed, STREAMS.base, 3);
    const draws = await answering.posterior.draw(s, WEIGHTED_DRAWS, random);
    const logProposal = await answering.posterior.logDensity(draws, repeatedRows(s, s.length, WEIGHTED_DRAWS));
    const logTarget = await this.#pool.target({ problem, x, thetas: draws }, signal);
    const found = importanceWeights(logTarget, logProposal);
    const corrected = new Float64Array(draws.length);
    resampled(found.weights, WEIGHTED_DRAWS, random).forEach((row, i) => {
      corrected.set(draws.subarray(row * prior.D, (row + 1) * prior.D), i * prior.D);
    });
    return {
      draws: corrected,
      unweighted: draws,
      paretoK: found.paretoK,
      effective: found.effective / WEIGHTED_DRAWS,
      verdict: importanceVerdict(found),
    };
  }
}
