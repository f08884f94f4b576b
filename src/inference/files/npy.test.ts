/** Oracles: files written by numpy 2.4.6 (as base64; the call stands beside each), and what is written read back. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNpy, writeNpy } from './npy.ts';
import { readNpyFields } from './npyFields.ts';
import { readNpz, writeNpz } from './npz.ts';

const decode = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));

/** A file of version 1 with this dictionary, not padded. */
function npy(dictionary: string, data = new Uint8Array()): Uint8Array {
  const header = new TextEncoder().encode(dictionary);
  return new Uint8Array([
    0x93,
    ...Buffer.from('NUMPY'),
    1,
    0,
    header.length & 0xff,
    header.length >> 8,
    ...header,
    ...data,
  ]);
}

const form = (descr: string, shape: string, order = 'False') =>
  `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }`;

function faultOf(file: Uint8Array): string {
  const result = readNpy(file);
  if (result.ok) throw new Error('it was read');
  expect(result.problem.remedy.length).toBeGreaterThan(10);
  return result.problem.problem;
}

function read(file: Uint8Array) {
  const result = readNpy(file);
  if (!result.ok) throw new Error(result.problem.problem);
  return { ...result.value, values: Array.from(result.value.values) };
}

describe('files of NumPy are read', () => {
  it('asfortranarray(arange(6).reshape(2, 3) / 7), in C order', () => {
    const file =
      'k05VTVBZAQB2AHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMiwgMyksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAANu2bdu2bds/kiRJkiRJwj+SJEmSJEniP5IkSZIkSdI/t23btm3b5j8=';
    expect(read(decode(file))).toEqual({ shape: [2, 3], dtype: '<f8', values: [0, 1, 2, 3, 4, 5].map((i) => i / 7) });
  });

  it("array([1, -0.5, 65504, 6e-8, inf, nan], '<f2')", () => {
    const file =
      'k05VTVBZAQB2AHsnZGVzY3InOiAnPGYyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDYsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAPAC4/3sBAAB8AH4=';
    expect(read(decode(file)).values).toEqual([1, -0.5, 65504, 2 ** -24, Infinity, NaN]);
  });

  it("array([1/3, -2e300], '>f8') and array([1, 65535], '>u2')", () => {
    const doubles =
      'k05VTVBZAQB2AHsnZGVzY3InOiAnPmY4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAo/1VVVVVVVVf5H5DyIAHWc';
    expect(read(decode(doubles)).values).toEqual([1 / 3, -2e300]);
    const shorts =
      'k05VTVBZAQB2AHsnZGVzY3InOiAnPnUyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAf//';
    expect(read(decode(shorts)).values).toEqual([1, 65535]);
  });

  it('array([[True, False]]), a single 2.5, array([2**53 - 1, -5]), and arange(3) in version 3', () => {
    const bools =
      'k05VTVBZAQB2AHsnZGVzY3InOiAnfGIxJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDEsIDIpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoBAA==';
    expect(read(decode(bools))).toEqual({ shape: [1, 2], dtype: '|b1', values: [1, 0] });
    const scalar =
      'k05VTVBZAQB2AHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKCksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAEQA==';
    expect(read(decode(scalar))).toEqual({ shape: [], dtype: '<f8', values: [2.5] });
    const longs =
      'k05VTVBZAQB2AHsnZGVzY3InOiAnPGk4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAr///////8fAPv/////////';
    expect(read(decode(longs)).values).toEqual([2 ** 53 - 1, -5]);
    const third =
      'k05VTVBZAwB0AAAAeydkZXNjcic6ICc8aTQnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMywpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAQAAAAIAAAA=';
    expect(read(decode(third))).toEqual({ shape: [3], dtype: '<i4', values: [0, 1, 2] });
  });

  it('savez_compressed(k=arange(3), P=ones(3))', () => {
    const file =
      'UEsDBC0AAAAIAAAAIQAkIeEr//////////8FABQAay5ucHkBABAAmAAAAAAAAABMAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TZqGuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GsY6mjoKtQoUAC4GFPDBHspwAABQSwMELQAAAAgAAAAhAK9GlGf//////////wUAFABQLm5weQEAEACYAAAAAAAAAEsAAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgbpNmoa6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkaxjqaOgq1ChQALgYw+GCPTgMAUEsBAi0DLQAAAAgAAAAhACQh4StMAAAAmAAAAAUAAAAAAAAAAAAAAIABAAAAAGsubnB5UEsBAi0DLQAAAAgAAAAhAK9GlGdLAAAAmAAAAAUAAAAAAAAAAAAAAIABgwAAAFAubnB5UEsFBgAAAAACAAIAZgAAAAUBAAAAAA==';
    const result = readNpz(decode(file), { members: 2, bytes: 1000 });
    const arrays = result.ok ? [...result.value.arrays].map(([name, { values }]) => [name, Array.from(values)]) : [];
    expect(arrays).toEqual([['k', [0, 1, 2]], ['P', [1, 1, 1]]]); // biome-ignore format: two pairs
  });
});

const shapes = fc.array(fc.nat(5), { maxLength: 4 });

describe('what is written', () => {
  it('is what NumPy writes: numpy.save of arange(3, dtype="<f8") has these 128 bytes before the data', () => {
    const file = writeNpy({ shape: [3], values: Float64Array.of(0, 1, 2) });
    expect(Buffer.from(file.subarray(0, 64)).toString('latin1')).toBe(
      "\x93NUMPY\x01\x00v\x00{'descr': '<f8', 'fortran_order': False, 'shape': (3,)",
    );
    expect(file.length).toBe(128 + 24);
    expect(file[127]).toBe(10);
  });

  it('comes back', () => {
    const arrays = shapes.chain((shape) => {
      const length = shape.reduce((product, n) => product * n, 1);
      const exactly = { minLength: length, maxLength: length };
      return fc
        .oneof(fc.float64Array(exactly), fc.float32Array(exactly), fc.int32Array(exactly))
        .map((values) => ({ shape, values }));
    });
    fc.assert(
      fc.property(arrays, fc.boolean(), ({ shape, values }, inArchive) => {
        const archive = () => readNpz(writeNpz(new Map([['a', { shape, values }]])), { members: 1, bytes: 1e6 });
        const result = inArchive ? archive() : readNpy(writeNpy({ shape, values }));
        if (!result.ok) throw new Error(result.problem.problem);
        const array = 'arrays' in result.value ? result.value.arrays.get('a') : result.value;
        if (array === undefined) throw new Error('There is no array.');
        expect(array.shape).toEqual(shape);
        expect(array.values).toEqual(Float64Array.from(values));
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  it('has as many values as its shape says', () => {
    expect(() => writeNpy({ shape: [2, 2], values: new Float64Array(3) })).toThrow(
      /3 values do not have the shape \(2, 2\)/,
    );
  });
});

it('Fortran order of any shape is the transpose of C order of the reversed shape', () => {
  fc.assert(
    fc.property(shapes, (shape) => {
      const count = shape.reduce((product, n) => product * n, 1);
      const file = npy(form("'|u1'", `(${shape.map((n) => `${n},`).join(' ')})`, 'True'), Uint8Array.from({ length: count }, (_, i) => i)); // biome-ignore format: one file
      const { values } = read(file);
      const inFortran = (index: readonly number[]) =>
        index.reduceRight((sum, i, d) => sum * (shape[d - 0] ?? 1) + i, 0);
      values.forEach((value, at) => {
        let rest = at;
        const index = shape.map(() => 0);
        for (let d = shape.length - 1; d >= 0; d--) {
          index[d] = rest % shape[d];
          rest = Math.floor(rest / shape[d]);
        }
        expect(value).toBe(inFortran(index) & 0xff);
      });
    }),
    { seed: 3, numRuns: 200 },
  );
});

describe('what is refused', () => {
  it.each([
    ["'|O'", /Python objects/],
    ["'<U7'", /holds text/],
    ["'|S3'", /holds text/],
    ["'<c16'", /complex/],
    ["'<M8[ns]'", /dates/],
    ["'|V8'", /raw bytes/],
    ["[('a', '<f8'), ('b', '<i4')]", /named fields/],
    ["'<f16'", /of this type cannot be read/],
    ["'=f8'", /does not say its byte order/],
    ["'f8'", /of this type cannot be read/],
    ["'<f8,<f8'", /of this type cannot be read/],
  ])('the type %s', (descr, expected) => {
    expect(faultOf(npy(form(descr, '(2,)'), new Uint8Array(16)))).toMatch(expected);
  });

  it.each([
    [
      'more data than the shape has',
      npy(form("'<f8'", '(2,)'), new Uint8Array(17)),
      /needs 16 bytes, but the file has 17/,
    ],
    ['less', npy(form("'<f8'", '(2, 3)'), new Uint8Array(40)), /shape \(2, 3\) .* needs 48 bytes, but the file has 40/],
    ['a shape without end', npy(form("'|u1'", `(${'9'.repeat(400)}, 0)`)), /values; at most/],
    ['too many dimensions', npy(form("'|u1'", `(${'1,'.repeat(40)})`)), /40 dimensions/],
    ['a negative length', npy(form("'|u1'", '(-1,)')), /header .* cannot be read/],
    ['a call for a shape', npy(form("'|u1'", '(2*3,)')), /header .* cannot be read/],
    ['no dictionary', npy('nothing'), /header .* cannot be read/],
    ['an unknown version', Uint8Array.of(0x93, ...Buffer.from('NUMPY'), 4, 0, 0, 0, 0, 0), /Version 4/],
    ['an endless header', Uint8Array.of(0x93, ...Buffer.from('NUMPY'), 2, 0, 0, 0, 0, 1), /16777216 bytes; at most/],
    ['a header cut off', npy(form("'|u1'", '(1,)')).subarray(0, 30), /cut off within its header/],
    ['2^53 as an integer', npy(form("'<i8'", '(1,)'), Uint8Array.of(0, 0, 0, 0, 0, 0, 32, 0)), /beyond 2\^53/],
  ])('%s', (_, file, expected) => {
    expect(faultOf(file)).toMatch(expected);
  });

  it('a member that is no array, and arrays of text, which are named instead', () => {
    const text = npy(form("'<U2'", '()'), new Uint8Array(8));
    const archive = writeNpz(
      new Map([['a', { shape: [1], values: Float64Array.of(7) }]]),
      new Map([
        ['names.json', new Uint8Array(2)],
        ['b.npy', text],
      ]),
    );
    const result = readNpz(archive, { members: 3, bytes: 1000 });
    if (!result.ok) throw new Error(result.problem.problem);
    const { arrays, unread, unreadColumns, strangers } = result.value;
    expect([...arrays.keys()]).toEqual(['a']);
    expect(unread.get('b')?.problem).toMatch(/text/);
    expect(unreadColumns).toBe(false);
    expect(strangers).toEqual(['names.json']);
  });
});

describe('a structured array', () => {
  const fields = "[('t', '<f8'), ('', '|V2'), ('name', '<U1'), ('n', '>i2')]";
  const row = (t: number, n: number) => {
    const bytes = new Uint8Array(16);
    const view = new DataView(bytes.buffer);
    view.setFloat64(0, t, true);
    view.setInt16(14, n);
    return bytes;
  };

  it('is a column for each field of numbers, whatever lies between', () => {
    const file = npy(form(fields, '(2,)'), Uint8Array.of(...row(0.5, -3), ...row(1.5, 300)));
    const result = readNpyFields(file);
    if (!result.ok) throw new Error(result.problem.problem);
    expect([...result.value.columns]).toEqual([['t', Float64Array.of(0.5, 1.5)], ['n', Float64Array.of(-3, 300)]]); // biome-ignore format: two pairs
    expect([...result.value.unread.keys()]).toEqual(['name']);
  });

  it.each([
    [fields, '(3,)', /needs 48 bytes, but the file has 32/],
    [fields, '(1, 2, 2)', /dimensions/],
    ["[('a', [('b', '<f8')])]", '(2,)', /kind that cannot be read|cannot be read/],
    ["[('a', '<f8', (2,))]", '(2,)', /kind that cannot be read/],
    ["[('a', '<f8'), ('a', '<f8')]", '(2,)', /kind that cannot be read/],
  ])('%s of shape %s is refused', (descr, shape, expected) => {
    const result = readNpyFields(npy(form(descr, shape), new Uint8Array(32)));
    expect(result.ok ? '' : result.problem.problem).toMatch(expected);
  });
});
