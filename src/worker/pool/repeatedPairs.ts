/**
 * Whether pairs of a simulator that the page does not know come out the same when they are simulated again. Pair i is to depend on its
 * number alone: one that depends on what was simulated before it (a variable that keeps its value between calls, random numbers of
 * another source), or on a program that has changed meanwhile, is no draw of p(x | theta). A network can learn such pairs, and pass
 * every check that is made of more of them. So some pairs are made again one by one, the last first, and compared bit by bit.
 */
import type { SimulatedChunk } from './systemTasks.ts';

/** Pairs that are simulated again of a range, at most, */
const MOST_AGAIN = 10;
/** and one of so many calls of the simulator, so that it costs 2 % of a short range. Shorter ranges are not looked at. */
const ONE_OF = 50;
/** Of a pair, as it came. */
interface Row {
  readonly theta: Float64Array;
  readonly s: Float64Array;
}

export const NOT_REPEATED =
  'Simulating the same pairs again gave other data, so nothing is learnt from them: what the simulator returns must depend on its parameters and its random numbers alone. Look for a variable that keeps its value between two simulations, for random numbers of another source, or for a file that has changed meanwhile.';

/** Said of a simulator behind the bridge beside it. */
export const KEPT_TOO =
  'Where a browser has kept simulations of it, they may be of both kinds: remove them (Connection, “Kept simulations”) before training again.';

/** How many pairs of a range are made again. @param whole pairs that one call simulates together */
export function pairsAgain(count: number, whole: number): number {
  return count < ONE_OF ? 0 : Math.min(MOST_AGAIN, Math.ceil(count / (ONE_OF * whole)));
}

/** Some pairs of a range, spread over it: the last one of chunks as they come. */
export class RepeatedPairs {
  readonly #most: number;
  /** Thinned by half where there are too many. */
  #rows: { readonly pair: number; readonly row: Row }[] = [];
  #every = 1;
  #chunks = 0;

  /** @param most pairs that are kept; 0: none */
  constructor(most: number) {
    this.#most = most;
  }

  get empty(): boolean {
    return this.#rows.length === 0;
  }

  take(chunk: SimulatedChunk): void {
    if (this.#most === 0 || chunk.count === 0 || this.#chunks++ % this.#every !== 0) return;
    this.#rows.push({ pair: chunk.from + chunk.count - 1, row: rowOf(chunk, chunk.count - 1) });
    if (this.#rows.length <= 2 * this.#most) return;
    this.#rows = this.#rows.filter((_, i) => i % 2 === 0);
    this.#every *= 2;
  }

  /**
   * Makes pairs again, the last first.
   * @param simulate makes one pair
   * @returns whether all are what they were; @throws what `simulate` throws
   */
  async comeOutTheSame(simulate: (pair: number) => Promise<SimulatedChunk>): Promise<boolean> {
    const step = Math.max(1, this.#rows.length / this.#most);
    const chosen = Array.from({ length: Math.min(this.#most, this.#rows.length) }, (_, k) => Math.floor(k * step));
    // All at once: in each lane they run in this order.
    const again = await Promise.all(
      chosen.toReversed().map(async (i) => ({ i, made: await simulate(this.#rows[i].pair) })),
    );
    return again.every(({ i, made }) => {
      const [{ row }, other] = [this.#rows[i], rowOf(made, 0)];
      return same(row.theta, other.theta) && same(row.s, other.s);
    });
  }
}

function rowOf({ theta, s, count }: SimulatedChunk, i: number): Row {
  const [D, C] = [theta.length / count, s.length / count];
  return { theta: theta.slice(i * D, (i + 1) * D), s: s.slice(i * C, (i + 1) * C) };
}

/** Rows of simulations that failed are NaN, and are to fail again. */
function same(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((value, j) => Object.is(value, b[j]));
}
