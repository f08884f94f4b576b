/**
 * The Lorenz-96 ring, dx_i/dt = (x_{i+1} - x_{i-2}) x_{i-1} - x_i + F (Lorenz & Emanuel 1998), stepped by the classic
 * fourth-order Runge-Kutta method in float64. The model IS this map with its step dt: only + - * are used, in a fixed
 * order, so that every JavaScript engine gives the same bits. Also the tangent, the derivative of the state with F.
 *
 * States are kept with two ghost sites in front and one behind, which spares the inner loop its modulo.
 */

/** The equation needs i - 2 and i + 1 to be different sites. */
export const MIN_SITES = 4;

/** Ghost sites in front of site 0. */
const FRONT = 2;

function wrap(padded: Float64Array, sites: number): void {
  padded[0] = padded[sites];
  padded[1] = padded[sites + 1];
  padded[sites + FRONT] = padded[FRONT];
}

/** Advection minus damping plus `forcing`, of a padded state, into `out` [sites]. */
function slope(padded: Float64Array, sites: number, forcing: number, out: Float64Array): void {
  for (let i = 0; i < sites; i++) {
    out[i] = (padded[i + 3] - padded[i]) * padded[i + 1] - padded[i + 2] + forcing;
  }
}

/** dx/dt of a state `x` [sites], into `out` [sites]. Allocates: for tests and plots, not for loops. */
export function derivative(x: ArrayLike<number>, forcing: number, out: Float64Array): void {
  const padded = new Float64Array(x.length + FRONT + 1);
  padded.set(x, FRONT);
  wrap(padded, x.length);
  slope(padded, x.length, forcing, out);
}

/** A ring of sites with its buffers; one instance integrates one state at a time. */
export class Ring {
  readonly sites: number;
  readonly #state: Float64Array;
  readonly #stage: Float64Array;
  readonly #k1: Float64Array;
  readonly #k2: Float64Array;
  readonly #k3: Float64Array;
  readonly #k4: Float64Array;

  /** @throws RangeError below 4 sites. */
  constructor(sites: number) {
    if (!Number.isInteger(sites) || sites < MIN_SITES) {
      throw new RangeError(`Lorenz-96 needs a whole number of at least ${MIN_SITES} sites, not ${sites}`);
    }
    this.sites = sites;
    this.#state = new Float64Array(sites + FRONT + 1);
    this.#stage = new Float64Array(sites + FRONT + 1);
    this.#k1 = new Float64Array(sites);
    this.#k2 = new Float64Array(sites);
    this.#k3 = new Float64Array(sites);
    this.#k4 = new Float64Array(sites);
  }

  set(x: ArrayLike<number>): void {
    this.#state.set(x, FRONT);
  }

  /** Writes the state into `out[from .. from + sites]`. */
  copyTo(out: Float64Array, from: number): void {
    for (let i = 0; i < this.sites; i++) out[from + i] = this.#state[i + FRONT];
  }

  /** `steps` Runge-Kutta steps of size dt. */
  advance(forcing: number, dt: number, steps: number): void {
    const state = this.#state;
    const stage = this.#stage;
    const k1 = this.#k1;
    const k2 = this.#k2;
    const k3 = this.#k3;
    const k4 = this.#k4;
    const n = this.sites;
    const half = dt / 2;
    const sixth = dt / 6;
    for (let step = 0; step < steps; step++) {
      wrap(state, n);
      slope(state, n, forcing, k1);
      for (let i = 0; i < n; i++) stage[i + FRONT] = state[i + FRONT] + half * k1[i];
      wrap(stage, n);
      slope(stage, n, forcing, k2);
      for (let i = 0; i < n; i++) stage[i + FRONT] = state[i + FRONT] + half * k2[i];
      wrap(stage, n);
      slope(stage, n, forcing, k3);
      for (let i = 0; i < n; i++) stage[i + FRONT] = state[i + FRONT] + dt * k3[i];
      wrap(stage, n);
      slope(stage, n, forcing, k4);
      for (let i = 0; i < n; i++) state[i + FRONT] += sixth * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
    }
  }
}

/**
 * The state after `steps` steps from `start`, and its derivative with respect to F: ds/dt = J(x) s + 1 from s = 0, by
 * the same Runge-Kutta stages, which makes it the exact derivative of the map and not of the flow.
 */
export function tangent(
  start: ArrayLike<number>,
  forcing: number,
  dt: number,
  steps: number,
): { readonly x: Float64Array; readonly dxdF: Float64Array } {
  const n = start.length;
  const x = Float64Array.from(start);
  const s = new Float64Array(n);
  const weights = [1, 2, 2, 1];
  const fractions = [0, 1 / 2, 1 / 2, 1];
  for (let step = 0; step < steps; step++) {
    const sumX = new Float64Array(n);
    const sumS = new Float64Array(n);
    let kx = new Float64Array(n);
    let ks = new Float64Array(n);
    for (const [stage, fraction] of fractions.entries()) {
      const px = x.map((value, i) => value + fraction * dt * kx[i]);
      const ps = s.map((value, i) => value + fraction * dt * ks[i]);
      kx = new Float64Array(n);
      ks = new Float64Array(n);
      for (let i = 0; i < n; i++) {
        const next = (i + 1) % n;
        const back = (i + n - 1) % n;
        const back2 = (i + n - 2) % n;
        kx[i] = (px[next] - px[back2]) * px[back] - px[i] + forcing;
        ks[i] = (ps[next] - ps[back2]) * px[back] + (px[next] - px[back2]) * ps[back] - ps[i] + 1;
        sumX[i] += weights[stage] * kx[i];
        sumS[i] += weights[stage] * ks[i];
      }
    }
    for (let i = 0; i < n; i++) {
      x[i] += (dt / 6) * sumX[i];
      s[i] += (dt / 6) * sumS[i];
    }
  }
  return { x, dxdF: s };
}
