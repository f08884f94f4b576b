/**
 * A law cut to an interval [low, high], prepared for repeated use. With F the uncut CDF the cut one is
 * (F(x) - F(low)) / (F(high) - F(low)); every difference is taken between the tail probabilities of the side on which
 * they are small, so that an interval far out in either tail keeps its accuracy. Next to a cut the accuracy is absolute,
 * about 1e-16 / mass, not relative.
 */
import type { Distribution } from './distribution.ts';

/** A law on [low, high] with both tails. */
export class Marginal {
  readonly low: number;
  readonly high: number;
  /** Mass of the uncut law in [low, high]. */
  readonly mass: number;
  readonly #law: Distribution;
  /** Tail probabilities of the uncut law below `low` and above `low`, below `high` and above `high`. */
  readonly #belowLow: number;
  readonly #aboveHigh: number;
  readonly #logMass: number;

  constructor(law: Distribution, low: number, high: number) {
    this.#law = law;
    this.low = Math.max(low, law.low);
    this.high = Math.min(high, law.high);
    this.#belowLow = this.low > law.low ? law.lower(this.low) : 0;
    this.#aboveHigh = this.high < law.high ? law.upper(this.high) : 0;
    const isCut = this.#belowLow > 0 || this.#aboveHigh > 0;
    this.mass = isCut ? this.#between(this.low, this.high) : 1;
    this.#logMass = Math.log(this.mass);
  }

  /** P(X <= x). */
  lower(x: number): number {
    if (!(x > this.low)) return Number.isNaN(x) ? x : 0;
    if (x >= this.high) return 1;
    if (this.#belowLow === 0) return Math.min(1, this.#law.lower(x) / this.mass);
    return Math.min(1, this.#between(this.low, x) / this.mass);
  }

  /** P(X > x). */
  upper(x: number): number {
    if (!(x < this.high)) return Number.isNaN(x) ? x : 0;
    if (x <= this.low) return 1;
    if (this.#aboveHigh === 0) return Math.min(1, this.#law.upper(x) / this.mass);
    return Math.min(1, this.#between(x, this.high) / this.mass);
  }

  /**
   * The point with mass `p` below and `q` = 1 - p above. Both are given because the smaller one has the information; the
   * result lies in [low, high].
   */
  point(p: number, q: number): number {
    const below = this.#belowLow + p * this.mass;
    const above = this.#aboveHigh + q * this.mass;
    const x = below <= above ? this.#law.fromLower(below) : this.#law.fromUpper(above);
    return Math.min(Math.max(x, this.low), this.high);
  }

  /** ln of the density, normalised on [low, high]; -Infinity outside. */
  logDensity(x: number): number {
    if (!(x >= this.low && x <= this.high)) return Number.isNaN(x) ? x : -Infinity;
    return this.#law.logDensity(x) - this.#logMass;
  }

  /** Mass of the uncut law between two points. */
  #between(from: number, to: number): number {
    const law = this.#law;
    const fromLower = law.lower(from);
    return fromLower > 0.5 ? law.upper(from) - law.upper(to) : law.lower(to) - fromLower;
  }
}
