/** How long a simulation may take, and how its parameters are written. */
import type { Declaration } from '../../inference/simulators/own/declaration.ts';

/** A simulation that takes longer is stopped and counts as failed, ms. */
export const LONGEST_SIMULATION = 1000;

/** theta in words: "rate = 0.5, size = 12". */
export function thetaText({ parameters }: Declaration, theta: ArrayLike<number>): string {
  return parameters.map(({ key }, j) => `${key} = ${Number(theta[j].toPrecision(4))}`).join(', ');
}
