import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeNpy } from '../files/npy.ts';
import { writeNpz } from '../files/npz.ts';
import { writeZip } from '../files/zip.ts';
import { isName } from '../simulators/table/names.ts';
import { readSimulations as simulationsIn } from './readSimulations.ts';
import { TableFile } from './tableFile.ts';
import { LEAST_ROWS } from './leastRows.ts';
import { type SimulatedTable } from './simulatedTable.ts';

const readSimulations = (bytes: Uint8Array) => simulationsIn(new TableFile(bytes));

const N = LEAST_ROWS;
const theta = Float64Array.from({ length: 2 * N }, (_, i) => Math.sin(i));
const x = Float64Array.from({ length: 3 * N }, (_, i) => Math.cos(0.1 * i));
const text = (content: string) => new TextEncoder().encode(content);

function npz(change: Partial<Record<'theta' | 'x' | 's', { shape: number[]; values: Float64Array } | null>> = {}) {
  const arrays = { theta: { shape: [N, 2], values: theta }, x: { shape: [N, 3], values: x }, ...change };
  return writeNpz(new Map(Object.entries(arrays).flatMap(([name, array]) => (array === null ? [] : [[name, array]]))));
}

async function read(bytes: Uint8Array): Promise<SimulatedTable> {
  const reading = await readSimulations(bytes);
  if (reading === null || !reading.ok) throw new Error(reading === null ? 'not recognised' : reading.problem.problem);
  return reading.value;
}

/** `theta` with one number changed. */
function withValue(at: number, value: number): Float64Array {
  return theta.with(at, value);
}

function isWhole({ parameters, data, rows, ...values }: SimulatedTable): boolean {
  const { theta: first, x: second } = values;
  return (
    [...parameters, ...data].every(isName) &&
    first.length === rows * parameters.length &&
    second.length === rows * data.length
  );
}

describe('a table of simulations', () => {
  it('is read from NPZ, with numbered names', async () => {
    expect(await read(npz())).toEqual({
      parameters: ['theta_1', 'theta_2'],
      data: ['x_1', 'x_2', 'x_3'],
      rows: N,
      theta,
      x,
      surplus: [],
      notices: [],
    });
  });

  it('takes arrays of one dimension for one parameter and one data value', async () => {
    const one = (values: Float64Array) => ({ shape: [N], values: values.slice(0, N) });
    expect(await read(npz({ theta: one(theta), x: one(x) }))).toMatchObject({
      parameters: ['theta_1'],
      data: ['x_1'],
      theta: theta.slice(0, N),
    });
  });

  it.each([
    ['thetas', 'X'],
    ['params', 'data'],
    ['Theta', 'x'],
    ['theta', 'data'],
  ])('takes arrays called %s and %s for theta and x, with a notice', async (first, second) => {
    const arrays = new Map([
      [first, { shape: [N, 2], values: theta }],
      [second, { shape: [N, 3], values: x }],
    ]);
    const table = await read(writeNpz(arrays));
    expect(table).toMatchObject({ theta, x, surplus: [] });
    expect(table.notices).toMatchObject([expect.stringContaining(`${first}, ${second} were read as theta and x`)]);
  });

  it('unpacks nothing of the archive but theta and x', async () => {
    const archive = writeZip(
      new Map([
        ['images.npy', writeNpy({ shape: [N, 3], values: x })],
        ['theta.npy', writeNpy({ shape: [N, 2], values: theta })],
        ['x.npy', writeNpy({ shape: [N, 3], values: x })],
      ]),
      0,
    );
    // One number of the first member: its checksum is wrong from then on.
    archive[1000] ^= 1;
    expect(await read(archive)).toMatchObject({ theta, x, surplus: ['images.npy'] });
  });

  it.each([
    ['theta', { shape: [N, 2], values: theta }, [N, 2000]],
    ['x', { shape: [N, 3], values: x }, [N, 3, 4]],
  ])('judges the declared sizes before numbers are unpacked: %s', async (name, array, shape) => {
    const member = writeNpy(array);
    const text = new TextDecoder('latin1').decode(member.subarray(0, 128));
    const declared = text.replace(/\([^)]*\)/, `(${shape.join(', ')})`).slice(0, 127);
    for (let i = 0; i < 127; i++) member[i] = i < declared.length ? declared.charCodeAt(i) : 32;
    const both = { theta: { shape: [N, 2], values: theta }, x: { shape: [N, 3], values: x } };
    const archive = writeZip(
      new Map(Object.entries(both).map(([own, content]) => [`${own}.npy`, own === name ? member : writeNpy(content)])),
      0,
    );
    const reading = await readSimulations(archive);
    expect(reading).toMatchObject({ ok: false, problem: { column: name } });
    expect(reading?.ok === false && reading.problem.problem).toMatch(/needs \d+ bytes, but the file has \d+/);
  });

  it('does not take arrays of other names that it is not sure of', async () => {
    const array = (rows: number) => ({ shape: [rows, 1], values: theta.slice(0, rows) });
    const kept = { params: array(N), data: array(N) };
    for (const change of [{ data: array(N - 1) }, { x: array(N) }, { params: array(5), data: array(5) }]) {
      expect(await readSimulations(writeNpz(new Map(Object.entries({ ...kept, ...change }))))).toBeNull();
    }
  });

  it('takes the names that this page writes beside its own simulations, with summaries for data', async () => {
    const names = { parameters: [{ key: 'A' }, { key: 'b' }], summaries: ['s1', 's2', 's3'], more: 1 };
    const arrays = new Map([
      ['theta', { shape: [N, 2], values: theta }],
      ['s', { shape: [N, 3], values: x }],
    ]);
    const table = await read(writeNpz(arrays, new Map([['names.json', text(JSON.stringify(names))]])));
    expect(table).toMatchObject({ parameters: ['A', 'b'], data: ['s1', 's2', 's3'] });
  });

  it('is read from CSV, the columns in any order, with their names', async () => {
    const rows = Array.from({ length: N }, (_, i) => [x[i], theta[2 * i], theta[2 * i + 1]].join(','));
    const table = await read(text(`x_count,theta_mu,theta_sigma\n${rows.join('\n')}\n`));
    expect(table).toMatchObject({ parameters: ['mu', 'sigma'], data: ['x_count'], rows: N, theta });
    expect(table.x).toEqual(x.slice(0, N));
  });

  it.each(['utf-16le', 'utf-16be'])('is read from text in %s without a byte-order mark', async (form) => {
    const rows = Array.from({ length: N }, (_, i) => `${theta[i]},${x[i]}`).join('\n');
    const content = `theta_a,x_1\n${rows}\n`;
    const bytes = new Uint8Array(2 * content.length);
    for (let i = 0; i < content.length; i++) bytes[2 * i + (form === 'utf-16be' ? 1 : 0)] = content.charCodeAt(i);
    expect(await read(bytes)).toMatchObject({ parameters: ['a'], theta: theta.slice(0, N) });
  });

  it.each([
    [['theta_0', 'theta_1'], ['theta_0', 'theta_1'], false],
    [['theta0', 'theta1'], ['theta0', 'theta1'], false],
    [['theta_1', 'theta_mu'], ['theta_1', 'theta_mu'], false],
    [['theta[0]', 'theta[1]'], ['theta_1', 'theta_2'], true],
  ])('calls the parameters %j %j, and says so where that is another name', async (columns, names, told) => {
    const rows = Array.from({ length: N }, (_, i) => [theta[2 * i], theta[2 * i + 1], x[i]].join(','));
    const table = await read(text(`${columns.join(',')},x_1\n${rows.join('\n')}\n`));
    expect(table.parameters).toEqual(names);
    expect(table.notices?.some((notice) => notice.startsWith('theta[0], theta[1] are called theta_1, theta_2'))).toBe(
      told,
    );
  });

  it.each([
    ['% ', ' '],
    ['% ', ','],
    ['// ', '\t'],
    ['! ', ' '],
  ])('takes %j before the names for the mark of a comment, with %j between columns', async (mark, between) => {
    const rows = Array.from({ length: N }, (_, i) => [theta[2 * i], theta[2 * i + 1], x[i]].join(between));
    const table = await read(text(`${mark}${['theta_a', 'theta_b', 'x_1'].join(between)}\n${rows.join('\n')}\n`));
    expect(table).toMatchObject({ parameters: ['a', 'b'], data: ['x_1'], surplus: [], theta });
    expect(table.notices).toMatchObject([expect.stringContaining('comment mark')]);
  });

  it('is told from an observation, which is read as before', async () => {
    expect(await readSimulations(text('k,P\n0.1,3\n'))).toBeNull();
    expect(await readSimulations(text('x_1,x_2\n0.1,3\n'))).toBeNull();
    expect(await readSimulations(writeZip(new Map([['a.txt', text('a')]])))).toBeNull();
  });

  it.each([
    [
      'too few rows',
      npz({ theta: { shape: [5, 2], values: theta.slice(0, 10) }, x: { shape: [5, 3], values: x.slice(0, 15) } }),
      'fewer than 2000',
    ],
    [
      'theta and x of different lengths',
      npz({ theta: { shape: [N - 1, 2], values: theta.slice(2) } }),
      'differ in the number of rows',
    ],
    ['no x', npz({ x: null }), 'theta but no x'],
    [
      'a column for each simulation',
      npz({ theta: { shape: [2, N], values: theta }, x: { shape: [3, N], values: x } }),
      'are in columns',
    ],
    ['theta alone lying', npz({ theta: { shape: [2, N], values: theta } }), 'are in columns'],
    [
      'too many parameters',
      npz({ theta: { shape: [N, 65], values: Float64Array.from({ length: 65 * N }, (_, i) => i) } }),
      '65 parameters; 1 to 64 are read',
    ],
    ['four dimensions', npz({ x: { shape: [N, 3, 1, 1], values: x } }), 'has 4 dimensions'],
    ['parameters of three dimensions', npz({ theta: { shape: [N, 2, 1], values: theta } }), 'has 3 dimensions'],
  ])('with %s is refused', async (_, bytes, said) => {
    const reading = await readSimulations(bytes);
    expect(reading).toMatchObject({ ok: false });
    expect(reading?.ok === false ? reading.problem.problem : '').toContain(said);
  });

  it('takes data of three dimensions as items without an order, and says so', async () => {
    const table = await read(npz({ x: { shape: [N, 3, 1], values: x } }));
    expect(table).toMatchObject({ items: { most: 3, size: 1 }, data: ['x_1', 'x_2', 'x_3'] });
    expect(table.notices?.join(' ')).toContain('a row is taken as 3 items of 1 number each, whose order says nothing');
    expect('items' in (await read(npz({})))).toBe(false);
    expect('items' in (await read(npz({ x: { shape: [N, 1, 3], values: x } })))).toBe(false);
  });

  it('keeps values that are not finite for the report of its flaws', async () => {
    const table = await read(npz({ theta: { shape: [N, 2], values: withValue(7, Number.NaN) } }));
    expect(table.theta[7]).toBeNaN();
    const rows = Array.from({ length: N }, (_, i) => `${theta[i]},${i === 4 ? 'NA' : i === 9 ? '' : x[i]}`);
    const read2 = await read(text(`theta,x\n${rows.join('\n')}\n`));
    expect([read2.x[4], read2.x[9], read2.x[5]]).toEqual([Number.NaN, Number.NaN, x[5]]);
  });

  it('names row, column and value of what is no number at all', async () => {
    const rows = Array.from({ length: N }, (_, i) => `${theta[i]},${i === 4 ? 'abc' : x[i]}`);
    expect(await readSimulations(text(`theta,x\n${rows.join('\n')}\n`))).toMatchObject({
      ok: false,
      problem: { row: 5, column: 'x', value: 'abc' },
    });
  });

  const tableText = (header: string, row: (i: number) => string, rows = N) =>
    text([header, ...Array.from({ length: rows }, (_, i) => row(i)), ''].join('\n'));
  const row = (i: number) => `${Math.sin(i)},${Math.cos(i)},${i % 7}`;

  it.each(['xerr', 'xray', 'thetas'])('names a column %s beside x_1 and theta_1 as surplus', async (name) => {
    const table = await read(tableText(`theta_1,x_1,${name}`, row));
    expect(table).toMatchObject({ data: ['x_1'], surplus: [name] });
  });

  it('takes letters right behind theta and x where all columns have them', async () => {
    const table = await read(tableText('thetaA,xA,xB', row));
    expect(table).toMatchObject({ parameters: ['A'], data: ['xA', 'xB'], surplus: [] });
  });

  it('may have an id in each row, which is left out with a notice', async () => {
    const table = await read(tableText('theta_1,x_1,id', row));
    expect(table).toMatchObject({ data: ['x_1'], surplus: [], notices: [expect.stringMatching(/^id was read as/)] });
    expect(await readSimulations(tableText('theta_1,x_1,id', row, N - 1))).toBeNull();
  });

  it.each(['NA', '<NA>', '-', '?', '****', '#VALUE!', 'n.a.', 'nan(ind)', '-1.#IND', '∞'])(
    'takes %s for a value that is not finite',
    async (cell) => {
      const { x: values } = await read(tableText('theta_1,x_1,x_2', (i) => (i === 5 ? `0.1,${cell},3` : row(i))));
      expect(values.findIndex((value) => !Number.isFinite(value))).toBe(10);
    },
  );

  it('may have one parameter and one data value without more of a name', async () => {
    const rows = Array.from({ length: N }, (_, i) => `${theta[i]},${x[i]}`);
    expect(await read(text(`theta,x\n${rows.join('\n')}\n`))).toMatchObject({ parameters: ['theta'], data: ['x'] });
  });

  it('leaves out a column that numbers the rows with a notice, and reports other surplus columns', async () => {
    const rows = Array.from({ length: N }, (_, i) => `${i},${theta[i]},${x[i]},7`);
    const table = await read(text(`Unnamed: 0,theta_a,x_1,seed\n${rows.join('\n')}\n`));
    expect(table).toMatchObject({ parameters: ['a'], data: ['x_1'], surplus: ['seed'] });
    expect(table.notices).toMatchObject([expect.stringContaining('left out')]);
  });

  it('is no table of simulations where its rows have ids: those are observations with their true values', async () => {
    expect(await readSimulations(text('id,theta_1,x_1\na,1,2\n'))).toBeNull();
  });

  it('is read whole or refused in words, whatever is changed within its arrays and names (2,000 cases)', async () => {
    const names = text('{"parameters":[{"key":"A"},{"key":"b"}],"summaries":["s_1"]}');
    const members = new Map([
      ['theta.npy', writeNpy({ shape: [N, 2], values: theta })],
      ['s.npy', writeNpy({ shape: [N, 1], values: x.slice(0, N) })],
      ['names.json', names],
    ]);
    // The first bytes of an array are its header and some numbers.
    const change = fc.record({ member: fc.constantFrom(...members.keys()), at: fc.nat(160), to: fc.nat(255) });
    let wholeOnes = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        const damaged = new Map(members);
        for (const { member, at, to } of changes) {
          const bytes = damaged.get(member) ?? names;
          damaged.set(member, bytes.with(at % bytes.length, to));
        }
        const reading = await readSimulations(writeZip(damaged, 0));
        if (reading?.ok === true) wholeOnes++;
        expect(reading === null || (reading.ok ? isWhole(reading.value) : reading.problem.problem !== '')).toBe(true);
      }),
      { seed: 20261122, numRuns: 2000 },
    );
    expect(wholeOnes).toBeGreaterThan(400);
  });
});
