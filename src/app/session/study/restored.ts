/** What an earlier page has left, as the browser has kept it: what this page goes on with. */
import type { SavedStudy } from '../../../inference/study/run/savedStudy.ts';

export interface Restored extends SavedStudy {
  /** Whether it was training. */
  readonly running: boolean;
  /** Seconds from the last write to the moment at which the page was left; null: not known. */
  readonly lost: number | null;
}
