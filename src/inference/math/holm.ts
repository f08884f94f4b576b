/** Holm's step-down correction (Holm 1979, Scandinavian Journal of Statistics 6, 65): controls the family-wise error. */

/** Adjusted p-values, in the order given: rejecting those below alpha makes any false alarm with probability <= alpha. */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, i) => i).sort((i, j) => pValues[i] - pValues[j]);
  const adjusted = pValues.slice();
  let running = 0;
  order.forEach((index, rank) => {
    running = Math.max(running, Math.min(1, (pValues.length - rank) * pValues[index]));
    adjusted[index] = running;
  });
  return adjusted;
}
