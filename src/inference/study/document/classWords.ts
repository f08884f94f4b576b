/**
 * What whoever makes a link may say to its readers: a title and a task. Plain text and never markup, bounded in length, without
 * characters that cannot be seen or that turn the text around: a page shows the words of strangers beside its own.
 */
import * as v from 'valibot';
import { quoted } from '../../math/shown.ts';

/** UTF-16 units. */
export const LONGEST_TITLE = 80;
export const LONGEST_TASK = 800;
const MOST_LINES = 20;

/** Control characters, marks of direction and joiners, line separators, private characters, halves of surrogate pairs. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u;
/** In a task lines may end. */
const UNSEEN_IN_LINES = /(?!\n)[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u;
const SEEN = /[\p{L}\p{N}\p{P}\p{S}]/u;

export type Fault = (text: string) => string | null;

/** What is wrong with a title, with the remedy, to follow its name; null: nothing. */
export const titleFault: Fault = (text) => faultOf(text, LONGEST_TITLE, UNSEEN, 'one line of plain text');

/** The same of a task. */
export const taskFault: Fault = (text) => {
  const lines = text.split('\n').length;
  return lines > MOST_LINES
    ? `has ${lines} lines; at most ${MOST_LINES} are shown`
    : faultOf(text, LONGEST_TASK, UNSEEN_IN_LINES, 'plain text');
};

function faultOf(text: string, longest: number, unseen: RegExp, kind: string): string | null {
  if (text.length > longest) return `has ${text.length} characters; at most ${longest} are shown`;
  if (unseen.test(text)) return `is ${quoted(text)}; leave out characters that cannot be seen, it is ${kind}`;
  return SEEN.test(text) ? null : `is ${quoted(text)}; write ${kind}, or leave it out`;
}

function record(fault: Fault, expected: string) {
  return v.optional(
    v.pipe(
      v.string(),
      v.check((text) => fault(text) === null, expected),
    ),
  );
}

export const titleRecord = record(titleFault, `a line of plain text of at most ${LONGEST_TITLE} characters`);
export const taskRecord = record(taskFault, `plain text of at most ${LONGEST_TASK} characters`);

/** What was typed, as a link may hold it: lines without white space at their ends. Undefined: nothing is left. */
export function typedWords(text: string): string | undefined {
  const lines = text.replaceAll('\t', ' ').split(/\r\n?|\n/);
  const tidy = lines
    .map((line) => line.trim())
    .join('\n')
    .trim();
  return tidy === '' ? undefined : tidy;
}
