/** Numbers as the verdicts print them. */

/** Two significant digits, without exponents for the sizes that verdicts meet: 0.031, 1.6, 26, 130, −0.19. */
export function twoDigits(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  return String(Number(value.toPrecision(2))).replace(/^-/, '−');
}

/** 'p = 0.43', 'p = 0.0021', 'p < 0.0001'. */
export function pValue(p: number): string {
  return p < 1e-4 ? 'p < 0.0001' : `p = ${twoDigits(p)}`;
}

/** 0.894 -> '89.4'. */
export function percent(fraction: number): string {
  return (100 * fraction).toFixed(1);
}
