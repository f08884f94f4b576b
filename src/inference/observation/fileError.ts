/**
 * What can be wrong with an observation file, as one record and one sentence. Every part that is known is named: file,
 * row (as a spreadsheet counts, the first line being 1), column, value, what is wrong and what to do about it.
 */
import { quoted, shown } from '../math/shown.ts';
import type { FileProblem } from '../simulators/system.ts';

export interface ObservationFileError extends FileProblem {
  readonly file: string;
  /** All parts in one sentence, with the remedy. */
  readonly message: string;
  /** The only other system that the file would be an observation of. */
  readonly belongsTo?: { readonly id: string; readonly name: string };
}

/** Characters of a file's name in a message. */
const LONGEST_NAME = 80;
/** Of what is wrong, or of the remedy: whatever a file holds, a message stays one that can be read. */
const LONGEST_TEXT = 1000;

/**
 * Names the file and composes the sentence.
 *
 * @param columns the file's columns and those wanted, so that a metadata key or a path in a JSON file is not called a column.
 */
export function fileError(file: string, problem: FileProblem, columns: readonly string[] = []): ObservationFileError {
  const place = [shown(file, LONGEST_NAME)];
  if (problem.row !== undefined) place.push(`row ${problem.row}`);
  if (problem.column !== undefined) {
    place.push(columns.includes(problem.column) ? `column ${shown(problem.column)}` : shown(problem.column));
  }
  if (problem.value !== undefined) place.push(`value ${quoted(problem.value)}`);
  return { ...problem, file, message: `${place.join(', ')}: ${sentence(problem.problem)} ${sentence(problem.remedy)}` };
}

/** Formats end their sentences or do not. */
function sentence(whole: string): string {
  const text = shown(whole, LONGEST_TEXT);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
