/**
 * The posterior in numbers: median, central 68 % interval, and its width relative to the prior's. Until there is one, dashes
 * keep their place, so that the figure above has its size from the start.
 */
import { useMemo } from 'react';
import { column } from '../../../inference/posterior/axis.ts';
import { summarise } from '../../../inference/posterior/summary.ts';
import { percent, short } from '../../format/number.ts';
import { useApp } from '../../store/hooks.ts';
import table from '../controls/Table.module.css';
import { Unseen } from '../controls/Unseen.tsx';
import css from './SummaryTable.module.css';
import type { FrameDraws } from './frameDraws.ts';

export function SummaryTable({ draws }: { readonly draws: FrameDraws }) {
  const marginals = useApp((state) => state.results.identifiability?.marginals);
  const { posterior, axes, truth } = draws;
  const rows = useMemo(
    () =>
      axes.map(({ quantity, axis }, j) => ({
        quantity,
        summary: posterior === null ? null : summarise(column(posterior, axes.length, j), axis, [0.68]),
      })),
    [posterior, axes],
  );
  return (
    <table className={`${table.table} ${css.summary}`}>
      <thead>
        <tr>
          <th scope="col">
            <Unseen>Quantity</Unseen>
          </th>
          <th scope="col">median</th>
          <th scope="col">68 % interval</th>
          <th scope="col">width / prior</th>
          {truth === null ? null : <th scope="col">true value</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ quantity, summary }, j) => {
          const ratio = marginals?.find(({ key }) => key === quantity.key)?.sdRatio;
          const interval = summary?.central[0];
          return (
            <tr key={quantity.key}>
              <th scope="row">
                <i>{quantity.symbol}</i>
                <span className={css.label}>{quantity.label}</span>
                {quantity.unit === '' ? '' : ` [${quantity.unit}]`}
              </th>
              <td>{summary === null ? '–' : short(summary.median)}</td>
              <td>{interval === undefined ? '–' : `${short(interval.low)} – ${short(interval.high)}`}</td>
              <td>{ratio === undefined ? '–' : percent(ratio)}</td>
              {truth === null ? null : <td className={css.truth}>{short(truth[j])}</td>}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
