/** Which entries of an observation were moved by hand, as a short text: runs of their places, "0-5,9,20-31". */
import type { ObservationSource } from './observation.ts';

export interface MovedByHand {
  /** Ascending. */
  readonly entries: readonly number[];
  /** How often noise was added to all of them; absent: never. */
  readonly noise?: number;
}

/** Null: the observation is as it was simulated or read. */
export function movedByHand(source: ObservationSource): MovedByHand | null {
  if (source.kind !== 'edited') return null;
  const { entries, noise } = source;
  return { entries, ...(noise === undefined ? {} : { noise }) };
}

export function movedText(entries: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const entry of entries) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === entry - 1) last[1] = entry;
    else runs.push([entry, entry]);
  }
  return runs.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(',');
}

/** The inverse of `movedText`; null where it is no such text. @param size entries that there are */
export function movedIn(text: string, size: number): readonly number[] | null {
  const entries: number[] = [];
  for (const run of text.split(',')) {
    const [, first, last = first] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(run) ?? [];
    const [from, to] = [Number(first), Number(last)];
    if (!(from > (entries.at(-1) ?? -1) && to >= from && to < size)) return null;
    for (let entry = from; entry <= to; entry++) entries.push(entry);
  }
  return entries;
}
