/**
 * Simulators that may fail: pair i is its first attempt that succeeds. The number of the attempt enters the key of the random
 * numbers, so that the pair is the same on every machine, and theta is drawn again with each: pairs are draws of
 * p(theta, x | success). A posterior learnt from them is that of an observation that the simulator has not failed to give.
 */
import type { Random } from '../math/random.ts';
import { thousands } from '../math/thousands.ts';

/** One simulation has failed, for a reason that its message tells with theta. */
export class SimulationFailure extends Error {
  override readonly name = 'SimulationFailure';
  /** Where in the simulator's text, counted from 1; null: not known. */
  readonly place: { readonly line: number; readonly column: number } | null;

  constructor(message: string, place: SimulationFailure['place'] = null) {
    super(message);
    this.place = place;
  }
}

/**
 * Attempts at one pair. Where 99 of 100 simulations fail, one pair in 1e13 has that many; where 999 of 1,000 do, one in 20.
 */
export const MOST_ATTEMPTS = 3000;

/**
 * Draws at the start of (stream, index), again with other random numbers while that fails.
 * @param most attempts after which it is given up
 * @returns attempts that failed
 * @throws RangeError with the reason of the last failure where all fail; what `draw` throws otherwise
 */
export function untilSuccess(
  random: Random,
  stream: number,
  index: number,
  draw: () => void,
  most = MOST_ATTEMPTS,
): number {
  for (let attempt = 0; ; attempt++) {
    random.at(stream, index, attempt);
    try {
      draw();
      return attempt;
    } catch (cause) {
      if (!(cause instanceof SimulationFailure)) throw cause;
      if (attempt + 1 === most) {
        throw new RangeError(tooManyFailures(most, cause.message), { cause });
      }
    }
  }
}

/** @param last what the last failure says, a sentence */
export function tooManyFailures(attempts: number, last: string): string {
  return `${thousands(attempts)} simulations in a row have failed, the last one so: ${last} Change the priors or the simulator.`;
}

/** One attempt alone, with its own random numbers. @returns whether the simulation has succeeded; @throws what else `draw` throws */
export function attemptAt(random: Random, stream: number, index: number, attempt: number, draw: () => void): boolean {
  random.at(stream, index, attempt);
  try {
    draw();
    return true;
  } catch (cause) {
    if (cause instanceof SimulationFailure) return false;
    throw cause;
  }
}

/** What is to be known of a posterior where simulations have failed; null: none has. */
export function failuresText(failed: number, succeeded: number): string | null {
  if (failed === 0) return null;
  const share = (100 * failed) / (failed + succeeded);
  const percent = share < 1 ? 'fewer than 1' : share.toFixed(0);
  return `${thousands(failed)} of ${thousands(failed + succeeded)} simulations failed (${percent} %) and were left out: the posterior takes for granted that the simulator succeeds, and parameters where it often fails count less than the prior says.`;
}
