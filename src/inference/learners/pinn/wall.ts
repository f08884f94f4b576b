/**
 * The loss of the PINN on the tube under pressure, a negative log posterior up to constants, as residuals f of J = |f|^2 / 2 and normal priors:
 *   data       (u(r_d) + c - y_d) / sigma
 *   inside     R(r_c) / (s_R sqrt(N_c)),   R = (b - a)^2 / u0 (u'' + u'/r - u/r^2)   at N_c places
 *   edges      [(lambda + 2 mu) u'(a) + lambda u(a)/a + p] / (s_B p0),   [(lambda + 2 mu) u'(b) + lambda u(b)/b] / (s_B p0)
 *   priors     ln lambda, ln mu, pressure and offset where they are not fixed, and the weights.
 * u(r) = u0 N(rho), rho = (2 r - a - b) / (b - a); u0 is the root mean square of the readings. The term of the inside is a
 * pseudo-likelihood: how much it counts is set by s_R. Neither lambda nor mu stands in it: what the readings tell of them comes
 * through the edges alone. (Raissi, Perdikaris & Karniadakis, J. Comput. Phys. 378, 2019; Lamé's equations as in cylinder/lame.ts.)
 *
 * Unknowns, one flat vector: the weights, ln lambda, ln mu; then the pressure, as ln p where it is inferred, in sds from its mean
 * where it is marginalised; then the offset c, in sds from its mean.
 */
import type { Prior } from '../../priors/prior.ts';
import { readDesign } from '../../simulators/cylinder/design.ts';
import { INNER, OUTER } from '../../simulators/cylinder/lame.ts';
import type { LearnerTask } from '../learner.ts';
import type { PriorOf, Residuals } from './gaussNewton.ts';
import { Field, type Jet } from './network.ts';
import { readSettings } from './settings.ts';
import { inferredOf, SYMBOLS, WEIGHTS } from './sizes.ts';

/** Places inside the wall at which the equation is asked. */
export const PLACES = 64;
const THICKNESS = OUTER - INNER;
/** Of rho by r. */
const SLOPE = 2 / THICKNESS;
export const LAMBDA = WEIGHTS;
export const MU = WEIGHTS + 1;

/** A quantity that is known, or has a normal prior (of its logarithm where `log`). */
interface Known {
  readonly mean: number;
  readonly sd: number;
  readonly log: boolean;
  /** Of its unknown; null: it is fixed. */
  readonly place: number | null;
}

export interface Wall {
  readonly radii: readonly number[];
  readonly readings: Float64Array;
  readonly noise: number;
  readonly pressure: Known;
  readonly offset: Known;
  readonly prior: PriorOf;
  /** Number of unknowns. */
  readonly unknowns: number;
  /** Number of estimated parameters that follow the weights: ln lambda, ln mu, and ln p where it is inferred. */
  readonly inferred: readonly { readonly key: string; readonly symbol: string; readonly place: number }[];
  /** u0, cm. */
  readonly scale: number;
  readonly inside: number;
  /** Null: the edge terms are left out. */
  readonly edge: number | null;
}

export const rhoOf = (r: number) => (2 * r - INNER - OUTER) / THICKNESS;

/** Places of the equation, from edge to edge. */
export const places: readonly number[] = Array.from(
  { length: PLACES },
  (_, i) => INNER + (THICKNESS * i) / (PLACES - 1),
);

/** @throws Error where `pinnFaults` has something to say */
export function wallOf({ problem, settings, data }: LearnerTask): Wall {
  const { radii, noise, pressureInferred } = readDesign(problem.design);
  const { inside, edges, edge, weights } = readSettings(settings);
  const readings = data.x;
  if (readings === null) throw new Error('The PINN needs the readings themselves.');
  const free: { readonly centre: number; readonly variance: number }[] = [];
  const unknown = (centre: number, sd: number) => WEIGHTS + free.push({ centre, variance: sd * sd }) - 1;
  const inferred = inferredOf(problem.design).map((key) => {
    const { mean, sd } = normalOf(problem.priors[key]);
    return { key, symbol: SYMBOLS[key], place: unknown(mean, sd) };
  });
  const nuisance = (key: string): Known => {
    const { mode, value, prior } = problem.nuisances[key];
    if (mode === 'fixed') return { mean: value, sd: 0, log: false, place: null };
    const { mean, sd } = normalOf(prior);
    return { mean, sd, log: prior.family === 'lognormal', place: unknown(0, 1) };
  };
  const pressure: Known = pressureInferred ? { mean: 0, sd: 1, log: true, place: inferred[2].place } : nuisance('p');
  const offset = nuisance('off');
  const zero = offset.log ? 0 : offset.mean;
  const scale = Math.sqrt(readings.reduce((sum, y) => sum + (y - zero) ** 2, 0) / readings.length);
  const unknowns = WEIGHTS + free.length;
  const prior = {
    centre: Float64Array.from({ length: unknowns }, (_, j) => (j < WEIGHTS ? 0 : free[j - WEIGHTS].centre)),
    variance: Float64Array.from({ length: unknowns }, (_, j) =>
      j < WEIGHTS ? weights ** 2 : free[j - WEIGHTS].variance,
    ),
  };
  return {
    radii,
    readings,
    noise,
    pressure,
    offset,
    prior,
    unknowns,
    inferred,
    scale: scale > 0 ? scale : noise,
    inside,
    edge: edges ? edge : null,
  };
}

function normalOf(prior: Prior): { readonly mean: number; readonly sd: number } {
  if (prior.family !== 'normal' && prior.family !== 'lognormal') {
    throw new Error(`A ${prior.family} prior is no term of the PINN’s loss.`);
  }
  return prior;
}

/** Value of a known quantity, and its derivative in its unknown. */
export function valueOf({ mean, sd, log, place }: Known, x: ArrayLike<number>): readonly [number, number] {
  const at = mean + (place === null ? 0 : sd * x[place]);
  const value = log ? Math.exp(at) : at;
  return [value, log ? value * sd : sd];
}

/** Where the residuals of the edges are scaled: the pressure in the middle of its prior, GPa. */
function pressureScale({ pressure, prior }: Wall): number {
  const { place } = pressure;
  return valueOf(pressure, place === null ? [] : prior.centre)[0];
}

/** u, u', u'' at r from the jet of N: cm, 1, 1/cm. */
function atRadius([n, n1, n2]: Jet, scale: number): Jet {
  return [scale * n, scale * SLOPE * n1, scale * SLOPE * SLOPE * n2];
}

/** Factors of N, N', N'' in R: it does not depend on u0. */
export function equationAt(r: number): Jet {
  return [-((THICKNESS / r) ** 2), (THICKNESS * THICKNESS * SLOPE) / r, (THICKNESS * SLOPE) ** 2];
}

export function residualsOf(wall: Wall): Residuals {
  const { radii, readings, noise, pressure, offset, scale, inside, edge, unknowns } = wall;
  const field = new Field();
  const atRadii = radii.map(rhoOf);
  const atPlaces = places.map(rhoOf);
  const equations = places.map(equationAt);
  const n = radii.length;
  const edges = [INNER, OUTER];
  const unit = edge === null ? 1 : edge * pressureScale(wall);
  return {
    size: n + PLACES + (edge === null ? 0 : 2),
    evaluate(x, out, A) {
      A?.fill(0);
      const [off, offSlope] = valueOf(offset, x);
      for (let i = 0; i < n; i++) {
        const [u] = field.jet(x, atRadii[i]);
        out[i] = (scale * u + off - readings[i]) / noise;
        if (A === null) continue;
        field.gradient([scale / noise, 0, 0], A, i * unknowns);
        if (offset.place !== null) A[i * unknowns + offset.place] = offSlope / noise;
      }
      const share = 1 / (inside * Math.sqrt(PLACES));
      for (let i = 0; i < PLACES; i++) {
        const [u, u1, u2] = field.jet(x, atPlaces[i]);
        const [c, c1, c2] = equations[i];
        out[n + i] = share * (c * u + c1 * u1 + c2 * u2);
        if (A !== null) field.gradient([share * c, share * c1, share * c2], A, (n + i) * unknowns);
      }
      if (edge === null) return;
      const [lambda, mu] = [Math.exp(x[LAMBDA]), Math.exp(x[MU])];
      const [p, pSlope] = valueOf(pressure, x);
      edges.forEach((r, k) => {
        const row = n + PLACES + k;
        const [u, slope] = atRadius(field.jet(x, rhoOf(r)), scale);
        out[row] = ((lambda + 2 * mu) * slope + (lambda * u) / r + (k === 0 ? p : 0)) / unit;
        if (A === null) return;
        const at = row * unknowns;
        field.gradient([(scale * lambda) / r / unit, (scale * SLOPE * (lambda + 2 * mu)) / unit, 0], A, at);
        A[at + LAMBDA] = (lambda * (slope + u / r)) / unit;
        A[at + MU] = (2 * mu * slope) / unit;
        if (k === 0 && pressure.place !== null) A[at + pressure.place] = pSlope / unit;
      });
    },
  };
}

/** R / s_R at the places of the equation. */
export function leftOver(wall: Wall, x: Float64Array): Float64Array {
  const field = new Field();
  return Float64Array.from(places, (r) => {
    const [u, u1, u2] = field.jet(x, rhoOf(r));
    const [c, c1, c2] = equationAt(r);
    return (c * u + c1 * u1 + c2 * u2) / wall.inside;
  });
}
