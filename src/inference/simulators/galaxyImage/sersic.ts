/**
 * The light of a galaxy: Sersic's law I(r) = I_e exp(-b_n ((r / R_e)^(1/n) - 1)), of which half the light lies within R_e.
 * n = 0.5 is a Gaussian, 1 an exponential disc, 4 de Vaucouleurs' law of ellipticals.
 * Source: Ciotti & Bertin 1999 (b_n); Graham & Driver 2005 (total light).
 */
import { lgamma } from '../../math/special.ts';

/** b_n by Ciotti and Bertin's series: within 1.4e-3 of the exact one at n = 0.5, within 1.2e-4 from n = 1. */
export function sersicB(n: number): number {
  const n2 = n * n;
  return 2 * n - 1 / 3 + 4 / (405 * n) + 46 / (25515 * n2) + 131 / (1148175 * n2 * n);
}

/** Total light over I_e R_e^2: 2 pi n e^b b^(-2 n) Gamma(2 n). */
export function sersicTotal(n: number): number {
  const b = sersicB(n);
  return 2 * Math.PI * n * Math.exp(b - 2 * n * Math.log(b) + lgamma(2 * n));
}
