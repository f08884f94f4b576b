/** The lesson that is under way, as far as the page shows it, and what is kept of all lessons. What moves it: session/lessons. */
import type { Covered, Guess } from '../../lessons/guess.ts';
import type { ViewSlice } from './viewSlice.ts';

/** What the reader has given: his guess, the option of a question, or its number. */
export type Given =
  | Guess
  | { readonly kind: 'option'; readonly option: number }
  | { readonly kind: 'figure'; readonly value: number };

/** Said of what was given, once the answer is known. */
export interface Outcome {
  /** Null: there is no right and wrong, as with an ellipse. */
  readonly right: boolean | null;
  /** The answer in the terms of the question: the option's place, the number; null: drawn on the page only. */
  readonly answer: number | null;
  /** Markup. */
  readonly text: string;
}

export interface OpenLesson {
  readonly id: string;
  /** From 0. */
  readonly step: number;
  readonly steps: number;
  /** The start of the step is being made; what is asked of the page is not asked yet. */
  readonly preparing: boolean;
  /** A 'do' step's condition has come true, a guess is revealed, a question answered rightly. */
  readonly fulfilled: boolean;
  /** Not shown now. */
  readonly covered: readonly Covered[];
  readonly given: Given | null;
  /** "Reveal" was pressed, and the answer is being computed. */
  readonly revealing: boolean;
  readonly outcome: Outcome | null;
  /** What the demonstration does or waits for; null: none runs. */
  readonly showing: string | null;
  /** Added to the seeds of data and training. */
  readonly seed: number;
  /** Full screen, for a projector. */
  readonly lecture: boolean;
  /** The reader's own study is on the page still, and is being put aside. */
  readonly entering: boolean;
  /** The lesson is over, and the reader's own study is coming back. */
  readonly leaving: boolean;
}

/** What is kept of a lesson in this browser. */
export interface LessonProgress {
  /** The farthest step that was reached, from 0. */
  readonly reached: number;
  readonly finished: boolean;
  /** What was given, by the id of the step. */
  readonly answers: Readonly<Record<string, Given>>;
}

export interface LessonSlice {
  readonly open: OpenLesson | null;
  /** By the id of the lesson. */
  readonly progress: Readonly<Record<string, LessonProgress>>;
  /** Theme and type that were chosen in the lecture, the present or the last (look.ts). */
  readonly lectureLook: Partial<Pick<ViewSlice, 'theme' | 'large'>>;
}

export const lessonSlice: LessonSlice = { open: null, progress: {}, lectureLook: {} };

export const NO_PROGRESS: LessonProgress = { reached: 0, finished: false, answers: {} };

const NOTHING: readonly Covered[] = [];

/** What the open lesson keeps from being seen now. */
export function coveredNow({ open }: LessonSlice): readonly Covered[] {
  return open?.covered ?? NOTHING;
}
