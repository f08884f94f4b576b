/**
 * The bytes of a file to an array without names, for systems whose observations are arrays (`ArrayFormat`): NPY, an NPZ archive
 * with one array of data, lists in lists in JSON, a matrix of numbers in a text, FITS images, and an archive of those. What the numbers mean is judged by
 * arrayObservation.ts; here a file is refused that is no array.
 */
import { isFits } from '../files/fitsHeader.ts';
import { loadPart } from '../parts/loadPart.ts';
import { isNpy } from '../files/npy.ts';
import { bad, good } from '../files/outcome.ts';
import type { Outcome } from '../files/outcome.ts';
import { isZip, zipNames } from '../files/zip.ts';
import { metadataOf, truthOf } from './csv.ts';
import { declaredDelimiter, delimiterOf, firstLine } from './csvForm.ts';
import { readRecords } from './csvRecords.ts';
import { isFitsArchive } from './fitsBatch.ts';
import { parseArrayJson } from './jsonArray.ts';
import { MAX_BYTES, MAX_OBSERVATIONS, tooManyBytes, tooManyCells, tooManyColumns, tooManyRows } from './limits.ts';
import { readNumerals } from './numerals.ts';
import { NO_ARRAY, type RawArray } from './rawArray.ts';
import { containerOf } from './sniff.ts';
import { decodeText } from './text.ts';

/** @param wanted keys of the cards that go with a FITS image */
export async function readArray(bytes: Uint8Array, wanted: readonly string[]): Promise<Outcome<RawArray>> {
  const heavy = tooManyBytes(bytes.length);
  if (heavy) return bad(heavy);
  if (isFits(bytes)) return (await fitsReader()).arrayInFits(bytes, wanted);
  if (!isNpy(bytes) && !isZip(bytes)) return arrayInText(bytes);
  if (isZip(bytes)) {
    const names = zipNames(bytes, { members: MAX_OBSERVATIONS, bytes: MAX_BYTES });
    if (names.ok && isFitsArchive(names.value)) return (await fitsReader()).arrayInFitsArchive(bytes, wanted);
  }
  const { arrayInNpy, arrayInNpz } = await loadPart('reads NPY and NPZ files', () => import('./packedArray.ts'));
  return isNpy(bytes) ? arrayInNpy(bytes) : arrayInNpz(bytes);
}

function fitsReader() {
  return loadPart('reads FITS files', () => import('./fitsArray.ts'));
}

/** At once, for what is known to be text: JSON or a matrix. */
export function arrayInText(bytes: Uint8Array): Outcome<RawArray> {
  const container = containerOf(bytes);
  if (!container.ok) return container;
  if (container.value !== 'text') return bad({ problem: 'The content is not an array of numbers.', remedy: NO_ARRAY });
  const decoded = decodeText(bytes);
  if (!decoded.ok) return decoded;
  const { text, kind, notices } = decoded.value;
  const read = kind === 'json' ? parseArrayJson(text) : matrixIn(text);
  return read.ok ? good({ ...read.value, notices: [...notices, ...read.value.notices] }) : read;
}

/** Rows of numbers alone, with lines of `# key: value` among them. */
function matrixIn(content: string): Outcome<RawArray> {
  const all = content.replace(/\r\n?/g, '\n');
  const declared = declaredDelimiter(all);
  const text = declared === null ? all : all.slice(firstLine(all).length);
  const delimiter = declared ?? delimiterOf(text);
  const lines = readRecords(text, delimiter ?? ',');
  if (!lines.ok) return lines;
  const { records, comments } = lines.value;
  const [first] = records;
  if (first === undefined) return bad({ problem: 'There are no numbers: only comment lines.', remedy: NO_ARRAY });
  const width = first.cells.length;
  const crowd = tooManyRows(records.length) ?? tooManyColumns(width) ?? tooManyCells(records.length * width);
  if (crowd) return bad(crowd);
  const uneven = records.find(({ cells }) => cells.length !== width);
  if (uneven !== undefined) {
    const problem = `The row has ${uneven.cells.length} cells, the first has ${width}.`;
    return bad({ row: uneven.row, problem, remedy: 'Give all rows of the matrix the same number of cells.' });
  }
  const metadata = metadataOf(comments);
  if (!metadata.ok) return metadata;
  const { system, ...rest } = metadata.value;
  const rowNumbers = records.map(({ row }) => row);
  const columns = Array.from({ length: width }, (_, c) => records.map(({ cells }) => cells[c]));
  const header = columns.map((_, c) => `column ${c + 1}`);
  const numerals = readNumerals({ header, columns, rowNumbers }, delimiter ?? ',', new Set());
  if ('problem' in numerals) return bad(numerals);
  return good({
    shape: [records.length, width],
    cells: records.flatMap((_, r) => numerals.columns.map((column) => column[r])),
    rowNumbers,
    metadata: rest,
    ...(system === undefined ? {} : { system }),
    design: {},
    truth: Object.fromEntries(Object.entries(truthOf(rest)).map(([key, value]) => [key, [value]])),
    notices: numerals.notices,
  });
}
