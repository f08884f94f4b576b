/** One observation in the table of many answers. */
import { memo } from 'react';
import { useApp } from '../../hooks/hooks.ts';
import type { BatchColumn } from '../../../store/batchSlice.ts';
import { cellText, STRANGE, verdictSentence } from './columns.ts';
import css from './Batch.module.css';
import { type BatchRows, isStrange } from '../../../readout/figures/batchRows.ts';

interface Props {
  readonly id: string;
  readonly rows: BatchRows;
  readonly columns: readonly BatchColumn[];
  /** The observation, by its place in the file. */
  readonly i: number;
  /** Its place in the table. */
  readonly place: number;
  /** Whether the keyboard is at it. */
  readonly active: boolean;
}

export const BatchRow = memo(function BatchRow({ id, rows, columns, i, place, active }: Props) {
  const shown = useApp(({ observation, batch }) => {
    const { source } = observation.current;
    return source.kind === 'file' && source.name === batch.file?.file && source.row === rows.labels[i];
  });
  const strange = isStrange(rows, i);
  return (
    <tr
      id={id}
      data-observation={i}
      aria-rowindex={place + 2}
      aria-selected={shown}
      className={active ? css.active : undefined}
    >
      {columns.map((column) => {
        const text = cellText(rows, column, i);
        if (column === 'row') {
          return (
            <th key={column} scope="row" title={text}>
              {text}
            </th>
          );
        }
        if (column === 'verdict') {
          const verdict = rows.verdicts[i];
          return (
            <td key={column} data-column={column} data-level={verdict?.level ?? 'unchecked'}>
              <span title={verdictSentence(rows, i)}>{text}</span>
            </td>
          );
        }
        const mark = column === 'outlier' && strange;
        return (
          <td key={column} data-column={column}>
            {mark ? (
              <b className={css.strange} title={STRANGE}>
                ! {text}
              </b>
            ) : (
              text
            )}
          </td>
        );
      })}
    </tr>
  );
});
