/**
 * One opened study: its simulations, its network, its training run. Owns the engine. Dropping the session frees everything.
 * What is asked of the network is in requestedNetwork.ts, what it answers in networkAnswers.ts and networkChecks.ts.
 */
import type { FlowEngine } from '../../../inference/flow/engines/engine.ts';
import { parameterCount } from '../../../inference/flow/layout.ts';
import { inputWidth, type NetworkSpec, takesMissing } from '../../../inference/flow/spec.ts';
import type { Frame } from '../../../inference/priors/frame.ts';
import type { Hyperprior } from '../../../inference/priors/hyperprior.ts';
import { sharedScales } from '../../../inference/simulators/dataShape.ts';
import type { System } from '../../../inference/simulators/system.ts';
import { networkSpec } from '../../../inference/study/networkSpec.ts';
import { type Study, studyHyperprior, trainingStudy } from '../../../inference/study/study.ts';
import type { TrainingEvent } from '../../../inference/training/events.ts';
import type { TrainerSnapshot } from '../../../inference/training/snapshot.ts';
import { Trainer } from '../../../inference/training/trainer.ts';
import { TrainingSet } from '../../../inference/training/trainingSet.ts';
import { AskedNetwork, type NetworkSource } from './requestedNetwork.ts';
import { CheckData } from './checkData.ts';
import { guardedEngine } from '../../engine/engineFailure.ts';
import type { StudyShape } from '../../engine/engineTrial.ts';
import { NetworkAnswers } from './networkAnswers.ts';
import { NetworkChecks } from './networkChecks.ts';
import { type PairSource, SimulationFeed } from '../../pool/simulationFeed.ts';
import type { RunInfo } from '../reports.ts';

export interface SessionOptions {
  readonly system: System;
  readonly study: Study;
  readonly pairs: PairSource;
  readonly engine: SessionEngine;
  /** The state that a former session of this study has left; null: from the start. */
  readonly resume: TrainerSnapshot | null;
  /** A warm start: weights [M, P] of a network of the same shape, in place of the seed's. */
  readonly initial?: Float32Array;
  /** Of the whitened parameters, of a network that is focused on one observation. */
  readonly frame?: Frame;
  /** Trains for so many seconds instead of the study's epochs (see TrainerOptions). */
  readonly deadlineSeconds?: number;
  /** Milliseconds. */
  readonly now: () => number;
}

/** What a session makes its engines with. */
export interface SessionEngine {
  readonly make: (spec: NetworkSpec, members: number) => FlowEngine;
  /** Time that one call of the engine should take, ms. */
  readonly callMs: number;
}

/** What the time of a training step of a study depends on. */
export function shapeOf(system: System, study: Study): StudyShape {
  const { batchSize, members } = study.training;
  return { spec: networkSpec(system, study), batchSize, members };
}

export class TrainingSession implements NetworkSource {
  /** What the network is asked for. */
  readonly network: AskedNetwork;
  readonly answers: NetworkAnswers;
  readonly checks: NetworkChecks;
  readonly shape: StudyShape;
  readonly data: TrainingSet;
  readonly #options: SessionOptions;
  readonly #hyperprior: Hyperprior | null;
  readonly #closing = new AbortController();
  readonly #feed: SimulationFeed;
  /** Ends the fresh simulations of a trainer that another takes the place of. */
  #superseding = new AbortController();
  #chosen: SessionEngine;
  #engine: FlowEngine;
  #trainer: Trainer;
  #initial: Float32Array | undefined;

  constructor(options: SessionOptions) {
    const { system, study, pairs, resume, now } = options;
    this.#options = options;
    this.#initial = options.initial;
    this.#hyperprior = studyHyperprior(system, study);
    this.shape = shapeOf(system, study);
    const frame = resume?.frame ?? options.frame ?? null;
    this.network = new AskedNetwork(system, study, this.#hyperprior, this, frame);
    this.answers = new NetworkAnswers(this.network, now);
    this.checks = new NetworkChecks(this.network, new CheckData(this.network, pairs, this.#closing.signal));
    const { simulations, validationFraction } = study.training;
    const { prior } = this.network.asked;
    const { spec } = this.shape;
    this.data = new TrainingSet(
      prior,
      simulations,
      inputWidth(spec),
      validationFraction,
      resume?.standardisation ?? null,
      takesMissing(spec),
      sharedScales(system.model(study.problem.design).s),
    );
    const at = this.#hyperprior === null ? null : 'hyperprior';
    this.#feed = new SimulationFeed({ ...options, study: trainingStudy(study), data: this.data, at });
    this.#chosen = options.engine;
    this.#engine = this.newEngine();
    this.#trainer = this.#newTrainer(this.#engine, options.engine, resume);
  }

  get info(): RunInfo {
    return {
      spec: this.shape.spec,
      parameterCount: parameterCount(this.shape.spec),
      totalSteps: this.#trainer.totalSteps,
      warm: this.#trainer.warm,
    };
  }

  /** Why it has no simulations, so that its network answers and is neither trained nor checked; null: it has. */
  get missing(): string | null {
    return this.#options.pairs.missing ?? null;
  }

  get step(): number {
    return this.#trainer.step;
  }

  get weightsStep(): number {
    return this.#trainer.weightsStep;
  }

  get finished(): boolean {
    return this.#trainer.finished;
  }

  /** The engine that trains now: another one after a move. */
  get engine(): FlowEngine {
    return this.#engine;
  }

  /** All of the run's state, at most a second (or a call of the engine) old; null until there is some. */
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

  /** The study that is asked for now, and where its pairs come from. */
  get origin(): Pick<SessionOptions, 'system' | 'study' | 'pairs' | 'now'> {
    const { system, pairs, now } = this.#options;
    return { system, study: this.network.study, pairs, now };
  }

  /** What its engines are made with now. */
  get chosen(): SessionEngine {
    return this.#chosen;
  }

  newEngine(): FlowEngine {
    return newEngine(this.shape, this.#chosen);
  }

  /** Simulates what is missing (in the background, also while training is paused) and trains on. */
  async *run(
    steps: number | null,
    onSimulations: (event: TrainingEvent) => void,
  ): AsyncGenerator<TrainingEvent, void, void> {
    this.network.undoCorrection();
    this.#feed.notify(onSimulations);
    void this.#feed.fill(this.#closing.signal);
    yield* this.#trainer.run(steps);
  }

  async firstPairs(): Promise<void> {
    void this.#feed.fill(this.#closing.signal);
    await this.data.until(this.data.firstPairs);
  }

  /** Ends its simulations and whoever waits for them. */
  close(): void {
    this.#closing.abort();
    this.data.fail(new Error('The study was closed.'));
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
      data: this.data,
      prior: this.network.asked.prior,
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
}

function newEngine({ spec, members }: StudyShape, { make }: SessionEngine): FlowEngine {
  return guardedEngine(() => make(spec, members));
}
