/**
 * The least-squares fit of the circuit to the voltages: at a given time constant T they are linear in the voltage at rest and the two
 * resistances; T is the best of a grid, refined by a parabola. What a laboratory would do; the network is given the result
 * beside the voltages, from which it would have to learn sums of a precision that takes it long.
 */
import { CURRENT, LOADED, TIMES } from './design.ts';

/** Time constants, s: beyond those of the prior. */
const GRID = Array.from({ length: 61 }, (_, i) => Math.exp(Math.log(2) + (i * Math.log(3000 / 2)) / 60));

export const FIT_NAMES = ['fitted voltage at rest', 'fitted R₀', 'fitted R₁', 'ln fitted time', 'ln scatter'] as const;

/** Volts, and volts in mOhm. */
const REST = 3.7;
const VOLT = 0.005;
/** Added to the mean square of the residuals, V^2: a perfect fit has a finite logarithm. */
const LEAST_SCATTER = 1e-12;

/** The slow part of the voltage for a resistance of one ohm. */
function slow(time: number, t: number): number {
  if (t < LOADED) return CURRENT * Math.expm1(-t / time);
  return CURRENT * Math.expm1(-LOADED / time) * Math.exp(-(t - LOADED) / time);
}

interface LinearFit {
  readonly coefficients: readonly [rest: number, R0: number, R1: number];
  /** Of the squared residuals. */
  readonly sum: number;
}

/** Normal equations of [1, -I under load, slow], solved by Cramer's rule. */
function linearFit(x: ArrayLike<number>, column: Float64Array): LinearFit {
  let [n, loaded, g, gg, lg, y, ly, gy, yy] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < TIMES.length; i++) {
    const v = x[i] - REST;
    const c = column[i];
    const under = TIMES[i] < LOADED;
    n++;
    g += c;
    gg += c * c;
    y += v;
    gy += c * v;
    yy += v * v;
    if (under) {
      loaded++;
      lg += c;
      ly += v;
    }
  }
  // With l = -I under load: sums of l, l^2, l g, l y.
  const [l, ll, lc, lv] = [-CURRENT * loaded, CURRENT * CURRENT * loaded, -CURRENT * lg, -CURRENT * ly];
  const determinant = n * (ll * gg - lc * lc) - l * (l * gg - lc * g) + g * (l * lc - ll * g);
  const a = (y * (ll * gg - lc * lc) - l * (lv * gg - lc * gy) + g * (lv * lc - ll * gy)) / determinant;
  const b = (n * (lv * gg - gy * lc) - y * (l * gg - lc * g) + g * (l * gy - lv * g)) / determinant;
  const c = (n * (ll * gy - lc * lv) - l * (l * gy - lv * g) + y * (l * lc - ll * g)) / determinant;
  return { coefficients: [a, b, c], sum: Math.max(0, yy - a * y - b * lv - c * gy) };
}

const COLUMNS = GRID.map((time) => Float64Array.from(TIMES, (t) => slow(time, t)));

/** FIT_NAMES of voltages x [91] into `out` from `to` on. */
export function circuitFit(x: ArrayLike<number>, out: Float64Array, to: number): void {
  const sums = COLUMNS.map((column) => linearFit(x, column).sum);
  let best = 1;
  for (let k = 2; k < GRID.length - 1; k++) if (sums[k] < sums[best]) best = k;
  const [before, here, after] = [sums[best - 1], sums[best], sums[best + 1]];
  const bend = before - 2 * here + after;
  const shift = bend > 0 ? Math.min(1, Math.max(-1, (before - after) / (2 * bend))) : 0;
  const time = GRID[best] * (GRID[1] / GRID[0]) ** shift;
  const { coefficients, sum } = linearFit(
    x,
    Float64Array.from(TIMES, (t) => slow(time, t)),
  );
  out[to] = coefficients[0] / VOLT;
  out[to + 1] = Math.asinh(1000 * coefficients[1]);
  out[to + 2] = Math.asinh(1000 * coefficients[2]);
  out[to + 3] = Math.log(time);
  out[to + 4] = Math.log(sum / TIMES.length + LEAST_SCATTER);
}

export const PYTHON_FIT = {
  constants: { TIMES, CURRENT, LOADED, REST, VOLT, LEAST_SCATTER, GRID },
  code: `def slow(time):
    """The slow part of the voltage for one ohm: time constants [n] -> [n, times]."""
    t, time = np.array(TIMES, dtype=float), np.asarray(time, dtype=float)[:, None]
    late = np.expm1(-LOADED / time) * np.exp(-np.maximum(t - LOADED, 0) / time)
    return CURRENT * np.where(t < LOADED, np.expm1(-t / time), late)


def linear_fit(v, column):
    """Least squares of v [n, times] on [1, -current under load, column [n, times]] -> coefficients [n, 3], squared residuals [n]."""
    load = np.broadcast_to(np.where(np.array(TIMES) < LOADED, -float(CURRENT), 0.0), v.shape)
    basis = np.stack([np.ones(v.shape), load, np.broadcast_to(column, v.shape)], axis=2)
    normal = np.einsum("nti,ntj->nij", basis, basis)
    right = np.einsum("nti,nt->ni", basis, v)
    coefficients = np.linalg.solve(normal, right[:, :, None])[:, :, 0]
    return coefficients, np.maximum(0, (v * v).sum(axis=1) - (coefficients * right).sum(axis=1))


def circuit_fit(x):
    """Voltages x [n, times] -> the fitted circuit [n, 5]."""
    v, grid = x - REST, np.array(GRID)
    sums = np.stack([linear_fit(v, slow([time]))[1] for time in grid], axis=1)
    best = 1 + np.argmin(sums[:, 1:-1], axis=1)
    rows = np.arange(len(x))
    before, here, after = sums[rows, best - 1], sums[rows, best], sums[rows, best + 1]
    bend = before - 2 * here + after
    with np.errstate(divide="ignore", invalid="ignore"):
        shift = np.where(bend > 0, np.clip((before - after) / (2 * bend), -1, 1), 0)
    time = grid[best] * (grid[1] / grid[0]) ** shift
    coefficients, total = linear_fit(v, slow(time))
    return np.column_stack(
        [
            coefficients[:, 0] / VOLT,
            np.arcsinh(1000 * coefficients[:, 1]),
            np.arcsinh(1000 * coefficients[:, 2]),
            np.log(time),
            np.log(total / len(TIMES) + LEAST_SCATTER),
        ]
    )`,
};
