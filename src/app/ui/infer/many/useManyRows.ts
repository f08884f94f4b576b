/** The rows of the table and of the caterpillar plot, which show the same: memoised, for thousands are sorted. */
import { useMemo } from 'react';
import type { Quantity } from '../../../../inference/simulators/system.ts';
import { useApp } from '../../../store/hooks.ts';
import { inOrder, type ManyRows, manyColumnsOf, verdictColumn } from './manyRows.ts';

export interface ShownRows {
  readonly quantities: readonly Quantity[];
  readonly quantity: Quantity;
  readonly rows: ManyRows;
}

/** Null while there is no file. */
export function useManyRows(): ShownRows | null {
  const system = useApp((state) => state.study.system);
  const file = useApp((state) => state.many.file);
  const answers = useApp((state) => state.many.answers);
  const key = useApp((state) => state.many.quantity);
  const order = useApp((state) => state.many.order);
  const found = useApp((state) => state.many.verdicts);
  const ofQuantity = useMemo(() => {
    if (file === null || file.system !== system.id) return null;
    const quantities = system.display(file.design);
    const q = Math.max(
      0,
      quantities.findIndex((quantity) => quantity.key === key),
    );
    return { quantities, quantity: quantities[q], columns: manyColumnsOf(file, answers, quantities, q), file };
  }, [system, file, answers, key]);
  return useMemo(() => {
    if (ofQuantity === null) return null;
    const { quantities, quantity, file: of } = ofQuantity;
    const verdicts = of.labels.map((_, i) => found[i] ?? null);
    const columns = { ...ofQuantity.columns, verdict: verdictColumn(verdicts) };
    return { quantities, quantity, rows: { labels: of.labels, columns, verdicts, order: inOrder(columns, order) } };
  }, [ofQuantity, order, found]);
}
