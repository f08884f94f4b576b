/**
 * Simulation-based calibration of a session's network, during training and after it; coverage at one true value; and the
 * subject of the checks at one observation and of the corrections.
 */
import { calibrate, type CalibrationInput } from '../../../inference/diagnostics/calibration/calibration.ts';
import { coverageAt, type CoverageAt } from '../../../inference/diagnostics/calibration/coverageAt.ts';
import type { AttainableLoss } from '../../../inference/diagnostics/floor/attainableLoss.ts';
import { STREAMS } from '../../../inference/math/random.ts';
import type { AmortisedPosterior } from '../../../inference/posterior/amortised.ts';
import type { Pairs } from '../../../inference/training/trainingSet.ts';
import type { Answering, Asked, AskedNetwork } from './requestedNetwork.ts';
import { networkFloor } from './networkFloor.ts';
import type { CheckData } from './checkData.ts';
import type { CheckSubject } from './checkSubject.ts';
import type { CalibrationReport, LiveReport } from '../reports.ts';

/** The live check: few enough data sets to repeat it during training, enough for 20 bins of 10. */
const LIVE_DATASETS = 200;
const LIVE_DRAWS = 99;
/** Share of the progress of a final check that its simulations count for. */
const COLLECTED = 0.1;
/** More data sets than any check has. */
const RUN_APART = 2 ** 20;
/** Beyond all final checks. */
const FLOOR_FROM = 4000 * RUN_APART;

export class NetworkChecks {
  readonly #network: AskedNetwork;
  readonly #data: CheckData;
  /** Data sets of the live check, for the priors that they were collected for. */
  #held: { readonly asked: Asked; readonly truths: Promise<Pairs> } | null = null;
  #finalRuns = 0;
  #coverageRuns = 0;

  constructor(network: AskedNetwork, data: CheckData) {
    this.#network = network;
    this.#data = data;
  }

  /**
   * SBC and coverage on a fixed held-out set, with the network as it is. Without the likelihood: it may take long.
   * @param onChunk as in `final`
   * @param trains whether it may be trained on meanwhile: then a copy is checked
   */
  async live(onChunk: CalibrationInput['onChunk'] = () => {}, trains = false): Promise<LiveReport> {
    const network = this.#network;
    await network.source.firstPairs();
    const { asked } = network;
    const truths = await this.#heldOut(asked);
    const check = async (posterior: AmortisedPosterior, { step, transform }: Answering): Promise<LiveReport> => {
      const input = { posterior, truths, draws: LIVE_DRAWS, logLikelihoods: null, onChunk };
      return { ...(await this.#calibrate(asked, input)), step, stage: 'live', transform };
    };
    return trains ? network.frozen(asked, check) : check(network.posterior(asked).posterior, network.answering);
  }

  /**
   * SBC and coverage on data sets that nobody has seen: fresh ones at each call.
   * @param onChunk called with the fraction done, after every chunk of data sets; may throw to end the check
   * @param problem the study's, or one that differs in priors alone: then its data sets, and the posterior weighted to them
   */
  async final(
    datasets: number,
    draws: number,
    onChunk: CalibrationInput['onChunk'],
    problem = this.#network.study.problem,
  ): Promise<CalibrationReport> {
    const network = this.#network;
    await network.source.firstPairs();
    const asked = network.askedFor(problem);
    const source = { stream: STREAMS.calibration, from: this.#finalRuns * RUN_APART };
    // The live check is number 0.
    const run = ++this.#finalRuns;
    const truths = await this.#data.collect(asked, source.stream, source.from, datasets);
    await onChunk(COLLECTED);
    const theta = truths.theta.slice(0, asked.prior.D);
    const logLikelihoods = await this.#data.soundLikelihoods(asked, source, theta);
    return network.frozen(asked, async (posterior, { step }) => {
      const calibration = await this.#calibrate(asked, {
        posterior,
        truths,
        draws,
        run,
        logLikelihoods,
        onChunk: (fraction) => onChunk(COLLECTED + (1 - COLLECTED) * fraction),
      });
      return { ...calibration, step, stage: 'final' };
    });
  }

  /**
   * The floor of the loss of the study's own problem, the same data sets each time.
   * @param onChunk as in `final`
   * @throws RangeError where the likelihood is not known
   */
  async floor(datasets: number, draws: number, onChunk: CalibrationInput['onChunk']): Promise<AttainableLoss> {
    const network = this.#network;
    await network.ready();
    const { asked } = network;
    const source = { stream: STREAMS.calibration, from: FLOOR_FROM };
    const likelihoods = this.#data.likelihoods(asked, source);
    if (likelihoods === null) {
      throw new RangeError('The floor of the loss needs a known likelihood of all that the network sees.');
    }
    const truths = await this.#data.collect(asked, source.stream, source.from, datasets);
    return networkFloor(network, { truths, draws, likelihoods, onChunk });
  }

  /**
   * Coverage at one true value theta [D], over fresh data sets.
   * @param onChunk as in `final`
   * @param problem as there
   */
  async coverageAt(
    theta: Float64Array,
    datasets: number,
    draws: number,
    onChunk: CalibrationInput['onChunk'],
    problem = this.#network.study.problem,
  ): Promise<CoverageAt> {
    const network = this.#network;
    await network.source.firstPairs();
    const { system } = network;
    const asked = network.askedFor(problem);
    const { seed } = asked.study;
    const run = this.#coverageRuns++;
    const { s } = await this.#data.collect(asked, STREAMS.fixedTruth, run * RUN_APART, datasets, theta);
    return network.frozen(asked, (posterior) =>
      coverageAt({ system, problem, posterior, theta, s, datasets, draws, seed, run, onChunk }),
    );
  }

  /**
   * The subject of the checks at one observation and of the corrections.
   * @param problem as in `final`
   */
  async subject(problem = this.#network.study.problem): Promise<CheckSubject> {
    const network = this.#network;
    await network.ready();
    // Weights are read when they are asked for, and steps may be taken until they come: what is looked at is of this step.
    const { step, weightsStep } = network.answering;
    const looked = await network.looked();
    const { system, asked, width, transform, source } = network;
    const { data } = source;
    const shown = network.askedFor(problem);
    const own = shown.weightedFrom === null ? shown : asked;
    return {
      system,
      study: asked.study,
      problem,
      prior: own.prior,
      answeredBy: { ...network.answering, step, weightsStep },
      standardiser: data.standardiser.first(width),
      trained: async (most) => {
        await source.firstPairs();
        return data.summaries(Math.min(data.ready, most), width);
      },
      looked,
      answering: network.posterior(shown),
      uncorrected: network.posterior(own, { ...transform, correction: null }),
      weighted: own === shown ? null : (posterior) => network.weighted(posterior, shown),
      collect: (stream, from, count) => this.#data.collect(asked, stream, from, count),
      collectForProblem: (stream, from, count) => this.#data.collect(shown, stream, from, count),
    };
  }

  #heldOut(asked: Asked): Promise<Pairs> {
    if (this.#held?.asked !== asked) {
      const truths = this.#data.collect(asked, STREAMS.validation, 0, LIVE_DATASETS).catch((cause: unknown) => {
        // The next check tries again.
        if (this.#held?.truths === truths) this.#held = null;
        throw cause;
      });
      this.#held = { asked, truths };
    }
    return this.#held.truths;
  }

  #calibrate({ study, prior }: Asked, input: Omit<CalibrationInput, 'system' | 'problem' | 'prior' | 'seed'>) {
    const { problem, seed } = study;
    return calibrate({ ...input, system: this.#network.system, problem, prior, seed });
  }
}
