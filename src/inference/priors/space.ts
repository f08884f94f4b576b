/**
 * Brands that keep the two coordinate systems of the parameters apart: `Theta` in their own units, `Z` prior-whitened
 * (z_j = Phi^-1(F_j(theta_j)), under which the prior is N(0, I)). Both are Float64Arrays at run time.
 */

declare const space: unique symbol;

/** Parameters in their own units, [n, D] row-major. */
export type Theta = Float64Array & { readonly [space]: 'theta' };
/** Whitened parameters, [n, D] row-major. */
export type Z = Float64Array & { readonly [space]: 'z' };

/** Vouches that the numbers are parameters in their own units. */
export function asTheta(values: Float64Array): Theta {
  return values as Theta;
}

/** Vouches that the numbers are whitened parameters. */
export function asZ(values: Float64Array): Z {
  return values as Z;
}
