/** Pairs of a run: those that are stored are read, the others are simulated and stored. */
import type { RemoteRows } from '../../../inference/simulators/remote/remotePairs.ts';
import type { KeptChunk, KeptRunName } from './keptSimulations.ts';

/** Where chunks are kept (keptSimulations.ts). */
export interface ChunkStore {
  starts(run: string): Promise<readonly number[]>;
  chunk(run: string, from: number): Promise<Omit<KeptChunk, 'run'> | null>;
  put(run: KeptRunName, from: number, rows: RemoteRows): Promise<boolean>;
}

export const CHANGED =
  'The simulations of this simulator that this browser has kept do not come out the same again: a file that it imports has changed, or NumPy’s version. Remove the kept ones (Connection, “Kept simulations”), then train again.';

interface Known {
  /** Where chunks begin, in order. */
  readonly starts: number[];
  /** Settled when a kept pair has come out the same again. */
  checked: Promise<void> | null;
}

export class KeptPairs {
  readonly #store: ChunkStore;
  readonly #known = new Map<string, Promise<Known>>();
  /** The store is full, or has failed: further pairs are used without being stored. */
  #full = false;

  constructor(store: ChunkStore) {
    this.#store = store;
  }

  /**
   * Pairs `from` to `from + count - 1` of a run.
   * @param simulate makes pairs that are not kept
   * @throws an Error where a kept pair does not come out the same again; what `simulate` throws
   */
  async pairs(
    run: KeptRunName,
    from: number,
    count: number,
    simulate: (from: number, count: number) => Promise<RemoteRows>,
  ): Promise<RemoteRows> {
    const known = await this.#of(run);
    const D = run.parameters.length;
    const all = {
      theta: new Float64Array(count * D),
      x: new Float64Array(count * run.size),
      failed: new Uint32Array(count),
    };
    const end = from + count;
    for (let at = from; at < end; ) {
      const kept = await this.#covering(run, known, at);
      if (kept !== null) {
        await (known.checked ??= check(kept, run.size, simulate));
        const n = Math.min(end, kept.from + kept.count) - at;
        copy(kept, at - kept.from, n, all, at - from, D, run.size);
        at += n;
        continue;
      }
      const next = known.starts.find((start) => start > at) ?? end;
      const n = Math.min(end, next) - at;
      const rows = await simulate(at, n);
      copy(rows, 0, n, all, at - from, D, run.size);
      void this.#keep(run, known, at, rows);
      at += n;
    }
    return all;
  }

  /** Reads anew what is kept: something else may have removed it. */
  forget(): void {
    this.#known.clear();
  }

  #of({ id }: KeptRunName): Promise<Known> {
    const found = this.#known.get(id);
    if (found !== undefined) return found;
    const read = this.#store.starts(id).then(
      (starts) => knownOf(starts),
      () => knownOf([]),
    );
    this.#known.set(id, read);
    return read;
  }

  async #covering({ id }: KeptRunName, { starts }: Known, at: number) {
    const start = starts.findLast((each) => each <= at);
    if (start === undefined) return null;
    const kept = await this.#store.chunk(id, start).catch(() => null);
    return kept !== null && kept.from + kept.count > at ? kept : null;
  }

  async #keep(run: KeptRunName, { starts }: Known, from: number, rows: RemoteRows): Promise<void> {
    if (this.#full) return;
    try {
      if (await this.#store.put(run, from, rows)) {
        const place = starts.findIndex((start) => start > from);
        if (!starts.includes(from)) starts.splice(place === -1 ? starts.length : place, 0, from);
      } else this.#full = true;
    } catch {
      this.#full = true;
    }
  }
}

/** Only pairs that were stored before are checked by simulating one of them again. */
function knownOf(starts: readonly number[]): Known {
  return { starts: [...starts], checked: starts.length === 0 ? Promise.resolve() : null };
}

/** Simulates the first pair of a chunk once more. */
async function check(
  kept: Omit<KeptChunk, 'run'>,
  size: number,
  simulate: (from: number, count: number) => Promise<RemoteRows>,
): Promise<void> {
  const { theta, x } = await simulate(kept.from, 1);
  const same = theta.every((value, j) => value === kept.theta[j]) && x.every((value, j) => value === kept.x[j]);
  if (!same || x.length !== size) throw new Error(CHANGED);
}

function copy(rows: RemoteRows, first: number, n: number, into: RemoteRows, at: number, D: number, size: number): void {
  into.theta.set(rows.theta.subarray(first * D, (first + n) * D), at * D);
  into.x.set(rows.x.subarray(first * size, (first + n) * size), at * size);
  into.failed.set(rows.failed.subarray(first, first + n), at);
}
