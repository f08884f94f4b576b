/** Arrays without names: whatever their layout, x comes back in its own order or the array is refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeNpy } from '../files/npy.ts';
import { writeNpz } from '../files/npz.ts';
import { systems } from '../simulators/registry.ts';
import type { Design, System } from '../simulators/system.ts';
import { layoutsOf, transposed } from './arrayLayout.ts';
import { readObservation } from './readFile.ts';

interface Kind {
  readonly system: System;
  readonly design: Design;
}

const designOf = (system: System, change: Design): Design => {
  const design = { ...system.defaultDesign, ...change };
  return system.completeDesign?.(design) ?? design;
};
const [galaxy, , lorenz] = systems;
const kinds: readonly Kind[] = [
  ...systems.map((system) => ({ system, design: system.defaultDesign })),
  { system: galaxy, design: designOf(galaxy, { rsd: true }) },
  { system: lorenz, design: designOf(lorenz, { mode: 'climate' }) },
  { system: lorenz, design: designOf(lorenz, { sites: 10 }) },
];

/** Data that every system takes: whole numbers, no two alike, in no even steps. */
function dataOf({ system, design }: Kind, seed: number): Float64Array {
  const { dataSize } = system.model(design);
  const factor = dataSize > 90 ? 0.1 : 1;
  return Float64Array.from({ length: dataSize }, (_, i) =>
    system.file.columns(design).some(({ kind }) => kind === 'count')
      ? 1 + ((i * i + 3 * i + seed) % 89)
      : factor * (3 + ((i * i + 7 * i + seed) % 83)),
  );
}

const read = ({ system, design }: Kind, bytes: Uint8Array) => readObservation({ name: 'a.npy', bytes }, system, design);

async function outcome(kind: Kind, shape: readonly number[], values: Float64Array) {
  const result = await read(kind, writeNpy({ shape, values }));
  if (!result.ok) return result.error.message;
  const { observation, many } = result;
  return { x: Array.from(observation.x ?? []), count: many?.labels.length ?? 1, notices: observation.notices };
}

const sizesOf = ({ system, design }: Kind) => system.file.axes(design).map(({ size }) => size);

describe('an array without names', () => {
  it('is x in its own order, turned with a notice, or refused', async () => {
    const cases = fc.tuple(
      fc.constantFrom(...kinds),
      fc.constantFrom('own', 'turned', 'flat', 'row', 'column', 'batch', 'flat batch'),
      fc.nat(80),
    );
    await fc.assert(
      fc.asyncProperty(cases, async ([kind, layout, seed]) => {
        const x = dataOf(kind, seed);
        const sizes = sizesOf(kind);
        const [a, b = 1] = sizes;
        const square = sizes.length === 2 && a === b;
        const two = Float64Array.from([...x, ...x]);
        const [shape, values] = {
          own: [sizes, x],
          turned: [sizes.toReversed(), sizes.length === 2 ? transposed(x, a, b) : x],
          flat: [[x.length], x],
          row: [[1, x.length], x],
          column: [[x.length, 1], x],
          batch: [[2, ...sizes], two],
          'flat batch': [[2, x.length], two],
        }[layout] as [number[], Float64Array];
        const got = await outcome(kind, shape, values);
        const flat = ['flat', 'row', 'column', 'flat batch'].includes(layout);
        const isRead = flat ? sizes.length === 1 || kind.system.file.flat === true : !square;
        if (!isRead) {
          expect(got).toMatch(square ? /cannot be told apart/ : /save one observation as/);
          return;
        }
        if (typeof got === 'string') throw new Error(got);
        expect(got.x).toEqual(Array.from(x));
        expect(got.count).toBe(layout.includes('batch') ? 2 : 1);
        if (layout === 'turned' && sizes.length === 2) expect(got.notices.join()).toContain('turned');
        expect(got.notices.length).toBeGreaterThan(0);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it.each(kinds.filter(({ system, design }) => system.file.axes(design)[0].grid))(
    'never takes the coordinates of $system.id for data',
    async (kind) => {
      const { system, design } = kind;
      const x = dataOf(kind, 5);
      const columns = system.file.columns(design);
      if (system.file.flat) {
        const days = Float64Array.from(x, (_, i) => 17 * i);
        if (sizesOf(kind).length === 1)
          expect(await outcome(kind, [2, x.length], Float64Array.from([...days, ...x]))).toMatch(/equally spaced/);
        expect(await outcome(kind, sizesOf(kind), days)).toMatch(/equally spaced/);
        return;
      }
      const written = system.file.write(x, design);
      const table = Float64Array.from(written.rows.flat());
      const [rows, width] = [written.rows.length, columns.length];
      const grid = transposed(table, rows, width).slice(0, rows);
      for (const [shape, values] of [
        [[rows, width], table],
        [[width, rows], transposed(table, rows, width)],
      ] as const) {
        const got = await outcome(kind, shape, values);
        // A short window needs to be told that its start is exact.
        if (typeof got === 'string') expect(got).toMatch(/exact/);
        else expect(got.x).toEqual(Array.from(x));
      }
      expect(typeof (await outcome(kind, [rows], grid))).toBe('string');
      if (sizesOf(kind).length === 1) {
        const line = Float64Array.from({ length: x.length }, (_, i) => grid[i + rows - x.length]);
        expect(await outcome(kind, [3, x.length], Float64Array.from([...x, ...line, ...x]))).toMatch(
          /where .* has data/,
        );
      }
    },
  );

  it('of equal axes fits in two ways', () => {
    const form = { axes: [{ name: 'a', size: 3 }, { name: 'b', size: 3 }], flat: false, tableWidth: 0 }; // biome-ignore format: one form
    expect(layoutsOf([3, 3], new Float64Array(9), form)).toHaveLength(2);
    expect(layoutsOf([9], new Float64Array(9), form)).toHaveLength(0);
  });
});

describe('an archive', () => {
  it('whose arrays of one length are columns takes boxed numbers for what they are', async () => {
    const system = systems[1];
    const t = Float64Array.from({ length: 21 }, (_, i) => i);
    const count = Float64Array.from({ length: 21 }, (_, i) => 5 + ((i * i) % 7));
    for (const shape of [[], [1], [1, 1]]) {
      const arrays = new Map([
        ['t', { shape: [21, 1], values: t }],
        ['count', { shape: [1, 21], values: count }],
        ['detection', { shape, values: Float64Array.of(0.8) }],
      ]);
      const result = await read({ system, design: system.defaultDesign }, writeNpz(arrays));
      if (!result.ok) throw new Error(result.error.message);
      expect(Array.from(result.observation.x ?? [])).toEqual(Array.from(count.slice(1)));
      expect(result.observation.notices.join()).toContain('0.8');
    }
  });
});
