/** Numbered names and parameters: θ₁, θ₂, ..., x₁, x₂, ... */
import type { ParameterSpec } from './system.ts';

/** `symbol` with `n` as its index: θ₁₀. */
export function numbered(symbol: string, n: number): string {
  const index = Array.from(String(n), (digit) => String.fromCodePoint(0x2080 + Number(digit)));
  return `${symbol}${index.join('')}`;
}

/** Symbols 1 to n. */
export function numberedNames(symbol: string, n: number): string[] {
  return Array.from({ length: n }, (_, i) => numbered(symbol, i + 1));
}

/** One parameter theta_1, theta_2, ... for each true value, alike in all but the value and the description. */
export function numberedParameters(
  truths: readonly number[],
  alike: Pick<ParameterSpec, 'defaultPrior' | 'families' | 'slider'>,
  description: (n: number) => string,
): ParameterSpec[] {
  return truths.map((defaultTruth, j) => ({
    key: `theta${j + 1}`,
    symbol: numbered('θ', j + 1),
    label: `Parameter ${j + 1}`,
    unit: '',
    description: description(j + 1),
    domain: { low: -Infinity, high: Infinity },
    defaultTruth,
    ...alike,
  }));
}
