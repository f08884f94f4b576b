import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readText } from '../observation/readFile.ts';
import { writeObservation } from '../observation/writeFile.ts';
import { observationFromRaw } from '../observation/observation.ts';
import { systems } from '../simulators/registry.ts';
import { type Design, hasColumns, type System } from '../simulators/system.ts';
import { dataLayout } from './dataLayout.ts';
import { sizeOf } from '../simulators/dataShape.ts';
import { tableFormat } from '../simulators/testing/kinds.ts';

const changes: readonly Design[] = [
  {},
  { rsd: true },
  { rsd: true, muBins: '10' },
  { mode: 'climate' },
  { n: 7, dt: 0.3, n0: 0 },
];
const designs = systems.filter(hasColumns).flatMap((system) =>
  changes
    .filter((change) => Object.keys(change).every((key) => system.designFields.some((field) => field.key === key)))
    .map((change): readonly [string, System, Design] => {
      const changed = { ...system.defaultDesign, ...change };
      return [`${system.id} ${JSON.stringify(change)}`, system, system.completeDesign?.(changed) ?? changed];
    }),
);

describe('the layout of data in files', () => {
  it.each(designs)('of %s is what the page writes and reads', (_, system, design) => {
    const layout = dataLayout(system, design);
    const dataSize = sizeOf(system.model(design).x);
    const whole = fc.integer({ min: 1, max: 90 });
    const draw = fc.array(whole, { minLength: dataSize, maxLength: dataSize });
    fc.assert(
      fc.property(draw, (values) => {
        const x = Float64Array.from(values);
        const { header, rows } = tableFormat(system).write(x, design);
        expect(layout.header).toEqual(header);
        expect(layout.rows.map((row) => row.map((cell) => (typeof cell === 'number' ? cell : x[cell[0]])))).toEqual(
          rows,
        );
        const source = { kind: 'file', name: 'a' } as const;
        const text = writeObservation(system, observationFromRaw(system, design, x, { source, truth: null }));
        const read = readText({ name: 'a', bytes: new TextEncoder().encode(text ?? '') }, system, design, systems);
        expect(read).toMatchObject({ ok: true, designDifferences: [], observation: { x } });
      }),
      { numRuns: 5, seed: 3 },
    );
    expect(layout.columns).toEqual(
      tableFormat(system)
        .rows.columns(design)
        .map(({ name }) => name),
    );
    expect([1, layout.columns.length]).toContain(layout.kinds.length);
  });

  it('is refused where a file does not hold all of x', () => {
    const [system] = systems;
    const lossy: System = {
      ...system,
      file: { ...tableFormat(system), write: (x, design) => tableFormat(system).write(x.slice().fill(x[0]), design) },
    };
    expect(() => dataLayout(lossy, system.defaultDesign)).toThrow(/every entry of x once/);
  });
});
