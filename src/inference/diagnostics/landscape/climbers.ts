/**
 * Climbers on a log likelihood of one parameter: each goes uphill by the sign of the slope, with longer steps after a success and
 * shorter ones after a failure. And how many places there are at which such a climber would stop.
 */

export type LogLikelihood = (value: number) => number;

/** Where one climber began and ended. */
export interface Climb {
  readonly start: number;
  readonly end: number;
  /** ln L at the end. */
  readonly height: number;
}

export interface Climbing {
  /** No climber leaves them. */
  readonly low: number;
  readonly high: number;
  /** First step, and that on either side between which the slope is taken; units of the parameter. */
  readonly step: number;
  readonly slopeStep: number;
  readonly iterations: number;
}

const LONGER = 1.3;
const SHORTER = 0.5;

export function climb(logLikelihood: LogLikelihood, start: number, how: Climbing): Climb {
  const { low, high, slopeStep, iterations } = how;
  const heightAt = (value: number) => {
    const height = logLikelihood(value);
    return Number.isNaN(height) ? Number.NEGATIVE_INFINITY : height;
  };
  const uphill = (value: number) => Math.sign(heightAt(value + slopeStep) - heightAt(value - slopeStep));
  let at = start;
  let height = heightAt(at);
  let direction = uphill(at);
  let { step } = how;
  for (let i = 0; i < iterations && direction !== 0; i++) {
    const next = Math.min(high, Math.max(low, at + direction * step));
    const reached = heightAt(next);
    if (reached > height) {
      at = next;
      height = reached;
      direction = uphill(at);
      step *= LONGER;
    } else step *= SHORTER;
  }
  return { start, end: at, height };
}

/** `count` equally spaced values from end to end. */
export function spaced(low: number, high: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
}

/** Entries above both neighbours; a level run counts once, and an end where the values fall away from it. */
export function localMaxima(values: ArrayLike<number>): number {
  let count = 0;
  let rising = true;
  for (let i = 0; i < values.length; i++) {
    const next = i + 1 < values.length ? values[i + 1] : Number.NEGATIVE_INFINITY;
    if (next > values[i]) rising = true;
    else if (next < values[i]) {
      if (rising) count++;
      rising = false;
    }
  }
  return count;
}

/** Standard deviation of the density exp(ln L) on equally spaced values: the posterior's under a flat prior. */
export function gridSd(at: ArrayLike<number>, logLikelihood: ArrayLike<number>): number {
  let peak = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < at.length; i++) peak = Math.max(peak, logLikelihood[i]);
  let [mass, mean, square] = [0, 0, 0];
  for (let i = 0; i < at.length; i++) {
    const p = Math.exp(logLikelihood[i] - peak);
    mass += p;
    mean += p * at[i];
    square += p * at[i] * at[i];
  }
  mean /= mass;
  return Math.sqrt(Math.max(0, square / mass - mean * mean));
}
