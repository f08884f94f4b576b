/** Draws of the display quantities turned into the curves and regions of a plot. */
import { column } from '../../../inference/posterior/axis.ts';
import { marginalDensity, priorDensity } from '../../../inference/posterior/density1d.ts';
import { highestDensityRegions } from '../../../inference/posterior/density2d.ts';
import type { Problem } from '../../../inference/simulators/system.ts';
import { cornerPairs } from '../../plots/cornerFigure.ts';
import type { Curve, Layer, Region } from '../../plots/types.ts';
import type { QuantityAxis } from './axes.ts';

export const POSTERIOR_MASSES = [0.5, 0.68, 0.9, 0.95] as const;
export const REFERENCE_MASSES = [0.68, 0.95] as const;

/** Draws that the two-dimensional estimate is made from: more cost time and change no line. */
const REGION_DRAWS = 1500;
/** Nodes an axis of the estimate in each of many small panels, ten times a second. */
const SMALL_PANEL_NODES = 56;
const PRIOR_NODES = 241;

/** The last layer of each set of draws: a figure is built again and again while only one of its layers is new. */
const lastLayers = new WeakMap<
  Float64Array,
  { readonly axes: readonly QuantityAxis[]; readonly of: object; readonly layer: Layer }
>();

/** @param of what else the layer is made from */
function remembered(values: Float64Array, axes: readonly QuantityAxis[], of: object, make: () => Layer): Layer {
  const last = lastLayers.get(values);
  if (last !== undefined && last.axes === axes && last.of === of) return last.layer;
  const layer = make();
  lastLayers.set(values, { axes, of, layer });
  return layer;
}

/** @param values draws of the quantities, [n, axes.length] row-major */
export function layerOf(values: Float64Array, axes: readonly QuantityAxis[], masses: readonly number[]): Layer {
  return remembered(values, axes, masses, () => {
    const dim = axes.length;
    const columns = axes.map((_, j) => column(values, dim, j));
    const curves = columns.map((draws, j) => closed(marginalDensity(draws, axes[j].axis), axes[j]));
    const nodes = dim > 3 ? SMALL_PANEL_NODES : undefined;
    return { curves, regions: cornerPairs(dim).map((pair) => regionsOf(columns, axes, pair, masses, nodes)) };
  });
}

function regionsOf(
  columns: readonly Float64Array[],
  axes: readonly QuantityAxis[],
  pair: { readonly column: number; readonly row: number },
  masses: readonly number[],
  nodes?: number,
): readonly Region[] {
  const some = (draws: Float64Array) => draws.subarray(0, REGION_DRAWS);
  const { column: x, row: y } = pair;
  return highestDensityRegions(some(columns[x]), some(columns[y]), [axes[x].axis, axes[y].axis], masses, nodes);
}

/** The prior, exact where the quantity is a parameter, from draws where it is derived. */
export function priorLayer(values: Float64Array, axes: readonly QuantityAxis[], problem: Problem): Layer {
  return remembered(values, axes, problem, () => {
    const curves = axes.map((axis, j): Curve => {
      const prior = problem.priors[axis.quantity.key];
      if (prior === undefined) return closed(marginalDensity(column(values, axes.length, j), axis.axis), axis);
      const at = nodes(axis);
      return { at, density: priorDensity(prior, axis.quantity.scale, at) };
    });
    return { curves, regions: cornerPairs(axes.length).map(() => []) };
  });
}

/** A curve that stops at an end of the support is led down to zero there, as a wall. */
function closed(curve: Curve, { axis }: QuantityAxis): Curve {
  const n = curve.at.length;
  if (n === 0) return curve;
  // Within the curve's own extent: an offset is no measure, nor is a unit.
  const slack = 1e-6 * Math.abs(curve.at[n - 1] - curve.at[0]);
  const near = (value: number, end: number) => Number.isFinite(end) && Math.abs(value - end) <= slack;
  const at = Array.from(curve.at);
  const density = Array.from(curve.density);
  if (near(at[0], axis.low)) {
    at.unshift(at[0]);
    density.unshift(0);
  }
  if (near(at[at.length - 1], axis.high)) {
    at.push(at[at.length - 1]);
    density.push(0);
  }
  return { at, density };
}

function nodes({ quantity }: QuantityAxis): Float64Array {
  const [low, high] = quantity.range;
  const at = new Float64Array(PRIOR_NODES);
  for (let i = 0; i < PRIOR_NODES; i++) {
    const t = i / (PRIOR_NODES - 1);
    at[i] = quantity.scale === 'log' ? low * (high / low) ** t : low + t * (high - low);
  }
  // Not beyond the ends by a rounding.
  at[PRIOR_NODES - 1] = high;
  return at;
}
