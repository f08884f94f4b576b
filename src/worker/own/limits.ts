/** How long a simulation may take, and how its parameters are written. */
import { type Declaration, ownLimits } from '../../inference/simulators/own/declaration.ts';

/** A simulation that takes longer is stopped and counts as failed, ms. */
export const LONGEST_SIMULATION = 1000;

/** Numbers that stand for data whose summaries are computed: more than there are parameters, so that they are no theta. */
const MARKS = ownLimits.parameters + 1;

/** Data that were given, in place of theta: hash (FNV-1a) of their bytes, MARKS times. */
export function givenData(x: Float64Array): number[] {
  let hash = 0x811c9dc5;
  for (const byte of new Uint8Array(x.buffer, x.byteOffset, x.byteLength)) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return Array.from({ length: MARKS }, () => hash);
}

/** Where a simulator was when it was stopped: "at rate = 0.5", or in the summaries of data that were given. */
export function placeText(declaration: Declaration, at: ArrayLike<number>): string {
  return at.length === MARKS ? 'in the summaries of these data' : `at ${thetaText(declaration, at)}`;
}

/** theta in words: "rate = 0.5, size = 12". */
function thetaText({ parameters }: Declaration, theta: ArrayLike<number>): string {
  return parameters.map(({ key }, j) => `${key} = ${Number(theta[j].toPrecision(4))}`).join(', ');
}
