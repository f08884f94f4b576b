/** The order in which the rows of a table are used, drawn once: those held out for checks first, then those to train on. */
import { Random, STREAMS } from '../../math/random.ts';

const SEED = 0;

/** A permutation of 0 .. rows - 1, the same each time. */
export function rowOrder(rows: number): Uint32Array {
  const order = Uint32Array.from({ length: rows }, (_, i) => i);
  const random = new Random(SEED, STREAMS.table);
  for (let i = rows - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
