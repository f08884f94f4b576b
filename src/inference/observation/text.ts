/**
 * Bytes to text. Text is UTF-8 (with or without a byte-order mark), UTF-16 with one (Excel's
 * "Unicode text") or of plain characters, or, where the bytes are neither, Windows-1252, which old spreadsheets write.
 */
import { bad, good } from '../files/outcome.ts';
import type { Outcome } from '../files/outcome.ts';

/** Present in every runtime this library meets (pages, workers, Node), but in no TypeScript library without the DOM. */
declare const TextDecoder: new (
  label: string,
  options: { readonly fatal: boolean },
) => {
  decode(bytes: Uint8Array): string;
};

export interface DecodedText {
  readonly text: string;
  readonly kind: 'csv' | 'json';
  readonly notices: readonly string[];
}

/** Bytes by which UTF-16 is told. */
const LOOKED_AT = 4096;
const EXPORT_REMEDY = 'Export the table as CSV (UTF-8) and drop that file.';

/** Decodes a file and says whether its content is JSON or a table of text. */
export function decodeText(bytes: Uint8Array): Outcome<DecodedText> {
  const decoded = decode(bytes);
  if (decoded === null || hasControlCharacters(decoded.text)) {
    return bad({ problem: 'The content is binary, not a text table.', remedy: EXPORT_REMEDY });
  }
  const start = decoded.text.trimStart();
  if (start === '') {
    return bad({
      problem: 'The file contains only white space.',
      remedy: 'Drop a file with a header row and data.',
    });
  }
  if (/^<(!doctype|html|\?xml)/i.test(start)) {
    return bad({
      problem: 'The content is a web page, not the data file.',
      remedy: 'Download the raw file and drop that file.',
    });
  }
  return good({ ...decoded, kind: start.startsWith('{') || start.startsWith('[') ? 'json' : 'csv' });
}

function decode(bytes: Uint8Array): { readonly text: string; readonly notices: readonly string[] } | null {
  const utf16 =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
  const unmarked = utf16 === null ? utf16WithoutMark(bytes) : null;
  if (unmarked !== null) {
    const wide = strictly(unmarked, bytes);
    const notice = 'The file has no byte-order mark; its text was read as UTF-16.';
    return wide === null ? null : { text: wide, notices: [notice] };
  }
  const text = strictly(utf16 ?? 'utf-8', bytes);
  if (text !== null) return { text, notices: [] };
  if (utf16 !== null) return null;
  const fallback = strictly('windows-1252', bytes);
  const notice = 'The file is not UTF-8; its text was read as Windows-1252. Numbers are not affected.';
  return fallback === null ? null : { text: fallback, notices: [notice] };
}

/** UTF-16 of plain characters has a zero in every second byte, and UTF-8 has none anywhere. */
function utf16WithoutMark(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const length = Math.min(bytes.length, LOOKED_AT) & ~1;
  if (length < 4 || bytes.length % 2 === 1) return null;
  const zeros = [0, 0];
  for (let i = 0; i < length; i++) if (bytes[i] === 0) zeros[i % 2]++;
  const most = (0.8 * length) / 2;
  if (zeros[0] === 0 && zeros[1] >= most) return 'utf-16le';
  return zeros[1] === 0 && zeros[0] >= most ? 'utf-16be' : null;
}

/** The decoder drops a byte-order mark by itself. */
function strictly(label: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function hasControlCharacters(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 32 && code !== 9 && code !== 10 && code !== 13 && code !== 12) return true;
  }
  return false;
}
