/** The Beta law of greatest likelihood, by Newton's method: the likelihood is concave in (a, b). */
import { digamma, trigamma } from '../math/digamma.ts';

export interface BetaShape {
  readonly a: number;
  readonly b: number;
}

const STEPS = 100;
/** Values are kept this far from 0 and 1, whose logarithms do not exist. */
const EDGE = 1e-9;

/**
 * @param values in [0, 1], at least two that differ
 * @throws RangeError for fewer than 2 values
 */
export function fitBeta(values: ArrayLike<number>): BetaShape {
  if (values.length < 2) {
    throw new RangeError(`A Beta law cannot be fitted to ${values.length} values: give 2 or more.`);
  }
  let meanLog = 0;
  let meanLogRest = 0;
  for (let i = 0; i < values.length; i++) {
    const value = Math.min(1 - EDGE, Math.max(EDGE, values[i]));
    meanLog += Math.log(value) / values.length;
    meanLogRest += Math.log1p(-value) / values.length;
  }
  let [a, b] = [1, 1];
  for (let step = 0; step < STEPS; step++) {
    const both = trigamma(a + b);
    const [ga, gb] = [meanLog - digamma(a) + digamma(a + b), meanLogRest - digamma(b) + digamma(a + b)];
    const [haa, hbb] = [trigamma(a) - both, trigamma(b) - both];
    const determinant = haa * hbb - both * both;
    const da = (hbb * ga + both * gb) / determinant;
    const db = (haa * gb + both * ga) / determinant;
    // Both shapes stay above 0, and grow at most threefold a step.
    const size = Math.min(1, (0.7 * a) / Math.abs(Math.min(da, -1e-12)), (0.7 * b) / Math.abs(Math.min(db, -1e-12)));
    a = Math.min(3 * a, a + size * da);
    b = Math.min(3 * b, b + size * db);
    if (Math.abs(da) < 1e-10 * a && Math.abs(db) < 1e-10 * b) break;
  }
  return { a, b };
}
