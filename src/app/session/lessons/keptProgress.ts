/**
 * What the browser keeps of lessons: how far the reader was, and what he answered. Read with distrust: another version of the
 * page, or another page of this origin, may have written it. What cannot be read is as if there were none.
 */
import * as v from 'valibot';
import type { LessonProgress } from '../../store/lessonSlice.ts';

const KEY = 'posterior-playground.lessons';
/** Characters; longer ones are neither read nor written. */
const LONGEST = 60_000;

const finite = v.pipe(v.number(), v.finite());
const place = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(30));
const given = v.variant('kind', [
  v.strictObject({ kind: v.literal('choice'), option: place }),
  v.strictObject({ kind: v.literal('option'), option: place }),
  v.strictObject({ kind: v.literal('number'), value: finite }),
  v.strictObject({ kind: v.literal('figure'), value: finite }),
  v.strictObject({
    kind: v.literal('ellipse'),
    ellipse: v.strictObject({ x: finite, y: finite, width: finite, height: finite, turn: finite }),
  }),
]);
const id = v.pipe(v.string(), v.maxLength(60));
const schema = v.pipe(
  v.record(id, v.strictObject({ reached: place, finished: v.boolean(), answers: v.record(id, given) })),
  v.check((lessons) => Object.keys(lessons).length <= 100),
);

export function readProgress(): Readonly<Record<string, LessonProgress>> {
  try {
    const text = localStorage.getItem(KEY);
    if (text === null || text.length > LONGEST) return {};
    const read = v.safeParse(schema, JSON.parse(text));
    return read.success ? read.output : {};
  } catch {
    // Storage is forbidden, or holds no JSON.
    return {};
  }
}

export function keepProgress(progress: Readonly<Record<string, LessonProgress>>): void {
  try {
    const text = JSON.stringify(progress);
    if (Object.keys(progress).length === 0) localStorage.removeItem(KEY);
    else if (text.length <= LONGEST) localStorage.setItem(KEY, text);
  } catch {
    // Storage is forbidden or full: it lasts as long as the page.
  }
}
