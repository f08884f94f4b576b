/**
 * Random numbers that depend on (seed, stream, index) alone: simulation i is the same whichever worker runs it, in
 * whatever batch. Philox 4x32-10 in counter mode, counter = (block, stream, index, attempt), key = the seed's two words.
 *
 * No sampler keeps anything from one draw for the next, so that `at` leaves no trace of what was drawn before it.
 * Sources: normal, see ziggurat.ts; gamma, Marsaglia & Tsang (ACM TOMS 26, 2000) with their U^(1/shape) boost below 1;
 * Poisson, see poissonSampler.ts; binomial, see binomialSampler.ts.
 */
import { sampleBinomial } from './binomialSampler.ts';
import { philoxBlock } from './philox.ts';
import { makePoissonSampler } from './poissonSampler.ts';
import { finishOutsideCore, layerCores, layerEnds } from './ziggurat.ts';

/** What random numbers are drawn for. Each purpose has its own, so that adding draws to one leaves the others alone. */
export const STREAMS = {
  simulation: 0,
  validation: 1,
  observation: 2,
  weights: 3,
  minibatch: 4,
  base: 5,
  calibration: 6,
  reference: 7,
  predictive: 8,
  fixedTruth: 9,
  referencePoints: 10,
  local: 11,
  correction: 12,
  profile: 13,
  nearest: 14,
  many: 15,
  priors: 16,
  example: 17,
  addedNoise: 18,
  table: 19,
  checkNoise: 20,
  ties: 21,
  coverageNoise: 22,
  coverageTies: 23,
  region: 24,
  proposal: 25,
  likelihood: 26,
} as const;

const WORDS = 4;

export class Random {
  readonly #block = new Uint32Array(WORDS);
  readonly #key0: number;
  readonly #key1: number;
  #stream = 0;
  #index = 0;
  #attempt = 0;
  #counter = 0;
  #position = WORDS;
  readonly #openUniform = (): number => this.#positiveUniform();
  readonly #uniform = (): number => this.uniform();
  #poisson: ((mean: number) => number) | null = null;

  /**
   * @param seed an integer in [0, 2^53)
   * @param stream one of STREAMS, or any integer in [0, 2^32)
   * @param index which sequence of the stream, an integer in [0, 2^32)
   */
  constructor(seed: number, stream: number, index = 0) {
    if (!Number.isSafeInteger(seed) || seed < 0) {
      throw new RangeError(`the seed is ${seed}; it must be an integer from 0 to ${Number.MAX_SAFE_INTEGER}`);
    }
    this.#key0 = seed | 0;
    this.#key1 = Math.floor(seed / 2 ** 32) | 0;
    this.at(stream, index);
  }

  /** Moves to the start of the sequence (stream, index) of the same seed. `attempt`: another one for the same pair (attempts.ts). */
  at(stream: number, index: number, attempt = 0): this {
    this.#stream = stream;
    this.#index = index;
    this.#attempt = attempt;
    this.#counter = 0;
    this.#position = WORDS;
    return this;
  }

  /** The next 32 bits, an integer in [0, 2^32). */
  uint32(): number {
    if (this.#position === WORDS) this.#refill();
    return this.#block[this.#position++];
  }

  /** Uniform on the multiples of 2^-53 in [0, 1). */
  uniform(): number {
    if (this.#position > WORDS - 2) this.#refill();
    const position = this.#position;
    this.#position = position + 2;
    return ((this.#block[position] >>> 5) * 67108864 + (this.#block[position + 1] >>> 6)) * 2 ** -53;
  }

  /** Standard normal. */
  normal(): number {
    for (;;) {
      if (this.#position > WORDS - 2) this.#refill();
      const position = this.#position;
      this.#position = position + 2;
      const high = this.#block[position];
      const low = this.#block[position + 1];
      // 53 bits for the abscissa; of the 11 that are left over, seven choose the layer.
      const u = ((high >>> 5) * 67108864 + (low >>> 6)) * 2 ** -52 - 1;
      const layer = ((high & 1) << 6) | (low & 63);
      const x = u * layerEnds[layer];
      if (Math.abs(u) < layerCores[layer]) return x;
      const finished = finishOutsideCore(x, layer, this.#openUniform);
      if (!Number.isNaN(finished)) return finished;
    }
  }

  /** Exponential with mean 1. */
  exponential(): number {
    return -Math.log(this.#positiveUniform());
  }

  /**
   * Gamma with mean shape * scale. A shape far below 1 often gives draws that underflow to 0.
   * @throws RangeError unless shape > 0 and scale >= 0, both finite
   */
  gamma(shape: number, scale = 1): number {
    checkPositive('gamma', 'shape', shape);
    if (!(scale >= 0 && scale < Infinity)) {
      throw new RangeError(`the scale of a gamma draw is ${scale}; it must be a finite number >= 0`);
    }
    if (shape >= 1) return scale * this.#standardGamma(shape);
    return scale * Math.exp(this.#logStandardGamma(shape));
  }

  /**
   * Beta(a, b), as the share of one gamma draw in the sum of two; in logarithms, so that tiny shapes do not give 0 / 0.
   * @throws RangeError unless a > 0 and b > 0, both finite
   */
  beta(a: number, b: number): number {
    checkPositive('beta', 'a', a);
    checkPositive('beta', 'b', b);
    const logFirst = this.#logStandardGamma(a);
    const logSecond = this.#logStandardGamma(b);
    return 1 / (1 + Math.exp(logSecond - logFirst));
  }

  /** @throws RangeError unless 0 <= mean <= 2^53 */
  poisson(mean: number): number {
    this.#poisson ??= makePoissonSampler(this.#uniform);
    return this.#poisson(mean);
  }

  /** @throws RangeError unless n is an integer in [0, 2^53) and 0 <= p <= 1 */
  binomial(n: number, p: number): number {
    return sampleBinomial(n, p, this.#uniform);
  }

  /**
   * Poisson(Gamma(r, scale beta / (1 - beta))): mean r beta / (1 - beta), P(0) = (1 - beta)^r. r need not be an integer.
   * @throws RangeError unless 0 <= r < Infinity and 0 <= beta < 1
   */
  negativeBinomial(r: number, beta: number): number {
    if (!(r >= 0 && r < Infinity)) {
      throw new RangeError(`r of a negative binomial draw is ${r}; it must be finite, >= 0`);
    }
    if (!(beta >= 0 && beta < 1)) {
      throw new RangeError(`beta of a negative binomial draw is ${beta}; it must be >= 0 and below 1`);
    }
    if (r === 0 || beta === 0) return 0;
    return this.poisson(this.gamma(r, beta / (1 - beta)));
  }

  /** Uniform on 0, ..., n - 1. Probabilities differ from 1 / n by less than 2^-53. */
  integer(n: number): number {
    return Math.floor(this.uniform() * n);
  }

  /** A random order of 0, ..., n - 1 (Fisher-Yates). */
  permutation(n: number): Uint32Array {
    const order = new Uint32Array(n);
    for (let i = 0; i < n; i++) {
      const j = this.integer(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  #refill(): void {
    philoxBlock(this.#counter, this.#stream, this.#index, this.#attempt, this.#key0, this.#key1, this.#block);
    this.#counter++;
    this.#position = 0;
  }

  /** Uniform in (0, 1]: has a logarithm. */
  #positiveUniform(): number {
    return 1 - this.uniform();
  }

  /** Gamma(shape, 1) for shape >= 1. */
  #standardGamma(shape: number): number {
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const root = 1 + c * x;
      if (root <= 0) continue;
      const v = root * root * root;
      const u = this.#positiveUniform();
      if (u < 1 - 0.0331 * x * x * x * x) return d * v;
      if (Math.log(u) < 0.5 * x * x + d * (1 - v + Math.log(v))) return d * v;
    }
  }

  #logStandardGamma(shape: number): number {
    if (shape >= 1) return Math.log(this.#standardGamma(shape));
    return Math.log(this.#standardGamma(shape + 1)) + Math.log(this.#positiveUniform()) / shape;
  }
}

function checkPositive(law: string, name: string, value: number): void {
  if (!(value > 0 && value < Infinity)) {
    throw new RangeError(`${name} of a ${law} draw is ${value}; it must be a finite number above 0`);
  }
}
