/** Names of files whose draws are not the network's own say so, before their ending. */
import type { Mark } from '../../../inference/correction/marks.ts';

/** "galaxy-bias-posterior.csv" -> "galaxy-bias-posterior-broken.csv" */
export function markedName(name: string, marks: readonly Mark[]): string {
  const words = [...new Set(marks.map(({ word }) => word))];
  return name.replace(/(?=\.[^.]*$)/, words.map((word) => `-${word}`).join(''));
}
