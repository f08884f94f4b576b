/** The random numbers of a script: those of math/random.ts, whose sequence the pair's number fixes, with the usual arguments. */
import type { Random } from '../../math/random.ts';

export class KeyedRandom {
  #random: Random | null = null;

  /** The numbers are those of this sequence from now on. */
  from(random: Random): void {
    this.#random = random;
  }

  uniform(low = 0, high = 1): number {
    return low + (high - low) * this.#sequence.uniform();
  }

  normal(mean = 0, sd = 1): number {
    return mean + sd * this.#sequence.normal();
  }

  exponential(mean = 1): number {
    return mean * this.#sequence.exponential();
  }

  gamma(shape: number, scale = 1): number {
    return this.#sequence.gamma(shape, scale);
  }

  beta(a: number, b: number): number {
    return this.#sequence.beta(a, b);
  }

  poisson(mean: number): number {
    return this.#sequence.poisson(mean);
  }

  binomial(n: number, p: number): number {
    return this.#sequence.binomial(n, p);
  }

  /** Uniform on 0, ..., n - 1. */
  integer(n: number): number {
    return this.#sequence.integer(n);
  }

  /**
   * i with a probability in proportion to weight i.
   * @throws RangeError unless weights are finite, >= 0 and not all 0
   */
  categorical(weights: readonly number[]): number {
    const total = weights.reduce((sum, weight) => (weight >= 0 ? sum + weight : Number.NaN), 0);
    if (!(total > 0 && total < Infinity)) {
      throw new RangeError(
        `the weights of a categorical draw sum to ${total}; they must be finite, >= 0 and not all 0`,
      );
    }
    let left = this.#sequence.uniform() * total;
    for (let i = 0; i < weights.length; i++) {
      left -= weights[i];
      if (left < 0) return i;
    }
    // Rounding may leave a rest: the last one that is possible.
    return weights.findLastIndex((weight) => weight > 0);
  }

  /** A copy in random order. */
  shuffle<T>(items: readonly T[]): T[] {
    return Array.from(this.#sequence.permutation(items.length), (i) => items[i]);
  }

  get #sequence(): Random {
    if (this.#random === null) throw new Error('Random numbers are there in simulate alone.');
    return this.#random;
  }
}
