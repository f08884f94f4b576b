import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSafetensors, type Tensor, type TensorFile, writeSafetensors } from './safetensors.ts';

const RUNS = { seed: 20_261_122, numRuns: 2000 };

/** Bytes of a file with this header, which may be anything, and so much data. */
function fileOf(header: unknown, dataBytes: number): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

const one = { dtype: 'F32', shape: [2], data_offsets: [0, 8] };

function problemOf(bytes: Uint8Array): string {
  const reading = readSafetensors(bytes);
  return reading.ok ? 'none' : reading.problem;
}

const tensors: fc.Arbitrary<Tensor> = fc
  .tuple(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }), fc.integer({ min: 0, max: 3 }), fc.nat())
  .map(([shape, type, start]) => {
    const numbers = Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => start + i - 7.25);
    const data = [Float64Array, Float32Array, Int32Array, Uint32Array][type].from(numbers);
    return { shape, data };
  });
const names = fc.string({ unit: 'binary', maxLength: 12 }).filter((name) => name !== '__metadata__');
const files: fc.Arbitrary<TensorFile> = fc.record({
  tensors: fc.array(fc.tuple(names, tensors), { maxLength: 6 }).map((entries) => new Map(entries)),
  metadata: fc
    .array(fc.tuple(names, fc.string({ unit: 'binary' })), { maxLength: 3 })
    .map((entries) => new Map(entries)),
});

describe('a safetensors file', () => {
  it('of any tensors and metadata is read as it was written', () => {
    fc.assert(
      fc.property(files, (file) => {
        expect(readSafetensors(writeSafetensors(file))).toEqual({ ok: true, file });
      }),
      RUNS,
    );
  });

  it('has the same bytes in whatever order its tensors are given', () => {
    fc.assert(
      fc.property(files, (file) => {
        const turned = { tensors: new Map([...file.tensors].toReversed()), metadata: file.metadata };
        expect(writeSafetensors(turned)).toEqual(writeSafetensors(file));
      }),
      { ...RUNS, numRuns: 200 },
    );
  });

  // What `safetensors.numpy.save` of safetensors 0.8.0 gives for the same tensors.
  it("has the bytes that the format's own library writes", () => {
    const tensors = new Map<string, Tensor>([
      ['b', { shape: [2], data: Float32Array.of(1, -2) }],
      ['a', { shape: [2], data: Float32Array.of(1, -2) }],
      ['d', { shape: [2, 1], data: Float64Array.of(1, 2) }],
    ]);
    const header =
      '{"__metadata__":{"k":"v"},"d":{"dtype":"F64","shape":[2,1],"data_offsets":[0,16]},' +
      '"a":{"dtype":"F32","shape":[2],"data_offsets":[16,24]},"b":{"dtype":"F32","shape":[2],"data_offsets":[24,32]}}';
    const numbers = '000000000000f03f00000000000000400000803f000000c00000803f000000c0';
    const expected = `c000000000000000${Buffer.from(header).toString('hex')}${numbers}`;
    const bytes = writeSafetensors({ tensors, metadata: new Map([['k', 'v']]) });
    expect(Buffer.from(bytes).toString('hex')).toBe(expected);
  });

  it('has a header that ends at a multiple of 8 bytes, padded with spaces', () => {
    const bytes = writeSafetensors({
      tensors: new Map([['a', { shape: [2], data: Float32Array.of(1, -2) }]]),
      metadata: new Map(),
    });
    const header = '{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}  ';
    expect(Buffer.from(bytes).subarray(0, 64).toString('latin1')).toBe(`8\0\0\0\0\0\0\0${header}`);
  });

  it('is read wherever in a buffer its bytes lie', () => {
    const bytes = writeSafetensors({
      tensors: new Map([['a', { shape: [2], data: Float64Array.of(1, 2) }]]),
      metadata: new Map(),
    });
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(readSafetensors(shifted.subarray(3))).toEqual(readSafetensors(bytes));
  });

  it('may have a tensor without numbers where another begins, in whatever order the header names them', () => {
    const none = { dtype: 'F32', shape: [0], data_offsets: [0, 0] };
    expect(problemOf(fileOf({ a: one, b: none }, 8))).toBe('none');
    expect(problemOf(fileOf({ a: none, b: one }, 8))).toBe('none');
  });

  it.each([
    ['of five bytes', new Uint8Array(5), '5 bytes'],
    ['with a header of 2^60 bytes', fileOf('', 0).fill(16, 7), 'its header would have'],
    ['with a header beyond its end', fileOf({ a: one }, 8).slice(0, 20), 'its header would end at byte'],
    ['without JSON', fileOf('{"a":', 0), 'its header is not JSON'],
    ['with a name that is not UTF-8', fileOf({ a: one }, 8).with(10, 0xff), 'its header is not JSON'],
    ['with a byte-order mark', fileOf('\uFEFF{}', 0), 'its header is not JSON'],
    ['of a list', fileOf([], 0), 'not a JSON object'],
    ['of a type that is not read', fileOf({ a: { ...one, dtype: 'BF16' } }, 8), 'dtype of tensor "a" is "BF16"'],
    ['with a shape that is not whole', fileOf({ a: { ...one, shape: [1.5] } }, 8), 'shape.0 of tensor "a" is 1.5'],
    ['with a negative place', fileOf({ a: { ...one, data_offsets: [-8, 0] } }, 8), 'data_offsets.0 of tensor "a"'],
    ['with a shape too large for its place', fileOf({ a: { ...one, shape: [3] } }, 8), 'takes 12 bytes, but 8'],
    ['with a shape too small for its place', fileOf({ a: { ...one, shape: [1] } }, 8), 'takes 4 bytes, but 8'],
    [
      'with a shape beyond any memory',
      fileOf({ a: { ...one, shape: [2 ** 53 - 1, 2 ** 53 - 1] } }, 8),
      'e+32 bytes, but 8',
    ],
    ['with a place beyond the data', fileOf({ a: one }, 4), 'take 8 bytes, but 4'],
    ['with data of nobody', fileOf({ a: one }, 12), 'take 8 bytes, but 12'],
    ['with overlapping tensors', fileOf({ a: one, b: { ...one, data_offsets: [4, 12] } }, 12), 'where 8 is free'],
    ['with a gap', fileOf({ a: one, b: { ...one, data_offsets: [12, 20] } }, 20), 'where 8 is free'],
    [
      'with a name twice',
      fileOf(
        '{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}',
        0,
      ),
      'a name twice',
    ],
    ['with metadata that are not text', fileOf({ __metadata__: { a: 1 } }, 0), '"a" in __metadata__ is not text'],
    ['with metadata that are a list', fileOf({ __metadata__: [] }, 0), '__metadata__ is not an object'],
    ['with an unknown field', fileOf({ a: { ...one, colour: 1 } }, 8), 'colour of tensor "a"'],
    ['of lists within lists', fileOf('['.repeat(400_000) + ']'.repeat(400_000), 0), 'not a JSON object'],
    ['of a deep entry', fileOf(`{"a":${'['.repeat(400_000)}${']'.repeat(400_000)}}`, 0), 'tensor "a"'],
    ['with a name of a megabyte', fileOf(`{"${'\\\\\\"'.repeat(200_000)}":1}`, 0), 'tensor "'],
  ])('%s is refused with a sentence that says what is wrong', (_, bytes, said) => {
    const problem = problemOf(bytes);
    expect(problem).toContain(said);
    expect(problem.length).toBeLessThan(500);
  });

  it('that was damaged anywhere is refused or read, and never more than its own bytes', () => {
    const damage = fc.record({
      file: files,
      changes: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }),
      cut: fc.option(fc.nat()),
    });
    fc.assert(
      fc.property(damage, ({ file, changes, cut }) => {
        let bytes = writeSafetensors(file);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        if (cut !== null) bytes = bytes.slice(0, cut % bytes.length);
        const reading = readSafetensors(bytes);
        if (!reading.ok) return;
        const sizes = [...reading.file.tensors.values()].map(({ data }) => data.byteLength);
        expect(sizes.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(bytes.length);
      }),
      RUNS,
    );
  });

  it('that is any bytes at all is refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(readSafetensors(bytes).ok).toBe(false);
      }),
      RUNS,
    );
  });

  it("is not written from a shape that is not its data's, or under the name of the metadata", () => {
    const tensor = { shape: [2], data: Float32Array.of(1, 2) };
    const write = (name: string, changed: Partial<Tensor>) => () =>
      writeSafetensors({ tensors: new Map([[name, { ...tensor, ...changed }]]), metadata: new Map() });
    expect(write('a', { shape: [3] })).toThrow('2 numbers do not have the shape [3]');
    expect(write('__metadata__', {})).toThrow('the format keeps this name');
  });
});
