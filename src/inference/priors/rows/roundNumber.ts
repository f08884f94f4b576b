/** Round numbers: those in which people state priors. */

/** Digits beyond which no number is rounder than another. */
const MOST_DIGITS = 12;

/**
 * The number with the fewest significant digits in [low, high]; of several the one nearest to `wanted`. 0 is the roundest.
 * @param wanted in [low, high]
 */
export function roundestWithin(low: number, high: number, wanted: number): number {
  if (low <= 0 && high >= 0) return 0;
  for (let digits = 1; digits <= MOST_DIGITS; digits++) {
    const unit = 10 ** (Math.floor(Math.log10(Math.max(Math.abs(low), Math.abs(high)))) - digits + 1);
    // Halves before further digits: 1.5 and 0.25 are rounder than their neighbours.
    for (const step of [unit, unit / 2]) {
      const nearest = Number((Math.round(wanted / step) * step).toPrecision(MOST_DIGITS + 3));
      if (nearest >= low && nearest <= high) return nearest;
      const inside = Number((Math.ceil(low / step) * step).toPrecision(MOST_DIGITS + 3));
      if (inside >= low && inside <= high) return inside;
    }
  }
  return wanted;
}
