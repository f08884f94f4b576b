/**
 * One opened study: its simulations, its network, its training run. Owns the engine. Dropping the session frees everything. A
 * network that learns the priors too can be asked for others than those that the study was opened with.
 */
import { calibrate, type CalibrationInput } from '../inference/diagnostics/calibration.ts';
import { coverageAt, type CoverageAt } from '../inference/diagnostics/coverageAt.ts';
import type { FlowEngine } from '../inference/flow/engines/engine.ts';
import { parameterCount } from '../inference/flow/layout.ts';
import type { FlowSpec } from '../inference/flow/spec.ts';
import { type Alteration, altered, type AlteredPosterior, UNALTERED } from '../inference/mending/altered.ts';
import { ReweightedPosterior } from '../inference/mending/reweightedPosterior.ts';
import { Random, STREAMS } from '../inference/math/random.ts';
import type { AmortisedPosterior } from '../inference/posterior/amortised.ts';
import { NeuralPosterior } from '../inference/posterior/neuralPosterior.ts';
import type { Hyperprior } from '../inference/priors/hyperprior.ts';
import type { JointPrior } from '../inference/priors/jointPrior.ts';
import { inferredPrior, problemChange, problemKey, type ThetaSource } from '../inference/simulators/problem.ts';
import type { Problem, System } from '../inference/simulators/system.ts';
import { likelihoodIsTest } from '../inference/simulators/testLikelihood.ts';
import { networkSpec } from '../inference/study/networkSpec.ts';
import { learntPriors, type Study, studyHyperprior, trainingStudy } from '../inference/study/study.ts';
import { specialised } from '../inference/takeaway/specialised.ts';
import type { TrainedNetwork } from '../inference/takeaway/trainedNetwork.ts';
import type { TrainingEvent } from '../inference/training/events.ts';
import type { TrainerSnapshot } from '../inference/training/snapshot.ts';
import { Trainer } from '../inference/training/trainer.ts';
import { type Pairs, TrainingSet } from '../inference/training/trainingSet.ts';
import type { CheckSubject } from './checkSubject.ts';
import { guardedEngine } from './engineFailure.ts';
import type { StudyShape } from './engineTrial.ts';
import { networkBase } from './networkBase.ts';
import { type PairSource, SimulationFeed } from './simulationFeed.ts';
import type { CalibrationReport, PosteriorDraws, StudyInfo } from './protocol.ts';

export interface SessionOptions {
  readonly system: System;
  readonly study: Study;
  readonly pairs: PairSource;
  readonly engine: SessionEngine;
  /** The state that a former session of this study has left; null: from the start. */
  readonly resume: TrainerSnapshot | null;
  /** A warm start: weights [M, P] of a network of the same shape, in place of the seed's. */
  readonly initial?: Float32Array;
  /** Trains for so many seconds instead of the study's epochs (see TrainerOptions). */
  readonly deadlineSeconds?: number;
  /** Milliseconds. */
  readonly now: () => number;
}

/** What a session makes its engines with. */
export interface SessionEngine {
  readonly make: (spec: FlowSpec, members: number) => FlowEngine;
  /** Time that one call of the engine should take, ms. */
  readonly callMs: number;
}

/** What the time of a training step of a study depends on. */
export function shapeOf(system: System, study: Study): StudyShape {
  const { batchSize, members } = study.training;
  return { spec: networkSpec(system, study), batchSize, members };
}

/** C, number of summaries. */
function summariesOf(system: System, { design }: Problem): number {
  return system.model(design).summaryNames.length;
}

/** What the network is asked for. */
interface Asked {
  readonly study: Study;
  readonly prior: JointPrior;
  /** The prior that the network answers for, where its draws are weighted to `prior`; null: it answers by itself. */
  readonly weightedFrom: JointPrior | null;
  /** Data sets of these priors for the live check; null before the first. */
  heldOut: Promise<Pairs> | null;
}

/** The live check: few enough data sets to repeat it during training, enough for 20 bins of 10. */
const LIVE_DATASETS = 200;
const LIVE_DRAWS = 99;
/** Draws to be taken away that come at once. */
const TAKEN_AT_ONCE = 5000;
/** Draws for many observations that come at once: some 50 ms. */
const DRAWN_AT_ONCE = 20_000;
/** Share of the progress of a final check that its simulations count for. */
const COLLECTED = 0.1;
/** Enough to know mean and covariance of a hundred summaries. */
const PAIRS_OF_OUTLIER_SCORE = 5000;

export class TrainingSession {
  /** What is done to the network's posterior before anything looks at it. */
  alteration: Alteration = UNALTERED;
  readonly #options: SessionOptions;
  readonly #hyperprior: Hyperprior | null;
  /** C, number of summaries. */
  readonly #width: number;
  readonly shape: StudyShape;
  readonly #closing = new AbortController();
  readonly #feed: SimulationFeed;
  /** Ends the fresh simulations of a trainer that another takes the place of. */
  #superseding = new AbortController();
  #data: TrainingSet;
  #chosen: SessionEngine;
  #engine: FlowEngine;
  #trainer: Trainer;
  #asked: Asked;
  #initial: Float32Array | undefined;
  #finalRuns = 0;

  constructor(options: SessionOptions) {
    const { system, study } = options;
    this.#options = options;
    this.#initial = options.initial;
    this.#asked = askedFor(system, study);
    this.#hyperprior = studyHyperprior(system, study);
    this.#width = summariesOf(system, study.problem);
    this.shape = shapeOf(system, study);
    const { simulations, validationFraction } = study.training;
    const standardisation = options.resume?.standardisation ?? null;
    const { context } = this.shape.spec;
    this.#data = new TrainingSet(this.#asked.prior, simulations, context, validationFraction, standardisation);
    const at = this.#hyperprior === null ? null : 'hyperprior';
    this.#feed = new SimulationFeed({ ...options, study: trainingStudy(study), data: this.#data, at });
    this.#chosen = options.engine;
    this.#engine = newEngine(this.shape, options.engine);
    this.#trainer = this.#newTrainer(this.#engine, options.engine, options.resume);
  }

  /** The study, with the priors that are asked for. */
  get study(): Study {
    return this.#asked.study;
  }

  /**
   * Answers for these priors from now on. A mend was fitted for the former ones.
   * @throws RangeError when the network has not learnt them
   */
  ask(priors: Problem['priors']): void {
    const { system } = this.#options;
    const study = { ...this.study, problem: { ...this.study.problem, priors } };
    if (!learntPriors(system, this.study, study)) {
      throw new RangeError('The network has not learnt these priors: train a new one.');
    }
    if (problemKey(study.problem) === problemKey(this.study.problem)) return;
    this.#asked = askedFor(system, study);
    this.alteration = { ...this.alteration, mend: null };
  }

  get info(): StudyInfo {
    return {
      spec: this.shape.spec,
      parameterCount: parameterCount(this.shape.spec),
      totalSteps: this.#trainer.totalSteps,
      warm: this.#trainer.warm,
    };
  }

  get step(): number {
    return this.#trainer.step;
  }

  get finished(): boolean {
    return this.#trainer.finished;
  }

  /** The engine that trains now: another one after a move. */
  get engine(): FlowEngine {
    return this.#engine;
  }

  /** All of the run's state, at most two seconds old; null until there is some. */
  get lastSnapshot(): TrainerSnapshot | null {
    return this.#trainer.lastSnapshot;
  }

  /** All of the run's state now. */
  snapshot(): Promise<TrainerSnapshot> {
    return this.#trainer.snapshot();
  }

  /** Back to the initial weights of the seed, after a warm start, too; the simulations stay. */
  reset(): void {
    this.#initial = undefined;
    this.#trainer = this.#newTrainer(this.#engine, this.#chosen, null);
  }

  /** Goes on with another engine from a snapshot, or (null) from the initial weights. */
  replaceEngine(chosen: SessionEngine, from: TrainerSnapshot | null): void {
    const former = this.#engine;
    const engine = newEngine(this.shape, chosen);
    this.#trainer = this.#newTrainer(engine, chosen, from);
    this.#engine = engine;
    this.#chosen = chosen;
    try {
      former.dispose();
    } catch {
      // It has failed: what it held may be lost already.
    }
  }

  /** Simulates what is missing (in the background, also while training is paused) and trains on. */
  async *run(
    steps: number | null,
    onSimulations: (event: TrainingEvent) => void,
  ): AsyncGenerator<TrainingEvent, void, void> {
    // A mend was fitted to the network as it was.
    this.alteration = { ...this.alteration, mend: null };
    this.#feed.tell(onSimulations);
    void this.#feed.fill(this.#closing.signal);
    yield* this.#trainer.run(steps);
  }

  /**
   * Draws for one observation. The base noise is the same for every draw of a session, so that a posterior moves smoothly
   * while training goes on or an observation is dragged. A network that was trained before answers without simulations.
   */
  async draw(s: Float64Array, draws: number): Promise<PosteriorDraws> {
    if (this.#data.standardisation === null) await this.#firstPairs();
    const start = this.#options.now();
    const { step } = this.#trainer;
    const theta = await this.#posterior(this.#engine, this.#asked).draw(
      s,
      draws,
      new Random(this.study.seed, STREAMS.base),
    );
    return { draws: theta, step, milliseconds: this.#options.now() - start };
  }

  /**
   * Many draws for one observation, with the network as it is now; the first are those of `draw`.
   * @param onChunk as in `finalCalibration`
   */
  async take(s: Float64Array, draws: number, onChunk: CalibrationInput['onChunk']): Promise<PosteriorDraws> {
    if (this.#data.standardisation === null) await this.#firstPairs();
    const start = this.#options.now();
    const asked = this.#asked;
    const { D } = asked.prior;
    return this.#frozen(asked, async (posterior, step) => {
      const random = new Random(this.study.seed, STREAMS.base);
      const theta = new Float64Array(draws * D);
      for (let from = 0; from < draws; from += TAKEN_AT_ONCE) {
        const each = Math.min(TAKEN_AT_ONCE, draws - from);
        theta.set(await posterior.draw(s, each, random), from * D);
        await onChunk((from + each) / draws);
      }
      return { draws: theta, step, milliseconds: this.#options.now() - start };
    });
  }

  /**
   * Draws for each of n observations, as many rows at once as the worker can do between two messages. The same draws again
   * for the same network.
   * @param s summaries [n, C]
   * @param onChunk given rows `from`, ... of theta [rows, draws, D] and the fraction done; may throw to end the work
   * @param problem as in `finalCalibration`
   * @returns training steps of the network
   */
  async drawMany(
    s: Float64Array,
    draws: number,
    onChunk: (from: number, theta: Float64Array, fraction: number) => Promise<void>,
    problem = this.study.problem,
  ): Promise<number> {
    await this.#firstPairs();
    const width = this.#width;
    const n = s.length / width;
    const rows = Math.max(1, Math.floor(DRAWN_AT_ONCE / draws));
    return this.#frozen(this.#askedFor(problem), async (posterior, step) => {
      for (let from = 0; from < n; from += rows) {
        const to = Math.min(n, from + rows);
        const random = new Random(this.study.seed, STREAMS.many, from);
        const theta = await posterior.draw(s.subarray(from * width, to * width), draws, random);
        await onChunk(from, theta, to / n);
      }
      return step;
    });
  }

  /** The network as it is now, unaltered; one that learnt the priors too, for those that it is asked for. */
  async network(): Promise<{ readonly network: TrainedNetwork; readonly study: Study; readonly step: number }> {
    if (this.#data.standardisation === null) await this.#firstPairs();
    const { study, prior } = this.#asked;
    const { step } = this.#trainer;
    const { members } = this.#engine;
    const { spec } = this.shape;
    const phi = await this.#engine.parameters();
    const { mean, sd } = this.#data.standardiser;
    const network = { spec, phi, members, standardisation: { mean, sd } };
    const told = this.#hyperprior?.coordinates(prior) ?? [];
    return { network: told.length === 0 ? network : specialised(network, told), study, step };
  }

  /** SBC and coverage on a fixed held-out set, with the network as it is. Without the likelihood: it may take long. */
  async liveCalibration(): Promise<CalibrationReport> {
    await this.#firstPairs();
    const asked = this.#asked;
    asked.heldOut ??= this.#collect(asked, STREAMS.validation, 0, LIVE_DATASETS);
    const truths = await asked.heldOut;
    const { step } = this.#trainer;
    const posterior = this.#posterior(this.#engine, asked);
    const input = { posterior, truths, draws: LIVE_DRAWS, logLikelihoods: null, onChunk: () => {} };
    return { ...(await this.#calibrate(asked, input)), step, stage: 'live' };
  }

  /**
   * SBC and coverage on data sets that nobody has seen: fresh ones at each call.
   * @param onChunk called with the fraction done, after every chunk of data sets; may throw to end the check
   * @param problem the study's, or one that differs in priors alone: then its data sets, and the posterior weighted to them
   */
  async finalCalibration(
    datasets: number,
    draws: number,
    onChunk: CalibrationInput['onChunk'],
    problem = this.study.problem,
  ): Promise<CalibrationReport> {
    await this.#firstPairs();
    const asked = this.#askedFor(problem);
    const source = { seed: this.study.seed, stream: STREAMS.calibration, from: this.#finalRuns * 2 ** 20 };
    this.#finalRuns++;
    const truths = await this.#collect(asked, source.stream, source.from, datasets);
    await onChunk(COLLECTED);
    return this.#frozen(asked, async (posterior, step) => {
      const calibration = await this.#calibrate(asked, {
        posterior,
        truths,
        draws,
        logLikelihoods: this.#likelihoods(asked, source),
        onChunk: (fraction) => onChunk(COLLECTED + (1 - COLLECTED) * fraction),
      });
      return { ...calibration, step, stage: 'final' };
    });
  }

  /**
   * Coverage at one true value theta [D], over fresh data sets.
   * @param onChunk as in `finalCalibration`
   * @param problem as there
   */
  async coverageAt(
    theta: Float64Array,
    datasets: number,
    draws: number,
    onChunk: CalibrationInput['onChunk'],
    problem = this.study.problem,
  ): Promise<CoverageAt> {
    await this.#firstPairs();
    const { system } = this.#options;
    const asked = this.#askedFor(problem);
    const { seed } = asked.study;
    const { s } = await this.#collect(asked, STREAMS.fixedTruth, 0, datasets, theta);
    return this.#frozen(asked, (posterior) =>
      coverageAt({ system, problem, posterior, theta, s, datasets, draws, seed, onChunk }),
    );
  }

  /**
   * What the checks at one observation and the mends work with.
   * @param problem as in `finalCalibration`
   */
  async subject(problem = this.study.problem): Promise<CheckSubject> {
    await this.#firstPairs();
    const asked = this.#asked;
    return {
      system: this.#options.system,
      study: asked.study,
      problem,
      prior: asked.prior,
      standardiser: this.#data.standardiser.first(this.#width),
      trained: this.#data.summaries(Math.min(this.#data.ready, PAIRS_OF_OUTLIER_SCORE), this.#width),
      answering: this.#altered(this.#engine, this.#askedFor(problem), this.alteration),
      unmended: this.#altered(this.#engine, asked, { ...this.alteration, mend: null }),
      collect: (stream, from, count) => this.#collect(asked, stream, from, count),
    };
  }

  /** Ends its simulations and whoever waits for them. */
  close(): void {
    this.#closing.abort();
    this.#data.fail(new Error('The study was closed.'));
  }

  /** Frees the network; call `close` first and let the training run end. */
  dispose(): void {
    this.#engine.dispose();
  }

  #newTrainer(engine: FlowEngine, { callMs }: SessionEngine, from: TrainerSnapshot | null): Trainer {
    const { study, now, deadlineSeconds } = this.#options;
    this.#superseding.abort();
    this.#superseding = new AbortController();
    const signal = AbortSignal.any([this.#closing.signal, this.#superseding.signal]);
    const trainer = new Trainer({
      engine,
      data: this.#data,
      prior: this.#asked.prior,
      hyperprior: this.#hyperprior ?? undefined,
      settings: study.training,
      seed: study.seed,
      now: () => now() / 1000,
      callMs,
      simulateEpoch: study.training.fresh ? (epoch) => this.#feed.epoch(epoch, signal) : undefined,
      deadlineSeconds,
      initial: this.#initial,
      resume: from ?? undefined,
    });
    this.#feed.total = trainer.simulations;
    return trainer;
  }

  /** The first simulations fix the standardisation, without which no observation can be shown to the network. */
  async #firstPairs(): Promise<void> {
    void this.#feed.fill(this.#closing.signal);
    await this.#data.until(this.#data.firstPairs);
  }

  /** What the network answers, spoilt and mended as the user wants it: plots and checks all ask this. */
  #posterior(engine: FlowEngine, asked: Asked): AmortisedPosterior {
    return this.#altered(engine, asked, this.alteration).posterior;
  }

  #altered(engine: FlowEngine, asked: Asked, alteration: Alteration): AlteredPosterior {
    const { standardiser } = this.#data;
    const prior = asked.weightedFrom ?? asked.prior;
    const input = this.#hyperprior === null ? standardiser : standardiser.withLast(this.#hyperprior.coordinates(prior));
    const network = new NeuralPosterior(engine, prior, input);
    const own = altered(network, prior, this.#width, networkBase(engine, prior, input), alteration);
    if (asked.weightedFrom === null) return own;
    return { posterior: new ReweightedPosterior(own.posterior, prior, asked.prior, this.#width), baseOf: null };
  }

  /** @throws RangeError for a problem that differs from the study's in more than priors */
  #askedFor(problem: Problem): Asked {
    const { study, prior } = this.#asked;
    const change = problemChange(study.problem, problem);
    if (change === 'none') return this.#asked;
    if (change === 'priors') {
      const { system } = this.#options;
      const moved = { ...study, problem };
      return { ...askedFor(system, moved), weightedFrom: learntPriors(system, study, moved) ? null : prior };
    }
    throw new RangeError('The network was trained for another problem, and weights answer for moved priors alone.');
  }

  /** Pairs `from` to `from + wanted - 1` of a stream, in order; fewer where no more are kept. */
  async #collect(
    { study: { problem, seed }, prior: { D } }: Asked,
    stream: number,
    from: number,
    wanted: number,
    at: ThetaSource = null,
  ): Promise<Pairs> {
    const { pairs } = this.#options;
    const count = Math.min(wanted, pairs.heldOut ?? wanted);
    const theta = new Float64Array(count * D);
    const s = new Float32Array(count * this.#width);
    const { signal } = this.#closing;
    for await (const chunk of pairs.simulate(problem, seed, stream, from, count, signal, at)) {
      theta.set(chunk.theta, (chunk.from - from) * D);
      s.set(chunk.s, (chunk.from - from) * this.#width);
    }
    return { from, theta, s };
  }

  #calibrate({ study, prior }: Asked, input: Omit<CalibrationInput, 'system' | 'problem' | 'prior' | 'seed'>) {
    const { problem, seed } = study;
    return calibrate({ ...input, system: this.#options.system, problem, prior, seed });
  }

  /** ln p(x | theta) for the data sets of a stream, where it is a test of this posterior. */
  #likelihoods({ study }: Asked, source: { readonly seed: number; readonly stream: number; readonly from: number }) {
    const { pairs, system } = this.#options;
    const { problem } = study;
    const likelihoods = likelihoodIsTest(system, problem) ? pairs.likelihoods?.bind(pairs) : undefined;
    if (likelihoods === undefined) return null;
    return (from: number, thetas: Float64Array, datasets: number) =>
      likelihoods(problem, { ...source, from: source.from + from }, thetas, datasets, this.#closing.signal);
  }

  /** Works with the network as it is now: training may go on meanwhile. */
  async #frozen<R>(asked: Asked, work: (posterior: AmortisedPosterior, step: number) => Promise<R>): Promise<R> {
    const { step } = this.#trainer;
    const engine = newEngine(this.shape, this.#chosen);
    try {
      engine.setParameters(await this.#engine.parameters());
      return await work(this.#posterior(engine, asked), step);
    } finally {
      engine.dispose();
    }
  }
}

function askedFor(system: System, study: Study): Asked {
  return { study, prior: inferredPrior(system, study.problem), weightedFrom: null, heldOut: null };
}

function newEngine({ spec, members }: StudyShape, { make }: SessionEngine): FlowEngine {
  return guardedEngine(() => make(spec, members));
}
