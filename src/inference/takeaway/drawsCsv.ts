/**
 * Draws as CSV (RFC 4180: records end in CR LF, a field is quoted where it has to be): one header of names, one record a draw,
 * no comments. Numbers are the shortest that read back as the same double, at most 17 significant digits.
 */

import { csvField } from '../observation/csvText.ts';

/** The column that says of every record what it is, where the draws are not the network's own (mending/marks.ts). */
export const ALTERED_COLUMN = 'altered';

/** Records in one piece of the text. */
const RECORDS_AT_ONCE = 2000;

/**
 * The text in pieces, so that a page can breathe between them.
 * @param names of the columns
 * @param values [n, names.length], row-major
 * @param altered what the draws are where they are not the network's own: a last column says it; null: they are
 */
export function* drawsCsv(
  names: readonly string[],
  values: ArrayLike<number>,
  altered: string | null = null,
): Generator<string> {
  const width = names.length;
  const end = altered === null ? '\r\n' : `,${csvField(altered)}\r\n`;
  yield `${[...names, ...(altered === null ? [] : [ALTERED_COLUMN])].map(csvField).join(',')}\r\n`;
  for (let from = 0; from < values.length; from += RECORDS_AT_ONCE * width) {
    let text = '';
    const to = Math.min(values.length, from + RECORDS_AT_ONCE * width);
    for (let at = from; at < to; at++) text += `${values[at]}${(at + 1) % width === 0 ? end : ','}`;
    yield text;
  }
}
