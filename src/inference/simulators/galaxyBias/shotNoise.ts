/**
 * The likelihood with the shot-noise factor a_SN integrated out: ln of the integral of L(signal, a) p(a) da, by the
 * trapezoid rule on the grid z = Phi^-1(F(a)), where the prior is N(0, 1) for every family. On a smooth bump that
 * vanishes at both ends the rule's error falls as exp(-2 pi^2 / h^2), h the spacing in standard deviations: 1e-8 at
 * h = 1. So few nodes do, on a window that follows the bump: it shrinks onto a narrow one, restarts when it lost it, and
 * is filled with more nodes where the bump is not smooth.
 */
import { normalCdf } from '../../math/special.ts';
import { quantile } from '../../priors/prior.ts';
import type { NuisanceSetting } from '../system.ts';
import type { Bands } from './bands.ts';
import { powerLogLikelihood } from './model.ts';

/** Widest window in z: all but 2e-9 of the prior. */
const Z_MAX = 6;
const NODES = 17;
/** Of ln density below the peak, 5.7 sd from it: outside lies 2e-8 of a normal bump. */
const CUT = 16;
/** Nodes within CUT of the peak from which on they are less than 1.03 sd apart. */
const RESOLVED = 11;
/** Nodes of the old window that the new one leaves beside the bump. */
const MARGIN = 2;
const PASSES = 6;
/** Relative change of the integral, when its spacing is halved, that is accepted. */
const TOLERANCE = 1e-3;
const HALVINGS = 4;
const TABLE_NODES = 2401;

/** ln L(signal) up to a constant of x, a_SN integrated out or fixed. `signal` [bands x wedges] in (Mpc/h)^3. */
export type SignalLikelihood = (signal: Float64Array) => number;

/** The answers do not depend on the order of the calls beyond the rule's error, but are fastest for alike neighbours. */
export function signalLikelihood(bands: Bands, x: Float64Array, setting: NuisanceSetting): SignalLikelihood {
  if (setting.mode === 'fixed') {
    const noise = setting.value * bands.shotNoise;
    return (signal) => powerLogLikelihood(bands, x, signal, noise);
  }
  const noiseAt = noiseTable(setting, bands.shotNoise);
  const values = new Float64Array(NODES);
  let low = -Z_MAX;
  let high = Z_MAX;
  return (signal) => {
    const logTerm = (z: number): number => powerLogLikelihood(bands, x, signal, noiseAt(z)) - (z * z) / 2;
    for (let pass = 1; ; pass++) {
      const start = low;
      const step = (high - low) / (NODES - 1);
      let best = -Infinity;
      for (let i = 0; i < NODES; i++) {
        values[i] = logTerm(start + i * step);
        if (values[i] > best) best = values[i];
      }
      let first = 0;
      while (values[first] < best - CUT) first++;
      let last = NODES - 1;
      while (values[last] < best - CUT) last--;
      const lost = (first === 0 && low > -Z_MAX) || (last === NODES - 1 && high < Z_MAX);
      low = lost ? -Z_MAX : Math.max(-Z_MAX, start + (first - MARGIN) * step);
      high = lost ? Z_MAX : Math.min(Z_MAX, start + (last + MARGIN) * step);
      if (best === -Infinity) return best;
      if ((!lost && last - first + 1 >= RESOLVED) || pass === PASSES) {
        return best + Math.log(refinedTrapezoid(logTerm, values, best, start, step) / Math.sqrt(2 * Math.PI));
      }
    }
  };
}

/**
 * The integral of exp(logTerm - best) by the trapezoid rule, the spacing halved until halving it changes little. On a
 * smooth bump the error left is about the fourth power of that change; a hard edge of the prior makes the bump steep on
 * one side, and then it is of its order.
 * @param values logTerm at the NODES first nodes, from `start` on, `step` apart
 */
function refinedTrapezoid(
  logTerm: (z: number) => number,
  values: Float64Array,
  best: number,
  start: number,
  step: number,
): number {
  let even = 0;
  let odd = 0;
  // The ends carry nothing that counts, so that their half weights are left out.
  for (let i = 0; i < NODES; i += 2) even += Math.exp(values[i] - best);
  for (let i = 1; i < NODES; i += 2) odd += Math.exp(values[i] - best);
  let sum = even + odd;
  let intervals = NODES - 1;
  for (let halving = 0; Math.abs((2 * even) / sum - 1) > TOLERANCE && halving < HALVINGS; halving++) {
    const spacing = ((NODES - 1) * step) / intervals;
    even = sum;
    for (let i = 0; i < intervals; i++) sum += Math.exp(logTerm(start + (i + 0.5) * spacing) - best);
    intervals *= 2;
  }
  return (sum * (NODES - 1) * step) / intervals;
}

/** a_SN / nbar as a function of z. Tabulated, because quantiles are far dearer than the likelihood. */
function noiseTable({ prior }: NuisanceSetting, shotNoise: number): (z: number) => number {
  const scale = (TABLE_NODES - 1) / (2 * Z_MAX);
  const table = Float64Array.from(
    { length: TABLE_NODES },
    (_, i) => shotNoise * quantile(prior, normalCdf(-Z_MAX + i / scale)),
  );
  return (z) => {
    const position = (z + Z_MAX) * scale;
    const i = Math.max(0, Math.min(TABLE_NODES - 2, Math.floor(position)));
    return table[i] + (position - i) * (table[i + 1] - table[i]);
  };
}
