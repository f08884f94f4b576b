/**
 * Inverse of the standard normal CDF: algorithm AS 241 (PPND16) of Wichura, Appl. Stat. 37 (1988) 477, three rational
 * approximations with relative error below 1e-15.
 *
 * Why not a package: @stdlib/stats-base-dists-normal-quantile 0.3.1 is off by 5e-12 at u = 1e-6 and by 1e-4 at 1e-15.
 */

/** Numerator and denominator, constant term first, in 0.180625 - (u - 1/2)^2. */
const CENTRE = [
  [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
    33430.57558358813, 2509.0809287301227,
  ],
  [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852854,
  ],
] as const;
/** In r - 1.6, r = sqrt(-ln tail), up to r = 5. */
const SHOULDER = [
  [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
] as const;
/** In r - 5. */
const TAIL = [
  [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 0.000027115555687434876, 2.0103343992922881e-7,
  ],
  [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 0.000018463183175100548,
    1.421511758316446e-7, 2.0442631033899397e-15,
  ],
] as const;

/** -Infinity at 0, Infinity at 1, NaN outside. For an upper tail probability q, take -normalQuantile(q). */
export function normalQuantile(u: number): number {
  const fromCentre = u - 0.5;
  if (Math.abs(fromCentre) <= 0.425) return fromCentre * ratio(CENTRE, 0.180625 - fromCentre * fromCentre);
  const tail = fromCentre < 0 ? u : 1 - u;
  if (!(tail > 0)) {
    if (tail === 0) return fromCentre < 0 ? -Infinity : Infinity;
    return Number.NaN;
  }
  const r = Math.sqrt(-Math.log(tail));
  const size = r <= 5 ? ratio(SHOULDER, r - 1.6) : ratio(TAIL, r - 5);
  return fromCentre < 0 ? -size : size;
}

function ratio([numerator, denominator]: readonly [readonly number[], readonly number[]], x: number): number {
  return horner(numerator, x) / horner(denominator, x);
}

function horner(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (let k = coefficients.length - 1; k >= 0; k--) value = value * x + coefficients[k];
  return value;
}
