/** A posterior in numbers: moments, median, central and highest-density intervals of one quantity. */
import { mean, quantile, sd, sorted } from '../math/statistics.ts';
import { type Axis, toAxis } from './axis.ts';
import { marginalDensity } from './density1d.ts';
import { type HighestDensityIntervals, highestDensityIntervals, mayBeSplit, separateIntervals } from './hdi1d.ts';
import { spreadOfDraws } from './strays.ts';

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
  /** Draws far outside of the others (strays.ts); they count in `mean` and `sd`. */
  readonly strays: number;
  /** On the scale of the axis (the logarithm of a quantity on a log axis): sd without the strays, and half the central 68 %. */
  readonly onAxis: { readonly sd: number; readonly robustSd: number };
  /** Equal tails left out on both sides. */
  readonly central: readonly CentralInterval[];
  readonly highestDensity: readonly HighestDensityIntervals[];
  /** Several intervals only where the density has a clear gap (`separateIntervals`); the central one where it cannot have one. */
  readonly separate: readonly HighestDensityIntervals[];
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
  const scaled =
    axis.scale === 'log' ? ascending.map((value) => toAxis(value, 'log')).filter(Number.isFinite) : ascending;
  const spread = spreadOfDraws(scaled.length > 0 ? scaled : ascending);
  const others = scaled.subarray(spread.from, spread.to);
  return {
    draws: n,
    strays: spread.strays,
    onAxis: { sd: others.length > 1 ? sd(others) : 0, robustSd: spread.robustSd },
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
    get separate() {
      if (!mayBeSplit(scaled)) {
        return masses.map((mass) => ({
          mass,
          intervals: [[quantile(ascending, (1 - mass) / 2), quantile(ascending, (1 + mass) / 2)]] as const,
        }));
      }
      const curve = marginalDensity(ascending, axis);
      return masses.map((mass) => separateIntervals(curve, mass));
    },
  };
}
