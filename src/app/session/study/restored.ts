/** What an earlier page has left, as the browser has kept it: what this page goes on with. */
import type { StudyDocument } from '../../../inference/study/document/document.ts';
import type { SavedRun } from '../../../inference/study/run/savedRun.ts';

export interface Restored {
  readonly document: StudyDocument;
  readonly run: SavedRun | null;
  /** Whether it was training. */
  readonly running: boolean;
  /** Seconds from the last write to the moment at which the page was left; null: not known. */
  readonly lost: number | null;
}
