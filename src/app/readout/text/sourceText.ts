/** Where the observation comes from, in a phrase. */
import type { Observation, UneditedSource } from '../../../inference/observation/observation.ts';

export function sourceText({ source }: Observation, pointsDraggable: boolean): string {
  const unedited = (from: UneditedSource) => {
    if (from.kind !== 'file') return 'simulated';
    return from.row === undefined ? `from ${from.name}` : `row ${from.row} of ${from.name}`;
  };
  if (source.kind !== 'edited') return `${unedited(source)}${pointsDraggable ? ' · drag a point' : ''}`;
  if (source.noise !== undefined) return `${unedited(source.of)}, noise added`;
  const points = source.entries.length === 1 ? '1 point' : `${source.entries.length} points`;
  return `${unedited(source.of)}, ${points} moved by hand`;
}
