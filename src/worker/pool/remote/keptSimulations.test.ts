import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, it, vi } from 'vitest';
import { KeptSimulations } from './keptSimulations.ts';

beforeEach(() => void vi.stubGlobal('indexedDB', new IDBFactory()));

const run = { id: 'r', system: 'remote-1', name: 'Line', seed: 5, stream: 0, parameters: ['a'], priors: {}, size: 2 };
const rows = (n: number) => ({
  theta: new Float64Array(n).fill(n),
  x: new Float64Array(2 * n),
  failed: new Uint32Array(n),
});
const BYTES = 8 + 16 + 4;

it('gives chunks back where they begin, in order, and knows what a run takes', async () => {
  const kept = await KeptSimulations.open();
  for (const from of [200, 0, 1000]) expect(await kept.put(run, from, rows(from / 100 + 1))).toBe(true);
  expect(await kept.put({ ...run, id: 's' }, 3, rows(1))).toBe(true);
  expect(await kept.starts('r')).toEqual([0, 200, 1000]);
  expect(await kept.chunk('r', 200)).toEqual({ run: 'r', from: 200, count: 3, ...rows(3) });
  expect(await kept.chunk('r', 201)).toBeNull();
  const runs = await kept.runs();
  expect(runs.find(({ id }) => id === 'r')).toMatchObject({ ...run, rows: 15, bytes: 15 * BYTES });
});

it('counts a chunk that comes twice once', async () => {
  const kept = await KeptSimulations.open();
  await kept.put(run, 0, rows(4));
  await kept.put(run, 0, rows(4));
  expect(await kept.runs()).toMatchObject([{ rows: 4 }]);
});

it('takes no more than there is room for, of all runs together', async () => {
  const kept = await KeptSimulations.open(10 * BYTES);
  expect(await kept.put(run, 0, rows(6))).toBe(true);
  expect(await kept.put({ ...run, id: 's' }, 0, rows(5))).toBe(false);
  expect(await kept.starts('s')).toEqual([]);
  await kept.remove('r');
  expect([await kept.starts('r'), await kept.runs()]).toEqual([[], []]);
  expect(await kept.put({ ...run, id: 's' }, 0, rows(5))).toBe(true);
});
