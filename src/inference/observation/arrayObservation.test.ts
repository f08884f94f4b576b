import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeNpy } from '../files/npy.ts';
import { writeNpz } from '../files/npz.ts';
import { writeZip } from '../files/zip.ts';
import { defaultProblem } from '../simulators/problem.ts';
import { builtIn } from '../simulators/registry.ts';
import type { System } from '../simulators/system.ts';
import { gaussianBlob } from '../simulators/testing/gaussianBlob.ts';
import { tableFormat } from '../simulators/testing/kinds.ts';
import { observationFromArray } from './arrayObservation.ts';
import { type Observation, simulateObservation } from './observation.ts';
import { observationAt } from './batch.ts';
import { readObservation } from './readFile.ts';
import { recordOf, restoreObservation } from './record.ts';
import { exampleBatch } from './writeBatch.ts';
import { fileKind, writeObservation } from './writeFile.ts';

const design = { rows: 3, columns: 4 };
const problem = { ...defaultProblem(gaussianBlob), design };
const observation = simulateObservation(gaussianBlob, problem, [2, 1], null, 7);
const x = observation.x ?? new Float64Array();
const twoChannels: System = {
  ...gaussianBlob,
  model: (of) => {
    const model = gaussianBlob.model(of);
    const shape = { kind: 'image', channels: ['g', 'r'], height: Number(of.rows), width: Number(of.columns) } as const;
    return { ...model, x: shape, s: shape };
  },
};

const text = (content: string) => new TextEncoder().encode(content);
const read = (bytes: Uint8Array | string, system = gaussianBlob, of: typeof design = design) =>
  readObservation({ name: 'a.file', bytes: typeof bytes === 'string' ? text(bytes) : bytes }, system, of, []);
async function good(bytes: Uint8Array | string, system = gaussianBlob): Promise<Observation> {
  const result = await read(bytes, system);
  if (!result.ok) throw new Error(result.error.message);
  return result.observation;
}
async function refusal(bytes: Uint8Array | string, system = gaussianBlob): Promise<string> {
  const result = await read(bytes, system);
  if (result.ok) throw new Error('It was read.');
  return result.error.message;
}
const rows = (values: ArrayLike<number>, width: number) =>
  Array.from({ length: values.length / width }, (_, r) =>
    Array.from({ length: width }, (_, c) => values[r * width + c]),
  );
const npy = (shape: readonly number[], values: Float64Array | Int32Array = x) => writeNpy({ shape, values });
const csv = (table: readonly (readonly (number | string)[])[]) => table.map((row) => row.join(',')).join('\n');

describe('an image from a file', () => {
  it('is read from every format to the same numbers, the first row being the lowest', async () => {
    const grid = rows(x, 4);
    const files = [
      npy([3, 4]),
      npy([1, 3, 4]),
      writeNpz(new Map([['anything', { shape: [3, 4], values: x }]])),
      JSON.stringify(grid),
      JSON.stringify({ data: grid }),
      csv(grid),
      `# seen through a window\n\n${csv(grid)}\n`,
      grid.map((row) => row.join(' ')).join('\n'),
      `sep=;\n${grid.map((row) => row.map((value) => String(value).replace('.', ',')).join(';')).join('\n')}`,
    ];
    for (const file of files) expect((await good(file)).x).toEqual(x);
  });

  it('has a channel before its rows', async () => {
    const both = Float64Array.of(...x, ...x.map((value) => value + 1));
    expect((await good(npy([2, 3, 4], both), twoChannels)).x).toEqual(both);
    expect(await refusal(npy([3, 4, 2], both), twoChannels)).toContain('takes (2, 3, 4)');
    const faulty = both.with(17, Number.NaN);
    expect(await refusal(npy([2, 3, 4], faulty), twoChannels)).toContain('r, row 2, column 2');
  });

  it('of another size is refused with the sizes that are read, a transposed one as such', async () => {
    const other = await refusal(npy([3, 5], new Float64Array(15)));
    expect(other).toContain('The array of shape (3, 5) has other sizes: Gaussian blob takes (3, 4) here.');
    expect(other).toContain(
      'save one observation as (3, 4), the first row being the lowest of the image; several as (N, 3, 4)',
    );
    const turned = await refusal(npy([4, 3]));
    expect(turned).toContain('(4, 3) has rows and columns exchanged');
    expect(turned).toContain('Transpose it (numpy.swapaxes(array, -1, -2))');
    expect(await refusal(npy([2, 4, 3], new Float64Array(24)))).toContain('exchanged');
    expect(await refusal(npy([12]))).toContain('other sizes');
    expect(await refusal(npy([0, 3, 4], new Float64Array(0)))).toContain('no observation in it');
    // What looks turned is only of another size where it is not the turned one.
    expect(await refusal(npy([5, 3], new Float64Array(15)))).not.toContain('exchanged');
    // Nothing tells that a square one is turned.
    const square = { rows: 3, columns: 3 };
    expect((await read(npy([3, 3], new Float64Array(9)), gaussianBlob, square)).ok).toBe(true);
    const wrong = await read(npy([3, 4]), gaussianBlob, square);
    expect(wrong.ok || wrong.error.message).not.toContain('exchanged');
  });

  it('with a faulty pixel is refused by row and column, in a text by the row of the file', async () => {
    const faulty = x.with(6, Number.NaN);
    expect(await refusal(npy([3, 4], faulty))).toContain('a.file, row 2, column 3, value "NaN": The value is missing.');
    expect(await refusal(npy([3, 4], x.with(11, Infinity)))).toContain('row 3, column 4, value "Infinity"');
    expect(await refusal(npy([3, 4], x.with(0, 2e6)))).toContain('The value is beyond 1000000.');
    expect(await refusal(JSON.stringify(rows(faulty, 4)))).toContain('row 2, column 3, value "null"');
    const grid: (number | string)[][] = rows(x, 4);
    grid[1][2] = 'dark';
    expect(await refusal(`# a comment\n${csv(grid)}`)).toContain(
      'a.file, row 3, column 3, value "dark": This is not a number.',
    );
  });

  it('that is no array is refused with what to save', async () => {
    expect(await refusal('# nothing')).toContain('only comment lines');
    expect(await refusal('1,2,3,4\n1,2,3\n')).toContain('row 2: The row has 3 cells, the first has 4.');
    expect(await refusal('[[1, 2], [3]]')).toContain('[1]: The list has 1 entries, the first of its kind has 2.');
    expect(await refusal('[[1, 2], 3]')).toContain('[1]: This is not a list');
    expect(await refusal('[[1, {}]]')).toContain('[0][1]: This is not a number.');
    expect(await refusal('[[[[[1]]]]]')).toContain('nested 5 deep');
    expect(await refusal('{"data": [[1]], "more": 1}')).toContain('more');
    expect(await refusal('{"truth": {}}')).toContain('data: The entry is missing.');
    expect(await refusal('{"data": 4}')).toContain('data');
    const archive = (arrays: Record<string, { shape: number[]; values: Float64Array }>) =>
      writeNpz(new Map(Object.entries(arrays)));
    expect(await refusal(archive({ t: { shape: [3], values: x.slice(0, 3) } }))).toContain(
      'no array of two dimensions',
    );
    const image = { shape: [3, 4], values: x };
    expect(await refusal(archive({ a: image, b: image }))).toContain('2 arrays of two dimensions or more: "a", "b"');
    expect(await refusal(text('PAR1'.padEnd(40)))).toContain('not an array of numbers');
    const fields = "\x93NUMPY\x01\0v\0{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }".padEnd(127);
    const structured = Uint8Array.from(`${fields}\n\0\0\0\0\0\0\0\0`, (c) => c.charCodeAt(0));
    expect(await refusal(structured)).toContain('a table of named fields');
    expect(await refusal(text('PK\x03\x04[Content_Types].xml'))).toContain('archive of NumPy arrays');
  });

  it('of a file that is damaged or too large is refused as such', async () => {
    expect(await refusal('[[1, 2]')).toContain('not valid JSON');
    expect(await refusal('{"data": [[1, 2], [3]]}')).toContain('data[1]: The list has 1 entries');
    expect(await refusal(npy([3, 4]).slice(0, 140))).toContain('a.file: ');
    const archive = writeNpz(new Map([['x', { shape: [3, 4], values: x }]]));
    expect(await refusal(archive.with(archive.length - 1, 77).slice(0, -4))).toContain('a.file: ');
    const large = new Int32Array(10_000_004);
    expect(await refusal(npy([2_500_001, 4], large))).toContain('at most 10000000 are read');
    const packed = writeNpz(new Map([['x', { shape: [2_500_001, 4], values: large }]]));
    expect(await refusal(packed)).toContain('at most 10000000 are read');
    expect(
      await refusal(JSON.stringify(Array.from({ length: 3163 }, (_, i) => (i === 0 ? Array(3163).fill(0) : [])))),
    ).toContain('at most 10000000 are read');
    expect(await refusal(`# rows: many\n${csv(rows(x, 4))}`)).toContain('The design field cannot be read.');
    const one = await refusal(npy([3, 4], x.with(6, Number.NaN)));
    expect(one).not.toContain('In total');
    expect((await good(npy([3, 4]))).notices).toEqual([]);
    const tables = { ...gaussianBlob, file: tableFormat(builtIn('two-moons')) };
    const raw = { shape: [3, 4], cells: x, metadata: {}, design: {}, truth: {}, notices: [] };
    expect(() => observationFromArray('a.file', raw, tables, design)).toThrow('The files of Gaussian blob are tables.');
  }, 20_000);

  it('tells its design, its true values and what is not used', async () => {
    const named = { shape: [3, 4], values: x };
    const one = (value: number) => ({ shape: [], values: Float64Array.of(value) });
    const archive = writeNpz(
      new Map<string, { shape: number[]; values: Float64Array }>([
        ['image', named],
        ['truth_across', one(2)],
        ['truth_up', one(1)],
        ['exposure', one(30)],
        ['times', { shape: [3], values: x.slice(0, 3) }],
      ]),
    );
    const found = await good(archive);
    expect(found.truth).toEqual([2, 1]);
    const unknown = writeNpz(
      new Map([
        ['image', named],
        ['truth_across', one(Number.NaN)],
        ['truth_up', one(1)],
      ]),
    );
    expect((await good(unknown)).truth).toBeNull();
    expect(found.notices).toEqual(['Not read from the archive: "times".', 'Not used by Gaussian blob: "exposure".']);
    const some = await good(JSON.stringify({ data: rows(x, 4), truth: { across: 2 } }));
    expect(some.truth).toBeNull();
    expect(some.notices.join()).toContain("The file's true values (across) are not those of across, up");
    expect(await refusal(JSON.stringify({ system: 'lorenz-96', data: [[1]] }))).toContain('another system');
    expect(await refusal(JSON.stringify({ data: [[1]], design: { rows: 99 } }))).toContain('does not offer the design');
    const larger = await read(`# rows: 2\n# columns: 6\n${csv(rows(x, 6))}`);
    expect(larger.ok && larger.designDifferences.map(({ key }) => key)).toEqual(['rows', 'columns']);
    expect(
      await refusal(JSON.stringify({ data: [rows(x, 4), rows(x, 4)], truth: { across: [1, 2], up: 1 } })),
    ).toContain('truth_up: There are 1 true values for 2 observations.');
  });

  it('of truth values is read as ones and zeros, and says so', async () => {
    const head = "\x93NUMPY\x01\0v\0{'descr': '|b1', 'fortran_order': False, 'shape': (3, 4), }".padEnd(127);
    const bits = Uint8Array.from({ length: 12 }, (_, i) => i % 2);
    const mask = Uint8Array.from([...Array.from(`${head}\n`, (c) => c.charCodeAt(0)), ...bits]);
    const plain = await good(mask);
    expect(plain.x).toEqual(Float64Array.from(bits));
    expect(plain.notices).toEqual(['True and False were read as 1 and 0.']);
    const packed = await good(writeZip(new Map([['mask.npy', mask]])));
    expect(packed.x).toEqual(Float64Array.from(bits));
    expect(packed.notices).toEqual(['True and False were read as 1 and 0: "mask".']);
  });

  it('comes back from the file that is written, whatever its numbers', async () => {
    expect(fileKind(gaussianBlob)).toEqual({ ending: 'json', type: 'application/json' });
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => value + 0);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 5 }),
        fc.infiniteStream(number),
        fc.tuple(number, number),
        async (height, width, stream, truth) => {
          const of = { rows: height, columns: width };
          const values = Float64Array.from({ length: height * width }, () => stream.next().value);
          const written = writeObservation(gaussianBlob, { ...observation, design: of, x: values, truth });
          const back = await read(written ?? '', gaussianBlob, design);
          expect(back.ok && back.observation).toMatchObject({ design: of, x: values, truth });
        },
      ),
    );
    const large = {
      ...gaussianBlob,
      file: { kind: 'array', value: { kind: 'number', unit: '', description: '' } },
    } as const;
    const huge = Float64Array.from(x, (_, i) => (i % 2 === 0 ? 1 : -1) * 2 ** (40 * i) * (1 + i / 3));
    expect((await good(writeObservation(large, { ...observation, x: huge }) ?? '', large)).x).toEqual(huge);
    expect(writeObservation(gaussianBlob, { ...observation, x: null })).toBeNull();
  });

  it('goes through a document', () => {
    const moved = { ...observation, source: { kind: 'file', name: 'a.npy' } } as const;
    const restored = restoreObservation(gaussianBlob, problem, recordOf(moved));
    expect(restored.ok && restored.observation.x).toEqual(x);
  });
});

describe('a batch of images', () => {
  const three = Float64Array.of(...x, ...x.map((value) => value + 1), ...x.map((value) => value - 1));

  it('has one observation after another, with true values for each', async () => {
    const result = await read(exampleBatch(gaussianBlob, problem, 5, 3));
    if (!result.ok || result.batch === null) throw new Error('It was not read as a batch.');
    const { batch } = result;
    expect(batch.labels).toEqual(['1', '2', '3', '4', '5']);
    expect(batch.truths).toHaveLength(10);
    expect(batch.s).toEqual(batch.x);
    expect(observationAt(gaussianBlob, batch, 1).x).toEqual(batch.x.slice(12, 24));
    expect(batch.x.slice(12, 24)).not.toEqual(batch.x.slice(0, 12));
    const array = await read(npy([3, 3, 4], three));
    expect(array.ok && array.batch?.x).toEqual(three);
    expect(array.ok && array.observation.x).toEqual(x);
    const one = await read(npy([1, 3, 4]));
    expect(one.ok && one.batch).toBeNull();
  });

  it('leaves out faulty ones, and is refused where they are most', async () => {
    const result = await read(npy([3, 3, 4], three.with(13, Number.NaN)));
    if (!result.ok || result.batch === null) throw new Error('It was not read as a batch.');
    const { batch } = result;
    expect(batch.labels).toEqual(['1', '3']);
    expect(batch.leftOut).toBe(1);
    expect(batch.x).toEqual(Float64Array.of(...three.slice(0, 12), ...three.slice(24)));
    expect(batch.notices.join()).toContain(
      '1 of 3 observations is left out: observation 2, row 1, column 2 (The value is missing).',
    );
    const truths = JSON.stringify({
      data: [0, 1, 2].map((i) => rows(three.with(13, Number.NaN).slice(12 * i, 12 * (i + 1)), 4)),
      truth: { across: [1, 2, 3], up: [4, 5, 6] },
    });
    const known = await read(truths);
    expect(known.ok && known.batch?.truths).toEqual(Float64Array.of(1, 4, 3, 6));
    const most = await refusal(npy([3, 3, 4], three.with(13, Number.NaN).with(0, Infinity)));
    expect(most).toContain('observation 1, row 1, column 1');
    expect(most).toContain('In total, 2 of 3 observations are bad.');
    const last = await read(npy([2, 3, 4], three.slice(0, 24).with(3, Number.NaN)));
    expect(last.ok && last.batch).toBeNull();
    expect(last.ok && last.observation.x).toEqual(three.slice(12, 24));
    expect(await refusal(npy([10_001, 3, 4], new Float64Array(120_012)))).toContain('at most 10000');
  });
});
