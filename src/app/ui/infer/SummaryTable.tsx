/**
 * The posterior in numbers: median, central 68 % interval, and its width relative to the prior's. Until there is one, dashes
 * keep their place, so that the figure above has its size from the start.
 */
import { useMemo } from 'react';
import { wholeName } from '../../../inference/study/wholeName.ts';
import { priorWidths } from '../../readout/figures/priorWidths.ts';
import { furtherLabel } from '../../format/furtherLabel.ts';
import { resolved } from '../../format/number.ts';
import table from '../controls/Table.module.css';
import { Unseen } from '../controls/Unseen.tsx';
import css from './SummaryTable.module.css';
import type { FrameDraws } from '../../readout/figures/frameDraws.ts';
import { intervalText, summaryNotes, widthText, summaryRows, widthOf } from '../../readout/text/summaryRows.ts';

export function SummaryTable({ draws }: { readonly draws: FrameDraws }) {
  const { prior, posterior, axes, truth } = draws;
  const widths = useMemo(() => priorWidths({ prior, axes }), [prior, axes]);
  const rows = useMemo(
    () => (posterior === null ? null : summaryRows(posterior, axes, widths)),
    [posterior, axes, widths],
  );
  return (
    <>
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
          {axes.map(({ quantity }, j) => {
            const row = rows?.[j];
            return (
              <tr key={quantity.key}>
                <th scope="row">
                  <i title={wholeName(quantity)}>{quantity.symbol}</i>
                  <span className={css.label}>{furtherLabel(quantity)}</span>
                  {quantity.unit === '' ? '' : ` [${quantity.unit}]`}
                </th>
                <td>{row === undefined ? '–' : resolved(row.median, widthOf(row))}</td>
                <td className={css.interval}>{row === undefined ? '–' : intervalText(row)}</td>
                <td>{typeof row?.widthOfPrior === 'number' ? widthText(row.widthOfPrior) : '–'}</td>
                {truth === null ? null : (
                  <td className={css.truth}>{resolved(truth[j], row === undefined ? 0 : widthOf(row))}</td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
      {rows === null
        ? null
        : summaryNotes(rows).map((note) => (
            <p key={note} className={css.note}>
              {note}
            </p>
          ))}
    </>
  );
}
