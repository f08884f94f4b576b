/**
 * The way to what the browser keeps for this page. Where it keeps nothing (a private window, a full disk), the page works on,
 * and the user is told: once, for what the page does by itself, and each time for what was asked for.
 */
import { loadPart } from '../../inference/files/loadPart.ts';
import type { Database } from '../storage/database.ts';
import type { SessionContext } from './context.ts';
import { tell } from './context.ts';

export class Keeping {
  readonly #context: SessionContext;
  #database: Promise<Database> | null = null;
  #told = false;

  constructor(context: SessionContext) {
    this.#context = context;
  }

  /**
   * @param asked whether the user has asked for this, and what for: "The study could not be saved"
   * @returns null when it failed, and was told
   */
  async use<T>(work: (database: Database) => Promise<T>, asked: string | null): Promise<T | null> {
    try {
      this.#database ??= loadPart('keeps studies in this browser', () => import('../storage/database.ts')).then(
        (module) => module.Database.open(),
      );
      return await work(await this.#database);
    } catch (error) {
      // The next use tries again from the start: the connection may have been closed.
      this.#database = null;
      this.#say(error, asked);
      return null;
    }
  }

  #say(error: unknown, asked: string | null): void {
    if (asked === null && this.#told) return;
    this.#told ||= asked === null;
    const full = error instanceof DOMException && error.name === 'QuotaExceededError';
    const reason = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
    const why = full ? 'the storage that the browser allows this page is full' : reason;
    const remedy = full
      ? 'Delete saved studies, or export this one as a file.'
      : 'Export the study as a file to keep it.';
    tell(this.#context, 'problem', `${asked ?? 'The page cannot keep what it does over a reload'}: ${why}. ${remedy}`);
  }
}
