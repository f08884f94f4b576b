/** The saved studies, as the sheet lists them. */
import type { StudySummary } from '../storage/database.ts';

export const LONGEST_STUDY_NAME = 80;

export interface SavedSlice {
  /** Newest first. Null: not read yet. */
  readonly list: readonly StudySummary[] | null;
  /** Studies in the database that this page cannot read. */
  readonly unreadable: number;
  /** Ids of those that will be deleted in some seconds. */
  readonly deleted: readonly string[];
  /** What is being done, in words; null: nothing. */
  readonly doing: string | null;
}

export const savedSlice: SavedSlice = { list: null, unreadable: 0, deleted: [], doing: null };
