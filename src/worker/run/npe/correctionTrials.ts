/** Corrections tried on the open study, on fresh data each time, so that none is judged on the data that it was fitted to. */
import { dataSeed } from '../../../inference/math/dataSeed.ts';
import { Random, STREAMS } from '../../../inference/math/random.ts';
import { importanceVerdict, importanceWeights } from '../../../inference/correction/importance.ts';
import { type CorrectionReport, tryCorrections } from '../../../inference/correction/trial.ts';
import { repeatedRows } from '../../../inference/posterior/amortised.ts';
import type { WeightedPosterior } from '../reports.ts';
import type { CheckSubject } from './checkSubject.ts';
import type { SimulationPool } from '../../pool/simulationPool.ts';
import { yieldToMessages } from '../../rpc/yieldToMessages.ts';

const FITTED_TO = 500;
const JUDGED_ON = 400;
const WEIGHED_AT_ONCE = 4000;
/** Below it the stream's sequences have other uses (correction/*.ts). */
const FIRST_PAIR = 2 ** 20;

/** Which draws are weighted. */
export interface WeightingRequest {
  readonly draws: number;
  /** The noise of draws that are shown is the same for every observation, that of draws that are kept its own. */
  readonly noise: 'shown' | 'own';
}

export class CorrectionTrials {
  readonly #pool: Pick<SimulationPool, 'target'>;
  #trials = 0;

  constructor(pool: Pick<SimulationPool, 'target'>) {
    this.#pool = pool;
  }

  /** @throws AbortError when cancelled */
  async tryAll(
    subject: CheckSubject,
    signal: AbortSignal,
    report: (fraction: number) => void,
  ): Promise<CorrectionReport> {
    const { system, problem, prior, standardiser, weighted } = subject;
    const first = FIRST_PAIR + this.#trials * (FITTED_TO + JUDGED_ON);
    this.#trials++;
    const region = await subject.collectForProblem(STREAMS.correction, first, FITTED_TO);
    const fit = weighted === null ? region : await subject.collect(STREAMS.correction, first, FITTED_TO);
    const judge = await subject.collectForProblem(STREAMS.correction, first + FITTED_TO, JUDGED_ON);
    return tryCorrections({
      system,
      problem,
      prior,
      width: standardiser.mean.length,
      subject: subject.uncorrected,
      shown: weighted ?? ((posterior) => posterior),
      fit,
      region,
      judge,
      onProgress: async (fraction) => {
        report(fraction);
        await yieldToMessages();
        signal.throwIfAborted();
      },
    });
  }

  /**
   * Weights `draws` draws at raw data x with summaries s by the exact likelihood.
   * @throws AbortError when cancelled
   */
  async weigh(
    { study, problem, prior, answering, answeredBy }: CheckSubject,
    s: Float64Array,
    x: Float64Array,
    { draws, noise }: WeightingRequest,
    signal: AbortSignal,
    report: (fraction: number) => void,
  ): Promise<WeightedPosterior> {
    const seed = noise === 'own' ? dataSeed(study.seed, s) : study.seed;
    const theta = await answering.posterior.draw(s, draws, new Random(seed, STREAMS.base, 3));
    const logProposal = await answering.posterior.logDensity(theta, repeatedRows(s, s.length, draws));
    const logTarget = new Float64Array(draws);
    for (let from = 0; from < draws; from += WEIGHED_AT_ONCE) {
      const thetas = theta.slice(from * prior.D, (from + WEIGHED_AT_ONCE) * prior.D);
      logTarget.set(await this.#pool.target({ problem, x, thetas }, signal), from);
      report(Math.min(1, (from + WEIGHED_AT_ONCE) / draws));
    }
    const found = importanceWeights(logTarget, logProposal);
    const { weights, paretoK, effective } = found;
    const verdict = importanceVerdict(found);
    return { draws: theta, weights, paretoK, effective: effective / draws, verdict, ...answeredBy };
  }
}
