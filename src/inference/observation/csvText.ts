/**
 * Text in the cells of CSV files. Spreadsheets run what begins like a formula ("=", "+", "-", "@", a tab or a line end), so
 * such a text gets an apostrophe in front, which makes it text for them, and which is taken away again when it is read.
 */
import { isNumber } from './numberText.ts';

const FORMULA = /^'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
/** A comma, and what other programs take for a delimiter: a cell must stay one. A number sign begins a comment. */
const TO_QUOTE = /[",;|\t\r\n]|^#/;

/** The text with an apostrophe before what a spreadsheet would run; numbers are harmless as they are. */
export function harmlessText(text: string): string {
  return FORMULA.test(text) && !isNumber(text) ? `'${text}` : text;
}

/** A field of a CSV file (RFC 4180) that no spreadsheet runs. */
export function csvField(text: string): string {
  const harmless = harmlessText(text);
  const quotes = TO_QUOTE.test(harmless) || harmless.trim() !== harmless;
  return quotes ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** The text before it was made harmless. */
export function cellText(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}
