/**
 * What can be wrong with an observation file, as one record and one sentence. Every part that is known is named: file,
 * row (as a spreadsheet counts, the first line being 1), column, value, what is wrong and what to do about it.
 */
import type { FileProblem } from '../simulators/system.ts';

export interface ObservationFileError extends FileProblem {
  readonly file: string;
  /** All parts in one sentence, with the remedy. */
  readonly message: string;
}

const QUOTED_LENGTH = 40;

/** Shortens a cell for a message and makes white space in it visible. */
function quoted(value: string): string {
  const shown = value.length > QUOTED_LENGTH ? `${value.slice(0, QUOTED_LENGTH)}…` : value;
  return JSON.stringify(shown);
}

/**
 * Names the file and composes the sentence.
 *
 * @param columns the file's columns and those wanted, so that a metadata key or a path in a JSON file is not called a column.
 */
export function fileError(file: string, problem: FileProblem, columns: readonly string[] = []): ObservationFileError {
  const place = [file];
  if (problem.row !== undefined) place.push(`row ${problem.row}`);
  if (problem.column !== undefined) {
    place.push(columns.includes(problem.column) ? `column ${problem.column}` : problem.column);
  }
  if (problem.value !== undefined) place.push(`value ${quoted(problem.value)}`);
  return { ...problem, file, message: `${place.join(', ')}: ${sentence(problem.problem)} ${sentence(problem.remedy)}` };
}

/** Formats end their sentences or do not. */
function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
