/**
 * Size limits of a data file. One observation takes some kilobytes; a table of many observations or simulations may be
 * large, and these limits keep it below what a page may hold in memory.
 */
import type { FileProblem } from '../simulators/system.ts';

/** Of the file, and of an archive once unpacked. */
export const MAX_BYTES = 200_000_000;
/** Of one file: at 1,000 draws each, ten million draws. */
export const MAX_OBSERVATIONS = 10_000;
export const MAX_ROWS = 1_000_000;
/** A row of many observations has a column for each of its data values. */
export const MAX_COLUMNS = 10_000;
const MAX_CELLS = 10_000_000;

const REMEDY = 'Reduce the file to the table that this system takes, or split it into parts.';

export function tooManyBytes(bytes: number): FileProblem | null {
  if (bytes <= MAX_BYTES) return null;
  const megabytes = (bytes / 1e6).toFixed(1);
  return { problem: `The file has ${megabytes} MB; at most ${MAX_BYTES / 1e6} MB are read.`, remedy: REMEDY };
}

/** Of reading a file, whatever is in it: the readers look at every byte a few times. */
export function readingSeconds(bytes: number): number {
  return 20 + Math.ceil(bytes / 2e6);
}

export function tookTooLong(seconds: number): FileProblem {
  const problem = `Reading the file took longer than ${seconds} s and was stopped.`;
  return { problem, remedy: 'It may be damaged, or made to be slow: write it again, or as CSV.' };
}

export function outOfMemory(): FileProblem {
  const problem = 'Reading the file needs more memory than allowed and was stopped.';
  return { problem, remedy: 'It may be damaged: write it again, or only the part that is needed.' };
}

export function tooManyRows(rows: number): FileProblem | null {
  if (rows <= MAX_ROWS) return null;
  return { problem: `The table has ${rows} rows; at most ${MAX_ROWS} are read.`, remedy: REMEDY };
}

export function tooManyColumns(columns: number): FileProblem | null {
  if (columns <= MAX_COLUMNS) return null;
  return { problem: `The table has ${columns} columns; at most ${MAX_COLUMNS} are read.`, remedy: REMEDY };
}

export function tooManyObservations(rows: number): FileProblem | null {
  if (rows <= MAX_OBSERVATIONS) return null;
  const problem = `There are ${rows} observations; a batch has at most ${MAX_OBSERVATIONS}.`;
  return { problem, remedy: 'Split the file.' };
}

export function tooManyCells(cells: number): FileProblem | null {
  if (cells <= MAX_CELLS) return null;
  return { problem: `The table has ${cells} cells; at most ${MAX_CELLS} are read.`, remedy: REMEDY };
}
