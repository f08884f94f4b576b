/**
 * The page's database in the browser: saved studies, in a store of what the list shows and one of their contents, and what
 * each tab was doing when it was last saved by itself. Everything lies there as it does in a study file, and is read back
 * with the same distrust: another version of the page, or another page of this origin, may have written it.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import * as v from 'valibot';
import { DatabaseSilent, StorageBlocked } from './storageFault.ts';

const bytes = v.custom<Uint8Array>((value) => value instanceof Uint8Array, 'Expected bytes');
const time = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** What is told of a study without opening it. */
const summary = v.object({
  id: v.string(),
  name: v.string(),
  /** Milliseconds since 1970. */
  created: time,
  changed: time,
  /** System id. */
  system: v.string(),
  /** Training steps of its network; null: it has none. */
  step: v.nullable(count),
  totalSteps: count,
  finished: v.boolean(),
  /** Bytes. */
  size: count,
});
export type StudySummary = Readonly<v.InferOutput<typeof summary>>;

const files = {
  study: v.string(),
  run: v.nullable(v.object({ training: v.string(), weights: bytes })),
  /** Studies of earlier pages have none. */
  focus: v.nullish(bytes),
};
const contents = v.object({ id: v.string(), ...files });
export type StudyContents = v.InferOutput<typeof contents>;

const tabState = v.object({
  /** Of the tab. */
  id: v.string(),
  changed: time,
  /** Whether it was training. */
  running: v.boolean(),
  ...files,
});
export type TabState = v.InferOutput<typeof tabState>;

interface Schema extends DBSchema {
  summaries: { key: string; value: StudySummary };
  contents: { key: string; value: StudyContents };
  tabs: { key: string; value: TabState };
}

const NAME = 'posterior-playground';
const VERSION = 1;
/** A database that does not answer must not keep the page from opening, ms. */
const LONGEST_WAIT = 4000;

export class Database {
  readonly #database: IDBPDatabase<Schema>;

  private constructor(database: IDBPDatabase<Schema>) {
    this.#database = database;
  }

  /**
   * @throws StorageBlocked, DatabaseSilent, or whatever the browser throws, when it keeps nothing for this page, or another tab
   *   holds an older version open (storageFault.ts has it in plain words)
   */
  static async open(): Promise<Database> {
    const late = new Promise<never>((_, reject) => {
      setTimeout(() => reject(new DatabaseSilent()), LONGEST_WAIT);
    });
    try {
      return new Database(await Promise.race([opened(), late]));
    } catch (error) {
      // Some browsers say so in private windows. Later on, it would be a connection that has been closed.
      if (error instanceof DOMException && error.name === 'InvalidStateError') throw new StorageBlocked();
      throw error;
    }
  }

  /** Newest first; those that cannot be read are left out and counted. */
  async list(): Promise<{ readonly studies: readonly StudySummary[]; readonly unreadable: number }> {
    const all: unknown[] = await this.#database.getAll('summaries');
    const studies = all.flatMap((row) => readAs(summary, row) ?? []);
    return { studies: studies.toSorted((a, b) => b.changed - a.changed), unreadable: all.length - studies.length };
  }

  /** Null where there are none of that id, or none that can be read. */
  async contents(id: string): Promise<StudyContents | null> {
    return readAs(contents, await this.#database.get('contents', id));
  }

  /** Both or neither. */
  async put(study: StudySummary, content: StudyContents): Promise<void> {
    const transaction = this.#database.transaction(['summaries', 'contents'], 'readwrite');
    await Promise.all([
      transaction.objectStore('summaries').put(study),
      transaction.objectStore('contents').put(content),
      transaction.done,
    ]);
  }

  async putSummary(study: StudySummary): Promise<void> {
    await this.#database.put('summaries', study);
  }

  async delete(ids: readonly string[]): Promise<void> {
    const transaction = this.#database.transaction(['summaries', 'contents'], 'readwrite');
    await Promise.all([
      ...ids.flatMap((id) => [
        transaction.objectStore('summaries').delete(id),
        transaction.objectStore('contents').delete(id),
      ]),
      transaction.done,
    ]);
  }

  async tabs(): Promise<readonly TabState[]> {
    const all: unknown[] = await this.#database.getAll('tabs');
    return all.flatMap((row) => readAs(tabState, row) ?? []);
  }

  async putTab(tab: TabState): Promise<void> {
    const transaction = this.#database.transaction('tabs', 'readwrite');
    const put = transaction.store.put(tab);
    // At once: a page that is being left does not live to see the end of the request.
    transaction.commit();
    await Promise.all([put, transaction.done]);
  }

  async deleteTabs(ids: readonly string[]): Promise<void> {
    const transaction = this.#database.transaction('tabs', 'readwrite');
    await Promise.all([...ids.map((id) => transaction.store.delete(id)), transaction.done]);
  }
}

async function opened(): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>(NAME, VERSION, {
    upgrade(database) {
      database.createObjectStore('summaries', { keyPath: 'id' });
      database.createObjectStore('contents', { keyPath: 'id' });
      database.createObjectStore('tabs', { keyPath: 'id' });
    },
    // A newer page in another tab wants to change the database: it may, and this one opens it anew if it has to.
    blocking: (_, __, event) => (event.target as IDBDatabase | null)?.close(),
  });
}

function readAs<T extends v.GenericSchema>(schema: T, value: unknown): v.InferOutput<T> | null {
  const parsed = v.safeParse(schema, value);
  return parsed.success ? parsed.output : null;
}
