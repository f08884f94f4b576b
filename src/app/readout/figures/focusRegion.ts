/** Where focused rounds have simulated last, for the corner figure. */
import type { Design, Quantity, System } from '../../../inference/simulators/system.ts';
import type { FocusState } from '../../store/conceptsSlice.ts';
import { quantityDraws } from './displayDraws.ts';

/** Dots of a panel: enough to see an outline, and few enough for ten panels. */
const DOTS = 1000;

/** What is said beside the dots. */
export const REGION_TEXT =
  'Grey dots: where the last focused round simulated, all but 1 in 10,000 of the posterior of the round before. The blue posterior is your network’s, not the focused one.';

/**
 * Draws of the quantities, [n, quantities.length].
 * @param found of the observation on screen; null: there is nothing
 */
export function focusRegion(
  found: FocusState['found'],
  system: System,
  design: Design,
  quantities: readonly Quantity[],
): Float64Array | null {
  if (found === null) return null;
  const dim = system.parameters(design).length;
  return quantityDraws(found.focused.region.subarray(0, DOTS * dim), dim, quantities);
}
