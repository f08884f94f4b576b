/**
 * Temperature: base noise N(0, T I) instead of N(0, I) pushed through the same flow (Guo et al. 2017 did the like to
 * classifiers). T > 1 widens a posterior that is too sure of itself, T < 1 narrows a timid one; neither moves it, nor
 * changes its shape. T is the one that minimises the mean of -ln q_T(theta | s) over held-out pairs, which for a single
 * network is the mean of |u|^2 / D.
 */
import type { BaseStates } from '../flow/baseStates.ts';
import type { Random } from '../math/random.ts';
import { logSumExp } from '../math/special.ts';
import type { AmortisedPosterior } from '../posterior/amortised.ts';
import type { JointPrior } from '../priors/jointPrior.ts';
import { asTheta } from '../priors/space.ts';

/** Temperatures that are tried. */
export const TEMPERATURES = { low: 0.25, high: 4 } as const;

/** ln q_T of every row, nats of z: log mean over members of the tempered densities, [size]. */
export function temperedLogDensity(
  { size, members, dim, base, logDeterminant }: BaseStates,
  temperature: number,
): Float64Array {
  const constant = -0.5 * dim * Math.log(2 * Math.PI * temperature) - Math.log(members);
  const ofMembers = new Float64Array(members);
  return Float64Array.from({ length: size }, (_, i) => {
    for (let member = 0; member < members; member++) {
      let squares = 0;
      for (let j = 0; j < dim; j++) squares += base[(member * size + i) * dim + j] ** 2;
      ofMembers[member] = logDeterminant[member * size + i] - squares / (2 * temperature);
    }
    return constant + logSumExp(ofMembers);
  });
}

/** The temperature of the least mean -ln q_T over the rows, by golden section on ln T; at most 1e-4 off. */
export function fitTemperature(states: BaseStates): number {
  const loss = (logT: number): number =>
    -temperedLogDensity(states, Math.exp(logT)).reduce((sum, value) => sum + value, 0);
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [Math.log(TEMPERATURES.low), Math.log(TEMPERATURES.high)];
  let [left, right] = [high - ratio * (high - low), low + ratio * (high - low)];
  let [atLeft, atRight] = [loss(left), loss(right)];
  while (high - low > 1e-4) {
    if (atLeft <= atRight) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - ratio * (high - low);
      atLeft = loss(left);
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + ratio * (high - low);
      atRight = loss(right);
    }
  }
  return Math.exp((low + high) / 2);
}

/** Base states of rows theta [n, D] of a posterior, with ln |det du/dz| that of its own map. */
export type BaseOf = (theta: Float64Array, s: ArrayLike<number>) => Promise<BaseStates>;

export class TemperedPosterior implements AmortisedPosterior {
  readonly #posterior: AmortisedPosterior;
  readonly #prior: JointPrior;
  readonly #baseOf: BaseOf;
  readonly #temperature: number;

  constructor(posterior: AmortisedPosterior, prior: JointPrior, baseOf: BaseOf, temperature: number) {
    this.#posterior = posterior;
    this.#prior = prior;
    this.#baseOf = baseOf;
    this.#temperature = temperature;
  }

  draw(s: ArrayLike<number>, each: number, random: Random, baseSd = 1): Promise<Float64Array> {
    return this.#posterior.draw(s, each, random, baseSd * Math.sqrt(this.#temperature));
  }

  async logDensity(theta: Float64Array, s: ArrayLike<number>): Promise<Float64Array> {
    const ofZ = temperedLogDensity(await this.#baseOf(theta, s), this.#temperature);
    const { D } = this.#prior;
    return ofZ.map((value, i) => value + this.#prior.logJacobian(asTheta(theta.subarray(i * D, (i + 1) * D))));
  }

  /** The base states of rows of this posterior: those of the posterior that was tempered, u / sqrt(T). */
  readonly baseOf: BaseOf = async (theta, s) => {
    const states = await this.#baseOf(theta, s);
    const scale = 1 / Math.sqrt(this.#temperature);
    return {
      ...states,
      base: states.base.map((u) => u * scale),
      logDeterminant: states.logDeterminant.map((value) => value + states.dim * Math.log(scale)),
    };
  };
}
