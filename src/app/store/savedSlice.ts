/** The saved studies, as the sheet lists them. */
import type { StudySummary } from '../browser/database.ts';

export const LONGEST_STUDY_NAME = 80;

export interface SavedSlice {
  /** Newest first. Null: not read yet, or not to be read. */
  readonly list: readonly StudySummary[] | null;
  /** Why the list cannot be read, and the remedy, in sentences; null: it can, as far as is known. */
  readonly fault: string | null;
  /** Studies in the database that this page cannot read. */
  readonly unreadable: number;
  /** Ids of those that will be deleted in some seconds. */
  readonly deleted: readonly string[];
  /** What is being done, in words; null: nothing. */
  readonly doing: string | null;
}

export const savedSlice: SavedSlice = { list: null, fault: null, unreadable: 0, deleted: [], doing: null };
