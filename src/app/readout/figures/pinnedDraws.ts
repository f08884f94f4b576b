/** A pinned run on the axes of a plot, where its quantities are those of the plot. */
import { column } from '../../../inference/posterior/axis.ts';
import type { Quantity } from '../../../inference/simulators/system.ts';
import { quantityDraws } from './displayDraws.ts';
import type { Pin } from '../../store/pinsSlice.ts';
import { type QuantityAxis, quantityAxis } from './axes.ts';

export interface PinnedDraws {
  readonly name: string;
  readonly place: number;
  /** Draws of the quantities, [n, quantities.length]. */
  readonly values: Float64Array;
  /** The plot's scales, with the ends of the run's own priors. */
  readonly axes: readonly QuantityAxis[];
}

/** Null: the run has another system, or not all of these quantities. */
function pinnedDraws(
  { name, place, system, study: { problem }, draws }: Pin,
  systemId: string,
  shown: readonly Quantity[],
): PinnedDraws | null {
  if (system.id !== systemId) return null;
  const offered = [...system.display(problem.design), ...system.derived(problem.design)];
  const own = shown.flatMap(({ key, scale }) =>
    offered.filter((quantity) => quantity.key === key).map((quantity) => ({ ...quantity, scale })),
  );
  if (own.length < shown.length) return null;
  const values = quantityDraws(draws, system.parameters(problem.design).length, own);
  const axes = own.map((quantity, j) => quantityAxis(quantity, problem, column(values, own.length, j)));
  return { name, place, values, axes };
}

/** Of all pins, those that can be drawn. */
export function pinnedOn(pins: readonly Pin[], systemId: string, shown: readonly Quantity[]): PinnedDraws[] {
  return pins.flatMap((pin) => pinnedDraws(pin, systemId, shown) ?? []);
}
