/**
 * A header that begins with the comment mark of another program: numpy.savetxt(comments="% ") for MATLAB and TeX, "//", "!" of
 * Fortran. Between white space the mark would be a cell of its own, and every name would stand one column too far left.
 */
import { quoted } from '../math/shown.ts';
import type { CsvRecord } from './csvRecords.ts';

const MARK = /^(?:%+|\/\/|!+|;)(?=\s|$)/;

/**
 * @param rows below the header
 * @param spaced columns are separated by white space
 */
export function withoutCommentMark(
  header: readonly string[],
  rows: readonly CsvRecord[],
  spaced: boolean,
): { readonly header: readonly string[]; readonly notices: readonly string[] } {
  const [first = '', ...others] = header;
  const mark = MARK.exec(first)?.[0];
  if (mark === undefined || rows.length === 0) return { header, notices: [] };
  const notices = [`${quoted(mark)} in front of the column names was read as a comment mark.`];
  const rest = first.slice(mark.length).trim();
  if (rest !== '') return { header: [rest, ...others], notices };
  // A column may be called "%": then the rows have a cell for it.
  const isMark = spaced && others.length > 0 && rows.every(({ cells }) => cells.length === others.length);
  return isMark ? { header: others, notices } : { header, notices: [] };
}
