/** The heads of the table: buttons that sort it. */
import { ArrowDown, ArrowUp } from 'lucide-react';
import { patch } from '../../../store/appStore.ts';
import { useApp, useParts } from '../../hooks/hooks.ts';
import type { BatchColumn } from '../../../store/batchSlice.ts';
import { columnHeads } from './columns.ts';
import css from './Batch.module.css';

export function BatchHead({ columns }: { readonly columns: readonly BatchColumn[] }) {
  const { store } = useParts();
  const order = useApp((state) => state.batch.order);
  const sortBy = (column: BatchColumn) => {
    const descending = order.column === column && !order.descending;
    // Who sorts wants to see what comes first.
    patch(store, 'batch', { order: { column, descending }, active: null });
  };
  return (
    <thead>
      <tr aria-rowindex={1}>
        {columns.map((column) => {
          const sorted = order.column === column;
          const Arrow = order.descending ? ArrowDown : ArrowUp;
          const { head, title } = columnHeads[column];
          return (
            <th
              key={column}
              scope="col"
              data-column={column}
              aria-sort={sorted ? (order.descending ? 'descending' : 'ascending') : 'none'}
            >
              <button type="button" className={css.sort} title={`${title}: sort`} onClick={() => sortBy(column)}>
                {head}
                {sorted ? <Arrow aria-hidden size={12} /> : null}
              </button>
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
