/**
 * The training loop: minimises the mean of -ln q(theta | s) over simulated pairs with Adam. `run` is an async generator:
 * stop pulling to pause, return to cancel, call `run` again to go on; all state lives in the Trainer.
 *
 * A run is reproducible from (data, seed): while simulations stream in, step t draws its batch from a prefix whose length
 * depends on t alone, and waits for it if it has to; once all are there, epochs are seeded permutations. How many steps go
 * to the engine in one call depends on how fast it is, so nothing may depend on that: no call goes past a step at which
 * something else happens.
 */
import type { Checkpoint, FlowEngine, TrainingStep } from '../flow/engines/engine.ts';
import { initialise } from '../flow/initialise.ts';
import { Random, STREAMS } from '../math/random.ts';
import type { JointPrior } from '../priors/jointPrior.ts';
import { asZ } from '../priors/space.ts';
import type { TrainingEvent } from './events.ts';
import { learningRate } from './schedule.ts';
import type { TrainingSettings } from './settings.ts';
import type { TrainerSnapshot } from './snapshot.ts';
import type { TrainingSet } from './trainingSet.ts';

/** New pairs of the prefix per training step, in batches: lets cheap simulators stream and slow ones not be waited for. */
const PREFIX_GROWTH = 0.5;
/** Steps between two validations while simulations stream in. */
const STREAMING_VALIDATION_STEPS = 50;
/** Steps between two checkpoints to which a non-finite loss returns. */
const CHECKPOINT_STEPS = 50;
/** Most steps in one call, however short they are. */
const MOST_STEPS_AT_ONCE = 64;
/** Non-finite losses in a row after which a run is given up. */
const MOST_FAILURES = 5;

export interface TrainerOptions {
  readonly engine: FlowEngine;
  readonly data: TrainingSet;
  readonly prior: JointPrior;
  readonly settings: TrainingSettings;
  readonly seed: number;
  /** Seconds from some fixed moment. */
  readonly now: () => number;
  /** Time that one call of the engine should take, ms: long enough not to be lost in overhead, short enough to be interrupted. */
  readonly callMs: number;
  /**
   * Trains for so many seconds instead of `settings.epochs`, waiting included, on simulations that are never used again
   * (`settings.fresh` must be set); the learning rate falls along with the time.
   */
  readonly deadlineSeconds?: number;
  /** Goes on from here instead of from the start. */
  readonly resume?: TrainerSnapshot;
}

/** Steps in the budget of the settings. */
export function totalSteps(settings: TrainingSettings): number {
  const training = settings.simulations * (1 - settings.validationFraction);
  return Math.max(1, Math.round((settings.epochs * training) / settings.batchSize));
}

export class Trainer {
  readonly #options: TrainerOptions;
  #engine: FlowEngine;
  #callMs: number;
  #stepsAtOnce = 1;
  /** Pairs that the engine has. */
  #stored = 0;
  readonly #random: Random;
  readonly #totalSteps: number;
  /** Added to nats of z to give nats of theta. */
  readonly #lossOffset: number;
  #step = 0;
  #order: Uint32Array = new Uint32Array(0);
  #orderEpoch = -1;
  #streamedSteps: number | null = null;
  #best: { readonly loss: number; readonly step: number; readonly phi: Float32Array } | null = null;
  #validationsWithoutGain = 0;
  #failures = 0;
  #safe: { readonly step: number; readonly checkpoint: Checkpoint } | null = null;
  #finished = false;

  constructor(options: TrainerOptions) {
    this.#options = options;
    this.#engine = options.engine;
    this.#callMs = options.callMs;
    options.engine.reserve(options.data.size);
    this.#random = new Random(options.seed, STREAMS.minibatch);
    this.#totalSteps = totalSteps(options.settings);
    this.#lossOffset = -expectedLogJacobian(options.prior);
    options.engine.setParameters(initialise(options.engine.spec, new Random(options.seed, STREAMS.weights)));
  }

  get step(): number {
    return this.#step;
  }

  get totalSteps(): number {
    return this.#totalSteps;
  }

  get finished(): boolean {
    return this.#finished;
  }

  /** Goes on with another engine, which must hold this run's parameters and optimiser state already. */
  moveTo(engine: FlowEngine, callMs: number): void {
    this.#engine = engine;
    this.#callMs = callMs;
    this.#stepsAtOnce = 1;
    this.#stored = 0;
    engine.reserve(this.#options.data.size);
  }

  /** Trains on from where it stands, for `steps` steps or (null) to the end of the budget. */
  async *run(steps: number | null): AsyncGenerator<TrainingEvent, void, void> {
    const { data, now } = this.#options;
    const goal = steps === null ? Number.POSITIVE_INFINITY : this.#step + steps;
    await data.until(data.firstPairs);
    let mark = { time: now(), step: this.#step };
    let speed = 0;
    while (!this.#finished && this.#step < goal) {
      const next = await this.#nextSteps(goal);
      const losses = await this.#trainOn(next);
      const failed = losses.findIndex((loss) => !Number.isFinite(loss));
      if (failed >= 0) {
        yield await this.#recover(this.#step + failed);
        continue;
      }
      this.#step += next.length;
      const elapsed = now() - mark.time;
      if (elapsed > 0.5) {
        speed = (this.#step - mark.step) / elapsed;
        mark = { time: now(), step: this.#step };
      } else if (speed === 0 && elapsed > 0) speed = (this.#step - mark.step) / elapsed;
      yield {
        kind: 'steps',
        step: this.#step,
        totalSteps: this.#totalSteps,
        epoch: this.#epoch(),
        losses: losses.map((loss) => loss + this.#lossOffset),
        learningRate: next[next.length - 1].learningRate,
        stepsPerSecond: speed,
      };
      if (this.#step % CHECKPOINT_STEPS === 0) {
        this.#safe = { step: this.#step, checkpoint: await this.#engine.checkpoint() };
        this.#failures = 0;
      }
      if (this.#validationIsDue()) yield await this.#validate();
      const reason = this.#reasonToStop();
      if (reason !== null) {
        this.#finished = true;
        if (this.#best !== null) this.#engine.setParameters(this.#best.phi);
        yield { kind: 'finished', reason, step: this.#step, bestStep: this.#best?.step ?? this.#step };
      }
    }
  }

  /** Pairs that step t may draw from: a function of t alone. */
  #prefix(step: number): number {
    const { data, settings } = this.#options;
    return Math.min(data.size, data.firstPairs + Math.floor(step * settings.batchSize * PREFIX_GROWTH));
  }

  /** The next steps: as many as fit into a call and have their pairs, and none beyond a checkpoint or a validation. */
  async #nextSteps(goal: number): Promise<TrainingStep[]> {
    const { data, settings } = this.#options;
    const end = Math.min(this.#step + this.#stepsAtOnce, goal, this.#totalSteps);
    const steps: TrainingStep[] = [];
    let step = this.#step;
    do {
      steps.push({
        rows: await this.#rowsOf(step),
        learningRate: learningRate(settings, step, this.#totalSteps),
      });
      step++;
    } while (step < end && !this.#isBoundary(step) && data.ready >= this.#prefix(step));
    return steps;
  }

  /** Trains, with the pairs that have come in since, and learns how many steps fit into a call. */
  async #trainOn(steps: readonly TrainingStep[]): Promise<Float32Array> {
    const { data, now, settings } = this.#options;
    if (data.ready > this.#stored) {
      this.#engine.store(this.#stored, data.rows(this.#stored, data.ready));
      this.#stored = data.ready;
    }
    const start = now();
    const losses = await this.#engine.train(steps, { clipNorm: settings.clipNorm, weightDecay: this.#weightDecay() });
    const msPerStep = (1000 * (now() - start)) / steps.length;
    const fitting = msPerStep > 0 ? Math.floor(this.#callMs / msPerStep) : MOST_STEPS_AT_ONCE;
    // At most doubled: the first call of all is slow, and a short one may be a fluke of the clock.
    this.#stepsAtOnce = Math.max(1, Math.min(fitting, 2 * this.#stepsAtOnce, MOST_STEPS_AT_ONCE));
    return losses;
  }

  async #rowsOf(step: number): Promise<Uint32Array> {
    const { data, settings } = this.#options;
    const prefix = this.#prefix(step);
    await data.until(prefix);
    if (prefix < data.size) {
      const training = data.indices(prefix, 'training');
      this.#random.at(STREAMS.minibatch, step);
      return Uint32Array.from({ length: settings.batchSize }, () => training[this.#random.integer(training.length)]);
    }
    this.#streamedSteps ??= step;
    const along = step - this.#streamedSteps;
    const perEpoch = this.#stepsPerEpoch();
    const epoch = Math.floor(along / perEpoch);
    if (epoch !== this.#orderEpoch) {
      const training = data.indices(data.size, 'training');
      // Epoch permutations use indices beyond every step's, so that no batch shares its random numbers.
      const permutation = this.#random.at(STREAMS.minibatch, 2 ** 31 + epoch).permutation(training.length);
      this.#order = Uint32Array.from(permutation, (place) => training[place]);
      this.#orderEpoch = epoch;
    }
    const from = (along % perEpoch) * settings.batchSize;
    return this.#order.subarray(from, Math.min(from + settings.batchSize, this.#order.length));
  }

  #stepsPerEpoch(): number {
    const { settings } = this.#options;
    return Math.max(1, Math.floor((settings.simulations * (1 - settings.validationFraction)) / settings.batchSize));
  }

  #epoch(): number {
    return Math.floor(this.#step / this.#stepsPerEpoch());
  }

  #validationIsDue(): boolean {
    return this.#step % this.#validationSteps() === 0 || this.#step >= this.#totalSteps;
  }

  #validationSteps(): number {
    return this.#streamedSteps === null ? STREAMING_VALIDATION_STEPS : this.#stepsPerEpoch();
  }

  /** Whether something happens after so many steps, or the rhythm of what happens has just changed. */
  #isBoundary(step: number): boolean {
    return step % CHECKPOINT_STEPS === 0 || step % this.#validationSteps() === 0 || step - 1 === this.#streamedSteps;
  }

  async #validate(): Promise<TrainingEvent> {
    const { data } = this.#options;
    const engine = this.#engine;
    const batch = data.batch(data.indices(Math.min(data.size, data.ready), 'validation'));
    const densities = await engine.logDensity(batch);
    const loss = this.#lossOffset - densities.reduce((sum, value) => sum + value, 0) / densities.length;
    // While simulations stream in the validation set still grows, and its losses do not compare.
    const comparable = this.#streamedSteps !== null;
    const best = comparable && (this.#best === null || loss < this.#best.loss);
    if (best) this.#best = { loss, step: this.#step, phi: await engine.parameters() };
    this.#validationsWithoutGain = best || !comparable ? 0 : this.#validationsWithoutGain + 1;
    return { kind: 'validation', step: this.#step, epoch: this.#epoch(), loss, best };
  }

  #reasonToStop(): 'budget' | 'early-stopping' | null {
    if (this.#step >= this.#totalSteps) return 'budget';
    return this.#validationsWithoutGain >= this.#options.settings.patience ? 'early-stopping' : null;
  }

  /** lambda = 1 / (N s^2): the L2 penalty on a mean loss that equals a Gaussian prior of sd s on each weight. */
  #weightDecay(): number {
    const { weightPriorSd, simulations, validationFraction } = this.#options.settings;
    if (weightPriorSd === null) return 0;
    return 1 / (simulations * (1 - validationFraction) * weightPriorSd * weightPriorSd);
  }

  /** Back to the last good parameters after a loss that is not finite. */
  async #recover(failedAt: number): Promise<TrainingEvent> {
    this.#failures++;
    if (this.#failures > MOST_FAILURES) {
      throw new Error(
        'The loss was not finite again and again. Lower the learning rate, or reset and try another seed.',
      );
    }
    const { seed } = this.#options;
    const engine = this.#engine;
    if (this.#safe === null) engine.setParameters(initialise(engine.spec, new Random(seed, STREAMS.weights)));
    else engine.restore(this.#safe.checkpoint);
    // The batch that failed is passed over: repeating it would fail again.
    this.#step = failedAt + 1;
    // What was looked ahead to has not happened yet.
    if (this.#streamedSteps !== null && this.#streamedSteps > failedAt) this.#streamedSteps = null;
    return {
      kind: 'notice',
      message: `The loss was not finite at step ${failedAt + 1}; training went back to the weights of step ${this.#safe?.step ?? 0}.`,
    };
  }
}

/**
 * E[ln p(theta) - ln phi(z)] under the prior: what turns a mean log density in nats of z into nats of theta. It is a sum of
 * functions of one z_j each, so one trapezoid rule along z_1 = ... = z_D does for all. Whitening clips beyond 4.75.
 */
function expectedLogJacobian(prior: JointPrior): number {
  const [reach, nodes] = [4.7, 401];
  let [total, mass] = [0, 0];
  for (let i = 0; i < nodes; i++) {
    const z = reach * ((2 * i) / (nodes - 1) - 1);
    const weight = Math.exp(-0.5 * z * z);
    total += weight * prior.logJacobian(prior.unwhiten(asZ(new Float64Array(prior.D).fill(z))));
    mass += weight;
  }
  return total / mass;
}
