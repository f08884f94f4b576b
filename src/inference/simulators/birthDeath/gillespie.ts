/**
 * The birth-death-immigration process event by event (Gillespie 1977, direct method): waiting time Exp(R) with
 * R = (lambda + mu) N + nu, then a birth or arrival with probability (lambda N + nu) / R, else a death. Gives the whole
 * path, for the picture behind an observation; training uses the exact law of transition.ts, which agrees (tests).
 */
import type { Random } from '../../math/random.ts';
import type { Rates } from './transition.ts';

export interface GillespieLimits {
  /** Stop when the population exceeds this. */
  readonly population: number;
  /** Stop after this many events. */
  readonly events: number;
}

export interface GillespiePath {
  /** Times [days] of the start, of every event, and of the end. */
  readonly time: Float64Array;
  /** `value[i]` holds from `time[i]` to `time[i + 1]`. */
  readonly value: Float64Array;
  /** 'explosion': a limit was met and the path ends early, at its last entry. Never dropped silently by callers. */
  readonly status: 'complete' | 'explosion';
}

export const GILLESPIE_LIMITS: GillespieLimits = { population: 1e5, events: 5e6 };

/** A path from N(0) = n0 over [0, duration] days. */
export function gillespiePath(
  { lambda, mu, nu }: Rates,
  n0: number,
  duration: number,
  random: Random,
  limits: GillespieLimits = GILLESPIE_LIMITS,
): GillespiePath {
  const time = [0];
  const value = [n0];
  let t = 0;
  let n = n0;
  for (;;) {
    const total = (lambda + mu) * n + nu;
    t += total > 0 ? random.exponential() / total : Infinity;
    if (t >= duration) {
      time.push(duration);
      value.push(n);
      return { time: Float64Array.from(time), value: Float64Array.from(value), status: 'complete' };
    }
    n += random.uniform() * total < lambda * n + nu ? 1 : -1;
    time.push(t);
    value.push(n);
    if (n > limits.population || time.length > limits.events) {
      return { time: Float64Array.from(time), value: Float64Array.from(value), status: 'explosion' };
    }
  }
}
