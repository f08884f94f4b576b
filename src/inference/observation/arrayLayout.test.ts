/** Arrays without names: whatever their layout, x comes back in its own order or the array is refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeNpy } from '../files/npy.ts';
import { writeNpz } from '../files/npz.ts';
import { systems } from '../simulators/registry.ts';
import { type Design, hasColumns, type System } from '../simulators/system.ts';
import { layoutsOf, transposed } from './arrayLayout.ts';
import { readObservation } from './readFile.ts';
import { sizeOf } from '../simulators/dataShape.ts';
import { tableFormat } from '../simulators/testing/kinds.ts';

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
  ...systems.filter(hasColumns).map((system) => ({ system, design: system.defaultDesign })),
  { system: galaxy, design: designOf(galaxy, { rsd: true }) },
  { system: lorenz, design: designOf(lorenz, { mode: 'climate' }) },
  // As many sites as times.
  { system: lorenz, design: designOf(lorenz, { sites: 10 }) },
];

/** Data that every system takes: whole numbers, no two alike, in no even steps. */
function dataOf({ system, design }: Kind, seed: number): Float64Array {
  const dataSize = sizeOf(system.model(design).x);
  const factor = dataSize > 90 ? 0.1 : 1;
  return Float64Array.from({ length: dataSize }, (_, i) =>
    tableFormat(system)
      .columns(design)
      .some(({ kind }) => kind === 'count')
      ? 1 + ((i * i + 3 * i + seed) % 89)
      : factor * (3 + ((i * i + 7 * i + seed) % 83)),
  );
}

const read = ({ system, design }: Kind, bytes: Uint8Array) =>
  readObservation({ name: 'a.npy', bytes }, system, design, systems);

/** "read: 2 observations, turned", with the first one's x; or a word of the refusal. */
async function outcome(kind: Kind, shape: readonly number[], values: Float64Array) {
  const result = await read(kind, writeNpy({ shape, values }));
  if (!result.ok) {
    const [why = result.error.message] =
      /cannot be told apart|where .* expects data|save one observation as|exact/.exec(result.error.message) ?? [];
    return { is: why.replace(/where .* expects data/, 'no data'), x: [] };
  }
  const { observation, batch } = result;
  const turned = observation.notices.join().includes('turned') ? ', turned' : '';
  return { is: `read: ${batch?.labels.length ?? 1}${turned}`, x: Array.from(observation.x ?? []) };
}

const sizesOf = ({ system, design }: Kind) =>
  tableFormat(system)
    .axes(design)
    .map(({ size }) => size);
const joined = (...parts: readonly ArrayLike<number>[]) => Float64Array.from(parts.flatMap((part) => Array.from(part)));

describe('an array without names', () => {
  it('is x in its own order, turned with a notice, or refused', async () => {
    const layouts = ['own', 'turned', 'flat', 'row', 'column', 'batch', 'flat batch'] as const;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...kinds),
        fc.constantFrom(...layouts),
        fc.nat(80),
        async (kind, layout, seed) => {
          const x = dataOf(kind, seed);
          const sizes = sizesOf(kind);
          const [a, b] = sizes;
          const plane = sizes.length === 2;
          const arrays = {
            own: [sizes, x],
            turned: [sizes.toReversed(), plane ? transposed(x, a, b) : x],
            flat: [[x.length], x],
            row: [[1, x.length], x],
            column: [[x.length, 1], x],
            batch: [[2, ...sizes], joined(x, x)],
            'flat batch': [[2, x.length], joined(x, x)],
          } as const satisfies Record<typeof layout, unknown>;
          const [shape, values] = arrays[layout];
          const isFlat = ['flat', 'row', 'column', 'flat batch'].includes(layout);
          const isRead = isFlat ? !plane || tableFormat(kind.system).flat === true : !plane || a !== b;
          const count = layout.includes('batch') ? 2 : 1;
          const wanted = plane && a === b ? 'cannot be told apart' : 'save one observation as';
          const turned = layout === 'turned' && plane ? ', turned' : '';
          expect(await outcome(kind, shape, values)).toEqual(
            isRead ? { is: `read: ${count}${turned}`, x: Array.from(x) } : { is: wanted, x: [] },
          );
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });

  it.each(kinds.filter(({ system, design }) => !tableFormat(system).flat && tableFormat(system).axes(design)[0].grid))(
    'is a table where it begins with the coordinates of $system.id, which are never taken for data',
    async (kind) => {
      const { system, design } = kind;
      const x = dataOf(kind, 5);
      const written = tableFormat(system).write(x, design);
      const [rows, width] = [written.rows.length, written.header.length];
      const table = Float64Array.from(written.rows.flat());
      const columns = transposed(table, rows, width);
      // A short window has to be told that its start is exact.
      const isRead = written.metadata.t0_exact === undefined;
      const wanted = isRead ? { is: 'read: 1', x: Array.from(x) } : { is: 'exact', x: [] };
      expect(await outcome(kind, [rows, width], table)).toEqual(wanted);
      expect(await outcome(kind, [width, rows], columns)).toEqual(wanted);
      const grid = columns.slice(rows - x.length, rows);
      const line = sizesOf(kind).length === 1 ? ['no data', 'no data'] : [];
      const refused =
        line.length === 0
          ? []
          : [(await outcome(kind, [x.length], grid)).is, (await outcome(kind, [3, x.length], joined(x, grid, x))).is];
      expect(refused).toEqual(line);
    },
  );

  it('of the times of a benchmark is refused too', async () => {
    for (const id of ['sir', 'lotka-volterra']) {
      const kind = kinds.find(({ system }) => system.id === id);
      if (kind === undefined) throw new Error(id);
      const x = dataOf(kind, 5);
      const days = x.map((_, i) => 17 * i);
      expect((await outcome(kind, sizesOf(kind), days)).is).toBe('no data');
      expect((await outcome(kind, [2, x.length], joined(days, x))).is).toBe('no data');
    }
  });

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
