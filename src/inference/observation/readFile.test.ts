import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultProblem } from '../simulators/problem.ts';
import { systemById } from '../simulators/registry.ts';
import { writeNpy } from '../files/npy.ts';
import { MAX_BYTES, MAX_COLUMNS, MAX_ROWS } from './limits.ts';
import { observationFromRaw, simulateObservation } from './observation.ts';
import { readObservation } from './readFile.ts';
import { writeObservation } from './writeFile.ts';

const galaxy = systemById('galaxy-bias');
const lorenz = systemById('lorenz-96');

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

async function messageOf(text: string | Uint8Array, system = galaxy): Promise<string> {
  const bytes = typeof text === 'string' ? bytesOf(text) : text;
  const result = await readObservation({ name: 'a.csv', bytes }, system, system.defaultDesign);
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

it('a file of nothing but quotation marks has no table', async () => {
  expect(await messageOf('""')).toMatch(/There is no table/);
});

describe('a JSON file', () => {
  it('names the path of what does not fit', async () => {
    const form = { system: 'galaxy-bias', schema: 1, data: { k: [1], P: [{}] } };
    expect(await messageOf(JSON.stringify(form))).toMatch(/data\.P\.0/);
    expect(await messageOf('[1, 2]')).toMatch(/system: The entry is missing/);
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
      );
      expect(result).toMatchObject({ ok: true, designDifferences: [], observation: { truth: [8], notices: [] } });
    },
  );
});
