/**
 * The text of a JSON file to its content. JSON.parse keeps the last of two entries of one name and rounds whole numbers beyond
 * 2^53, both in silence; here either refuses the text, with the place.
 */
import { bad, good } from '../files/outcome.ts';
import type { Outcome } from '../files/outcome.ts';
import { quoted, shown } from '../math/shown.ts';
import type { FileProblem } from '../simulators/system.ts';
import { losesDigits } from './numberText.ts';

/** Characters of an engine's own message. */
const LONGEST_REASON = 160;

export function readJson(text: string): Outcome<unknown> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    const reason = shown(error instanceof Error ? error.message : String(error), LONGEST_REASON);
    const remedy = /[[:,]\s*-?(?:NaN|Infinity)\b/.test(text)
      ? 'NaN and Infinity are not valid JSON: leave such entries out, or write a CSV file.'
      : 'Correct it, or drop a CSV file instead.';
    return bad({ problem: `The text is not valid JSON (${reason}).`, remedy });
  }
  const problem = lossOf(text);
  return problem === null ? good(content) : bad(problem);
}

/** What JSON.parse lost in silence; null: nothing. The text is JSON; it is passed over once. */
function lossOf(text: string): FileProblem | null {
  /** Names of the objects that are open; null: an array. */
  const open: (Set<string> | null)[] = [];
  let name = '';
  for (let at = 0; at < text.length; ) {
    const start = at;
    switch (text[at]) {
      case '"':
        at = endOfString(text, at);
        name = text.slice(start, at);
        break;
      case '{':
      case '[':
        open.push(text[at] === '{' ? new Set() : null);
        at++;
        break;
      case '}':
      case ']':
        open.pop();
        at++;
        break;
      case ':': {
        const plain = name.includes('\\') ? String(JSON.parse(name)) : name.slice(1, -1);
        const names = open.at(-1);
        if (names?.has(plain)) {
          const problem = `${quoted(plain)} occurs twice in one object, the second time in line ${lineOf(text, at)}.`;
          return { problem, remedy: 'Keep one of the two.' };
        }
        names?.add(plain);
        at++;
        break;
      }
      default:
        do at++;
        while (at < text.length && !DELIMITERS.includes(text[at]));
        if (at - start > MOST_EXACT && losesDigits(text.slice(start, at))) return tooLong(text, start, at);
    }
  }
  return null;
}

/** Where a number or a word ends. */
const DELIMITERS = ' \t\r\n,:{}[]"';
/** Digits of which a double holds all. */
const MOST_EXACT = 15;

/** Behind its closing quotation mark. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  for (;;) {
    const end = text.indexOf('"', at);
    let first = end;
    while (text[first - 1] === '\\') first--;
    at = end + 1;
    if ((end - Math.max(first, start + 1)) % 2 === 0) return at;
  }
}

function tooLong(text: string, start: number, end: number): FileProblem {
  const value = text.slice(start, end);
  const problem = `The whole number in line ${lineOf(text, start)} has more digits than a double holds.`;
  return { value, problem, remedy: 'Put it in quotation marks if it is a name, or write it with fewer digits.' };
}

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}
