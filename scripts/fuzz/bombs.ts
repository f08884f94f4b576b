/**
 * Fuzz targets of files that claim, or unpack to, far more than they hold: declared sizes, dictionaries, deflated zeros, deep
 * nesting. Each is refused, or read within its limits, in well under a second and without the memory that it claims.
 */
import { SystemCatalogue } from '../../src/inference/simulators/catalogue.ts';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { writeNpy } from '../../src/inference/files/npy.ts';
import { readParquet } from '../../src/inference/files/parquet.ts';
import { readSafetensors } from '../../src/inference/files/safetensors.ts';
import { tooManyCells, tooManyColumns, tooManyRows } from '../../src/inference/observation/limits.ts';
import { readAny } from '../../src/inference/observation/readAny.ts';
import { builtIn, systems } from '../../src/inference/simulators/registry.ts';
import { readStudy } from '../../src/inference/study/document/document.ts';
import { readStudyFile } from '../../src/inference/export/studyFile.ts';
import { corpusFiles } from './inputs.ts';
import { fuzzTarget } from './target.ts';

const catalogue = new SystemCatalogue();

/** Bytes outside of the heap that a reader may hold at once, beyond what it began with. */
const MOST_HELD = 400e6;
/** Of those that pack or parse megabytes. */
const SHARE = 0.1;
const text = (content: string) => new TextEncoder().encode(content);
const anySystem = fc.constantFrom(...systems.map(({ id }) => id));
const lengths = fc.oneof(
  fc.nat(40),
  fc.constantFrom(0, 1, 127, 128, 1e6, 1e7, 2e7, 64e6, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1, 1e18),
);

function holdsLittle(before: number): void {
  const held = process.memoryUsage().arrayBuffers - before;
  if (held > MOST_HELD) throw new Error(`${(held / 1e6).toFixed(0)} MB are held.`);
}

async function isReadOrRefused([bytes, id]: readonly [Uint8Array, string]): Promise<void> {
  const before = process.memoryUsage().arrayBuffers;
  const system = builtIn(id);
  const content = await readAny({ name: 'a.file', bytes }, system, system.defaultDesign, systems);
  holdsLittle(before);
  if (content.kind === 'simulations') return;
  const { result } = content;
  if (!result.ok && (result.error.remedy === '' || result.error.message.length > 3000)) {
    throw new Error(`The refusal has ${result.error.message.length} characters.`);
  }
}

/** A header of NumPy that claims any shape, before a few bytes of data. */
const claimed = fc
  .tuple(
    fc.oneof(
      fc.constantFrom("'<f8'", "'|u1'", "'>i8'", "'<U100000'", "'|V99999'"),
      fc.constant("[('a', '<f8'), ('b', '|u1'), ('', '|V7')]"),
      fc.constant("[('t', '<f8'), ('count', '<i2'), ('name', '<U2')]"),
    ),
    fc.array(lengths, { maxLength: 4 }),
    fc.boolean(),
    fc.uint8Array({ maxLength: 64 }),
  )
  .map(([descr, shape, fortran, data]) => {
    const order = fortran ? 'True' : 'False';
    const header = text(
      `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': (${shape.map((n) => `${n},`).join('')}), }\n`,
    );
    return Uint8Array.from([
      0x93,
      ...text('NUMPY'),
      1,
      0,
      header.length & 0xff,
      header.length >> 8,
      ...header,
      ...data,
    ]);
  });

/** Sound arrays of any shape that few numbers have. */
const shaped = fc
  .tuple(fc.array(fc.integer({ min: 1, max: 21 }), { maxLength: 3 }), fc.nat(50), fc.boolean())
  .map(([shape, seed, steps]) => {
    const values = Float64Array.from({ length: shape.reduce((product, n) => product * n, 1) }, (_, i) =>
      steps ? i + seed : ((i * i + seed) % 97) + 1,
    );
    return writeNpy({ shape, values });
  });

/** Zeros and the like, which deflate a thousandfold. */
const swollen = fc
  .tuple(
    fc.constantFrom(0, 32, 65, 91, 123),
    fc.oneof({ weight: 30, arbitrary: fc.constantFrom(1e3, 1e4, 1e5) }, { weight: 1, arbitrary: fc.constant(4e6) }),
  )
  .map(([byte, length]) => new Uint8Array(length).fill(byte));
const members = fc.constantFrom('t.npy', 'count.npy', 'k.npy', 'theta.npy', 'x.npy', 'names.json', 'study.json', 'training.json', 'weights.safetensors'); // biome-ignore format: names

/** An archive of anything, whose directory may then lie about the size of its first member. */
const archives = fc
  .tuple(
    fc.array(fc.tuple(members, fc.oneof(swollen, claimed, shaped)), { minLength: 1, maxLength: 4 }),
    fc.option(lengths),
    fc.boolean(),
  )
  .map(([list, lie, packed]) => {
    const archive = zipSync(Object.fromEntries(list), { level: packed ? 6 : 0 });
    const entry = Buffer.from(archive.buffer, archive.byteOffset).indexOf('PK\u0001\u0002');
    if (lie !== null) new DataView(archive.buffer, archive.byteOffset).setUint32(entry + 24, lie % 2 ** 32, true);
    return archive;
  });

const parquetFiles = corpusFiles(/good\.parquet$/);
/** A Parquet file with one byte replaced by a varint of any size: counts and sizes in its headers are such numbers. */
const counted = fc
  .array(fc.tuple(fc.constantFrom(...parquetFiles), fc.nat(), lengths), { minLength: 1, maxLength: 1 })
  .map(([[file, where, length]]) => {
    const at = 4 + (where % (file.length - 12));
    const footer = new DataView(file.buffer, file.byteOffset).getUint32(file.length - 8, true);
    const start = file.length - 8 - footer;
    const varint: number[] = [];
    // Zigzag, as Thrift writes its numbers.
    for (let rest = 2 * length; ; rest = Math.floor(rest / 128)) {
      varint.push((rest % 128) + (rest >= 128 ? 128 : 0));
      if (rest < 128) break;
    }
    const bytes = Uint8Array.from([...file.subarray(0, at), ...varint, ...file.subarray(at + 1)]);
    if (at >= start) new DataView(bytes.buffer).setUint32(bytes.length - 8, footer + varint.length - 1, true);
    return bytes;
  });

const parquet = fuzzTarget('Parquet that claims any size', counted, async (bytes) => {
  const before = process.memoryUsage().arrayBuffers;
  const read = await readParquet(
    bytes,
    (rows, columns) => tooManyColumns(columns) ?? tooManyRows(rows) ?? tooManyCells(rows * columns),
  );
  holdsLittle(before);
  if (!read.ok && read.problem.remedy === '') throw new Error('A refusal says nothing.');
});

const nested = fc
  .tuple(
    fc.constantFrom('[', '{"a":', '[[],', '{"study":['),
    fc.oneof({ weight: 60, arbitrary: fc.constantFrom(10, 100, 2000) }, { weight: 1, arbitrary: fc.constant(100_000) }),
    fc.boolean(),
  )
  .map(([piece, depth, closed]) => {
    const ends: Record<string, string> = { '[': ']', '{"a":': '}', '[[],': ']', '{"study":[': ']}' };
    return piece.repeat(depth) + (closed ? `0${ends[piece].repeat(depth)}` : '');
  });

const tensorHeads = fc
  .tuple(
    fc.dictionary(
      fc.string({ maxLength: 5 }),
      fc.record({
        dtype: fc.constantFrom('F32', 'F64', 'I32', 'F16'),
        shape: fc.array(lengths, { maxLength: 3 }),
        data_offsets: fc.tuple(lengths, lengths),
      }),
      { maxKeys: 3 },
    ),
    fc.option(nested),
    lengths,
    fc.boolean(),
  )
  .map(([header, deep, length, lies]) => {
    const json = text(deep ?? JSON.stringify(header));
    const bytes = new Uint8Array(8 + json.length + 40);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(lies ? length : json.length), true);
    bytes.set(json, 8);
    return bytes;
  });

export const bombTargets = [
  fuzzTarget('array that claims any shape', fc.tuple(fc.oneof(claimed, shaped), anySystem), isReadOrRefused),
  fuzzTarget(
    'archive that swells or lies',
    fc.tuple(archives, anySystem),
    async ([bytes, id]) => {
      await isReadOrRefused([bytes, id]);
      const study = readStudyFile(bytes, catalogue);
      if (study.ok) throw new Error('That is no study.');
    },
    SHARE,
  ),
  parquet,
  fuzzTarget('safetensors that claim any size', tensorHeads, (bytes) => {
    const before = process.memoryUsage().arrayBuffers;
    const reading = readSafetensors(bytes);
    holdsLittle(before);
    if (!reading.ok && reading.problem.length > 3000) {
      throw new Error(`The refusal has ${reading.problem.length} characters.`);
    }
  }),
  fuzzTarget(
    'deeply nested JSON',
    fc.tuple(nested, anySystem),
    async ([content, id]) => {
      await isReadOrRefused([text(content), id]);
      const reading = readStudy(content, catalogue);
      if (reading.ok) throw new Error('That is no study.');
    },
    SHARE,
  ),
];
