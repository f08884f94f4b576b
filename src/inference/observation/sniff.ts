/**
 * What a file is by its first bytes, never by its name: a spreadsheet or an image that was renamed to .csv is recognised.
 * What is not read is refused under its own name, with what to do instead.
 */
import { isNpy } from '../files/npy.ts';
import { bad, good } from '../files/outcome.ts';
import type { Outcome } from '../files/outcome.ts';
import { isZip } from '../files/zip.ts';

/** 'zip' may be an NPZ archive. */
export type Container = 'text' | 'npy' | 'zip' | 'parquet';

const EXPORT = 'Export the table as CSV, NPY, NPZ or Parquet and drop that file.';
const PARQUET = text('PAR1');
const UNPACK = 'Unpack it and drop the file inside.';

const FROM_NETCDF =
  'Save it as a table: xarray.open_dataset(file).to_dataframe().reset_index().to_csv("table.csv", index=False), and drop that file.';
/** The byte behind "CDF" (NetCDF classic format specification). */
const NETCDF = [
  [1, 'classic'],
  [2, '64-bit offset'],
  [5, '64-bit data'],
] as const;

interface Signature {
  readonly bytes: readonly number[];
  readonly at?: number;
  readonly what: string;
  readonly remedy: string;
}

const SIGNATURES: readonly Signature[] = [
  { bytes: [0x89, ...text('PNG')], what: 'a PNG image', remedy: EXPORT },
  { bytes: [0xff, 0xd8, 0xff], what: 'a JPEG image', remedy: EXPORT },
  { bytes: text('GIF8'), what: 'a GIF image', remedy: EXPORT },
  { bytes: [...text('II*'), 0], what: 'a TIFF image', remedy: EXPORT },
  { bytes: text('WEBP'), at: 8, what: 'a WebP image', remedy: EXPORT },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], what: 'an old Excel workbook', remedy: EXPORT },
  { bytes: text('%PDF'), what: 'a PDF document', remedy: EXPORT },
  { bytes: [0x1f, 0x8b], what: 'a gzip archive', remedy: UNPACK },
  { bytes: text('BZh'), what: 'a bzip2 archive', remedy: UNPACK },
  { bytes: [0xfd, ...text('7zXZ')], what: 'an xz archive', remedy: UNPACK },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], what: 'a Zstandard archive', remedy: UNPACK },
  { bytes: [...text('7z'), 0xbc, 0xaf], what: 'a 7z archive', remedy: UNPACK },
  { bytes: text('Rar!'), what: 'a RAR archive', remedy: UNPACK },
  { bytes: text('ustar'), at: 257, what: 'a tar archive', remedy: UNPACK },
  { bytes: [0x89, ...text('HDF')], what: 'an HDF5 or NetCDF-4 file', remedy: FROM_NETCDF },
  ...NETCDF.map(([version, kind]) => ({
    bytes: [...text('CDF'), version],
    what: `a NetCDF 3 file (${kind})`,
    remedy: FROM_NETCDF,
  })),
  // Systems whose data are images read it (readArray.ts).
  { bytes: text('SIMPLE  ='), what: 'a FITS image', remedy: `This system takes tables. ${EXPORT}` },
  { bytes: text('ARROW1'), what: 'an Arrow (Feather) file', remedy: EXPORT },
  { bytes: text('FEA1'), what: 'a Feather file', remedy: EXPORT },
  { bytes: text('PARE'), what: 'an encrypted Parquet file', remedy: 'Write it without encryption.' },
  { bytes: text('MATLAB'), what: 'a MATLAB file', remedy: EXPORT },
  { bytes: text('RDX'), what: 'an R data file', remedy: EXPORT },
  { bytes: text('SQLite format 3'), what: 'an SQLite database', remedy: EXPORT },
  ...[2, 3, 4, 5].map((version) => ({
    bytes: [0x80, version],
    what: 'a Python pickle, which is never read because it may run code',
    remedy: EXPORT,
  })),
];

export function containerOf(bytes: Uint8Array): Outcome<Container> {
  if (bytes.length === 0) {
    return bad({ problem: 'The file is empty.', remedy: 'Drop a file with a header row and data.' });
  }
  if (isNpy(bytes)) return good('npy');
  if (isZip(bytes)) return good('zip');
  if (startsWith(bytes, PARQUET)) return good('parquet');
  const signature = SIGNATURES.find(({ bytes: wanted, at = 0 }) => startsWith(bytes, wanted, at));
  if (signature === undefined) return good('text');
  return bad({ problem: `The content is ${signature.what}, not a table.`, remedy: signature.remedy });
}

function startsWith(bytes: Uint8Array, wanted: readonly number[], at = 0): boolean {
  return wanted.every((byte, i) => bytes[at + i] === byte);
}

function text(ascii: string): number[] {
  return Array.from(ascii, (c) => c.charCodeAt(0));
}
