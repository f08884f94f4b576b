/** The text of a simulator that the reader is writing: kept in this browser at once, so that no reload loses it. */
import * as v from 'valibot';

export interface OwnText {
  readonly text: string;
  /** The id of the simulator that was on screen when it was written; null: none was. */
  readonly base: string | null;
  /** What was there before another text was put in its place; null: nothing. */
  readonly earlier: string | null;
}

const KEY = 'posterior-playground.simulator';
const record = v.object({ text: v.string(), base: v.nullable(v.string()), earlier: v.nullable(v.string()) });

/** Null: there is none, or storage is forbidden. */
export function keptText(): OwnText | null {
  try {
    const parsed = v.safeParse(record, JSON.parse(localStorage.getItem(KEY) ?? 'null'));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** @returns whether it is kept; false where storage is forbidden or full */
export function keepText(own: OwnText): boolean {
  try {
    localStorage.setItem(KEY, JSON.stringify(own));
    return true;
  } catch {
    return false;
  }
}
