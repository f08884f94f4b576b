/** Simulators that somebody has written in JavaScript: one that came with a study file waits for the reader, who is shown its text. */
import type { Script } from '../../inference/simulators/own/scriptSystem.ts';
import type { SavedStudy } from '../../inference/study/run/savedStudy.ts';

export interface PendingScript {
  /** What it came with. */
  readonly file: string;
  readonly script: Script;
  /** Opened when the reader has the script run. */
  readonly saved: SavedStudy;
}

export interface OwnSlice {
  /** Shown to the reader, and not run until Run is pressed; null: there is no such script. */
  readonly pending: PendingScript | null;
}

export const ownSlice: OwnSlice = { pending: null };
