/** A link laid over another one: what a step of a lesson changes of the study on screen. */
import { hashOf, pairsOf } from './linkText.ts';

/** What goes with a key when that is said anew: it was of what was there before. */
const GOES_WITH: Readonly<Record<string, readonly string[]>> = {
  truth: ['moved', 'added', 'packed', 'eta'],
  noise: ['moved', 'added', 'packed', 'eta'],
  moved: ['packed'],
  tab: ['axes', 'scale'],
};

/**
 * One that names its system stands alone; any other changes what it says of the link below it.
 * @param below a link that can be read
 * @param above keys of a link; what cannot be read of it stays in, for `readLink` to name
 * @returns the hash without "#"
 */
export function mergeLink(below: string, above: string): string {
  const changes = pairsOf(above);
  if (changes.problems.length > 0 || changes.pairs.has('system')) return above;
  const merged = new Map(pairsOf(below).pairs);
  for (const key of changes.pairs.keys()) {
    for (const gone of GOES_WITH[key] ?? []) merged.delete(gone);
  }
  for (const [key, value] of changes.pairs) merged.set(key, value);
  return hashOf([...merged]);
}
