/**
 * A prior's whitening as a table, for languages that lack its quantile function (ONNX has no normal or beta quantiles):
 * 1,025 knots, z from -8 to 8 in steps of 1/64, with the value and the slope of y(z) there, between which a cubic (Hermite)
 * runs. y is theta itself, ln theta or logit theta, whichever makes y(z) smooth. Off by less than 1e-8 of the prior's width
 * in theta and 1e-6 in z where the prior has mass (quantileTable.test.ts). Untruncated normals and lognormals need no table:
 * there y = mean + sd z.
 */
import { normalLogPdf } from '../math/special.ts';
import { JointPrior } from '../priors/jointPrior.ts';
import type { Prior } from '../priors/prior.ts';
import { logDensity } from '../priors/prior.ts';
import { asZ } from '../priors/space.ts';

/** z of the first and the last knot is -TABLE_END and TABLE_END. */
export const TABLE_END = 8;
/** Cells; a power of two, so that a value is found by halving. */
export const TABLE_CELLS = 1024;

/** What y is of theta. */
export type Coordinate = 'identity' | 'log' | 'logit';

export type Whitening =
  | { readonly kind: 'linear'; readonly coordinate: Coordinate; readonly mean: number; readonly sd: number }
  | {
      readonly kind: 'table';
      readonly coordinate: Coordinate;
      /** y at each knot, rising, [TABLE_CELLS + 1]. */
      readonly y: Float64Array;
      /** dy/dz at each knot, above 0, [TABLE_CELLS + 1]. */
      readonly slope: Float64Array;
    };

/** Where a coordinate would be infinite, or a slope zero. */
const TINY = 1e-300;
/** 1 - theta below this is 0 in double precision. */
const LAST_BELOW_ONE = 1 - 2 ** -53;

/** @throws RangeError for a fixed prior */
export function whiteningOf(prior: Prior): Whitening {
  switch (prior.family) {
    case 'uniform':
    case 'uniformLessNormal':
      return tableOf(prior, 'identity');
    case 'logUniform':
    case 'exponential':
    case 'gamma':
      return tableOf(prior, 'log');
    case 'beta':
      return tableOf(prior, 'logit');
    case 'normal':
    case 'lognormal': {
      const coordinate = prior.family === 'normal' ? 'identity' : 'log';
      const { mean, sd, low = -Infinity, high = Infinity } = prior;
      return low === -Infinity && high === Infinity
        ? { kind: 'linear', coordinate, mean, sd }
        : tableOf(prior, coordinate);
    }
    case 'fixed':
      throw new RangeError(`the prior is fixed at ${prior.value} and has no whitening; choose another family`);
    default:
      return prior satisfies never;
  }
}

function tableOf(prior: Prior, coordinate: Coordinate): Whitening {
  const z = Float64Array.from({ length: TABLE_CELLS + 1 }, (_, k) => -TABLE_END + (2 * TABLE_END * k) / TABLE_CELLS);
  const theta = new JointPrior(['theta'], [prior]).unwhiten(asZ(z));
  const y = new Float64Array(z.length);
  const slope = new Float64Array(z.length);
  for (let k = 0; k < z.length; k++) {
    const { at, logStretch } = coordinates(coordinate, theta[k]);
    // The two tails of a quantile function meet with a jump in the last digit.
    y[k] = k === 0 ? at : Math.max(at, y[k - 1]);
    // dy/dz = phi(z) / p(theta) / (dtheta/dy)
    const exact = Math.exp(normalLogPdf(z[k]) - logDensity(prior, theta[k]) - logStretch);
    slope[k] = Number.isFinite(exact) ? Math.max(exact, TINY) : TINY;
  }
  return { kind: 'table', coordinate, y, slope };
}

/** y of theta, and ln dtheta/dy. */
function coordinates(coordinate: Coordinate, theta: number): { readonly at: number; readonly logStretch: number } {
  switch (coordinate) {
    case 'identity':
      return { at: theta, logStretch: 0 };
    case 'log': {
      const at = Math.log(Math.max(theta, TINY));
      return { at, logStretch: at };
    }
    case 'logit': {
      const inside = Math.min(Math.max(theta, TINY), LAST_BELOW_ONE);
      const [below, above] = [Math.log(inside), Math.log1p(-inside)];
      return { at: below - above, logStretch: below + above };
    }
    default:
      return coordinate satisfies never;
  }
}
