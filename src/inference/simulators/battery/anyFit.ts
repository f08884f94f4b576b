/**
 * The fit of the circuit to any number of voltages. At a given time constant T they are linear in the voltage at rest and the two
 * resistances, which get a weak normal prior: so their means and their scatter are known for any readings, none too. T is summed over,
 * each value weighed by how well it explains the voltages: a grid, and two finer ones about where the sum comes from. What results are
 * means and sds of the unknowns, and not those of the posterior, since the priors of a study are others. The network is given them
 * beside the voltages.
 */
import { CURRENT, LOADED, TIMES } from './design.ts';

export const ANY_FIT_NAMES = [
  'fitted voltage at rest',
  'fitted R₀',
  'fitted R₁',
  'ln fitted time',
  'ln scatter of the voltage at rest',
  'ln scatter of R₀',
  'ln scatter of R₁',
  'ln scatter of the time',
  'R₀ with R₁',
  'R₁ with the time',
] as const;

/** Volts, by which the voltage at rest is known about REST. */
const REST = 3.7;
const REST_SD = 0.01;
/** Ohm. */
const RESISTANCE = 0.03;
const RESISTANCE_SD = 0.04;
/** Ln of time constants, s: beyond those of the prior. */
const LEAST = Math.log(2);
const MOST = Math.log(3000);
const COARSE = 40;
const FINE = 24;
/** Half a side of a finer grid: in sds, which are taken for at least half a step of the grid before. */
const REACH = 4;
const STEP = 10;
/** Volts and milliohms in which the network sees the fit. */
const VOLT = 0.005;

/** What a grid leaves: weighted sums of 1, of each unknown (rest, R0, R1, ln T), and of the products of two. */
const UNKNOWNS = 4;

/** Moments of the unknowns over a grid of ln T: means [4], and covariance [4, 4]. */
interface Moments {
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
}

/** The slow part of the voltage for one ohm, at all times, of which each is STEP after the one before. */
function slowPart(logTime: number, out: Float64Array): void {
  const ratio = Math.exp(-STEP / Math.exp(logTime));
  let decay = 1;
  let i = 0;
  for (; TIMES[i] < LOADED; i++) {
    out[i] = CURRENT * (decay - 1);
    decay *= ratio;
  }
  let slow = CURRENT * (decay - 1);
  for (; i < TIMES.length; i++) {
    out[i] = slow;
    slow *= ratio;
  }
}

const COARSE_NODES = Array.from({ length: COARSE + 1 }, (_, k) => LEAST + ((MOST - LEAST) * k) / COARSE);
const COARSE_COLUMNS = COARSE_NODES.map((logTime) => {
  const column = new Float64Array(TIMES.length);
  slowPart(logTime, column);
  return column;
});
const scratch = new Float64Array(TIMES.length);
/** Of each node: ln of its weight, means of the three coefficients, and their covariances 00, 01, 02, 11, 12, 22. */
const PER_NODE = 10;
const nodes = new Float64Array((COARSE + 1) * PER_NODE);

/** Sums over the readings that are there and do not depend on T. */
interface Sums {
  readonly n: number;
  readonly loaded: number;
  /** Of volts above REST. */
  readonly y: number;
  readonly loadedY: number;
}

/** Into `nodes` from `to` on, for one T. */
function fitAt(x: ArrayLike<number>, column: Float64Array, sums: Sums, noise: number, to: number): void {
  let [g, gg, lg, gy] = [0, 0, 0, 0];
  for (let i = 0; i < TIMES.length; i++) {
    const v = x[i] - REST;
    // NaN: not there.
    if (v !== v) continue;
    const c = column[i];
    g += c;
    gg += c * c;
    gy += c * v;
    if (TIMES[i] < LOADED) lg += c;
  }
  const w = 1 / (noise * noise);
  const [p, q] = [1 / (REST_SD * REST_SD), 1 / (RESISTANCE_SD * RESISTANCE_SD)];
  const [a00, a01, a02] = [w * sums.n + p, -w * CURRENT * sums.loaded, w * g];
  const [a11, a12, a22] = [w * CURRENT * CURRENT * sums.loaded + q, -w * CURRENT * lg, w * gg + q];
  const [b0, b1, b2] = [w * sums.y, -w * CURRENT * sums.loadedY + q * RESISTANCE, w * gy + q * RESISTANCE];
  const [c00, c01, c02] = [a11 * a22 - a12 * a12, a02 * a12 - a01 * a22, a01 * a12 - a02 * a11];
  const determinant = a00 * c00 + a01 * c01 + a02 * c02;
  const s00 = c00 / determinant;
  const s01 = c01 / determinant;
  const s02 = c02 / determinant;
  const s11 = (a00 * a22 - a02 * a02) / determinant;
  const s12 = (a01 * a02 - a00 * a12) / determinant;
  const s22 = (a00 * a11 - a01 * a01) / determinant;
  const m0 = s00 * b0 + s01 * b1 + s02 * b2;
  const m1 = s01 * b0 + s11 * b1 + s12 * b2;
  const m2 = s02 * b0 + s12 * b1 + s22 * b2;
  nodes[to] = (b0 * m0 + b1 * m1 + b2 * m2 - Math.log(determinant)) / 2;
  nodes[to + 1] = m0;
  nodes[to + 2] = m1;
  nodes[to + 3] = m2;
  nodes[to + 4] = s00;
  nodes[to + 5] = s01;
  nodes[to + 6] = s02;
  nodes[to + 7] = s11;
  nodes[to + 8] = s12;
  nodes[to + 9] = s22;
}

/** Where the covariance of coefficients j and k lies in a node. */
const COVARIANCE = [
  [4, 5, 6],
  [5, 7, 8],
  [6, 8, 9],
];

/** Of the first `count` nodes, which lie at ln T = low + i step. */
function momentsOf(count: number, low: number, step: number, { mean, covariance }: Moments): void {
  let top = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < count; i++) top = Math.max(top, nodes[i * PER_NODE]);
  let total = 0;
  mean.fill(0);
  covariance.fill(0);
  for (let i = 0; i < count; i++) {
    const at = i * PER_NODE;
    const weight = Math.exp(nodes[at] - top);
    nodes[at] = weight;
    total += weight;
    for (let j = 0; j < 3; j++) mean[j] += weight * nodes[at + 1 + j];
    mean[3] += weight * (low + i * step);
  }
  for (let j = 0; j < UNKNOWNS; j++) mean[j] /= total;
  for (let i = 0; i < count; i++) {
    const at = i * PER_NODE;
    const weight = nodes[at] / total;
    for (let j = 0; j < UNKNOWNS; j++) {
      const dj = (j < 3 ? nodes[at + 1 + j] : low + i * step) - mean[j];
      for (let k = 0; k <= j; k++) {
        const dk = (k < 3 ? nodes[at + 1 + k] : low + i * step) - mean[k];
        const own = j < 3 ? nodes[at + COVARIANCE[j][k]] : 0;
        covariance[j * UNKNOWNS + k] += weight * (own + dj * dk);
      }
    }
  }
}

const moments: Moments = { mean: new Float64Array(UNKNOWNS), covariance: new Float64Array(UNKNOWNS * UNKNOWNS) };

/** ANY_FIT_NAMES of voltages x [91], NaN where there is none, with readings of this noise [V], into `out` from `to` on. */
export function anyFit(x: ArrayLike<number>, noise: number, out: Float64Array, to: number): void {
  let [n, loaded, y, loadedY] = [0, 0, 0, 0];
  for (let i = 0; i < TIMES.length; i++) {
    const v = x[i] - REST;
    if (v !== v) continue;
    n++;
    y += v;
    if (TIMES[i] < LOADED) {
      loaded++;
      loadedY += v;
    }
  }
  const sums = { n, loaded, y, loadedY };
  COARSE_COLUMNS.forEach((column, i) => fitAt(x, column, sums, noise, i * PER_NODE));
  let step = (MOST - LEAST) / COARSE;
  momentsOf(COARSE + 1, LEAST, step, moments);
  const { mean, covariance } = moments;
  for (let finer = 0; finer < 2; finer++) {
    const half = REACH * Math.max(Math.sqrt(covariance[15]), step / 2);
    const low = Math.max(LEAST, mean[3] - half);
    step = (Math.min(MOST, mean[3] + half) - low) / FINE;
    for (let i = 0; i <= FINE; i++) {
      slowPart(low + i * step, scratch);
      fitAt(x, scratch, sums, noise, i * PER_NODE);
    }
    momentsOf(FINE + 1, low, step, moments);
  }
  const sd = (j: number) => Math.sqrt(covariance[j * UNKNOWNS + j]);
  out[to] = mean[0] / VOLT;
  out[to + 1] = Math.asinh(1000 * mean[1]);
  out[to + 2] = Math.asinh(1000 * mean[2]);
  out[to + 3] = mean[3];
  for (let j = 0; j < UNKNOWNS; j++) out[to + UNKNOWNS + j] = Math.log(sd(j) + 1e-9);
  out[to + 8] = covariance[2 * UNKNOWNS + 1] / (sd(1) * sd(2) + 1e-18);
  out[to + 9] = covariance[3 * UNKNOWNS + 2] / (sd(2) * sd(3) + 1e-18);
}

export const PYTHON_ANY_FIT = {
  constants: {
    TIMES,
    CURRENT,
    LOADED,
    REST,
    REST_SD,
    RESISTANCE,
    RESISTANCE_SD,
    LEAST,
    MOST,
    COARSE,
    FINE,
    REACH,
    VOLT,
  },
  code: `def slow(time):
    """The slow part of the voltage for one ohm: time constants [n] -> [n, times]."""
    t, time = np.array(TIMES, dtype=float), np.asarray(time, dtype=float)[:, None]
    late = np.expm1(-LOADED / time) * np.exp(-np.maximum(t - LOADED, 0) / time)
    return CURRENT * np.where(t < LOADED, np.expm1(-t / time), late)


def fit_at(v, log_time):
    """Volts v [n, times] above REST, NaN where there is none, at ln T [n] -> ln weights [n], means [n, 4], covariances [n, 4, 4]."""
    n = len(v)
    there = ~np.isnan(v)
    load = np.where(np.array(TIMES) < LOADED, -float(CURRENT), 0.0)
    basis = np.stack([np.ones(v.shape), np.broadcast_to(load, v.shape), slow(np.exp(log_time))], axis=2) * there[:, :, None]
    prior = np.diag([1 / REST_SD**2, 1 / RESISTANCE_SD**2, 1 / RESISTANCE_SD**2])
    precision = np.einsum("nti,ntj->nij", basis, basis) / NOISE**2 + prior
    right = np.einsum("nti,nt->ni", basis, np.where(there, v, 0)) / NOISE**2 + prior @ np.array([0, RESISTANCE, RESISTANCE])
    covariance, mean = np.zeros((n, 4, 4)), np.zeros((n, 4))
    covariance[:, :3, :3] = np.linalg.inv(precision)
    mean[:, :3] = np.einsum("nij,nj->ni", covariance[:, :3, :3], right)
    mean[:, 3] = log_time
    return (np.einsum("ni,ni->n", right, mean[:, :3]) - np.linalg.slogdet(precision)[1]) / 2, mean, covariance


def summed(v, low, step, count):
    """Moments over ln T = low + i step, i = 0, ..., count: low and step [n] -> means [n, 4], covariances [n, 4, 4]."""
    fits = [fit_at(v, low + i * step) for i in range(count + 1)]
    weight = np.stack([fit[0] for fit in fits], axis=1)
    weight = np.exp(weight - weight.max(axis=1, keepdims=True))
    weight /= weight.sum(axis=1, keepdims=True)
    means = np.stack([fit[1] for fit in fits], axis=1)
    mean = np.einsum("nk,nkj->nj", weight, means)
    away = means - mean[:, None, :]
    covariance = np.einsum("nk,nkij->nij", weight, np.stack([fit[2] for fit in fits], axis=1))
    return mean, covariance + np.einsum("nk,nki,nkj->nij", weight, away, away)


def any_fit(x):
    """Voltages x [n, times], NaN where there is none -> the fitted circuit and its scatter [n, 10]."""
    v = x - REST
    low, step = np.full(len(x), LEAST), np.full(len(x), (MOST - LEAST) / COARSE)
    mean, covariance = summed(v, low, step, COARSE)
    for _ in range(2):
        half = REACH * np.maximum(np.sqrt(covariance[:, 3, 3]), step / 2)
        low = np.maximum(LEAST, mean[:, 3] - half)
        step = (np.minimum(MOST, mean[:, 3] + half) - low) / FINE
        mean, covariance = summed(v, low, step, FINE)
    sd = np.sqrt(np.einsum("nii->ni", covariance))
    return np.column_stack(
        [
            mean[:, 0] / VOLT,
            np.arcsinh(1000 * mean[:, 1:3]),
            mean[:, 3],
            np.log(sd + 1e-9),
            covariance[:, 1, 2] / (sd[:, 1] * sd[:, 2] + 1e-18),
            covariance[:, 2, 3] / (sd[:, 2] * sd[:, 3] + 1e-18),
        ]
    )`,
};
