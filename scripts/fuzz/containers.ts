/** Fuzz targets of src/inference/files: whatever comes is read or refused, and what is read keeps to what was allowed. */
import fc from 'fast-check';
import { readFits } from '../../src/inference/files/fits.ts';
import { writeFits } from '../../src/inference/files/fitsWrite.ts';
import { readNpy, writeNpy } from '../../src/inference/files/npy.ts';
import { readNpz, writeNpz } from '../../src/inference/files/npz.ts';
import type { Outcome } from '../../src/inference/files/outcome.ts';
import { readParquet } from '../../src/inference/files/parquet.ts';
import { unsnap } from '../../src/inference/files/snappy.ts';
import { readZip, writeZip } from '../../src/inference/files/zip.ts';
import { anyBytes, corpusFiles, damaged, damagedMember, filesOf } from './inputs.ts';
import { fuzzTarget } from './target.ts';

const LIMITS = { members: 8, bytes: 100_000 };
const text = (content: string) => new TextEncoder().encode(content);
const arrays = new Map([
  ['k', { shape: [3], values: Float64Array.of(1, 2, 3) }],
  ['P', { shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) }],
  ['n', { shape: [], values: Int32Array.of(7) }],
]);

function isRefused(outcome: Outcome<unknown>): boolean {
  if (outcome.ok) return false;
  const { problem, remedy } = outcome.problem;
  if (problem === '' || remedy === '') throw new Error('A refusal says nothing.');
  return true;
}

const archives = [
  writeZip(new Map([['a.txt', text('some text, some text, some text')], ['b', new Uint8Array(2000)]])), // biome-ignore format: two pairs
  writeZip(new Map([['stored', text('as it is')]]), 0),
];

const zip = fuzzTarget('ZIP', fc.oneof(anyBytes(text('PK\x03\x04')), damaged(archives)), (bytes) => {
  const outcome = readZip(bytes, LIMITS);
  if (isRefused(outcome) || !outcome.ok) return;
  const lengths = [...outcome.value.values()].map(({ length }) => length);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (lengths.length > LIMITS.members || total > LIMITS.bytes) throw new Error(`${total} bytes were unpacked.`);
});

const files = [...arrays.values()].map(writeNpy);
/** Headers whose parts are right on their own. */
const header = fc
  .tuple(
    fc.constantFrom('<f8', '>f8', '<f4', '<f2', '|b1', '<i8', '>u8', '|O', '<U3', '|S1', '<c16', 'f8', '<f16', ''),
    fc.constantFrom('True', 'False', 'true'),
    fc.array(fc.oneof(fc.nat(4).map(String), fc.constantFrom('-1', '99999999999999999999', '2L', '', 'x')), {
      maxLength: 4,
    }),
    fc.uint8Array({ maxLength: 64 }),
  )
  .map(([descr, order, shape, data]) => {
    const dictionary = text(`{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${shape.join(', ')}), }\n`);
    return Uint8Array.from([0x93, ...text('NUMPY'), 1, 0, dictionary.length, 0, ...dictionary, ...data]);
  });

const npy = fuzzTarget(
  'NPY',
  fc.oneof(anyBytes(files[0].subarray(0, 8), files[0].subarray(0, 60)), damaged(files), header),
  (bytes) => {
    const outcome = readNpy(bytes);
    if (isRefused(outcome) || !outcome.ok) return;
    const { shape, values } = outcome.value;
    const count = shape.reduce((product, length) => product * length, 1);
    if (count !== values.length || count > bytes.length) {
      throw new Error(`Shape (${shape.join(', ')}), ${values.length} values.`);
    }
  },
);

const fitsFiles = [
  ...filesOf('e2e/fits', /\.fits$/),
  writeFits({ shape: [2, 3], values: Float64Array.of(1, 2, 3, 4, 5, 6), cards: [['A', 'x'.repeat(100)], ['B', true]] }), // biome-ignore format: two cards
];
/** Headers whose cards are right on their own. */
const cards = fc
  .tuple(
    fc.array(
      fc.oneof(
        fc
          .tuple(
            fc.constantFrom(
              'BITPIX',
              'NAXIS',
              'NAXIS1',
              'NAXIS2',
              'BSCALE',
              'BZERO',
              'BLANK',
              'PCOUNT',
              'GCOUNT',
              'GROUPS',
              'A',
            ),
            fc.constantFrom(
              '8',
              '16',
              '64',
              '-32',
              '-64',
              '0',
              '1',
              '2',
              '3',
              '2147483647',
              '1E300',
              '-1',
              'T',
              "'a&'",
              '',
            ),
          )
          .map(([key, value]) => `${key.padEnd(8)}= ${value}`),
        fc.constantFrom("CONTINUE  'b&'", 'COMMENT', 'END', "XTENSION= 'IMAGE'", 'HIERARCH A B = 1', 'HIERARCH'),
      ),
      { maxLength: 12 },
    ),
    fc.uint8Array({ maxLength: 64 }),
  )
  .map(([lines, data]) => {
    const header = ['SIMPLE  = T', ...lines, 'END']
      .map((line) => line.padEnd(80))
      .join('')
      .padEnd(2880);
    return Uint8Array.from([...text(header), ...data]);
  });
const fits = fuzzTarget(
  'FITS',
  fc.oneof(anyBytes(fitsFiles[0].subarray(0, 160)), damaged(fitsFiles), cards),
  (bytes) => {
    const outcome = readFits(bytes);
    if (isRefused(outcome) || !outcome.ok) return;
    const { shape, values } = outcome.value.first;
    const count = shape.reduce((product, length) => product * length, 1);
    if (count !== values.length || count > bytes.length) {
      throw new Error(`Shape (${shape.join(', ')}), ${values.length} values.`);
    }
  },
);

const several = writeNpz(arrays);
const npz = fuzzTarget(
  'NPZ',
  fc.oneof(damaged([several, writeNpz(new Map([...arrays].slice(0, 1)))]), damagedMember(several)),
  (bytes) => {
    isRefused(readNpz(bytes, LIMITS));
  },
);

const tooLarge = (rows: number, columns: number) =>
  rows * columns > 1e6 ? { problem: 'It is too large.', remedy: 'Cut it.' } : null;
const parquet = fuzzTarget('Parquet', damaged(corpusFiles(/\.parquet$/)), async (bytes) => {
  const outcome = await readParquet(bytes, tooLarge);
  if (isRefused(outcome) || !outcome.ok) return;
  const lengths = new Set(outcome.value.columns.map(({ values }) => values.length));
  if (lengths.size !== 1) throw new Error(`The columns have ${[...lengths].join(', ')} values.`);
});

const blocks = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  damaged([Uint8Array.of(12, 8, 65, 66, 67, 0x15, 3, 0x0c, 1, 2, 3, 4)]),
);
const snappy = fuzzTarget('Snappy', fc.tuple(blocks, fc.nat(100)), ([bytes, length]) => {
  const content = unsnap(bytes, length);
  if (content !== null && content.length !== length) throw new Error(`${content.length} bytes were unpacked.`);
});

export const containerTargets = [zip, npy, npz, fits, parquet, snappy];
