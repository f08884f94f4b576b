/** The order in which the rows of a table are used, drawn once: those held out for checks first, then those to train on. */
import { Random, STREAMS } from '../../math/random.ts';

const SEED = 0;
/** Rows that are kept for checks: this share of all, within these bounds. */
const HELD_OUT_SHARE = 0.1;
const HELD_OUT = { low: 500, high: 2000 };

/** Number of rows that are kept for checks. */
export function heldOutRows(rows: number): number {
  return Math.min(HELD_OUT.high, Math.max(HELD_OUT.low, Math.round(HELD_OUT_SHARE * rows)));
}

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
