/**
 * The table of many answers: a grid of which only the rows in sight are drawn. One stop of the Tab key for the rows; arrows,
 * Page Up and Down, Home and End move, Enter or a click shows the posterior of the row.
 */
import { type KeyboardEvent, type MouseEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import { count } from '../../../format/number.ts';
import { patch } from '../../../store/appStore.ts';
import { useApp, useParts } from '../../hooks/hooks.ts';
import { type BatchColumn, batchColumns } from '../../../store/batchSlice.ts';
import { BatchHead } from './BatchHead.tsx';
import { BatchRow } from './BatchRow.tsx';
import { columnHeads, verdictText } from './columns.ts';
import css from './Batch.module.css';
import type { ShownRows } from '../../../readout/figures/batchRows.ts';
import { rowWindow, topToShow } from './window.ts';

/** Pixels; Many.module.css has the same. */
const ROW = 26;
const HEIGHT = 340;

export function BatchTable({ quantity, rows }: Pick<ShownRows, 'quantity' | 'rows'>) {
  const { store, session } = useParts();
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const active = useApp((state) => state.batch.active);
  const known = rows.columns.truth.some(Number.isFinite);
  const columns = batchColumns.filter((column: BatchColumn) => column !== 'truth' || known);
  const n = rows.order.length;
  const at = placeOf(rows.order, active);
  const { from, to } = rowWindow(top, HEIGHT - ROW, ROW, n);
  const drawn = Array.from(rows.order.subarray(from, to));

  // The row that the keyboard is at is in sight: after a move, a new order, and when the table comes back.
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const place = placeOf(rows.order, active);
    element.scrollTop = topToShow(place, element.scrollTop, element.clientHeight - ROW, ROW);
  }, [rows.order, active]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      session.batch.show(rows.order[at]);
      return;
    }
    const page = Math.floor((HEIGHT - ROW) / ROW) - 1;
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: n - 1,
    };
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    patch(store, 'batch', { active: rows.order[Math.min(n - 1, Math.max(0, to))] });
  };
  const onClick = (event: MouseEvent) => {
    const row = (event.target as Element).closest<HTMLElement>('tr[data-observation]');
    if (row !== null) session.batch.show(Number(row.dataset.observation));
  };
  return (
    <>
      <div ref={box} className={css.box} onScroll={(event) => setTop(event.currentTarget.scrollTop)}>
        <table
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role -- the grid pattern, laid over a table
          role="grid"
          className={css.table}
          aria-label={`Posterior of ${quantity.label} (${quantity.symbol}) for ${count(n)} observations`}
          aria-rowcount={n + 1}
          aria-activedescendant={`${id}-${rows.order[at]}`}
          tabIndex={0}
          onKeyDown={onKeyDown}
          onClick={onClick}
        >
          <BatchHead columns={columns} />
          <tbody>
            <Distance rows={from} />
            {drawn.map((i, k) => (
              <BatchRow
                key={i}
                id={`${id}-${i}`}
                rows={rows}
                columns={columns}
                i={i}
                place={from + k}
                active={from + k === at}
              />
            ))}
            <Distance rows={n - to} />
          </tbody>
        </table>
      </div>
      <p className={css.about}>{verdictText(rows, rows.order[at])}</p>
      <details className={css.about}>
        <summary>What the columns are</summary>
        <dl>
          {columns.map((column) => (
            <div key={column}>
              <dt>{columnHeads[column].head}</dt>
              <dd>{columnHeads[column].title}</dd>
            </div>
          ))}
        </dl>
      </details>
    </>
  );
}

/** Where the keyboard is in the table. */
function placeOf(order: Uint32Array, active: number | null): number {
  return active === null ? 0 : Math.max(0, order.indexOf(active));
}

/** The height of rows that are not drawn. */
function Distance({ rows }: { readonly rows: number }) {
  return rows > 0 ? <tr aria-hidden style={{ height: rows * ROW }} /> : null;
}
