/** The data of the ridge figure, from draws. */
import { column } from '../../../inference/posterior/axis.ts';
import type { Degeneracy, Problem, Quantity, System } from '../../../inference/simulators/system.ts';
import type { Pair, RidgeData } from '../../plots/ridgeFigure.ts';
import { covers, type ReferenceView } from './cornerData.ts';
import type { FrameDraws } from './frameDraws.ts';
import { layerOf, REFERENCE_MASSES } from './layers.ts';
import { otherUniverse } from './otherUniverse.ts';
import type { PinnedDraws } from './pinnedDraws.ts';
import type { Directions } from './ridgeDirections.ts';

/** What theory says about the two quantities. */
export type RidgeTheory = Pick<RidgeData, 'degeneracy' | 'counterpart'>;

/** Where a lesson keeps the answer from being seen. */
export const NO_THEORY: RidgeTheory = { degeneracy: null, counterpart: null };

/** @param theta the true value behind the data x, where it is known */
export function ridgeTheory(
  system: System,
  problem: Problem,
  [first, second]: readonly Quantity[],
  x: Float64Array | null,
  theta: readonly number[] | null,
): RidgeTheory {
  const other = otherUniverse(system, problem.design, theta);
  const curve = x === null ? null : (system.degeneracy?.(problem, x) ?? null);
  return {
    degeneracy: curve === null ? null : onTheAxes(curve, first.key, second.key),
    counterpart: other && { label: other.label, at: [first.value(other.theta), second.value(other.theta)] },
  };
}

/** The curve turned round where its axes are; null where they are others. */
function onTheAxes(curve: Degeneracy, x: string, y: string): RidgeData['degeneracy'] {
  if (curve.axes[0] === x && curve.axes[1] === y) return curve;
  if (curve.axes[0] !== y || curve.axes[1] !== x) return null;
  return { ...curve, points: curve.points.map(([a, b]): Pair => [b, a]) };
}

export function ridgeData(
  { axes, posterior, reference, truth }: FrameDraws,
  pinned: readonly PinnedDraws[],
  { label, distance }: ReferenceView,
  theory: RidgeTheory,
  directions: Directions,
): RidgeData {
  const [x, y] = covers(axes, [posterior, reference, ...pinned.map((pin) => pin.values)], truth);
  const regions = (values: Float64Array, on = axes) => layerOf(values, on, REFERENCE_MASSES).regions[0];
  return {
    x: x.quantity,
    y: y.quantity,
    draws: posterior === null ? null : { x: column(posterior, 2, 0), y: column(posterior, 2, 1) },
    regions: posterior === null ? [] : regions(posterior),
    reference: reference === null ? null : { regions: regions(reference), label, distance },
    pins: pinned.map(({ name, place, values, axes: own }) => ({ name, place, regions: regions(values, own) })),
    truth: truth === null ? null : [truth[0], truth[1]],
    ...theory,
    ...directions,
  };
}
