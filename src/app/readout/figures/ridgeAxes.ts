/** The quantities that the ridge view offers (coordinates of the corner plot and derived ones), and the two it shows. */
import type { Design, Quantity, System } from '../../../inference/simulators/system.ts';

export interface RidgeAxes {
  readonly offered: readonly Quantity[];
  readonly x: Quantity;
  readonly y: Quantity;
}

export function ridgeAxes(system: System, design: Design, chosen: readonly [string, string] | null): RidgeAxes {
  const offered = [...system.display(design), ...system.derived(design)];
  const find = (key: string | undefined, otherwise: Quantity) =>
    offered.find((quantity) => quantity.key === key) ?? otherwise;
  return { offered, x: find(chosen?.[0], offered[0]), y: find(chosen?.[1], offered[1] ?? offered[0]) };
}
