/**
 * The exact transition law of the linear birth-death-immigration process, N -> N+1 at rate lambda N + nu and N -> N-1 at
 * rate mu N: P(N(t) = n | N(0) = m) as a sum over the k founders that have living descendants (Kendall 1948; Bailey 1964,
 * chapter 8). With phi = expm1((lambda - mu) t) / (lambda - mu), 1/(1 - beta) = 1 + lambda phi:
 *   alpha = mu phi (1 - beta), beta = lambda phi (1 - beta),
 *   P(n|m) = sum_k C(m,k) (1-alpha)^k alpha^(m-k) NB(n-k; k + nu/lambda, beta).
 * Everything is written in q = beta nu / lambda rather than nu/lambda, so that lambda = 0, mu = 0 and nu = 0 are ordinary
 * values and need no branch.
 */
import type { Random } from '../../math/random.ts';
import { lgamma } from '../../math/special.ts';

/** Rates of one day: births and deaths per individual, immigrants per day. */
export interface Rates {
  readonly lambda: number;
  readonly mu: number;
  readonly nu: number;
}

/** What the law over a lag t needs of the rates; see the file comment. */
export interface TransitionLaw {
  /** Probability that the line of one founder is extinct at t. */
  readonly alpha: number;
  /** 1 - alpha, free of cancellation. */
  readonly survival: number;
  readonly beta: number;
  readonly oneMinusBeta: number;
  /** q = beta nu / lambda (nu phi at lambda = 0). */
  readonly q: number;
  /** ln P(no living immigrant or descendant of one) = (nu / lambda) ln(1 - beta). */
  readonly lnEmpty: number;
  /** lambda phi: scale of the Gamma mixture in the exact simulator. */
  readonly scale: number;
  /** nu / lambda: its shape for the immigrants (Infinity at lambda = 0). */
  readonly shape: number;
  /** nu phi: mean number of immigrants and their descendants. */
  readonly immigrants: number;
}

/** exp(200) is beyond any count and exp(-200) below any probability that matters; the products below stay finite. */
const MAX_GROWTH = 200;

/** Newcomers beyond this are not told apart: a double still holds their sum with any population. */
const MAX_NEWCOMERS = 1e12;

/** The law over a lag `t` [days]. Source: the formulas of the file comment. */
export function transitionLaw({ lambda, mu, nu }: Rates, t: number): TransitionLaw {
  const growth = Math.max(-MAX_GROWTH, Math.min(MAX_GROWTH, (lambda - mu) * t));
  const phi = Math.abs(growth) < 1e-12 ? t : Math.expm1(growth) / (lambda - mu);
  const scale = lambda * phi;
  const oneMinusBeta = 1 / (1 + scale);
  const immigrants = nu * phi;
  return {
    alpha: mu * phi * oneMinusBeta,
    survival: Math.min(1, Math.exp(growth) * oneMinusBeta),
    beta: scale * oneMinusBeta,
    oneMinusBeta,
    q: immigrants * oneMinusBeta,
    lnEmpty: scale === 0 ? -immigrants : (-immigrants * Math.log1p(scale)) / scale,
    scale,
    shape: nu / lambda,
    immigrants,
  };
}

const FACTORIALS = 1024;
const lnFactorials = new Float64Array(FACTORIALS);
for (let n = 2; n < FACTORIALS; n++) lnFactorials[n] = lnFactorials[n - 1] + Math.log(n);

/** ln n! */
export function lnFactorial(n: number): number {
  return n < FACTORIALS ? lnFactorials[n] : lgamma(n + 1);
}

/** ln of prod_{i=from}^{to-1} (q + beta i): a product of plain numbers loses no digits when q / beta is huge. */
function lnRising(q: number, beta: number, from: number, to: number): number {
  let product = 1;
  let ln = 0;
  for (let i = from; i < to; i++) {
    product *= q + beta * i;
    if (product > 1e200 || product < 1e-200) {
      ln += Math.log(product);
      product = 1;
    }
  }
  return ln + Math.log(product);
}

/** `a ln b` with 0 ln 0 = 0. */
function timesLn(a: number, b: number): number {
  return a === 0 ? 0 : a * Math.log(b);
}

/**
 * ln P(N(t) = n | N(0) = m); -Infinity for what cannot happen. The terms of the sum are unimodal in k, with
 * T_{k-1} / T_k = alpha k (q + beta (k-1)) / ((1-alpha)(1-beta)(m-k+1)(n-k+1)), so it is summed from its largest term
 * outwards until nothing is added: the cost grows as the square root of the counts.
 */
export function logTransition(law: TransitionLaw, m: number, n: number): number {
  const { alpha, beta, q } = law;
  const last = Math.min(m, n);
  const factor = alpha / (law.survival * law.oneMinusBeta);
  const down = (k: number): number => (factor * k * (q + beta * (k - 1))) / ((m - k + 1) * (n - k + 1));

  let mode = 0;
  for (let above = last + 1; above - mode > 1; ) {
    const k = (mode + above) >> 1;
    if (down(k) <= 1) mode = k;
    else above = k;
  }
  const lnLargest =
    lnFactorial(m) -
    lnFactorial(mode) -
    lnFactorial(m - mode) -
    lnFactorial(n - mode) +
    timesLn(mode, law.survival * law.oneMinusBeta) +
    timesLn(m - mode, alpha) +
    law.lnEmpty +
    lnRising(q, beta, mode, n);

  let sum = 1;
  for (let k = mode, term = 1; k >= 1 && term > 1e-17 * sum; k--) {
    term *= down(k);
    sum += term;
  }
  for (let k = mode + 1, term = 1; k <= last && term > 1e-17 * sum; k++) {
    term /= down(k);
    sum += term;
  }
  return lnLargest + Math.log(sum);
}

/** The transition matrix P(n|m) for m, n in 0..size-1, built row by row on demand in O(size) each. */
export class TransitionMatrix {
  /** Row-major [size, size]; rows beyond `rows` are not built. */
  readonly values: Float64Array;
  readonly size: number;
  #rows = 0;
  #alpha = 0;
  #beta = 0;
  #cross = 0;

  constructor(size: number) {
    this.size = size;
    this.values = new Float64Array(size * size);
  }

  /** Starts over for another law; keeps the memory. */
  reset(law: TransitionLaw): void {
    this.#alpha = law.alpha;
    this.#beta = law.beta;
    this.#cross = law.oneMinusBeta - law.alpha;
    this.#rows = 1;
    let ln = law.lnEmpty;
    for (let n = 0; n < this.size; n++) {
      this.values[n] = Math.exp(ln);
      ln += Math.log((law.q + law.beta * n) / (n + 1));
    }
  }

  /**
   * Builds the rows up to and including `m`: P(n|m+1) = beta P(n-1|m+1) + alpha P(n|m) + (1-alpha-beta) P(n-1|m), which is
   * the generating function of one more founder. Round-off below zero is clamped.
   */
  build(m: number): void {
    const { values, size } = this;
    for (let row = this.#rows; row <= m; row++) {
      const at = row * size;
      const above = at - size;
      let left = this.#alpha * values[above];
      values[at] = left;
      for (let n = 1; n < size; n++) {
        left = Math.max(0, this.#beta * left + this.#alpha * values[above + n] + this.#cross * values[above + n - 1]);
        values[at + n] = left;
      }
    }
    this.#rows = Math.max(this.#rows, m + 1);
  }
}

/** Mean and variance of N(t) given N(0) = n0. */
export function momentsAt(rates: Rates, n0: number, t: number): { mean: number; variance: number } {
  const { lambda, mu, nu } = rates;
  const growth = (lambda - mu) * t;
  const phi = Math.abs(growth) < 1e-12 ? t : Math.expm1(growth) / (lambda - mu);
  return {
    mean: n0 * Math.exp(growth) + nu * phi,
    variance: n0 * (lambda + mu) * Math.exp(growth) * phi + nu * phi * (1 + lambda * phi),
  };
}

/**
 * Draws N(t) given N(0) = n exactly: K ~ Binomial(n, 1 - alpha) founders have descendants, and the rest is
 * NB(K + nu/lambda, beta) as a Poisson count with a Gamma mean. Below lambda t ~ 1e-8 births are dropped, whose
 * probability no experiment could tell from zero, and NB becomes Poisson(nu phi).
 */
export function drawTransition(law: TransitionLaw, n: number, random: Random): number {
  const founders = random.binomial(n, law.survival);
  if (law.scale < 1e-8) return founders + random.poisson(Math.min(MAX_NEWCOMERS, law.immigrants));
  const shape = founders + law.shape;
  if (shape === 0) return founders;
  return founders + random.poisson(Math.min(MAX_NEWCOMERS, random.gamma(shape, law.scale)));
}
