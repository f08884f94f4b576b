/**
 * What an amortised posterior costs, and when it pays. Simulating and training are paid once, for all observations; the other way
 * of computing a posterior pays for each. With T seconds once, c a posterior by the network and r one by the other way, the network
 * is the cheaper one for more than
 *   n = T / (r - c)
 * observations, and for no number of them where r <= c.
 */
import { mean, sd } from '../../math/statistics.ts';

/** Seconds of one thing that was done several times. */
export interface Timed {
  readonly seconds: number;
  /** Standard error of it. */
  readonly se: number;
  /** How often it was timed. */
  readonly times: number;
}

export interface Costs {
  /** Simulations of the whole training, and seconds of one. */
  readonly simulations: number;
  readonly simulation: Timed;
  /** Training steps of the whole budget, and seconds of one. */
  readonly steps: number;
  readonly step: Timed;
  /** Of one posterior by the network. */
  readonly posterior: Timed;
}

/**
 * @param seconds of each time, at least two
 * @throws RangeError with fewer, which tell no error
 */
export function timed(seconds: readonly number[]): Timed {
  if (seconds.length < 2) throw new RangeError(`${seconds.length} times were measured; two at least tell an error.`);
  return { seconds: mean(seconds), se: sd(seconds) / Math.sqrt(seconds.length), times: seconds.length };
}

/** Seconds that are paid once. */
export function paidOnce({ simulations, simulation, steps, step }: Costs): number {
  return simulations * simulation.seconds + steps * step.seconds;
}

/** From how many observations on the network is the cheaper way. */
export type BreakEven =
  /** `between`: by the errors of the two costs, two standard errors on either side. */
  | { readonly kind: 'after'; readonly observations: number; readonly between: readonly [number, number] }
  /** The other way costs less for each observation. */
  | { readonly kind: 'never' }
  /** The two costs differ by less than the times tell. */
  | { readonly kind: 'undecided' };

/** Standard errors on either side. */
const CLEARLY = 2;

/** Where the mean time may lie. In ratio: times are positive, and a few long ones make the error of their mean a large part of it. */
function bounds({ seconds, se }: Timed): readonly [low: number, high: number] {
  const ratio = Math.exp((CLEARLY * se) / seconds);
  return [seconds / ratio, seconds * ratio];
}

/** @param reference one posterior the other way */
export function breakEven(costs: Costs, reference: Timed): BreakEven {
  const [least, most] = bounds(reference);
  const [cheapest, dearest] = bounds(costs.posterior);
  if (most < cheapest) return { kind: 'never' };
  if (!(least > dearest)) return { kind: 'undecided' };
  const once = paidOnce(costs);
  const observations = once / (reference.seconds - costs.posterior.seconds);
  return { kind: 'after', observations, between: [once / (most - cheapest), once / (least - dearest)] };
}
