/** Stiff and sloppy direction and the local directions of the two quantities of the ridge view, on its axes. */
import { stiffAndSloppy } from '../../../inference/diagnostics/identifiability/identifiability.ts';
import { localDirections } from '../../../inference/diagnostics/local/localDirections.ts';
import { median, sd } from '../../../inference/math/statistics.ts';
import { column } from '../../../inference/posterior/axis.ts';
import type { Quantity } from '../../../inference/simulators/system.ts';
import type { Pair, RidgeData } from '../../plots/ridgeFigure.ts';
import { onAxes } from './displayDraws.ts';
import type { QuantityAxis } from './axes.ts';

export type Directions = Pick<RidgeData, 'field' | 'directions'>;

export const NO_DIRECTIONS: Directions = { field: [], directions: [] };
const DRAWS = 1000;
const CENTRES = 60;
const NEIGHBOURS = 50;
/** Below this share of the variance the neighbours of a draw have no direction worth a stroke. */
const DIRECTED = 0.75;
/** Half the length of the arrow of a direction that the data fix, in prior sds: it could not be seen at its own width. */
const STIFF_LENGTH = 0.3;

/** @param posterior draws of the two quantities, [n, 2]; `prior` likewise */
export function ridgeDirections(
  posterior: Float64Array,
  prior: Float64Array,
  quantities: readonly Quantity[],
  axes: readonly QuantityAxis[],
): Directions {
  try {
    const ranges = axes.map(({ quantity }) => quantity.range);
    return directionsOf({ posterior: posterior.subarray(0, 2 * DRAWS), prior, quantities, ranges });
  } catch (error) {
    // One of the two does not vary, or follows from the other: there is no plane to have directions in.
    if (error instanceof RangeError) return NO_DIRECTIONS;
    throw error;
  }
}

interface Plane {
  readonly posterior: Float64Array;
  readonly prior: Float64Array;
  readonly quantities: readonly Quantity[];
  readonly ranges: readonly (readonly [number, number])[];
}

/** Nothing where there is nothing to see: too few usable draws, or two quantities that are one. */
function directionsOf({ posterior, prior, quantities, ranges }: Plane): Directions {
  if (quantities[0].key === quantities[1].key) return NO_DIRECTIONS;
  const rows = onAxes(posterior, quantities);
  const before = onAxes(prior, quantities);
  if (rows.length < 4 * NEIGHBOURS || !rows.every(Number.isFinite) || !before.every(Number.isFinite)) {
    return NO_DIRECTIONS;
  }
  const unit = [sd(column(before, 2, 0)), sd(column(before, 2, 1))];
  const { stiff, sloppy } = stiffAndSloppy({ posterior, prior, quantities });
  const centre = [median(column(rows, 2, 0)), median(column(rows, 2, 1))];
  const own = (axis: number, value: number) => (quantities[axis].scale === 'log' ? Math.exp(value) : value);
  const moved = (from: ArrayLike<number>, step: ArrayLike<number>, factor: number): Pair => [
    own(0, from[0] + factor * step[0]),
    own(1, from[1] + factor * step[1]),
  ];
  const inside = (pair: Pair) => pair.every((value, axis) => value >= ranges[axis][0] && value <= ranges[axis][1]);
  /** Shortened until both ends are on the plot: plotly leaves out an arrow whose head is not. */
  const arrow = (name: 'stiff' | 'sloppy', step: readonly number[], half: number) => {
    let [from, to] = [moved(centre, step, -half), moved(centre, step, half)];
    for (let length = half; !(inside(from) && inside(to)) && length > half / 16; length *= 0.9) {
      [from, to] = [moved(centre, step, -length), moved(centre, step, length)];
    }
    return { name, from, to };
  };
  const { at, arm, share } = localDirections(rows, unit, CENTRES, NEIGHBOURS);
  const field = Array.from(share, (part, c) => ({ part, c })).filter(({ part }) => part > DIRECTED);
  return {
    field: field.map(({ c }) => {
      const [from, step] = [at.subarray(2 * c, 2 * c + 2), arm.subarray(2 * c, 2 * c + 2)];
      return [moved(from, step, -1), moved(from, step, 1)] as const;
    }),
    directions: [
      arrow('stiff', stiff.step, Math.max(STIFF_LENGTH, stiff.sdRatio)),
      arrow('sloppy', sloppy.step, sloppy.sdRatio),
    ],
  };
}
