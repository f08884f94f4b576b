/**
 * Mean and standard deviation of each entry of vectors that come one after another, without keeping them: the updates of
 * Welford (1962), which stay accurate where the mean is far larger than the spread. As in statistics.ts, the divisor of the
 * variance is n - 1.
 */
export class RunningMoments {
  /** Of the vectors so far; zeros before the first. */
  readonly mean: Float64Array;
  readonly #squares: Float64Array;
  #count = 0;

  /** @param size entries of a vector */
  constructor(size: number) {
    this.mean = new Float64Array(size);
    this.#squares = new Float64Array(size);
  }

  /** @param values one vector, of which nothing is kept */
  add(values: ArrayLike<number>): void {
    this.#count++;
    for (let j = 0; j < this.mean.length; j++) {
      const before = values[j] - this.mean[j];
      this.mean[j] += before / this.#count;
      this.#squares[j] += before * (values[j] - this.mean[j]);
    }
  }

  /** Zeros while there are fewer than two vectors. */
  sd(): Float64Array {
    return this.#squares.map((sum) => (this.#count > 1 ? Math.sqrt(sum / (this.#count - 1)) : 0));
  }
}
