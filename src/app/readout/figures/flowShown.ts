/** The flow as the page shows it: which layer of it, of which parameters, and the data of its figure. */
import type { ParameterSpec, Quantity } from '../../../inference/simulators/system.ts';
import type { FlowData, FlowCurve } from '../../plots/flowFigure.ts';
import type { AppState } from '../../store/appStore.ts';
import type { FlowView, TracedFlow } from '../../store/flowSlice.ts';
import { quantityAxis } from './axes.ts';
import { priorDraws } from './displayDraws.ts';
import { column } from '../../../inference/posterior/axis.ts';
import { flowGrid, type Stretch } from './flowGrid.ts';

type Study = Pick<AppState['study'], 'system' | 'problem'>;

/** Range of the base and of z, sds of the prior. */
const REACH = 4.2;

/** Places of the pair of parameters that is looked at, ascending; one place where there is one parameter. */
export function flowPair({ system, problem }: Study, { axes }: FlowView): readonly number[] {
  const keys = system.parameters(problem.design).map(({ key }) => key);
  if (keys.length === 1) return [0];
  const places = (axes ?? []).map((key) => keys.indexOf(key));
  return places.length === 2 && places[0] !== places[1] && places.every((j) => j >= 0) ? places : [0, 1];
}

/** The flow of the network on screen for the pair that is chosen; null while there is none. */
export function flowTraced({ study, flow, view }: Pick<AppState, 'study' | 'flow' | 'view'>): TracedFlow | null {
  const { traced } = flow;
  if (traced === null || traced.design !== study.problem.design) return null;
  const pair = flowPair(study, view.flow);
  return traced.pair.every((j, i) => j === pair[i]) ? traced : null;
}

/** Stops of the slider: the base, each transform, and the parameters in their own units. */
export function flowStops({ transforms }: Pick<TracedFlow, 'transforms'>): number {
  return transforms + 1;
}

/** The stop that is shown: the last until somebody chooses one. */
export function flowStop(traced: Pick<TracedFlow, 'transforms'>, { layer }: FlowView): number {
  const last = flowStops(traced);
  return layer === null ? last : Math.min(layer, last);
}

function asQuantity({ key, symbol, label, unit, slider }: ParameterSpec, j: number): Quantity {
  return { key, symbol, label, unit, scale: slider.scale, value: (theta) => theta[j] };
}

/** @param truth theta, where it is known */
export function flowData(
  { system, problem }: Study,
  traced: TracedFlow,
  stop: number,
  truth: readonly number[] | null,
): FlowData {
  const { pair, size, draws, transforms } = traced;
  const specs = system.parameters(problem.design);
  const dim = specs.length;
  const grid = flowGrid(dim, pair);
  const natural = stop > transforms;
  const values = natural ? traced.theta : traced.states.subarray(stop * size * dim, (stop + 1) * size * dim);
  const prior = natural ? priorDraws(system, problem, 1000) : null;
  const axes = pair.map((j) => {
    const quantity = asQuantity(specs[j], j);
    if (prior !== null) return quantityAxis(quantity, problem, column(prior, dim, j)).quantity;
    const { key, symbol } = quantity;
    const label = stop === 0 ? 'in the base' : stop === transforms ? 'in units of its prior' : 'on the way';
    return { key, symbol, label, unit: '', scale: 'linear', range: [-REACH, REACH] } as const;
  });
  const at = (row: number, axis: number) => values[row * dim + pair[axis]];
  const curve = ([from, to]: Stretch, axis: number) =>
    Float64Array.from({ length: to - from }, (_, i) => at(draws + from + i, axis));
  const rows = Array.from({ length: draws }, (_, i) => i);
  if (dim === 1) {
    const [line] = grid.lines;
    const x = curve(line, 0);
    const logs = natural ? traced.logDensityTheta : traced.logDensity.subarray(stop * size, (stop + 1) * size);
    const [{ scale }] = axes;
    return {
      kind: 'map',
      axis: axes[0],
      map: { x, y: Float64Array.from(grid.points.subarray(line[0], line[1])) },
      // Per unit of the axis: on a logarithmic one, of the decimal logarithm.
      density: {
        x,
        y: x.map((value, i) => Math.exp(logs[draws + line[0] + i]) * (scale === 'log' ? value * Math.LN10 : 1)),
      },
      draws: Float64Array.from(rows, (row) => at(row, 0)),
      truth: natural && truth !== null ? truth[pair[0]] : null,
    };
  }
  const pairs = (stretch: Stretch): FlowCurve => ({ x: curve(stretch, 0), y: curve(stretch, 1) });
  return {
    kind: 'grid',
    axes: [axes[0], axes[1]],
    lines: grid.lines.map(pairs),
    rings: grid.rings.map(pairs),
    draws: { x: Float64Array.from(rows, (row) => at(row, 0)), y: Float64Array.from(rows, (row) => at(row, 1)) },
    truth: natural && truth !== null ? [truth[pair[0]], truth[pair[1]]] : null,
  };
}
