/** VALIDATION.md: each of its measured parts stands between two marks, and is replaced as a whole. */
import { readFileSync } from 'node:fs';
import { writeWhole } from '../wholeFile.mjs';

const DOCUMENT = 'VALIDATION.md';

interface Marks {
  readonly begin: string;
  readonly end: string;
}

/**
 * Prints a report and, with `write`, puts it between its marks in the document.
 * @throws Error that names the marks where the document lacks them
 */
export function publish(report: string, { begin, end }: Marks, write: boolean): void {
  console.log(`\n${report}`);
  if (!write) return;
  const text = readFileSync(DOCUMENT, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < 0) throw new Error(`${DOCUMENT} lacks the lines "${begin}" and "${end}".`);
  writeWhole(DOCUMENT, `${text.slice(0, from + begin.length)}\n\n${report}\n${text.slice(to)}`);
  console.log(`${DOCUMENT} was written.`);
}
