/**
 * Draws of a posterior whose likelihood can be computed, for any likelihood and any priors: a population of draws of the
 * prior is led to the posterior through powers t of the likelihood, 0 to 1, by reweighting, resampling and Metropolis moves
 * (sequential Monte Carlo: Neal 2001; Del Moral, Doucet & Jasra 2006), each power as far from the last as leaves half of
 * the effective sample size. Then every member goes on as a Markov chain. It finds several modes and needs no derivatives.
 * It works in whitened parameters z, in which the prior is N(0, I).
 */
import { cholesky, covariance } from '../math/linear.ts';
import type { Random } from '../math/random.ts';
import { logSumExp } from '../math/special.ts';
import { asZ, type Z } from '../priors/space.ts';

export const MEMBERS = 2000;
/** Moves of each member at a power on the way, for each parameter: fewer, and modes get the wrong share of the members. */
const MOVES = 2;
/** Moves at the posterior before the first draw, and between two draws of a chain, for each parameter. */
const MOVES_BETWEEN = 5;
/** The share of accepted moves that a random walk in several dimensions does best with (Roberts, Gelman & Gilks 1997). */
const ACCEPTANCE = 0.25;
/** Most powers; the tasks need about ten to thirty. */
const MOST_POWERS = 200;

interface Population {
  readonly z: Float64Array;
  readonly logLikelihood: Float64Array;
}

/**
 * `count` draws of the posterior in z, [count, D]; null where the likelihood vanishes on every draw of the prior.
 * @param logLikelihood of one row z [D], which it must not keep; NaN counts as -Infinity
 */
export function temperedDraws(
  logLikelihood: (z: Float64Array) => number,
  D: number,
  count: number,
  random: Random,
  onProgress?: (fraction: number) => void,
): Z | null {
  const finite = (z: Float64Array): number => {
    const value = logLikelihood(z);
    return Number.isNaN(value) ? -Infinity : value;
  };
  let members: Population = startingPopulation(finite, D, random);
  if (members.logLikelihood.every((value) => value === -Infinity)) return null;
  let power = 0;
  for (let stage = 0; power < 1 && stage < MOST_POWERS; stage++) {
    const next = stage === MOST_POWERS - 1 ? 1 : nextPower(members.logLikelihood, power);
    members = resampled(members, D, next - power, random);
    power = next;
    const walk = new Walk(members, D, power, finite, random);
    for (let i = 0; i < MOVES * D; i++) walk.move();
    onProgress?.(0.7 * power);
  }
  const walk = new Walk(members, D, 1, finite, random);
  const draws = new Float64Array(count * D);
  for (let done = 0; done < count; done += MEMBERS) {
    for (let i = 0; i < MOVES_BETWEEN * D; i++) walk.move();
    const take = Math.min(MEMBERS, count - done);
    draws.set(members.z.subarray(0, take * D), done * D);
    onProgress?.(0.7 + (0.3 * (done + take)) / count);
  }
  return asZ(draws);
}

function startingPopulation(logLikelihood: (z: Float64Array) => number, D: number, random: Random): Population {
  const z = Float64Array.from({ length: MEMBERS * D }, () => random.normal());
  const values = Float64Array.from({ length: MEMBERS }, (_, i) => logLikelihood(z.subarray(i * D, (i + 1) * D)));
  return { z, logLikelihood: values };
}

/** The power at which weights from the present one leave half of the effective sample size, or 1 where that is nearer. */
function nextPower(logLikelihood: Float64Array, power: number): number {
  const effective = (step: number): number => {
    const once = logSumExp(logLikelihood.map((value) => step * value));
    const twice = logSumExp(logLikelihood.map((value) => 2 * step * value));
    return Math.exp(2 * once - twice);
  };
  const alive = logLikelihood.reduce((sum, value) => sum + (value > -Infinity ? 1 : 0), 0);
  if (effective(1 - power) >= alive / 2) return 1;
  let low = 0;
  let high = 1 - power;
  // The step may be far below 1e-3: the first draws of a prior can be thousands of nats away from the data.
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (effective(middle) >= alive / 2) low = middle;
    else high = middle;
  }
  return power + high;
}

/** Systematic resampling by the likelihood to the power `step`. */
function resampled({ z, logLikelihood }: Population, D: number, step: number, random: Random): Population {
  const total = logSumExp(logLikelihood.map((value) => step * value));
  const next: Population = { z: new Float64Array(z.length), logLikelihood: new Float64Array(MEMBERS) };
  const offset = random.uniform();
  let reached = 0;
  let to = 0;
  for (let from = 0; from < MEMBERS; from++) {
    reached += MEMBERS * Math.exp(step * logLikelihood[from] - total);
    // The last living member also takes what round-off has left.
    while (to < MEMBERS && to + offset < reached) {
      next.z.set(z.subarray(from * D, (from + 1) * D), to * D);
      next.logLikelihood[to++] = logLikelihood[from];
    }
  }
  for (; to < MEMBERS; to++) {
    next.z.copyWithin(to * D, (to - 1) * D, to * D);
    next.logLikelihood[to] = next.logLikelihood[to - 1];
  }
  return next;
}

/** Random-walk Metropolis moves of a whole population in place, with its own covariance as the shape of the step. */
class Walk {
  readonly #members: Population;
  readonly #D: number;
  readonly #power: number;
  readonly #logLikelihood: (z: Float64Array) => number;
  readonly #random: Random;
  readonly #factor: readonly (readonly number[])[];
  readonly #normals: Float64Array;
  readonly #proposal: Float64Array;
  #scale: number;

  constructor(
    members: Population,
    D: number,
    power: number,
    logLikelihood: (z: Float64Array) => number,
    random: Random,
  ) {
    this.#members = members;
    this.#D = D;
    this.#power = power;
    this.#logLikelihood = logLikelihood;
    this.#random = random;
    const { cov } = covariance(members.z, MEMBERS, D);
    // A few living members may span fewer than D dimensions.
    this.#factor = cholesky(cov.map((row, j) => row.map((value, k) => (j === k ? value + 1e-12 : value))));
    this.#normals = new Float64Array(D);
    this.#proposal = new Float64Array(D);
    this.#scale = 2.38 / Math.sqrt(D);
  }

  /** One proposal for every member; afterwards the step is made longer or shorter. */
  move(): void {
    const D = this.#D;
    const { z, logLikelihood } = this.#members;
    let accepted = 0;
    for (let i = 0; i < MEMBERS; i++) {
      for (let j = 0; j < D; j++) this.#normals[j] = this.#random.normal();
      let squares = 0;
      for (let j = 0; j < D; j++) {
        let step = 0;
        for (let k = 0; k <= j; k++) step += this.#factor[j][k] * this.#normals[k];
        const from = z[i * D + j];
        const to = from + this.#scale * step;
        this.#proposal[j] = to;
        squares += to * to - from * from;
      }
      const value = this.#logLikelihood(this.#proposal);
      const gain = this.#power * (value - logLikelihood[i]) - squares / 2;
      if (value === -Infinity || !(Math.log(1 - this.#random.uniform()) < gain)) continue;
      z.set(this.#proposal, i * D);
      logLikelihood[i] = value;
      accepted++;
    }
    this.#scale *= Math.exp(accepted / MEMBERS - ACCEPTANCE);
  }
}
