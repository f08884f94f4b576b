/**
 * The power spectrum of the convergence, from the fit (spectrumFit.ts): ln P is a polynomial in ln Omega_m and ln sigma_8 at 16
 * multipoles and linear in ln l between them (constant below the first). Nuisances change it: intrinsic alignment by a factor
 * 1 + A GI + A^2 II, a shift of the source redshifts by exp(dz dlnP/dz). What the shear calibration m does, a factor (1 + m)^2,
 * is left to the maps.
 */
import { CLASSES, MULTIPOLES, PIXEL_WINDOW } from './sky.ts';
import { ALIGNMENT_GI, ALIGNMENT_II, CORRECTION_POWERS, LN_EMPTY, LN_P, NODES, POWERS, SHIFT } from './spectrumFit.ts';

/** Where the fit holds. */
export const FIT_DOMAIN = { matter: { low: 0.1, high: 0.6 }, sigma8: { low: 0.4, high: 1.3 } } as const;
const PIVOT = { matter: 0.3, sigma8: 0.8 } as const;

export interface Universe {
  /** Omega_m */
  readonly matter: number;
  readonly sigma8: number;
  /** Shift of all source redshifts. */
  readonly shift: number;
  /** Amplitude of intrinsic alignment. */
  readonly alignment: number;
}

const HIGHEST_POWER = 5;
/** ln l of a step between nodes. */
const STEP = Math.log(NODES.highest / NODES.lowest) / (NODES.count - 1);

function polynomial(
  coefficients: readonly number[],
  powers: readonly (readonly [number, number])[],
  x: Float64Array,
  y: Float64Array,
): number {
  let sum = 0;
  for (let m = 0; m < powers.length; m++) sum += coefficients[m] * x[powers[m][0]] * y[powers[m][1]];
  return sum;
}

function powersOf(value: number): Float64Array {
  const powers = new Float64Array(HIGHEST_POWER + 1).fill(1);
  for (let k = 1; k <= HIGHEST_POWER; k++) powers[k] = powers[k - 1] * value;
  return powers;
}

/** ln P at the nodes, [16]. */
function lnPowerAtNodes({ matter, sigma8, shift, alignment }: Universe): Float64Array {
  const x = powersOf(Math.log(matter / PIVOT.matter));
  const y = powersOf(Math.log(sigma8 / PIVOT.sigma8));
  const correction = (rows: readonly (readonly number[])[], n: number) => polynomial(rows[n], CORRECTION_POWERS, x, y);
  return Float64Array.from({ length: NODES.count }, (_, n) => {
    let value = polynomial(LN_P[n], POWERS, x, y);
    if (alignment !== 0) {
      value += Math.log(1 + alignment * correction(ALIGNMENT_GI, n) + alignment ** 2 * correction(ALIGNMENT_II, n));
    }
    if (shift !== 0) value += shift * correction(SHIFT, n);
    return value;
  });
}

/** Place of a multipole between the nodes: [node below, fraction of the way to the next]. */
function placeOf(l: number): readonly [number, number] {
  const at = Math.min(NODES.count - 1, Math.max(0, Math.log(l / NODES.lowest) / STEP));
  const node = Math.min(NODES.count - 2, Math.floor(at));
  return [node, at - node];
}

/** P(l), steradians. */
export function convergencePower(universe: Universe, l: number): number {
  const nodes = lnPowerAtNodes(universe);
  const [node, fraction] = placeOf(l);
  return Math.exp(nodes[node] + fraction * (nodes[node + 1] - nodes[node]));
}

const PLACES = Array.from(MULTIPOLES, placeOf);
const NODE_BELOW = Uint8Array.from(PLACES, ([node]) => node);
const FRACTION = Float64Array.from(PLACES, ([, fraction]) => fraction);

/** P of each class of modes times the window of the pixels, steradians, into `out` [561]; 0 for the mean. */
export function pixelPower(universe: Universe, out: Float64Array): void {
  const nodes = lnPowerAtNodes(universe);
  out[0] = 0;
  for (let c = 1; c < CLASSES; c++) {
    const node = NODE_BELOW[c];
    out[c] = PIXEL_WINDOW[c] * Math.exp(nodes[node] + FRACTION[c] * (nodes[node + 1] - nodes[node]));
  }
}

/** Minus the convergence of a line of sight without any matter, > 0. */
export function emptyConvergence(matter: number): number {
  const x = Math.log(matter / PIVOT.matter);
  return Math.exp(LN_EMPTY.reduce((sum, coefficient) => sum * x + coefficient, 0));
}
