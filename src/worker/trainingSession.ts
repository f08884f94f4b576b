/**
 * One opened study: its simulations, its network, its training run. Owns the engine. Dropping the session frees everything.
 */
import { coverageReport } from '../inference/diagnostics/coverage.ts';
import { ranksOf } from '../inference/diagnostics/ranks.ts';
import { sbcReport } from '../inference/diagnostics/sbc.ts';
import type { FlowEngine } from '../inference/flow/engines/engine.ts';
import { parameterCount } from '../inference/flow/layout.ts';
import { type FlowSpec, flowSpec } from '../inference/flow/spec.ts';
import { type Alteration, altered, type AlteredPosterior, UNALTERED } from '../inference/mending/altered.ts';
import { Random, STREAMS } from '../inference/math/random.ts';
import type { AmortisedPosterior } from '../inference/posterior/amortised.ts';
import { NeuralPosterior } from '../inference/posterior/neuralPosterior.ts';
import type { JointPrior } from '../inference/priors/jointPrior.ts';
import { inferredPrior } from '../inference/simulators/problem.ts';
import type { System } from '../inference/simulators/system.ts';
import type { Study } from '../inference/study/study.ts';
import type { TrainingEvent } from '../inference/training/events.ts';
import type { TrainerSnapshot } from '../inference/training/snapshot.ts';
import { totalSteps, Trainer } from '../inference/training/trainer.ts';
import { type Pairs, TrainingSet } from '../inference/training/trainingSet.ts';
import type { CheckSubject } from './checkSubject.ts';
import { guardedEngine } from './engineFailure.ts';
import type { StudyShape } from './engineTrial.ts';
import { networkBase } from './networkBase.ts';
import type { CalibrationReport, PosteriorDraws, StudyInfo } from './protocol.ts';

/** Where simulated pairs come from; the pool, or a stand-in of a test. */
export interface PairSource {
  simulate(
    problem: Study['problem'],
    seed: number,
    stream: number,
    from: number,
    count: number,
    signal?: AbortSignal,
  ): AsyncIterable<Pairs>;
}

export interface SessionOptions {
  readonly system: System;
  readonly study: Study;
  readonly pairs: PairSource;
  readonly engine: SessionEngine;
  /** The state that a former session of this study has left; null: from the start. */
  readonly resume: TrainerSnapshot | null;
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
export function shapeOf(system: System, { problem, training }: Study): StudyShape {
  const { D } = inferredPrior(system, problem);
  const width = system.model(problem.design).summaryNames.length;
  const { preset, batchSize, members } = training;
  return { spec: flowSpec(preset, D, width), batchSize, members };
}

/** The live check: few enough data sets to repeat it during training, enough for 20 bins of 10. */
const LIVE_DATASETS = 200;
const LIVE_DRAWS = 99;
/** Enough to know mean and covariance of a hundred summaries. */
const PAIRS_OF_OUTLIER_SCORE = 5000;

export class TrainingSession {
  readonly study: Study;
  /** What is done to the network's posterior before anything looks at it. */
  alteration: Alteration = UNALTERED;
  readonly #options: SessionOptions;
  readonly #prior: JointPrior;
  readonly shape: StudyShape;
  readonly #closing = new AbortController();
  #data: TrainingSet;
  #chosen: SessionEngine;
  #engine: FlowEngine;
  #trainer: Trainer;
  #simulating = false;
  #heldOut: Promise<Pairs> | null = null;
  #onSimulations: ((event: TrainingEvent) => void) | null = null;
  #finalRuns = 0;

  constructor(options: SessionOptions) {
    const { system, study } = options;
    this.study = study;
    this.#options = options;
    this.#prior = inferredPrior(system, study.problem);
    this.shape = shapeOf(system, study);
    const { simulations, validationFraction } = study.training;
    this.#data = new TrainingSet(this.#prior, simulations, this.shape.spec.context, validationFraction);
    this.#chosen = options.engine;
    this.#engine = newEngine(this.shape, options.engine);
    this.#trainer = this.#newTrainer(this.#engine, options.engine, options.resume);
  }

  get info(): StudyInfo {
    return {
      spec: this.shape.spec,
      parameterCount: parameterCount(this.shape.spec),
      totalSteps: totalSteps(this.study.training),
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

  /** Back to the initial weights; the simulations stay. */
  reset(): void {
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
    this.#onSimulations = onSimulations;
    void this.#simulate();
    yield* this.#trainer.run(steps);
  }

  /**
   * Draws for one observation. The base noise is the same for every draw of a session, so that a posterior moves smoothly
   * while training goes on or an observation is dragged.
   */
  async draw(s: Float64Array, draws: number): Promise<PosteriorDraws> {
    await this.#firstPairs();
    const start = this.#options.now();
    const { step } = this.#trainer;
    const theta = await this.#posterior(this.#engine).draw(s, draws, new Random(this.study.seed, STREAMS.base));
    return { draws: theta, step, milliseconds: this.#options.now() - start };
  }

  /** SBC and coverage on a fixed held-out set, with the network as it is. */
  async liveCalibration(): Promise<CalibrationReport> {
    await this.#firstPairs();
    this.#heldOut ??= this.#collect(STREAMS.validation, 0, LIVE_DATASETS);
    return this.#calibrate(this.#engine, await this.#heldOut, LIVE_DRAWS, 'live');
  }

  /** SBC and coverage on data sets that nobody has seen: fresh ones at each call. */
  async finalCalibration(
    datasets: number,
    draws: number,
    report: (fraction: number) => void,
  ): Promise<CalibrationReport> {
    await this.#firstPairs();
    const fresh = await this.#collect(STREAMS.calibration, this.#finalRuns * 2 ** 20, datasets);
    this.#finalRuns++;
    report(0.2);
    // Training may go on meanwhile: the check is of the network as it is now.
    const frozen = newEngine(this.shape, this.#chosen);
    try {
      frozen.setParameters(await this.#engine.parameters());
      return await this.#calibrate(frozen, fresh, draws, 'final', (fraction) => report(0.2 + 0.8 * fraction));
    } finally {
      frozen.dispose();
    }
  }

  /** What the checks at one observation and the mends work with. */
  async subject(): Promise<CheckSubject> {
    await this.#firstPairs();
    return {
      system: this.#options.system,
      study: this.study,
      prior: this.#prior,
      standardiser: this.#data.standardiser,
      trained: this.#data.rows(0, Math.min(this.#data.ready, PAIRS_OF_OUTLIER_SCORE)).context,
      answering: this.#altered(this.#engine, this.alteration),
      unmended: this.#altered(this.#engine, { ...this.alteration, mend: null }),
      collect: (stream, from, count) => this.#collect(stream, from, count),
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
    const { study, now } = this.#options;
    return new Trainer({
      engine,
      data: this.#data,
      prior: this.#prior,
      settings: study.training,
      seed: study.seed,
      now: () => now() / 1000,
      callMs,
      ...(from === null ? {} : { resume: from }),
    });
  }

  /** The first simulations fix the standardisation, without which no observation can be shown to the network. */
  async #firstPairs(): Promise<void> {
    void this.#simulate();
    await this.#data.until(this.#data.firstPairs);
  }

  /** What the network answers, spoilt and mended as the user wants it: plots and checks all ask this. */
  #posterior(engine: FlowEngine): AmortisedPosterior {
    return this.#altered(engine, this.alteration).posterior;
  }

  #altered(engine: FlowEngine, alteration: Alteration): AlteredPosterior {
    const { standardiser } = this.#data;
    const network = new NeuralPosterior(engine, this.#prior, standardiser);
    const base = networkBase(engine, this.#prior, standardiser);
    return altered(network, this.#prior, this.shape.spec.context, base, alteration);
  }

  async #simulate(): Promise<void> {
    if (this.#simulating) return;
    this.#simulating = true;
    const { pairs, study, now } = this.#options;
    const { simulations } = study.training;
    const start = now();
    let done = 0;
    try {
      for await (const chunk of pairs.simulate(
        study.problem,
        study.seed,
        STREAMS.simulation,
        0,
        simulations,
        this.#closing.signal,
      )) {
        this.#data.add(chunk);
        done += chunk.theta.length / this.#prior.D;
        const seconds = Math.max(1e-3, (now() - start) / 1000);
        this.#onSimulations?.({ kind: 'simulations', done, total: simulations, perSecond: done / seconds });
      }
    } catch (cause) {
      this.#data.fail(cause instanceof Error ? cause : new Error(String(cause)));
    }
  }

  /** Pairs `from` to `from + count - 1` of a stream, in order. */
  async #collect(stream: number, from: number, count: number): Promise<Pairs> {
    const { pairs, study } = this.#options;
    const width = this.shape.spec.context;
    const theta = new Float64Array(count * this.#prior.D);
    const s = new Float32Array(count * width);
    for await (const chunk of pairs.simulate(study.problem, study.seed, stream, from, count, this.#closing.signal)) {
      theta.set(chunk.theta, (chunk.from - from) * this.#prior.D);
      s.set(chunk.s, (chunk.from - from) * width);
    }
    return { from, theta, s };
  }

  async #calibrate(
    engine: FlowEngine,
    truth: Pairs,
    each: number,
    stage: CalibrationReport['stage'],
    report: (fraction: number) => void = () => {},
  ): Promise<CalibrationReport> {
    const { system, study } = this.#options;
    const { step } = this.#trainer;
    const n = truth.theta.length / this.#prior.D;
    const width = this.shape.spec.context;
    const draws = new Float64Array(n * each * this.#prior.D);
    const posterior = this.#posterior(engine);
    const random = new Random(study.seed, STREAMS.base, 1);
    const together = 50;
    for (let from = 0; from < n; from += together) {
      const rows = Math.min(together, n - from);
      const some = await posterior.draw(truth.s.subarray(from * width, (from + rows) * width), each, random);
      draws.set(some, from * each * this.#prior.D);
      report((from + rows) / n);
    }
    const { design } = study.problem;
    const quantities = [...system.display(design), ...system.derived(design)];
    const input = { draws, truths: truth.theta, datasets: n, drawsPerDataset: each };
    const ties = new Random(study.seed, STREAMS.calibration, 1);
    const ranks = ranksOf(
      input,
      quantities.map(({ value }) => value),
      ties,
    );
    return {
      sbc: sbcReport(ranks, each, quantities, ties),
      coverage: coverageReport(ranks, each, quantities),
      step,
      stage,
    };
  }
}

function newEngine({ spec, members }: StudyShape, { make }: SessionEngine): FlowEngine {
  return guardedEngine(() => make(spec, members));
}
