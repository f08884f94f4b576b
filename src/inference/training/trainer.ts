/**
 * The training loop: minimises the mean of -ln q(theta | s) over simulated pairs with Adam, for every member of an
 * ensemble alike. `run` is an async generator: stop pulling to pause, return to cancel, call `run` again to go on; all
 * state lives in the Trainer, and a snapshot of it is enough to go on elsewhere.
 *
 * A run is reproducible from (data, seed): which pairs a step draws from depends on the step alone (minibatches.ts), and it
 * waits for them if it has to. How many steps go to the engine in one call depends on how fast it is, so nothing may depend
 * on that: no call goes past a step at which something else happens. A budget in seconds is the exception.
 */
import type { Batch, FlowEngine, TrainingStep } from '../flow/engines/engine.ts';
import { initialise } from '../flow/initialise.ts';
import type { NetworkSpec } from '../flow/spec.ts';
import { Random, STREAMS } from '../math/random.ts';
import { mean } from '../math/statistics.ts';
import type { Hyperprior } from '../priors/hyperprior.ts';
import type { JointPrior } from '../priors/jointPrior.ts';
import type { TrainingEvent } from './events.ts';
import { FreshEpochs } from './freshEpochs.ts';
import { KeptWeights } from './keptWeights.ts';
import { Minibatches } from './minibatches.ts';
import { Pace } from './pace.ts';
import { LossNotFinite } from './lossNotFinite.ts';
import { learningRate } from './schedule.ts';
import type { TrainingSettings } from './settings.ts';
import type { SafeState, TrainerSnapshot } from './snapshot.ts';
import type { TrainingSet } from './trainingSet.ts';
import { hyperpriorLossOffset, lossOffset, type ValidationLosses, validationLosses } from './validation.ts';

/** Steps between two validations while simulations stream in. */
const STREAMING_VALIDATION_STEPS = 50;
/** Steps between two checkpoints to which a non-finite loss returns. */
const CHECKPOINT_STEPS = 50;
/** Non-finite losses in a row after which a run is given up. */
const MOST_FAILURES = 5;
/** Time between two snapshots. */
const SNAPSHOT_SECONDS = 1;

export interface TrainerOptions {
  /** Of `settings.members` members. */
  readonly engine: FlowEngine;
  readonly data: TrainingSet;
  readonly prior: JointPrior;
  /** Where the pairs of `data` have priors of their own from it. */
  readonly hyperprior?: Hyperprior;
  readonly settings: TrainingSettings;
  readonly seed: number;
  /** Seconds from some fixed moment. */
  readonly now: () => number;
  /** Time that one call of the engine should take, ms: long enough not to be lost in overhead, short enough to be interrupted. */
  readonly callMs: number;
  /** As many new pairs as `data` has training pairs, for fresh epoch 1, 2, ...; needed with `settings.fresh`. */
  readonly simulateEpoch?: (epoch: number) => Promise<Batch>;
  /**
   * Trains for so many seconds instead of `settings.epochs`, waiting included and without early stopping; the learning rate
   * falls along with the time. Goes with `settings.fresh`.
   */
  readonly deadlineSeconds?: number;
  /** A warm start: weights [M, P] of a network that was trained for a like problem, in place of the seed's. */
  readonly initial?: Float32Array;
  /** Goes on from here instead of from the start. */
  readonly resume?: TrainerSnapshot;
}

/**
 * Share of the budget that a warm start takes: a choice. Priors that were moved a little leave most of what the network has
 * learnt true, so that it needs fewer steps than from the seed's weights; half leaves room for a large move.
 */
const WARM_SHARE = 0.5;
/** Of the learning rate, in a warm start: the full rate, for weights that know nothing yet, would shake out what is known. */
const WARM_RATE = 0.3;

/** Steps in the budget of the settings; fewer for a warm start. */
export function totalSteps(settings: TrainingSettings, warm = false): number {
  const training = settings.simulations * (1 - settings.validationFraction);
  const epochs = settings.epochs * (warm ? WARM_SHARE : 1);
  return Math.max(1, Math.round((epochs * training) / settings.batchSize));
}

export class Trainer {
  readonly #options: TrainerOptions;
  readonly #engine: FlowEngine;
  readonly #callMs: number;
  readonly #pace = new Pace();
  /** Pairs of the training set that the engine has, while it draws from that. */
  #stored = 0;
  /** The fresh epoch whose pairs the engine has; 0: those of the training set. */
  #source = 0;
  readonly #minibatches: Minibatches;
  readonly #fresh: FreshEpochs | null;
  /** Whether it started from the weights of another network: the result is not a function of (data, seed) then. */
  readonly warm: boolean;
  readonly #totalSteps: number;
  /** Added to nats of z to give nats of theta; null: not known before the pairs are there. */
  #lossOffset: number | null;
  #step = 0;
  readonly #kept: KeptWeights;
  #failures = 0;
  #safe: SafeState | null = null;
  #finished = false;
  /** What has happened and has not been told yet. */
  readonly #events: TrainingEvent[] = [];
  /** Seconds of training, up to the moment `#ticked`. */
  #elapsed = 0;
  #ticked = 0;
  #lastSnapshot: TrainerSnapshot | null = null;

  /** @throws RangeError when engine, settings and options do not fit together */
  constructor(options: TrainerOptions) {
    const { engine, data, prior, hyperprior, settings, seed, simulateEpoch, deadlineSeconds, initial, resume } =
      options;
    if (engine.members !== settings.members) {
      throw new RangeError(`The engine has ${engine.members} members, the settings ask for ${settings.members}.`);
    }
    if (settings.fresh !== (simulateEpoch !== undefined) || (deadlineSeconds !== undefined && !settings.fresh)) {
      throw new RangeError('Fresh simulations and where they come from go together; a budget in seconds needs both.');
    }
    this.#options = options;
    this.#engine = engine;
    this.#callMs = options.callMs;
    engine.reserve(data.size);
    this.#minibatches = new Minibatches(settings, data, seed);
    this.warm = resume?.warm ?? initial !== undefined;
    this.#totalSteps = deadlineSeconds === undefined ? totalSteps(settings, this.warm) : Number.POSITIVE_INFINITY;
    this.#fresh = simulateEpoch === undefined ? null : new FreshEpochs(simulateEpoch, this.#lastFreshEpoch);
    // Of a part of the prior the pairs alone tell it.
    this.#lossOffset =
      hyperprior !== undefined ? hyperpriorLossOffset(hyperprior) : prior.frame === null ? lossOffset(prior) : null;
    this.#kept = new KeptWeights(settings.members);
    if (resume === undefined) engine.setParameters(this.#initialWeights());
    else this.#resume(resume);
  }

  get step(): number {
    return this.#step;
  }

  /** Training steps of the weights that answer: at the end of a run they are the best ones, of fewer steps. */
  get weightsStep(): number {
    return this.#finished ? (this.#kept.step ?? this.#step) : this.#step;
  }

  /** Steps of the whole run; Infinity where seconds are the budget. */
  get totalSteps(): number {
    return this.#totalSteps;
  }

  /** Simulations of the whole run; Infinity where seconds are the budget. */
  get simulations(): number {
    const { data } = this.#options;
    return data.size + this.#lastFreshEpoch * data.trainingPairs;
  }

  get finished(): boolean {
    return this.#finished;
  }

  /** The state of at most a second (or one call of the engine) ago, or of the end; null until there has been one. */
  get lastSnapshot(): TrainerSnapshot | null {
    return this.#lastSnapshot;
  }

  /** All of the run's state now. Call it while nobody waits for the next event of `run`. */
  async snapshot(): Promise<TrainerSnapshot> {
    const { data, prior } = this.#options;
    const { standardisation } = data;
    return {
      ...(prior.frame === null ? {} : { frame: prior.frame }),
      // Plain data: a class does not come through a message whole.
      standardisation: standardisation && { mean: standardisation.mean, sd: standardisation.sd },
      warm: this.warm,
      step: this.#step,
      checkpoint: await this.#engine.checkpoint(),
      safe: this.#safe,
      ...this.#kept.state,
      elapsed: this.#elapsed,
      finished: this.#finished,
    };
  }

  /** Trains on from where it stands, for `steps` steps or (null) to the end of the budget. */
  async *run(steps: number | null): AsyncGenerator<TrainingEvent, void, void> {
    const { data, now } = this.#options;
    const goal = steps === null ? Number.POSITIVE_INFINITY : this.#step + steps;
    this.#ticked = now();
    this.#fresh?.prepare(Math.max(1, this.#minibatches.source(this.#step)));
    await data.until(data.firstPairs);
    this.#lossOffset ??= data.lossOffset();
    this.#pace.begin(this.#tick());
    for (;;) {
      for (let event = this.#events.shift(); event !== undefined; event = this.#events.shift()) yield event;
      if (this.#finished || this.#step >= goal) return;
      const next = await this.#nextSteps(goal);
      const losses = await this.#trainOn(next);
      const failed = losses.findIndex((loss) => !Number.isFinite(loss));
      if (failed >= 0) this.#recover(this.#step + Math.floor(failed / this.#engine.members));
      else await this.#advance(next, losses);
    }
  }

  /** The next steps: as many as fit into a call and have their pairs, and none beyond a checkpoint or a validation. */
  async #nextSteps(goal: number): Promise<TrainingStep[]> {
    const { data } = this.#options;
    const minibatches = this.#minibatches;
    const end = Math.min(this.#step + this.#pace.stepsAtOnce, goal, this.#totalSteps);
    await data.until(minibatches.prefix(this.#step));
    await this.#store(minibatches.source(this.#step));
    const steps: TrainingStep[] = [];
    let step = this.#step;
    do {
      steps.push({ rows: minibatches.rows(step), learningRate: this.#learningRate(step) });
      step++;
    } while (step < end && !this.#isBoundary(step) && data.ready >= minibatches.prefix(step));
    return steps;
  }

  /** Gives the engine the pairs that a step draws from, those that have come in since. */
  async #store(source: number): Promise<void> {
    const { data } = this.#options;
    if (source === 0 && data.ready > this.#stored) {
      this.#engine.store(this.#stored, data.rows(this.#stored, data.ready));
      this.#stored = data.ready;
    } else if (source !== this.#source && this.#fresh !== null) {
      this.#engine.store(0, await this.#fresh.take(source));
      this.#source = source;
    }
  }

  /** Trains, and learns how many steps fit into a call. */
  async #trainOn(steps: readonly TrainingStep[]): Promise<Float32Array> {
    const { now, settings } = this.#options;
    const start = now();
    const losses = await this.#engine.train(steps, { clipNorm: settings.clipNorm, weightDecay: this.#weightDecay() });
    this.#pace.called(steps.length, now() - start, this.#callMs);
    return losses;
  }

  /** After steps that went well: all that is due then, before anything is told, so that a pause cannot cut it off. */
  async #advance(steps: readonly TrainingStep[], losses: Float32Array): Promise<void> {
    const { members } = this.#engine;
    this.#step += steps.length;
    this.#pace.advanced(steps.length, this.#tick());
    this.#events.push({
      kind: 'steps',
      step: this.#step,
      totalSteps: this.#totalSteps,
      epoch: this.#epoch(),
      losses: Float32Array.from(
        steps,
        (_, i) => mean(losses.subarray(i * members, (i + 1) * members)) + (this.#lossOffset ?? 0),
      ),
      learningRate: steps[steps.length - 1].learningRate,
      stepsPerSecond: this.#pace.stepsPerSecond,
    });
    if (this.#step % CHECKPOINT_STEPS === 0) {
      this.#safe = { step: this.#step, checkpoint: await this.#engine.checkpoint() };
      this.#failures = 0;
    }
    const outOfTime = this.#elapsed >= (this.#options.deadlineSeconds ?? Number.POSITIVE_INFINITY);
    const ended = outOfTime || this.#step >= this.#totalSteps;
    if (ended || this.#step % this.#validationSteps(this.#step) === 0) await this.#validate();
    if (ended) await this.#finish('budget');
    else if (this.#patienceIsOver()) await this.#finish('early-stopping');
    const due = this.#elapsed - (this.#lastSnapshot?.elapsed ?? 0) >= SNAPSHOT_SECONDS;
    if (due || this.#finished) this.#lastSnapshot = await this.snapshot();
  }

  #epoch(): number {
    return Math.floor(this.#step / this.#minibatches.stepsPerEpoch);
  }

  /** Steps between validations after so many. */
  #validationSteps(step: number): number {
    return step > this.#minibatches.streamed ? this.#minibatches.stepsPerEpoch : STREAMING_VALIDATION_STEPS;
  }

  /** Whether something happens after so many steps, or the next draws from other pairs than the one before. */
  #isBoundary(step: number): boolean {
    if (step % CHECKPOINT_STEPS === 0 || step % this.#validationSteps(step) === 0) return true;
    return this.#minibatches.source(step) !== this.#minibatches.source(step - 1);
  }

  async #validate(): Promise<void> {
    const losses = await this.#validationLosses();
    // While simulations stream in the validation set still grows, and its losses do not compare.
    const comparable = this.#step > this.#minibatches.streamed;
    const best = comparable && this.#kept.consider(this.#step, await this.#engine.parameters(), losses);
    this.#events.push({ kind: 'validation', step: this.#step, epoch: this.#epoch(), loss: losses.mixture, best });
  }

  #validationLosses(): Promise<ValidationLosses> {
    const { data } = this.#options;
    // Those that the last step could draw from have come; those of the next one may not have yet.
    const pairs = data.indices(this.#minibatches.prefix(this.#step - 1), 'validation');
    return validationLosses(this.#engine, data.batch(pairs), this.#lossOffset ?? 0);
  }

  #patienceIsOver(): boolean {
    const { settings, deadlineSeconds } = this.#options;
    return deadlineSeconds === undefined && this.#kept.validationsWithoutGain >= settings.patience;
  }

  /** Puts the best weights of every member in place. */
  async #finish(reason: 'budget' | 'early-stopping'): Promise<void> {
    this.#finished = true;
    const kept = this.#kept.result();
    if (kept !== null) this.#engine.setParameters(kept.phi);
    const { mixture } = await this.#validationLosses();
    const bestStep = kept?.step ?? this.#step;
    this.#events.push({ kind: 'finished', reason, step: this.#step, bestStep, loss: mixture });
  }

  /** Back to the last good weights of all members after a loss that is not finite. */
  #recover(failedAt: number): void {
    this.#failures++;
    if (this.#failures > MOST_FAILURES) {
      throw new LossNotFinite(
        'The loss was repeatedly not finite. Lower the learning rate, or reset and try another seed.',
      );
    }
    const engine = this.#engine;
    if (this.#safe === null) engine.setParameters(this.#initialWeights());
    else engine.restore(this.#safe.checkpoint);
    // The batch that failed is passed over: repeating it would fail again.
    this.#step = failedAt + 1;
    this.#events.push({
      kind: 'notice',
      message: `The loss was not finite at step ${failedAt + 1}; training went back to the weights of step ${this.#safe?.step ?? 0}.`,
    });
  }

  #initialWeights(): Float32Array {
    const { initial, seed } = this.#options;
    return initial ?? initialWeights(this.#engine.spec, this.#engine.members, seed);
  }

  #resume(snapshot: TrainerSnapshot): void {
    this.#engine.restore(snapshot.checkpoint);
    this.#step = snapshot.step;
    this.#safe = snapshot.safe;
    this.#kept.state = snapshot;
    this.#elapsed = snapshot.elapsed;
    this.#finished = snapshot.finished;
    this.#lastSnapshot = snapshot;
  }

  #learningRate(step: number): number {
    const { settings, deadlineSeconds } = this.#options;
    if (deadlineSeconds !== undefined) return learningRate(settings, 1000 * this.#tick(), 1000 * deadlineSeconds);
    return (this.warm ? WARM_RATE : 1) * learningRate(settings, step, this.#totalSteps);
  }

  /** lambda = 1 / (N s^2): the L2 penalty on a mean loss that equals a Gaussian prior of sd s on each weight. */
  #weightDecay(): number {
    const { weightPriorSd, simulations, validationFraction, fresh } = this.#options.settings;
    if (weightPriorSd === null) return 0;
    const epochs = fresh ? this.#totalSteps / this.#minibatches.stepsPerEpoch : 1;
    return 1 / (epochs * simulations * (1 - validationFraction) * weightPriorSd * weightPriorSd);
  }

  get #lastFreshEpoch(): number {
    return this.#minibatches.source(this.#totalSteps - 1);
  }

  /** Seconds of training so far. */
  #tick(): number {
    const time = this.#options.now();
    this.#elapsed += time - this.#ticked;
    this.#ticked = time;
    return this.#elapsed;
  }
}

/** Weights [M, P] that the members start from, each with its own. */
function initialWeights(spec: NetworkSpec, members: number, seed: number): Float32Array {
  const starts = Array.from({ length: members }, (_, m) => initialise(spec, new Random(seed, STREAMS.weights, m)));
  const P = starts[0].length;
  const all = new Float32Array(members * P);
  for (const [m, phi] of starts.entries()) all.set(phi, m * P);
  return all;
}
