/** The handles of the corner figure (the true value) and of the observation's (its points), and what they do to the data. */
import { spokenUnit } from '../format/number.ts';
import { allowedValue } from '../../inference/observation/observation.ts';
import type { PointsView, Quantity } from '../../inference/simulators/system.ts';
import { cornerPairs, cornerPanel } from './cornerFigure.ts';
import type { Handle, Point } from './dragging.ts';
import { axisBoxes } from './geometry.ts';
import { plotted } from './observationRange.ts';
import { formatNumber } from './ticks.ts';
import type { FigureLayout, Numbers } from './types.ts';

type Named = Pick<Quantity, 'symbol' | 'label' | 'unit'>;

function withUnit(value: number, unit: string): string {
  return `${formatNumber(value, 3)} ${spokenUnit(unit)}`.trim();
}

/** A cross in each panel below the diagonal, a line on the diagonal; `truth` [D] in the quantities' units. */
export function cornerHandles(layout: FigureLayout, quantities: readonly Named[], truth: Numbers): Handle[] {
  const boxes = axisBoxes(layout);
  const name = (i: number) => quantities[i].label;
  const value = (i: number, number: number) => `${quantities[i].symbol} = ${withUnit(number, quantities[i].unit)}`;
  const lines = quantities.map(
    (_, i): Handle => ({
      id: `truth:${i}`,
      label: `True ${name(i)}`,
      shape: 'line',
      moves: 'x',
      box: boxes[cornerPanel(i, i)],
      at: { x: truth[i], y: 0 },
      describe: (at) => value(i, at.x),
    }),
  );
  const crosses = cornerPairs(quantities.length).map(
    ({ column, row }): Handle => ({
      id: `truth:${column}:${row}`,
      label: `True ${name(column)} and ${name(row)}`,
      shape: 'cross',
      moves: 'both',
      box: boxes[cornerPanel(row, column)],
      at: { x: truth[column], y: truth[row] },
      describe: (at) => `${value(column, at.x)}, ${value(row, at.y)}`,
    }),
  );
  return [...lines, ...crosses];
}

/** The true values [D] after the corner handle `id` has been dragged to `at`. */
export function truthAfter(id: string, at: Point, truth: Numbers): number[] {
  const [column, row] = id.split(':').slice(1).map(Number);
  const values = Array.from(truth);
  values[column] = at.x;
  if (row !== undefined) values[row] = at.y;
  return values;
}

/** One handle per plotted entry, moved up and down; `values` are entries of x or s as `view.space` says. */
export function observationHandles(layout: FigureLayout, view: PointsView, values: Numbers): Handle[] {
  const [box] = axisBoxes(layout);
  if (box === undefined) return [];
  return view.series.flatMap((series) =>
    series.index.flatMap((i, k): Handle[] => {
      // A reading that is not there cannot be moved.
      if (Number.isNaN(values[i])) return [];
      const place =
        view.horizontal.wholeNames?.[series.at[k]] ??
        view.horizontal.categories?.[series.at[k]] ??
        `${view.horizontal.label} = ${formatNumber(series.at[k])}`;
      return [
        {
          id: `entry:${i}`,
          label: `${series.name}, ${place}`,
          shape: 'point',
          moves: 'y',
          box,
          at: { x: series.at[k], y: plotted(view, i, values[i]) },
          ...(view.allowed.integer
            ? { settled: (at: Point): Point => ({ x: at.x, y: plotted(view, i, allowedValue(view, i, at.y)) }) }
            : {}),
          describe: (at) => formatNumber(allowedValue(view, i, at.y)),
        },
      ];
    }),
  );
}

/** Entry of x or s that an observation handle stands for. */
export function entryOf(id: string): number {
  return Number(id.split(':')[1]);
}
