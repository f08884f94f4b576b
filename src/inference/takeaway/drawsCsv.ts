/**
 * Draws as CSV (RFC 4180: records end in CR LF, a field is quoted where it has to be): one header of names, one record a draw,
 * no comments. Numbers are the shortest that read back as the same double, at most 17 significant digits.
 */

import { csvField } from '../observation/csvText.ts';

/** Records in one piece of the text. */
const RECORDS_AT_ONCE = 2000;

/**
 * The text in pieces, so that a page can breathe between them.
 * @param names of the columns
 * @param values [n, names.length], row-major
 */
export function* drawsCsv(names: readonly string[], values: ArrayLike<number>): Generator<string> {
  const width = names.length;
  yield `${names.map(csvField).join(',')}\r\n`;
  for (let from = 0; from < values.length; from += RECORDS_AT_ONCE * width) {
    let text = '';
    const end = Math.min(values.length, from + RECORDS_AT_ONCE * width);
    for (let at = from; at < end; at++) text += `${values[at]}${(at + 1) % width === 0 ? '\r\n' : ','}`;
    yield text;
  }
}
