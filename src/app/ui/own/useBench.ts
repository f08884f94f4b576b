/** The editor in a lesson: what it is given, and what it tells of itself. */
import { useEffect, useRef } from 'react';
import type { EditorTrial, LessonEditor } from '../../store/ownSlice.ts';
import type { Trial } from './useTrial.ts';

/** The editor in a lesson, which has a text of its own: that of the reader is neither shown nor changed. */
export interface Bench {
  /** What it opens with. */
  readonly opened: string;
  /** Another object is put into the editor. */
  readonly given: { readonly text: string };
  /** Added to the seeds of trials. */
  readonly seed: number;
  /** How many simulations the lesson trains on; null: as many as the page takes by itself. */
  readonly simulations: number | null;
  /** Why the text cannot be used in this step; null: it can. */
  readonly held: string | null;
  /** Told after every change. */
  readonly report: (state: Pick<LessonEditor, 'text' | 'read' | 'trial'>) => void;
}

/** Of a trial, what is told. */
type Tried = { readonly analysis: Pick<Trial['analysis'], 'tried' | 'failed' | 'marks'> };

/** Tells a lesson what stands in the editor, and puts there what it gives, which was not tried yet. */
export function useBench(
  bench: Bench | undefined,
  { text, read, trial }: { readonly text: string; readonly read: boolean; readonly trial: Tried | null },
  put: (text: string) => void,
): void {
  const putting = useRef(put);
  useEffect(() => {
    putting.current = put;
  });
  const given = bench?.given;
  const report = bench?.report;
  const last = useRef(given);
  useEffect(() => {
    if (given !== undefined && given !== last.current) {
      last.current = given;
      putting.current(given.text);
      // Otherwise what stood there before would be told as if it were this.
      if (text === given.text) report?.({ text, read, trial: null });
      return;
    }
    report?.({ text, read, trial: trial === null ? null : found(trial) });
  }, [given, report, text, read, trial]);
}

function found({ analysis: { tried, failed, marks } }: Tried): EditorTrial {
  return { tried, failed, p: Object.fromEntries(marks.map(({ key, p }) => [key, p])) };
}
