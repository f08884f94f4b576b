/**
 * Exchangeable items of an observation (`Model.items`) that hold the same numbers: the network counts each as data of its own, so
 * that its posterior is too narrow for a copy. Whole numbers, such as counts, may agree by chance.
 */
import { listed } from '../math/shown.ts';
import type { Model } from '../simulators/system.ts';

/** A sentence; null: no two are the same. @param x one observation */
export function equalItemsText({ items }: Pick<Model, 'items'>, x: Float64Array): string | null {
  if (items === undefined) return null;
  const all = items.split(x);
  /** Groups of equal items, by the sum of their numbers. */
  const groups = new Map<number, number[][]>();
  for (const [i, item] of all.entries()) {
    // What is not there is equal to nothing.
    if (item.every(Number.isInteger) || item.some(Number.isNaN)) continue;
    const sum = item.reduce((total, value) => total + value, 0);
    const alike = groups.get(sum) ?? [];
    const group = alike.find(([first]) => all[first].every((value, e) => Object.is(value, item[e])));
    if (group === undefined) groups.set(sum, [...alike, [i]]);
    else group.push(i);
  }
  const equal = [...groups.values()].flat().filter((at) => at.length > 1);
  if (equal.length === 0) return null;
  const named = equal.map((at) => {
    const places = at.map((i) => i + 1);
    return `${places.slice(0, -1).join(', ')} and ${places.at(-1)}`;
  });
  return `Of the ${items.count} ${items.name} ${listed(named, 3, (text) => text)} hold the same numbers. Each counts as independent data, so the posterior is too narrow if one is a copy.`;
}

/** The same of the observations of a batch, in a sentence. @param x one after the other */
export function equalItemsInBatch(
  model: Pick<Model, 'items'>,
  x: Float64Array,
  labels: readonly string[],
): string | null {
  const size = x.length / labels.length;
  const found = labels.filter((_, i) => equalItemsText(model, x.subarray(i * size, (i + 1) * size)) !== null);
  if (found.length === 0 || model.items === undefined) return null;
  const { count, name } = model.items;
  return `${found.length} of ${labels.length} observations (${listed(found)}) have ${name} among their ${count} that hold the same numbers. Each counts as independent data, so the posterior is too narrow if one is a copy.`;
}
