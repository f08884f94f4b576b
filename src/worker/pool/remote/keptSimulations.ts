/**
 * Simulations by a program outside of the page, stored in IndexedDB as they arrive, since they may take hours. A run is identified by
 * simulator, priors, seed and stream. Pair i of a run depends on nothing else, so stored pairs are read back instead of being simulated
 * again after a reload of the page or a restart of the program.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Prior } from '../../../inference/priors/prior.ts';
import type { RemoteRows } from '../../../inference/simulators/remote/remotePairs.ts';
import { MOST_KEPT_BYTES } from './bridgeConnection.ts';

/** What identifies a run, and what is shown of it in lists. */
export interface KeptRunName {
  readonly id: string;
  /** System id. */
  readonly system: string;
  /** Of the simulator. */
  readonly name: string;
  readonly seed: number;
  readonly stream: number;
  readonly parameters: readonly string[];
  /** That theta are drawn from. */
  readonly priors: Readonly<Record<string, Prior>>;
  /** Numbers of one simulation. */
  readonly size: number;
}

export interface KeptRun extends KeptRunName {
  readonly rows: number;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly changed: number;
}

/** Pairs `from` to `from + count - 1` of a run. */
export interface KeptChunk extends RemoteRows {
  readonly run: string;
  readonly from: number;
  readonly count: number;
}

interface Schema extends DBSchema {
  runs: { key: string; value: KeptRun };
  chunks: { key: [string, number]; value: KeptChunk };
}

const NAME = 'posterior-playground-simulations';

export class KeptSimulations {
  readonly #database: IDBPDatabase<Schema>;
  readonly #most: number;

  private constructor(database: IDBPDatabase<Schema>, most: number) {
    this.#database = database;
    this.#most = most;
  }

  /** @throws what the browser throws where it keeps nothing for this page */
  static async open(most = MOST_KEPT_BYTES): Promise<KeptSimulations> {
    const database = await openDB<Schema>(NAME, 1, {
      upgrade(fresh) {
        fresh.createObjectStore('runs', { keyPath: 'id' });
        fresh.createObjectStore('chunks', { keyPath: ['run', 'from'] });
      },
      blocking: (_, __, event) => (event.target as IDBDatabase | null)?.close(),
    });
    return new KeptSimulations(database, most);
  }

  close(): void {
    this.#database.close();
  }

  /** The newest first. */
  async runs(): Promise<readonly KeptRun[]> {
    return (await this.#database.getAll('runs')).toSorted((a, b) => b.changed - a.changed);
  }

  /** Where the chunks of a run begin, in order. */
  async starts(run: string): Promise<readonly number[]> {
    return (await this.#database.getAllKeys('chunks', allOf(run))).map(([, from]) => from);
  }

  async chunk(run: string, from: number): Promise<KeptChunk | null> {
    return (await this.#database.get('chunks', [run, from])) ?? null;
  }

  /** @returns false where there is no room for it */
  async put(run: KeptRunName, from: number, { theta, x, failed }: RemoteRows): Promise<boolean> {
    const bytes = theta.byteLength + x.byteLength + failed.byteLength;
    const transaction = this.#database.transaction(['runs', 'chunks'], 'readwrite');
    const [runs, chunks] = [transaction.objectStore('runs'), transaction.objectStore('chunks')];
    const [all, known] = await Promise.all([runs.getAll(), chunks.getKey([run.id, from])]);
    const total = all.reduce((sum, other) => sum + other.bytes, 0);
    const fits = total + bytes <= this.#most;
    if (fits && known === undefined) {
      const before = all.find(({ id }) => id === run.id) ?? { rows: 0, bytes: 0 };
      const count = failed.length;
      await Promise.all([
        chunks.put({ run: run.id, from, count, theta, x, failed }),
        runs.put({ ...run, rows: before.rows + count, bytes: before.bytes + bytes, changed: Date.now() }),
      ]);
    }
    await transaction.done;
    return fits;
  }

  async remove(run: string): Promise<void> {
    const transaction = this.#database.transaction(['runs', 'chunks'], 'readwrite');
    await Promise.all([
      transaction.objectStore('runs').delete(run),
      transaction.objectStore('chunks').delete(allOf(run)),
      transaction.done,
    ]);
  }
}

function allOf(run: string): IDBKeyRange {
  return IDBKeyRange.bound([run, 0], [run, Infinity]);
}
