/**
 * Draws of a posterior by several Markov chains, for likelihoods too dear for a population of thousands (tempered.ts of the
 * benchmarks): random-walk Metropolis whose steps take the shape of the draws so far (Haario, Saksman & Tamminen 2001) and
 * a length that leads to the best acceptance (Andrieu & Thoms 2008). Both are learnt from all chains together during the
 * warm-up and held afterwards, so that what is kept comes from a plain Markov chain. It works in whitened parameters z, in
 * which the prior is N(0, I) and from which the chains start: further apart than the posterior is wide. Where a posterior is a
 * needle in the prior they would not find it, and start from draws that tempering has found.
 */
import { effectiveDraws, splitRhat } from '../math/chains.ts';
import { cholesky, covariance } from '../math/linear.ts';
import type { Random } from '../math/random.ts';
import { type Z, asZ } from '../priors/space.ts';

export const CHAINS = 4;
/** Share of the steps that is warm-up. */
const WARM_UP = 0.25;
const STARTING_TRIES = 200;
/** Steps between two updates of the covariance; it uses the later half of the warm-up so far. */
const UPDATE_EVERY = 50;
/** Sd of a first step, in prior standard deviations. */
const FIRST_STEP = 0.3;
/** The share of accepted moves that a random walk in several dimensions does best with (Roberts, Gelman & Gilks 1997). */
const ACCEPTANCE = 0.25;

/** Whether the chains have met, and how much they are worth. */
export interface ChainState {
  /** Largest split R-hat of a parameter. */
  readonly rhat: number;
  /** Smallest effective sample size of a parameter. */
  readonly effective: number;
}

export interface ChainDraws extends ChainState {
  /** `count` of the kept states, evenly spaced along the chains, [count, D]. */
  readonly z: Z;
  /** Steps kept of each chain. */
  readonly steps: number;
}

/** States of each chain that are looked at on the way: enough to tell, and cheap beside the likelihood. */
const LOOKED_AT = 4000;
/** Steps kept of each chain before which nothing is told of them. */
const FEWEST = 100;

/**
 * Null where no draw of the prior has a finite likelihood.
 * @param pilot draws near the posterior [n, D], n >= 4: where the chains start, and the first shape of their steps; absent: the prior
 * @param logLikelihood of one row z [D], which it must not keep; NaN counts as -Infinity
 * @param evaluations of the likelihood that may be spent; at least 4 `count` / 3
 * @param onProgress is given the share of the steps that are done, and a function for the state of the chains so far, of
 *   states evenly spaced along them; null: too few are kept
 */
export function adaptiveMetropolis(
  logLikelihood: (z: Float64Array) => number,
  D: number,
  count: number,
  evaluations: number,
  random: Random,
  onProgress?: (fraction: number, soFar: () => ChainState | null) => void,
  pilot?: Float64Array,
): ChainDraws | null {
  const logDensity = (z: Float64Array): number => {
    const value = logLikelihood(z) - z.reduce((sum, v) => sum + v * v, 0) / 2;
    return Number.isNaN(value) ? -Infinity : value;
  };
  const states = Array.from({ length: CHAINS }, (_, c) =>
    pilot === undefined ? start(logDensity, D, random) : stateAt(logDensity, startOf(pilot, c, D)),
  );
  const total = Math.floor(evaluations / CHAINS);
  const warmUp = Math.floor(WARM_UP * total);
  const steps = total - warmUp;
  const past = new Float64Array(warmUp * CHAINS * D);
  const kept = states.map(() => new Float64Array(steps * D));
  let factor = pilot === undefined ? scaled(D, FIRST_STEP) : stepOf(pilot, pilot.length / D, D);
  let scale = 1;
  const normals = new Float64Array(D);
  const proposal = new Float64Array(D);
  for (let step = 0; step < total; step++) {
    for (let c = 0; c < CHAINS; c++) {
      const state = states[c];
      if (state === null) return null;
      for (let j = 0; j < D; j++) normals[j] = random.normal();
      for (let j = 0; j < D; j++) {
        proposal[j] = state.z[j];
        for (let k = 0; k <= j; k++) proposal[j] += scale * factor[j][k] * normals[k];
      }
      const value = logDensity(proposal);
      const accepted = Math.log(1 - random.uniform()) < value - state.value;
      if (accepted) {
        state.z.set(proposal);
        state.value = value;
      }
      if (step < warmUp) {
        past.set(state.z, (step * CHAINS + c) * D);
        scale *= Math.exp(((accepted ? 1 : 0) - ACCEPTANCE) / Math.sqrt(step + 1));
      } else kept[c].set(state.z, (step - warmUp) * D);
    }
    const done = step + 1;
    if (done <= warmUp && done % UPDATE_EVERY === 0) {
      const from = Math.floor(done / 2) * CHAINS;
      const rows = done * CHAINS - from;
      // The length was learnt for round steps and says nothing of shaped ones.
      if (done === UPDATE_EVERY && pilot === undefined) scale = 1;
      factor = stepOf(past.subarray(from * D, done * CHAINS * D), rows, D);
    }
    if (done % 100 === 0) onProgress?.(done / total, () => soFar(kept, D, done - warmUp));
  }
  const z = new Float64Array(count * D);
  for (let i = 0; i < count; i++) {
    const at = Math.floor(((i + 0.5) * CHAINS * steps) / count);
    const from = at % steps;
    z.set(kept[Math.floor(at / steps)].subarray(from * D, (from + 1) * D), i * D);
  }
  return {
    z: asZ(z),
    steps,
    ...stateOf(kept, D, steps, 1),
  };
}

function soFar(kept: readonly Float64Array[], D: number, steps: number): ChainState | null {
  return steps < FEWEST ? null : stateOf(kept, D, steps, Math.max(1, Math.floor(steps / LOOKED_AT)));
}

/** Of every `each`-th of the first `steps` states of chains [steps, D]. */
function stateOf(kept: readonly Float64Array[], D: number, steps: number, each: number): ChainState {
  const length = Math.floor(steps / each);
  const all = Array.from({ length: D }, (_, j) =>
    kept.map((chain) => Float64Array.from({ length }, (_state, i) => chain[i * each * D + j])),
  );
  return { rhat: Math.max(...all.map(splitRhat)), effective: Math.min(...all.map(effectiveDraws)) };
}

interface State {
  readonly z: Float64Array;
  value: number;
}

function start(logDensity: (z: Float64Array) => number, D: number, random: Random): State | null {
  for (let i = 0; i < STARTING_TRIES; i++) {
    const z = Float64Array.from({ length: D }, () => random.normal());
    const value = logDensity(z);
    if (value > -Infinity) return { z, value };
  }
  return null;
}

/** Pilot draws are in the order of no chain: those a quarter of them apart are as good as any. */
function startOf(pilot: Float64Array, chain: number, D: number): Float64Array {
  const row = Math.floor((chain * pilot.length) / (CHAINS * D));
  return pilot.slice(row * D, (row + 1) * D);
}

function stateAt(logDensity: (z: Float64Array) => number, z: Float64Array): State | null {
  const value = logDensity(z);
  return value > -Infinity ? { z, value } : null;
}

/** A factor of the best step's covariance, 2.38^2 / D times that of the draws (Roberts & Rosenthal 2001). */
function stepOf(draws: Float64Array, rows: number, D: number): number[][] {
  const { cov } = covariance(draws, rows, D);
  return cholesky(cov.map((row, j) => row.map((v, k) => ((j === k ? v + 1e-10 : v) * 2.38 ** 2) / D)));
}

function scaled(D: number, sd: number): number[][] {
  return Array.from({ length: D }, (_, j) => Array.from({ length: D }, (_unused, k) => (j === k ? sd : 0)));
}
