/**
 * Entries of raw data that no simulation of a design shows, such as pixels under its mask (`ArrayFormat.unseen`): they are 0 there
 * whatever a file or a hand says, and the network is given nothing of them. Data that hide other entries are not of this design.
 */
import { entryName, type DataShape } from '../simulators/dataShape.ts';
import type { Design, FileProblem, System, UnseenEntries } from '../simulators/system.ts';

/** What stands in x where nothing is seen. */
export const UNSEEN = 0;
/** So many zeros among measured numbers of a continuous law are no chance. */
const LEAST_ZEROS = 5;
/** Coarse numbers repeat; zeros that are a mask are so many times more than any other value. */
const STANDS_OUT = 4;

/** 1 where nothing is seen [size of x]; null: all is seen. */
export function unseenOf({ file }: System, design: Design): Uint8Array | null {
  return file.kind === 'array' ? (file.unseen?.of(design) ?? null) : null;
}

/** `after` with what is not seen as it was `before`: no brush and no noise reaches it. */
export function keptUnseen(system: System, design: Design, before: Float64Array, after: Float64Array): Float64Array {
  const unseen = system.view(design).space === 'x' ? unseenOf(system, design) : null;
  return unseen === null ? after : after.map((value, i) => (unseen[i] === 1 ? before[i] : value));
}

/**
 * Exact zeros where something is seen, in such a number that they are a mask of their own.
 * @param x one observation, 0 where nothing is seen
 */
export function otherMask(
  x: Float64Array,
  unseen: Uint8Array | null,
  shape: DataShape,
  { remedy }: UnseenEntries,
): FileProblem | null {
  const isSeen = (i: number) => unseen === null || unseen[i] === 0;
  let [zeros, first] = [0, -1];
  for (let i = 0; i < x.length; i++) {
    if (x[i] !== UNSEEN || !isSeen(i)) continue;
    zeros++;
    if (first < 0) first = i;
  }
  if (zeros < LEAST_ZEROS || zeros <= STANDS_OUT * mostRepeated(x, isSeen)) return null;
  const hidden = unseen === null ? 'The study hides none' : "The study's mask hides others";
  return {
    column: entryName(shape, first),
    value: '0',
    problem: `${zeros} entries are exactly 0, as under a mask. ${hidden}: the data have another mask than the simulations.`,
    remedy,
  };
}

/** How often the most frequent number besides 0 stands where something is seen. */
function mostRepeated(x: Float64Array, isSeen: (i: number) => boolean): number {
  const counts = new Map<number, number>();
  let most = 0;
  for (let i = 0; i < x.length; i++) {
    if (x[i] === UNSEEN || !isSeen(i)) continue;
    const count = (counts.get(x[i]) ?? 0) + 1;
    counts.set(x[i], count);
    most = Math.max(most, count);
  }
  return most;
}
