/**
 * Lamé's thick-walled cylinder: a long tube of inner radius a and outer radius b under an inner pressure p, free outside, in
 * plane strain. The wall moves outwards by
 *   u(r) = q1 G1(r) + q2 G2(r),   q1 = 1/(lambda + mu), q2 = 1/mu,
 *   G1 = p a^2 r / (2 (b^2 - a^2)),   G2 = p a^2 b^2 / (2 (b^2 - a^2) r):
 * linear in q. Lengths in cm, moduli and pressure in GPa. (Lamé & Clapeyron 1831; Timoshenko & Goodier, Theory of Elasticity.)
 */
export const INNER = 1;
export const OUTER = 2;

/** G1 and G2 at radius r for the pressure 1. */
export function influence(r: number): readonly [number, number] {
  const share = (INNER * INNER) / (2 * (OUTER * OUTER - INNER * INNER));
  return [share * r, (share * OUTER * OUTER) / r];
}

/** u(r), cm. */
export function displacement(lambda: number, mu: number, pressure: number, r: number): number {
  const [first, second] = influence(r);
  return pressure * (first / (lambda + mu) + second / mu);
}
