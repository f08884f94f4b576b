/** What the page's own FITS files have in their headers; and several files that come together: a batch, which travels as one archive. */
import { writeZip } from '../files/zip.ts';

/** Cards that this page writes (writeFits.ts): the system, design fields and true values as "key: value", and which pixels were moved by hand. */
export const OWN_CARDS = {
  system: 'PPSYSTEM',
  design: 'PPDES',
  truth: 'PPTRUE',
  moved: 'PPMOVED',
  noise: 'PPNOISE',
} as const;

const FITS_NAME = /\.(fits?|fts)$/i;

/** Whether these are several files, all of them FITS by their names. */
export function isFitsBatch(names: readonly string[]): boolean {
  return names.length > 1 && names.every((name) => FITS_NAME.test(name));
}

/** Whether an archive holds FITS files and nothing else. */
export function isFitsArchive(names: readonly string[]): boolean {
  return names.length > 0 && names.every((name) => FITS_NAME.test(name));
}

/** The name of a FITS file without its ending. */
export function fitsLabel(name: string): string {
  return name.replace(FITS_NAME, '');
}

/** Files of different names as one archive. */
export function fitsArchiveOf(files: readonly { readonly name: string; readonly bytes: Uint8Array }[]): Uint8Array {
  return writeZip(new Map(files.map(({ name, bytes }) => [name, bytes])), 0);
}
