/**
 * Draws as CSV (RFC 4180: records end in CR LF, a field is quoted where it has to be): one header of names, one record a draw,
 * no comments. Numbers are the shortest that read back as the same double, at most 17 significant digits.
 */

import { csvField } from '../observation/csvText.ts';
import { type DrawsNotes, namedNotes } from './drawsNotes.ts';

/** Records in one piece of the text. */
const RECORDS_AT_ONCE = 2000;

/**
 * The text in pieces, so that a page can breathe between them.
 * @param names of the columns
 * @param values [n, names.length], row-major
 * @param notes last columns, the same in every record: there are no comments that a reader would take for a record
 */
export function* drawsCsv(
  names: readonly string[],
  values: ArrayLike<number>,
  notes: DrawsNotes = {},
): Generator<string> {
  const width = names.length;
  const said = namedNotes(notes);
  const end = `${said.map(({ text }) => `,${csvField(text)}`).join('')}\r\n`;
  yield `${[...names, ...said.map(({ name }) => name)].map(csvField).join(',')}\r\n`;
  for (let from = 0; from < values.length; from += RECORDS_AT_ONCE * width) {
    let text = '';
    const to = Math.min(values.length, from + RECORDS_AT_ONCE * width);
    for (let at = from; at < to; at++) text += `${values[at]}${(at + 1) % width === 0 ? end : ','}`;
    yield text;
  }
}
