/** The quantities that the corner figure can show, and those that it does: all where they fit, else the chosen ones. */
import type { Design, Quantity, System } from '../../../inference/simulators/system.ts';
import { MOST_QUANTITIES } from '../../plots/cornerFigure.ts';

export interface CornerQuantities {
  readonly offered: readonly Quantity[];
  /** In the system's order, one to MOST_QUANTITIES. */
  readonly quantities: readonly Quantity[];
}

/** Shown of more than fit, until the user chooses: large enough panels on a laptop. */
const AT_FIRST = 4;

export function cornerQuantities(
  system: Pick<System, 'display'>,
  design: Design,
  chosen: readonly string[] | null,
): CornerQuantities {
  const offered = system.display(design);
  if (offered.length <= MOST_QUANTITIES) return { offered, quantities: offered };
  const wanted = offered.filter(({ key }) => chosen?.includes(key));
  return { offered, quantities: wanted.length > 0 ? wanted.slice(0, MOST_QUANTITIES) : offered.slice(0, AT_FIRST) };
}

/** The keys after `key` was switched on or off; the last one stays on, and a sixth pushes the first out. */
export function toggled(shown: readonly string[], key: string): readonly string[] {
  if (!shown.includes(key)) return [...shown, key].slice(-MOST_QUANTITIES);
  return shown.length > 1 ? shown.filter((other) => other !== key) : shown;
}
