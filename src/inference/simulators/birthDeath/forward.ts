/**
 * The likelihood when individuals are missed and false ones are counted: y_i ~ Binomial(N(t_i), p) + Poisson(kappa). N is
 * then a hidden Markov chain, and the forward algorithm sums over all its paths: predict f <- f P, weigh by the emission
 * P(y | N), normalise, collect ln of the norms (Rabiner 1989). P is truncated to the states 0..size-1.
 */
import { lnFactorial, TransitionMatrix, transitionLaw, type Rates } from './transition.ts';

/** How N individuals become a count. */
export interface Detection {
  /** Probability that an individual is seen. */
  readonly p: number;
  /** Mean number of false counts a visit. */
  readonly kappa: number;
}

/** Relative weight below which the ends of the filtered distribution are cut: far below round-off of the sum. */
const NEGLIGIBLE = 1e-18;

/**
 * P(y | N = n) for n < size, of every y that occurs in `counts`. One individual more is seen or not, so that
 * P(y | n+1) = p P(y-1 | n) + (1-p) P(y | n), from P(y | 0) = Poisson(y; kappa): sums of positive terms only.
 */
export function emissions(
  counts: ArrayLike<number>,
  size: number,
  { p, kappa }: Detection,
): ReadonlyMap<number, Float64Array> {
  const wanted = new Map(Array.from(counts, (y) => [y, new Float64Array(size)]));
  const highest = Math.max(...wanted.keys());
  const column = Float64Array.from({ length: highest + 1 }, (_, y) =>
    kappa === 0 ? Number(y === 0) : Math.exp(y * Math.log(kappa) - kappa - lnFactorial(y)),
  );
  for (let n = 0; n < size; n++) {
    for (const [y, row] of wanted) row[n] = column[y];
    for (let y = highest; y > 0; y--) column[y] = p * column[y - 1] + (1 - p) * column[y];
    column[0] *= 1 - p;
  }
  return wanted;
}

/** Standard deviations of N given one count, and states on top of that, that are followed. */
const REACH = 7;
const MARGIN = 25;

/**
 * A number of states that holds nearly all N which could have given these counts: under a flat prior N - y is negative
 * binomial, with mean (y+1)(1-p)/p and standard deviation sqrt((y+1)(1-p))/p.
 */
export function startingStates(counts: ArrayLike<number>, n0: number, { p }: Detection): number {
  let highest = 0;
  for (let i = 0; i < counts.length; i++) highest = Math.max(highest, counts[i]);
  const missed = (highest + 1) * (1 - p);
  return Math.max(40, Math.ceil(highest + (missed + REACH * Math.sqrt(missed)) / p) + MARGIN, n0 + MARGIN);
}

/**
 * Multiply-adds of one run: the matrix, and at every visit a filtered distribution, which is some standard deviations wide,
 * taken as 20 + 4 sqrt(size) states. An estimate to hold against a budget, not a bound.
 */
export function filterCost(size: number, visits: number): number {
  return size * (size + visits * (20 + 4 * Math.sqrt(size)));
}

/** The forward filter of one series; everything that does not depend on the rates is computed once. */
export class ForwardFilter {
  readonly #n0: number;
  readonly #dt: number;
  readonly #emissions: Float64Array[];
  readonly #matrix: TransitionMatrix;
  #state: Float64Array;
  #next: Float64Array;

  constructor(counts: ArrayLike<number>, n0: number, dt: number, detection: Detection, size: number) {
    this.#n0 = n0;
    this.#dt = dt;
    const made = emissions(counts, size, detection);
    this.#emissions = Array.from(counts, (y) => made.get(y) ?? new Float64Array(size));
    this.#matrix = new TransitionMatrix(size);
    this.#state = new Float64Array(size);
    this.#next = new Float64Array(size);
  }

  /** ln P(counts | rates) and E[N(t_n) | counts, rates]; -Infinity when no path within the states gives the counts. */
  run(rates: Rates): { logLikelihood: number; filteredMean: number } {
    const matrix = this.#matrix;
    const { size, values } = matrix;
    matrix.reset(transitionLaw(rates, this.#dt));
    let low = this.#n0;
    let high = this.#n0;
    this.#state[low] = 1;
    let logLikelihood = 0;
    for (const weight of this.#emissions) {
      const from = this.#state;
      const to = this.#next;
      matrix.build(high);
      to.fill(0);
      for (let m = low; m <= high; m++) {
        const f = from[m];
        for (let n = 0, at = m * size; n < size; n++, at++) to[n] += f * values[at];
      }
      let sum = 0;
      for (let n = 0; n < size; n++) {
        to[n] *= weight[n];
        sum += to[n];
      }
      if (!(sum > 0)) return { logLikelihood: -Infinity, filteredMean: Number.NaN };
      logLikelihood += Math.log(sum);
      for (let n = 0; n < size; n++) to[n] /= sum;
      for (low = 0; to[low] < NEGLIGIBLE; ) low++;
      for (high = size - 1; to[high] < NEGLIGIBLE; ) high--;
      this.#state = to;
      this.#next = from;
    }
    let filteredMean = 0;
    for (let n = low; n <= high; n++) filteredMean += n * this.#state[n];
    return { logLikelihood, filteredMean };
  }
}

/**
 * ln P(counts | rates, detection, N(0) = n0), normalised. `counts` [n] at dt, 2 dt, ... days. The number of states grows
 * until the result moves by less than 1e-8.
 */
export function forwardLogLikelihood(
  rates: Rates,
  detection: Detection,
  counts: ArrayLike<number>,
  n0: number,
  dt: number,
): number {
  let size = startingStates(counts, n0, detection);
  let before = new ForwardFilter(counts, n0, dt, detection, size).run(rates).logLikelihood;
  for (let round = 0; round < 6; round++) {
    size = Math.ceil(1.5 * size);
    const now = new ForwardFilter(counts, n0, dt, detection, size).run(rates).logLikelihood;
    if (now === before || Math.abs(now - before) < 1e-8) return now;
    before = now;
  }
  return before;
}
