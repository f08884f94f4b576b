/** Which combination of two quantities the draws of a posterior fix best, in a sentence (`System.combination`). */
import { slope } from '../../../inference/math/slope.ts';
import { sd } from '../../../inference/math/statistics.ts';
import type { Combination, Quantity } from '../../../inference/simulators/system.ts';

/** Below this share of the spread of the first quantity's logarithm the combination is worth a sentence. */
const MUCH_LESS = 0.7;

/**
 * "What these data fix best is σ₈ Ωₘ^0.52, to ±1.3 %, while σ₈ alone is known to ±13 %. Usually 0.5 is taken: S₈, ±1.4 %."
 * Null where the combination is not known much better than the first quantity alone, or a draw is not above zero.
 * @param theta draws [n, dim]
 */
export function combinationText(
  { first, second, usual }: Combination,
  quantities: readonly Quantity[],
  theta: Float64Array,
  dim: number,
): string | null {
  const [a, b] = [first, second].map((key) => quantities.find((quantity) => quantity.key === key));
  if (a === undefined || b === undefined) return null;
  const [lnA, lnB] = [a, b].map(({ value }) =>
    Float64Array.from({ length: theta.length / dim }, (_, i) =>
      Math.log(value(theta.subarray(i * dim, (i + 1) * dim))),
    ),
  );
  const alpha = -slope(lnB, lnA);
  const spread = (exponent: number) => sd(lnA.map((value, i) => value + exponent * lnB[i]));
  const [fixed, alone] = [spread(alpha), sd(lnA)];
  if (!(fixed < MUCH_LESS * alone)) return null;
  const power = `${a.symbol} ${b.symbol}^${alpha.toFixed(2)}`;
  return `What these data fix best is ${power}, to ±${percent(fixed)}; ${a.symbol} alone is known to ±${percent(alone)}. Usually the exponent ${usual.exponent} is taken: ${usual.symbol}, ±${percent(spread(usual.exponent))}.`;
}

function percent(share: number): string {
  const value = 100 * share;
  return `${value < 9.95 ? value.toFixed(1) : value.toFixed(0)} %`;
}
