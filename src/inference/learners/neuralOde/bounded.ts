/** A positive unknown with a prior, as a coordinate u without bounds: ln(theta) = low + (high - low) / (1 + e^-u). */
import { logDensity, type Prior, quantile, support } from '../../priors/prior.ts';

/** The ends are here where a prior has none. */
const TAIL = 1e-6;
/** Of ln(theta): differences of the log density, which every family has in closed form but for its slope. */
const DIFFERENCE = 1e-4;

export interface Scalar {
  /** theta(u). */
  value(u: number): number;
  /** d ln(theta) / du. */
  slope(u: number): number;
  /** u(theta); a value at or beyond an end is moved inside. */
  coordinate(value: number): number;
  /** -ln of the prior density of ln(theta), with its first and second derivative by u; nats. The second is at least 0. */
  penalty(u: number): readonly [value: number, first: number, second: number];
}

/** Of a range, by the coordinate. */
export function shareAt(u: number): number {
  return 1 / (1 + Math.exp(-u));
}

/** The coordinate of a share; one at or beyond an end is moved inside. */
export function coordinateOf(share: number): number {
  const at = Math.min(1 - 1e-3, Math.max(1e-3, share));
  return Math.log(at / (1 - at));
}

/** @param prior with positive support, not fixed */
export function boundedScalar(prior: Prior): Scalar {
  const ends = support(prior);
  const low = Math.log(ends.low > 0 ? ends.low : quantile(prior, TAIL));
  const high = Math.log(Number.isFinite(ends.high) ? ends.high : quantile(prior, 1 - TAIL));
  const logAt = (u: number): number => low + (high - low) * shareAt(u);
  const slope = (u: number): number => (high - low) * shareAt(u) * (1 - shareAt(u));
  const minusLog = (log: number): number => -logDensity(prior, Math.exp(log)) - log;
  return {
    value: (u) => Math.exp(logAt(u)),
    slope,
    coordinate: (value) => coordinateOf((Math.log(value) - low) / (high - low)),
    penalty(u) {
      const log = Math.min(high - 2 * DIFFERENCE, Math.max(low + 2 * DIFFERENCE, logAt(u)));
      const [below, here, above] = [-1, 0, 1].map((k) => minusLog(log + k * DIFFERENCE));
      const first = (above - below) / (2 * DIFFERENCE);
      const second = (above - 2 * here + below) / DIFFERENCE ** 2;
      const by = slope(u);
      return [here, first * by, Math.max(0, second * by * by)];
    },
  };
}
