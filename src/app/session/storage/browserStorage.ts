/**
 * The way to what the browser keeps for this page. Where it keeps nothing (a private window, a full disk), the page works on,
 * and the user is told: once, for what the page does by itself, and each time for what was asked for.
 */
import { loadPart } from '../../../inference/parts/loadPart.ts';
import type { Database } from '../../browser/database.ts';
import { type StorageFault, storageFault } from '../../browser/storageFault.ts';
import { type SessionContext, notify } from '../context.ts';

const NOTHING_KEPT = 'Nothing is kept when the page is reloaded, neither the study nor the theme';
const AS_A_FILE = 'A study can be saved as a file (Studies, “As a file”).';

export class BrowserStorage {
  readonly #context: SessionContext;
  #database: Promise<Database> | null = null;
  #told = false;
  #fault: StorageFault | null = null;

  constructor(context: SessionContext) {
    this.#context = context;
  }

  /**
   * @param asked whether the user has asked for this, and what for: "The study could not be saved"
   * @returns null when it failed, and was told
   */
  async use<T>(work: (database: Database) => Promise<T>, asked: string | null): Promise<T | null> {
    try {
      this.#database ??= loadPart('keeps studies in this browser', () => import('../../browser/database.ts')).then(
        (module) => module.Database.open(),
      );
      const done = await work(await this.#database);
      this.#fault = null;
      return done;
    } catch (error) {
      // The next use tries again from the start: the connection may have been closed.
      this.#database = null;
      this.#fault = storageFault(error);
      this.#say(this.#fault, asked);
      return null;
    }
  }

  /** Why the last use failed, and the remedy, in sentences; null: it did not. */
  get fault(): string | null {
    if (this.#fault === null) return null;
    const { why, remedy } = this.#fault;
    return `${why[0].toUpperCase()}${why.slice(1)}. ${remedy}`.trim();
  }

  #say({ why, remedy }: StorageFault, asked: string | null): void {
    if (asked === null && this.#told) return;
    this.#told ||= asked === null;
    notify(
      this.#context,
      'problem',
      [`${asked ?? NOTHING_KEPT}: ${why}.`, remedy, AS_A_FILE].filter((part) => part !== '').join(' '),
    );
  }
}
