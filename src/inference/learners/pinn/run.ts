/**
 * A run of the PINN: from several random starts one after another down to the lowest loss; then, from the lowest of all, four fits with
 * the moduli held two sds away along the two widest axes of Laplace's ellipse, which tell whether the ellipse describes the
 * posterior: the loss must rise there by 2 nats.
 */
import { symmetricEigen } from '../../math/eigen.ts';
import { Random, STREAMS } from '../../math/random.ts';
import type { LearnerFrame, LearnerRun, LearnerState, LearnerTask, ReportAndYield, StartRun } from '../learner.ts';
import { dampedStep, FIRST_DAMPING, laplaceCovariance, type PriorOf, type Residuals } from './gaussNewton.ts';
import { initialWeights } from './network.ts';
import { pinnFrame } from './frame.ts';
import type { Progress, Start } from './progress.ts';
import { readSettings } from './settings.ts';
import { arraysOf, HELD, HELD_STEPS, KEPT, type PinnQuestions, sizesOf } from './sizes.ts';
import { lossesOf, termsAt, totalOf } from './terms.ts';
import { trustIn } from './trust.ts';
import { residualsOf, type Wall, wallOf } from './wall.ts';

/** The quadratic model sees no more than this below, nats: at most 0.014 sd in any direction. */
export const CONVERGED = 1e-4;
const TIGHTER = 3;
/** Sds along an axis. */
const AWAY = 2;

class PinnRun implements LearnerRun<PinnQuestions> {
  step: number;
  readonly answers = {
    'pinn.trust': (_: null, reportAndYield: ReportAndYield) => trustIn(this.#wall, this.#best, reportAndYield),
  };
  readonly #wall: Wall;
  readonly #residuals: Residuals;
  readonly #seed: number;
  readonly #wanted: number;
  readonly #most: number;
  readonly #kept: readonly number[];
  #x: Float64Array;
  #best: Float64Array;
  #damping: number;
  #phase: number;
  #taken: number;
  readonly #starts: Float64Array;
  readonly #rises: Float64Array;

  constructor(task: LearnerTask, state: LearnerState | null) {
    const { starts, steps } = readSettings(task.settings);
    this.#wall = wallOf(task);
    this.#residuals = residualsOf(this.#wall);
    this.#seed = task.seed;
    this.#wanted = starts;
    this.#most = steps;
    this.#kept = this.#wall.inferred.map(({ place }) => place);
    this.step = state?.step ?? 0;
    const lengths = arraysOf(sizesOf(task.problem), starts);
    const read = (name: string) => state?.arrays[name].slice() ?? new Float64Array(lengths[name]);
    this.#starts = read('starts');
    this.#rises = read('rises');
    this.#best = read('best');
    if (state === null) {
      [this.#damping, this.#phase, this.#taken] = [FIRST_DAMPING, 0, 0];
      this.#x = this.#start(0);
    } else {
      [this.#damping, this.#phase, this.#taken] = state.arrays.optimiser;
      this.#x = read('x');
    }
  }

  get finished(): boolean {
    // Where nothing is identified there is no ellipse to be tested.
    return this.#phase >= this.#wanted + (this.#wall.edge === null ? 0 : HELD);
  }

  advance() {
    const held = this.#phase - this.#wanted;
    const prior = held < 0 ? this.#wall.prior : this.#holding();
    const { x, value, damping, decrement, moved } = dampedStep(this.#residuals, prior, this.#x, this.#damping);
    this.#x = x;
    this.#damping = damping;
    this.#taken++;
    this.step++;
    const converged = decrement < CONVERGED;
    const over = this.#taken >= (held < 0 ? this.#most : HELD_STEPS);
    // Where no damping leads down any more it is over, too, but not therefore at the minimum.
    if (converged || !moved || over) {
      if (held < 0) this.#endStart(value, converged);
      else this.#endHeld(held);
    }
    return lossesOf(termsAt(this.#wall, this.#shown()));
  }

  state(): LearnerState {
    return {
      step: this.step,
      finished: this.finished,
      arrays: {
        x: this.#x.slice(),
        best: this.#best.slice(),
        optimiser: Float64Array.of(this.#damping, this.#phase, this.#taken),
        starts: this.#starts.slice(),
        rises: this.#rises.slice(),
      },
    };
  }

  frame(): LearnerFrame {
    return pinnFrame(this.progress());
  }

  progress(): Progress {
    const x = this.#shown();
    const rises = Array.from({ length: HELD }, (_, k) => k).filter((k) => this.#rises[2 * k] === 1);
    return {
      wall: this.#wall,
      x,
      terms: termsAt(this.#wall, x),
      starts: this.#ended(),
      startsWanted: this.#wanted,
      rises: rises.map((k) => this.#rises[2 * k + 1]),
      finished: this.finished,
      covariance: laplaceCovariance(this.#residuals, this.#wall.prior, x, this.#kept),
      tighter: this.finished ? this.#withTighterTolerances(x) : null,
    };
  }

  #withTighterTolerances(x: Float64Array): number[][] {
    const { inside, edge, prior } = this.#wall;
    const tighter = { ...this.#wall, inside: inside / TIGHTER, edge: edge === null ? null : edge / TIGHTER };
    return laplaceCovariance(residualsOf(tighter), prior, x, this.#kept);
  }

  /** The fit under way; once the starts are over, the best of them. */
  #shown(): Float64Array {
    return this.#phase < this.#wanted ? this.#x : this.#best;
  }

  #start(index: number): Float64Array {
    const x = this.#wall.prior.centre.slice();
    x.set(initialWeights(new Random(this.#seed, STREAMS.weights, index)));
    return x;
  }

  #ended(): Start[] {
    const size = KEPT + this.#kept.length;
    return Array.from({ length: this.#wanted }, (_, k) => this.#starts.subarray(k * size, (k + 1) * size))
      .filter(([how]) => how > 0)
      .map((kept) => ({ converged: kept[0] === 1, value: kept[1], at: kept.slice(KEPT) }));
  }

  #endStart(value: number, converged: boolean): void {
    const before = this.#ended();
    const best = Math.min(Infinity, ...before.map((start) => start.value));
    const size = KEPT + this.#kept.length;
    const kept = [converged ? 1 : 2, value, ...this.#kept.map((place) => this.#x[place])];
    this.#starts.set(kept, this.#phase * size);
    if (value < best) this.#best = this.#x;
    this.#next(this.#phase + 1 < this.#wanted ? this.#start(this.#phase + 1) : null);
  }

  #endHeld(held: number): void {
    const rise = totalOf(termsAt(this.#wall, this.#x)) - totalOf(termsAt(this.#wall, this.#best));
    this.#rises.set([1, rise], 2 * held);
    this.#next(null);
  }

  /** @param x where the next phase begins; null: at the next place where the moduli are held */
  #next(x: Float64Array | null): void {
    this.#phase++;
    this.#taken = 0;
    this.#damping = FIRST_DAMPING;
    this.#x = x ?? this.#heldPlace();
  }

  #heldPlace(): Float64Array {
    const x = this.#best.slice();
    if (this.finished) return x;
    const held = this.#phase - this.#wanted;
    const covariance = laplaceCovariance(this.#residuals, this.#wall.prior, x, this.#kept);
    const { values, vectors } = symmetricEigen(covariance);
    const axis = values.length - 1 - Math.floor(held / 2);
    const away = (held % 2 === 0 ? AWAY : -AWAY) * Math.sqrt(values[axis]);
    for (const [k, place] of this.#kept.entries()) x[place] += away * vectors[axis][k];
    return x;
  }

  #holding(): PriorOf {
    const variance = this.#wall.prior.variance.slice();
    for (const place of this.#kept) variance[place] = 0;
    return { centre: this.#wall.prior.centre, variance };
  }
}

export const startPinn: StartRun<PinnQuestions> = (task, state) => new PinnRun(task, state);
