/** Where the observation comes from, in a phrase. */
import { wordsOf } from './systemWords.ts';
import type { Observation, UneditedSource } from '../../../inference/observation/observation.ts';

/** For a first look: what the data are; where they are not simulated any more, where they come from. */
export function describedText(system: string, observation: Observation): string {
  const { source } = observation;
  const data = wordsOf(system).data?.(observation.design);
  if (data !== undefined && source.kind === 'simulated') return data;
  const from = sourceText(observation, false);
  const said = `${from.slice(0, 1).toUpperCase()}${from.slice(1)}.`;
  const origin = source.kind === 'edited' ? source.of : source;
  return data === undefined || origin.kind === 'file' ? said : `${data} ${said}`;
}

export function sourceText({ source, x }: Observation, pointsDraggable: boolean): string {
  const unedited = (from: UneditedSource) => {
    if (from.kind !== 'file') return 'simulated';
    return from.row === undefined ? `from ${from.name}` : `row ${from.row} of ${from.name}`;
  };
  if (source.kind !== 'edited') return `${unedited(source)}${pointsDraggable ? ' · drag a point' : ''}`;
  if (source.noise !== undefined) return `${unedited(source.of)}, noise added`;
  const moved = source.entries.filter((at) => !Number.isNaN(x?.[at] ?? 0));
  // Readings that are still to come were moved by nobody.
  if (moved.length === 0) return `${unedited(source.of)}${pointsDraggable ? ' · drag a point' : ''}`;
  const points = moved.length === 1 ? '1 point' : `${moved.length} points`;
  return `${unedited(source.of)}, ${points} moved by hand`;
}
