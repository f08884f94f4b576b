/** Simulators that somebody has written in JavaScript: one that came with a study file or a link waits for the reader, who is shown its text. */
import type { Script } from '../../inference/simulators/own/scriptSystem.ts';
import type { SavedStudy } from '../../inference/study/run/savedStudy.ts';

export interface PendingScript {
  /** What it came with: the name of a file, or the hash of a link, without "#". */
  readonly from: { readonly file: string } | { readonly link: string };
  readonly script: Script;
  /** Opened when the reader has the script run. */
  readonly saved: SavedStudy;
}

export interface OwnSlice {
  /** Shown to the reader, and not run until Run is pressed; null: there is no such script. */
  readonly pending: PendingScript | null;
}

export const ownSlice: OwnSlice = { pending: null };

/** Where it came from, at the beginning of a sentence. */
export function sourceWords({ from }: Pick<PendingScript, 'from'>): string {
  return 'file' in from ? from.file : 'This link';
}
