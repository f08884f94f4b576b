/**
 * The simulated pairs, as they stream in. Chunks may arrive in any order; readers only ever see the contiguous prefix, so
 * that a run does not depend on how fast which simulation worker was. Every `1 / validationFraction`-th pair is kept for
 * validation. Summaries are standardised by the mean and sd of the first training pairs and then frozen: a network that
 * has begun to train cannot have its inputs rescaled. Raw summaries are float64; only standardised ones are cast. Where each
 * pair has a prior of its own, the numbers that say which are further columns beside the summaries, standardised like them.
 * A network with a mask takes pairs with missing summaries (NaN); without one they are refused.
 */
import type { JointPrior } from '../priors/jointPrior.ts';
import { asTheta, asZ } from '../priors/space.ts';
import type { OwnPriors } from '../simulators/problem.ts';
import type { Batch } from '../flow/engines/engine.ts';
import { onGrid } from './fixedPoint.ts';
import { type NetworkInput, type Standardisation, Standardiser, withMask } from './standardiser.ts';

/** Pairs that fix the standardisation; training starts when they are there. */
const FIRST_PAIRS = 1000;

export interface Pairs {
  /** Index of the first pair. */
  readonly from: number;
  /** [n, D], natural units. */
  readonly theta: Float64Array;
  /** [n, C], raw summaries; NaN: missing. */
  readonly s: Float64Array;
  readonly own?: OwnPriors;
  /** Attempts that failed before these succeeded; absent: none. */
  readonly failed?: number;
}

export class TrainingSet {
  readonly size: number;
  readonly dim: number;
  /** Numbers of a row that the network is given: the inputs, twice as many with a mask. */
  readonly width: number;
  readonly #inputWidth: number;
  readonly #mask: boolean;
  readonly #shared: ArrayLike<number> | null;
  readonly #prior: JointPrior;
  readonly #validationEvery: number;
  readonly #z: Float32Array;
  readonly #context: Float32Array;
  /** Start of each chunk beyond the prefix -> its end. */
  readonly #ahead = new Map<number, number>();
  /** What came in before there was a standardisation. */
  #raw: { readonly from: number; readonly inputs: Float64Array }[] = [];
  #ready = 0;
  #standardiser: Standardiser | null = null;
  #waiting: { readonly count: number; readonly resolve: () => void; readonly reject: (error: Error) => void }[] = [];
  #failure: Error | null = null;

  /**
   * @param size number of pairs, validation included
   * @param prior that of all pairs without one of their own
   * @param width inputs of the network: C summaries, and numbers of a pair's own prior
   * @param standardisation of a network that has been trained on such pairs; null: of the first pairs
   * @param mask whether summaries may be missing: the network takes their mask then (flow/spec.ts)
   * @param shared which summaries share a scale (`sharedScales`); null: each has its own
   */
  constructor(
    prior: JointPrior,
    size: number,
    width: number,
    validationFraction: number,
    standardisation: Standardisation | null = null,
    mask = false,
    shared: ArrayLike<number> | null = null,
  ) {
    this.size = size;
    this.dim = prior.D;
    this.width = mask ? 2 * width : width;
    this.#inputWidth = width;
    this.#mask = mask;
    this.#shared = shared;
    this.#prior = prior;
    this.#validationEvery = Math.max(2, Math.round(1 / validationFraction));
    this.#z = new Float32Array(size * prior.D);
    this.#context = new Float32Array(size * this.width);
    this.#standardiser = standardisation === null ? null : new Standardiser(standardisation.mean, standardisation.sd);
  }

  /** Number of pairs of the contiguous prefix. */
  get ready(): number {
    return this.#ready;
  }

  /** Pairs needed before training can start. */
  get firstPairs(): number {
    return Math.min(FIRST_PAIRS, this.size);
  }

  /** Null until the first pairs are there. */
  get standardisation(): Standardisation | null {
    return this.#standardiser;
  }

  get standardiser(): Standardiser {
    if (this.#standardiser === null) {
      throw new Error(`The inputs are standardised once ${this.firstPairs} simulations are there; ${this.#ready} are.`);
    }
    return this.#standardiser;
  }

  /** Takes in a chunk of pairs. @throws Error if a summary is not finite (nor missing, with a mask): a simulator must not produce such */
  add(pairs: Pairs): void {
    const { from, theta } = pairs;
    const inputs = this.#inputs(pairs);
    this.#z.set(this.#whitened(pairs), from * this.dim);
    if (this.#standardiser === null) this.#raw.push({ from, inputs });
    else this.#context.set(this.#input(this.#standardiser).apply(inputs), from * this.width);
    this.#ahead.set(from, from + theta.length / this.dim);
    this.#advance();
  }

  /** Pairs that are not of this set, whitened and standardised as its own are. @throws Error as `add` does */
  encode(pairs: Pairs): Batch {
    const inputs = this.#inputs(pairs);
    const z = this.#whitened(pairs);
    return { size: z.length / this.dim, z, context: this.#input(this.standardiser).apply(inputs) };
  }

  /** Resolves when the first `count` pairs are there; rejects when they never will be. */
  async until(count: number): Promise<void> {
    const wanted = Math.min(count, this.size);
    if (this.#failure !== null) throw this.#failure;
    if (this.#ready >= wanted && this.#standardiser !== null) return;
    await new Promise<void>((resolve, reject) => this.#waiting.push({ count: wanted, resolve, reject }));
  }

  /** No more pairs will come: rejects everyone who waits, now and later. */
  fail(error: Error): void {
    this.#failure = error;
    for (const { reject } of this.#waiting) reject(error);
    this.#waiting = [];
  }

  isValidation(pair: number): boolean {
    return pair % this.#validationEvery === 0;
  }

  /** T, number of pairs that train. */
  get trainingPairs(): number {
    return this.trainingAmong(this.size);
  }

  /** Number of training pairs among the first `count`. */
  trainingAmong(count: number): number {
    return count - Math.ceil(count / this.#validationEvery);
  }

  /** Index of the k-th training pair, k from 0. */
  trainingPair(k: number): number {
    return k + 1 + Math.floor(k / (this.#validationEvery - 1));
  }

  /** Indices of the training (or validation) pairs among the first `count`. */
  indices(count: number, kind: 'training' | 'validation'): Uint32Array {
    const wanted = kind === 'validation';
    const all = new Uint32Array(count);
    let found = 0;
    for (let pair = 0; pair < count; pair++) if (this.isValidation(pair) === wanted) all[found++] = pair;
    return all.slice(0, found);
  }

  /** The rows of some pairs, whitened and standardised, as an engine takes them. */
  batch(pairs: Uint32Array): Batch {
    const z = new Float32Array(pairs.length * this.dim);
    const context = new Float32Array(pairs.length * this.width);
    for (const [row, pair] of pairs.entries()) {
      z.set(this.#z.subarray(pair * this.dim, (pair + 1) * this.dim), row * this.dim);
      context.set(this.#context.subarray(pair * this.width, (pair + 1) * this.width), row * this.width);
    }
    return { size: pairs.length, z, context };
  }

  /** Rows `from` to `to - 1` of the contiguous prefix, whitened and standardised; views, not copies. */
  rows(from: number, to: number): Batch {
    return {
      size: to - from,
      z: this.#z.subarray(from * this.dim, to * this.dim),
      context: this.#context.subarray(from * this.width, to * this.width),
    };
  }

  /**
   * What turns a mean loss in nats of z into nats of theta: the mean of -ln |dz / dtheta| over the first pairs. For those that
   * come from a part of the prior; over the whole of it there is a sum for it (validation.ts).
   */
  lossOffset(): number {
    const count = Math.min(this.#ready, this.firstPairs);
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const z = Float64Array.from(this.#z.subarray(i * this.dim, (i + 1) * this.dim));
      sum -= this.#prior.logJacobian(this.#prior.unwhiten(asZ(z)));
    }
    return sum / count;
  }

  /** Standardised summaries of the first `count` pairs, [count, C], without what follows them; 0 where one is missing. */
  summaries(count: number, C: number): Float32Array {
    const out = new Float32Array(count * C);
    for (let i = 0; i < count; i++) out.set(this.#context.subarray(i * this.width, i * this.width + C), i * C);
    return out;
  }

  /** [n, D] */
  #whitened({ theta, own }: Pairs): Float32Array {
    return Float32Array.from(own?.z ?? this.#prior.whiten(asTheta(theta)), onGrid);
  }

  /** The inputs, raw: [n, inputWidth]. @throws Error if a summary is not finite */
  #inputs({ from, theta, s, own }: Pairs): Float64Array {
    const n = theta.length / this.dim;
    const bad = s.findIndex((value) => !Number.isFinite(value) && !(this.#mask && Number.isNaN(value)));
    if (bad >= 0) {
      const C = s.length / n;
      const [pair, summary] = [from + Math.floor(bad / C), bad % C];
      throw new Error(`Simulation ${pair} gave summary ${summary} = ${s[bad]}; summaries must be finite.`);
    }
    return own === undefined ? s : joinedColumns(s, own.h, n);
  }

  /** What makes the network's rows of inputs. */
  #input(standardiser: Standardiser): NetworkInput {
    return this.#mask ? withMask(standardiser, this.#inputWidth) : standardiser;
  }

  #advance(): void {
    for (let end = this.#ahead.get(this.#ready); end !== undefined; end = this.#ahead.get(this.#ready)) {
      this.#ahead.delete(this.#ready);
      this.#ready = end;
    }
    if (this.#standardiser === null && this.#ready >= this.firstPairs) this.#standardise();
    const served = this.#waiting.filter(({ count }) => count <= this.#ready);
    this.#waiting = this.#waiting.filter(({ count }) => count > this.#ready);
    for (const { resolve } of served) resolve();
  }

  #standardise(): void {
    const width = this.#inputWidth;
    const first = new Float64Array(this.firstPairs * width);
    for (const { from, inputs } of this.#raw) {
      const rows = this.firstPairs - from;
      if (rows > 0) first.set(inputs.subarray(0, rows * width), from * width);
    }
    const training = this.indices(this.firstPairs, 'training');
    const rows = new Float64Array(training.length * width);
    for (const [row, pair] of training.entries()) {
      rows.set(first.subarray(pair * width, (pair + 1) * width), row * width);
    }
    const standardiser = Standardiser.of(rows, width, this.#shared);
    this.#standardiser = standardiser;
    // The chunks beyond the prefix included.
    const input = this.#input(standardiser);
    for (const { from, inputs } of this.#raw) this.#context.set(input.apply(inputs), from * this.width);
    this.#raw = [];
  }
}

/** Rows [n, C] and [n, H] side by side: [n, C + H]. */
function joinedColumns(left: Float64Array, right: Float32Array, n: number): Float64Array {
  const [C, H] = [left.length / n, right.length / n];
  const out = new Float64Array(n * (C + H));
  for (let i = 0; i < n; i++) {
    out.set(left.subarray(i * C, (i + 1) * C), i * (C + H));
    out.set(right.subarray(i * H, (i + 1) * H), i * (C + H) + C);
  }
  return out;
}
