import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultProblem } from '../simulators/problem.ts';
import { builtIn, systems } from '../simulators/registry.ts';
import { hasColumns } from '../simulators/system.ts';
import { writeNpy } from '../files/npy.ts';
import { MAX_BYTES, MAX_COLUMNS, MAX_ROWS } from './limits.ts';
import { observationFromRaw, simulateObservation } from './observation.ts';
import { readObservation } from './readFile.ts';
import { writeObservation } from './writeFile.ts';

const galaxy = builtIn('galaxy-bias');
const lorenz = builtIn('lorenz-96');

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

async function messageOf(text: string | Uint8Array, system = galaxy): Promise<string> {
  const bytes = typeof text === 'string' ? bytesOf(text) : text;
  const result = await readObservation({ name: 'a.csv', bytes }, system, system.defaultDesign, systems);
  if (result.ok) throw new Error('it was read');
  return result.error.message;
}

describe('the limits', () => {
  it('refuse a file above 200 MB unread', async () => {
    expect(await messageOf(new Uint8Array(MAX_BYTES + 1))).toMatch(/200\.0 MB; at most 200 MB/);
  });

  it('refuse more rows than a million, in CSV and in JSON', async () => {
    expect(await messageOf(`k,P\n${'1,2\n'.repeat(MAX_ROWS + 1)}`)).toMatch(/1000001 rows; at most 1000000/);
    const k = Array(MAX_ROWS + 1).fill(1);
    expect(await messageOf(JSON.stringify({ system: 'galaxy-bias', schema: 1, data: { k } }))).toMatch(/1000001 rows/);
  });

  it('refuse more columns than 10,000, and more cells than 10 million', async () => {
    const names = Array.from({ length: MAX_COLUMNS + 1 }, (_, i) => `x${i}`);
    expect(await messageOf(`${names.join(',')}\n`)).toMatch(/10001 columns; at most 10000/);
    const wide = writeNpy({ shape: [3001, 3333], values: new Float32Array(3001 * 3333) });
    expect(await messageOf(wide)).toMatch(/10002333 cells; at most 10000000/);
  });
});

it('very many observations are refused before their numbers are read', async () => {
  const text = `data_1;data_2\n${'41,000;1\n'.repeat(10_001)}`;
  expect(await messageOf(text, builtIn('two-moons'))).toMatch(/10001 observations; a batch has at most 10000/);
  expect(await messageOf('data_1;data_2\n41,000;1\n', builtIn('two-moons'))).toMatch(/may be 41 or 41000/);
});

it('a file of nothing but quotation marks has no table', async () => {
  expect(await messageOf('""')).toMatch(/There is no table/);
});

describe('a header with units', () => {
  it.each(systems.filter(hasColumns).map((system) => [system.name, system] as const))(
    'is read as that without: %s',
    async (_, system) => {
      const design = system.defaultDesign;
      const truth = system.parameters(design).map(({ defaultTruth }) => defaultTruth);
      const { x } = simulateObservation(system, defaultProblem(system), truth, null, 1);
      if (x === null) throw new Error('There are no raw data.');
      const { header, rows, metadata } = system.file.write(x, design);
      const specs = new Map(system.file.columns(design, header).map(({ name, unit }) => [name, unit]));
      const titled = header.map((name) => `${name} [${specs.get(name) ?? ''}]`);
      const notes = Object.entries(metadata).map(([key, value]) => `# ${key}: ${value}\n`);
      const read = async (names: readonly string[]) => {
        const text = `${notes.join('')}${names.join(',')}\n${rows.map((row) => row.join(',')).join('\n')}\n`;
        return readObservation({ name: 'a.csv', bytes: bytesOf(text) }, system, design, systems);
      };
      const [plain, withUnits] = [await read(header), await read(titled)];
      if (!plain.ok) throw new Error(plain.error.message);
      if (!withUnits.ok) throw new Error(withUnits.error.message);
      expect(withUnits.observation.x).toEqual(plain.observation.x);
    },
  );

  it('of another unit is refused: numbers are not converted', async () => {
    const text = 't [hours],count\n0,5\n1,6\n2,4\n';
    expect(await messageOf(text, builtIn('birth-death'))).toMatch(
      /t \[hours\]: The column is in hours; this system takes numbers in day.*Convert the values, and name the column "t"/,
    );
    const days = 't (days),count\n0,5\n1,6\n2,4\n3,5\n4,6\n5,7\n6,8\n';
    const birthDeath = builtIn('birth-death');
    const result = await readObservation(
      { name: 'a.csv', bytes: bytesOf(days) },
      birthDeath,
      birthDeath.defaultDesign,
      systems,
    );
    expect(result.ok).toBe(true);
  });
});

it('a table that holds nothing of the system is told what simulations to train on look like', async () => {
  const rows = Array.from({ length: 200 }, (_, i) => `${i},1,2`).join('\n');
  expect(await messageOf(`growth,height 1,height 2\n${rows}\n`, builtIn('birth-death'))).toMatch(
    /simulations of your own to train on, name the columns theta_.*It takes at least 2000 rows/,
  );
  expect(await messageOf('growth,height\n1,2\n', builtIn('birth-death'))).not.toMatch(/to train on/);
});

describe('a file of another system', () => {
  it('names the system that its columns fit, where it is one', async () => {
    const result = await readObservation(
      { name: 'a.csv', bytes: bytesOf('t,count\n0,5\n1,6\n2,4\n3,5\n4,6\n5,7\n6,8\n') },
      galaxy,
      galaxy.defaultDesign,
      systems,
    );
    expect(result).toMatchObject({ ok: false, error: { belongsTo: { id: 'birth-death' } } });
    expect(await messageOf('t,count\n0,5\n1,6\n')).toMatch(
      /The columns t, count are those of .* \(birth-death\); Galaxy bias takes k, P\. Switch to that system/,
    );
    expect(await messageOf('# system: sir\nk,P\n0.03,5\n')).toMatch(/Switch to .* first/);
  });

  it('names the system that takes all of its columns, not those that take the first of them', async () => {
    const header = Array.from({ length: 20 }, (_, i) => `data_${i + 1}`).join(',');
    const text = `${header}\n${Array.from({ length: 20 }, () => '1.5').join(',')}\n`;
    const file = { name: 'a.csv', bytes: bytesOf(text) };
    const result = await readObservation(file, galaxy, galaxy.defaultDesign, systems);
    expect(result).toMatchObject({ ok: false, error: { belongsTo: { id: 'lotka-volterra' } } });
    expect(await messageOf(text)).not.toMatch(/characters\)|two-moons/);
  });

  it('that several would take names them and offers none', async () => {
    const result = await readObservation(
      { name: 'a.csv', bytes: bytesOf('data_1,data_2\n0.5,1.25\n') },
      galaxy,
      galaxy.defaultDesign,
      systems,
    );
    expect(result.ok || result.error.belongsTo).toBeUndefined();
    expect(await messageOf('data_1,data_2\n0.5,1.25\n')).toContain('two-moons');
  });
});

describe('a message', () => {
  it('stays short whatever the file holds', async () => {
    for (const text of [
      `${'k'.repeat(60_000)},P\n1,2\n`,
      `k,P\n1,${'1'.repeat(60_000)}x\n`,
      `${Array.from({ length: 9000 }, (_, i) => `c${i}`).join(',')}\n`,
      `# ${' '.repeat(60_000)}x ${' ,'.repeat(30_000)}\nk,P\n${' '.repeat(60_000)}x,1\n`,
      `${'c,'.repeat(4000)}\n${'1\n'.repeat(2000)}`,
      `${'-'.repeat(60_000)},P\n${'1,2\n'.repeat(20_000)}`,
      JSON.stringify({ ['\u202E'.repeat(60_000)]: [1], k: [1, 2] }),
    ]) {
      const started = process.cpuUsage();
      const message = await messageOf(text);
      expect(process.cpuUsage(started).user).toBeLessThan(1e6);
      expect(message.length).toBeLessThan(1500);
      expect(message).not.toContain('\u202E');
    }
  });
});

describe('text in UTF-16', () => {
  it.each(['le', 'be'])('is read without a byte-order mark, %s', async (order) => {
    const text = 't,count\n0,5\n1,6\n2,4\n3,5\n4,6\n5,7\n6,8\n';
    const bytes = Buffer.from(text, 'utf16le');
    const system = builtIn('birth-death');
    const file = { name: 'a.csv', bytes: new Uint8Array(order === 'le' ? bytes : bytes.swap16()) };
    const result = await readObservation(file, system, system.defaultDesign, systems);
    if (!result.ok) throw new Error(result.error.message);
    expect(Array.from(result.observation.x ?? [])).toEqual([6, 4, 5, 6, 7, 8]);
    expect(result.observation.notices.join(' ')).toContain('UTF-16');
  });
});

describe('a JSON file', () => {
  it('names the path of what does not fit', async () => {
    const form = { system: 'galaxy-bias', schema: 1, data: { k: [1], P: [{}] } };
    expect(await messageOf(JSON.stringify(form))).toMatch(/data\.P\.0/);
    expect(await messageOf('[1, 2]')).toMatch(/neither an observation nor a table/);
    expect(await messageOf(JSON.stringify({ ...form, data: { k: [1] }, extra: 1 }))).toMatch(/extra.*not known/);
  });

  it('sets a mode first and then the fields that depend on it, in whatever order they stand', async () => {
    const t = Array.from({ length: 50 }, (_, k) => k * 0.1);
    const columns = Object.fromEntries(
      ['x0', 'x1', 'x2', 'x3'].map((name, i) => [name, t.map((at) => Math.sin(at + i))]),
    );
    const content = {
      system: 'lorenz-96',
      schema: 1,
      design: { sites: 4, dt: 0.02, mode: 'climate' },
      data: { t, ...columns },
    };
    const result = await readObservation(
      { name: 'a.json', bytes: bytesOf(JSON.stringify(content)) },
      lorenz,
      lorenz.defaultDesign,
      systems,
    );
    if (!result.ok) throw new Error(result.error.message);
    expect(result.observation.design).toEqual({ mode: 'climate', sites: 4, record: 5, dtObs: 0.1, dt: 0.02 });
  });
});

describe('the Lorenz-96 example files', () => {
  it.each(['short', 'climate'])(
    '%s: is what the code writes at F = 8, sigma = 1, seed 96, to three decimals',
    async (mode) => {
      const design = lorenz.completeDesign?.({ ...lorenz.defaultDesign, mode }) ?? lorenz.defaultDesign;
      const full = simulateObservation(lorenz, defaultProblem(lorenz, design), [8], [1], 96);
      const x = (full.x ?? new Float64Array()).map((value) => Number(value.toFixed(3)));
      const rounded = observationFromRaw(lorenz, design, x, full);
      const url = new URL(`../../../public/examples/lorenz-96-${mode}.csv`, import.meta.url);
      expect(readFileSync(url, 'utf8')).toBe(writeObservation(lorenz, rounded));
      const result = await readObservation(
        { name: 'example.csv', bytes: new Uint8Array(readFileSync(url)) },
        lorenz,
        design,
        systems,
      );
      expect(result).toMatchObject({ ok: true, designDifferences: [], observation: { truth: [8], notices: [] } });
    },
  );
});
