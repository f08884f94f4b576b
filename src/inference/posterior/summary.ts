/** A posterior in numbers: moments, median, central and highest-density intervals of one quantity. */
import { mean, quantile, sd, sorted } from '../math/statistics.ts';
import type { Axis } from './axis.ts';
import { marginalDensity } from './density1d.ts';
import { type HighestDensityIntervals, highestDensityIntervals } from './hdi1d.ts';

export interface CentralInterval {
  readonly mass: number;
  readonly low: number;
  readonly high: number;
}

export interface PosteriorSummary {
  /** Number of draws that were finite. */
  readonly draws: number;
  readonly mean: number;
  readonly sd: number;
  readonly median: number;
  /** Equal tails left out on both sides. */
  readonly central: readonly CentralInterval[];
  readonly highestDensity: readonly HighestDensityIntervals[];
}

/**
 * @param draws of one quantity, natural units; all results are in natural units too
 * @param axis scale on which the highest-density intervals are shortest, and the prior's support
 * @throws RangeError if no draw is finite
 */
export function summarise(
  draws: ArrayLike<number>,
  axis: Axis,
  masses: readonly number[] = [0.68, 0.9],
): PosteriorSummary {
  const ascending = sorted(Float64Array.from(draws).filter((value) => Number.isFinite(value)));
  const n = ascending.length;
  if (n === 0) {
    throw new RangeError(
      `None of ${draws.length} posterior draws is a finite number: reset the network and train again.`,
    );
  }
  return {
    draws: n,
    mean: mean(ascending),
    sd: n > 1 ? sd(ascending) : 0,
    median: quantile(ascending, 0.5),
    central: masses.map((mass) => ({
      mass,
      low: quantile(ascending, (1 - mass) / 2),
      high: quantile(ascending, (1 + mass) / 2),
    })),
    // Dear, and not looked at by those who follow a slider.
    get highestDensity() {
      return highestDensityIntervals(marginalDensity(ascending, axis), masses);
    },
  };
}
