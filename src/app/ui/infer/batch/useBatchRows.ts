/** The rows of the table and of the caterpillar plot, which show the same: memoised, for thousands are sorted. */
import { useMemo } from 'react';
import { useApp } from '../../hooks/hooks.ts';
import { inOrder, batchColumnsOf, verdictColumn, type ShownRows } from '../../../readout/figures/batchRows.ts';

/** Null while there is no file. */
export function useBatchRows(): ShownRows | null {
  const system = useApp((state) => state.study.system);
  const file = useApp((state) => state.batch.file);
  const answers = useApp((state) => state.batch.answers);
  const key = useApp((state) => state.batch.quantity);
  const order = useApp((state) => state.batch.order);
  const found = useApp((state) => state.batch.verdicts);
  const ofQuantity = useMemo(() => {
    if (file === null || file.system !== system.id) return null;
    const quantities = system.display(file.design);
    const q = Math.max(
      0,
      quantities.findIndex((quantity) => quantity.key === key),
    );
    return { quantities, quantity: quantities[q], columns: batchColumnsOf(file, answers, quantities, q), file };
  }, [system, file, answers, key]);
  return useMemo(() => {
    if (ofQuantity === null) return null;
    const { quantities, quantity, file: of } = ofQuantity;
    const verdicts = of.labels.map((_, i) => found[i] ?? null);
    const columns = { ...ofQuantity.columns, verdict: verdictColumn(verdicts) };
    return { quantities, quantity, rows: { labels: of.labels, columns, verdicts, order: inOrder(columns, order) } };
  }, [ofQuantity, order, found]);
}
