/** Derivatives of ln Gamma: recurrence up to 10, then the asymptotic series (Abramowitz & Stegun 6.3.18, 6.4.12). */

const FAR = 10;

/** psi(x) for x > 0, relative error about 1e-12 away from its root at 1.4616. */
export function digamma(x: number): number {
  let at = x;
  let sum = 0;
  for (; at < FAR; at++) sum -= 1 / at;
  const r = 1 / (at * at);
  return sum + Math.log(at) - 0.5 / at - r * (1 / 12 - r * (1 / 120 - r * (1 / 252 - r * (1 / 240 - r / 132))));
}

/** psi'(x) for x > 0. */
export function trigamma(x: number): number {
  let at = x;
  let sum = 0;
  for (; at < FAR; at++) sum += 1 / (at * at);
  const r = 1 / (at * at);
  return sum + 1 / at + r / 2 + (r / at) * (1 / 6 - r * (1 / 30 - r * (1 / 42 - r * (1 / 30 - (5 * r) / 66))));
}
