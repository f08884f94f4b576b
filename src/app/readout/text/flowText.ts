/** What is said of a layer of the flow. */
import { count, short } from '../../format/number.ts';
import type { TracedFlow } from '../../store/flowSlice.ts';

/** Beyond this, in standard deviations of the base, the map and its inverse are told to differ. */
const AGREES = 0.02;

/** "Layer 2 of 5", for the slider. */
export function stopText({ transforms }: Pick<TracedFlow, 'transforms'>, stop: number): string {
  if (stop === 0) return 'base';
  return stop > transforms ? 'parameters' : `layer ${stop} of ${transforms}`;
}

/** A sentence on what is seen at a stop. */
export function stopSentence({ transforms }: Pick<TracedFlow, 'transforms'>, stop: number): string {
  if (stop === 0) {
    return 'The base: independent standard Gaussian numbers, the same for every observation. The grid is straight.';
  }
  if (stop > transforms) {
    return 'The same points in the units of the parameters: the draws are those of the posterior on screen.';
  }
  return stop === transforms
    ? `After all ${transforms} transforms: parameters in units of their prior, under which the prior would be the base again.`
    : `After ${stop} of ${transforms} transforms. Each bends one coordinate after the other, by the observation and the coordinates before it.`;
}

/** How the picture is made, and what it is not. */
export function flowNotes(
  { members, mismatch, step }: Pick<TracedFlow, 'members' | 'mismatch' | 'step'>,
  dim: number,
  altered: boolean,
): readonly string[] {
  const notes = [`The network as it is at step ${count(step)}.`];
  if (dim > 2) {
    notes.push(
      `Of ${dim} parameters two are shown. The grid is a slice: the other ${dim - 2} base coordinates are 0 on it. The draws have all coordinates.`,
    );
  }
  if (members > 1) notes.push(`This is the first of ${members} networks; the posterior is the mixture of all.`);
  if (altered) {
    notes.push('The posterior on screen is also altered, corrected or weighted; this is the network by itself.');
  }
  if (mismatch > AGREES) {
    notes.push(
      `The flow is so steep here that the way back to the base differs by up to ${short(mismatch, 2)} standard deviations in single precision: layers in between are approximate.`,
    );
  }
  return notes;
}
