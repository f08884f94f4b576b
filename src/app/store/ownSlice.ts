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

/** The editor of simulators while a lesson has it: with the lesson's text, beside which the reader's own stays as it is kept. */
export interface LessonEditor {
  /** What the lesson has put into it; another object puts it there anew. */
  readonly given: { readonly text: string };
  /** As it stands. */
  readonly text: string;
  /** Whether the text could be read: it may be tried and used. */
  readonly read: boolean;
  /** The trial of this very text; null: there is none. */
  readonly trial: EditorTrial | null;
  /** Id of the system that was made of a text of it; null: none was. */
  readonly used: string | null;
}

/** What a trial has found. */
export interface EditorTrial {
  readonly tried: number;
  readonly failed: number;
  /** By key of the parameter: p of its mark in the data, by permutation (simulators/own/trial.ts). */
  readonly p: Readonly<Record<string, number>>;
}

export interface OwnSlice {
  /** Shown to the reader, and not run until Run is pressed; null: there is no such script. */
  readonly pending: PendingScript | null;
  /** Null: no lesson has put a text into the editor. */
  readonly lesson: LessonEditor | null;
}

export const ownSlice: OwnSlice = { pending: null, lesson: null };

/** Where it came from, at the beginning of a sentence. */
export function sourceWords({ from }: Pick<PendingScript, 'from'>): string {
  return 'file' in from ? from.file : 'This link';
}

/** The editor with a text that a lesson puts there. */
export function lessonEditor(text: string, used: string | null): LessonEditor {
  return { given: { text }, text, read: false, trial: null, used };
}
