import { describe, expect, it } from 'vitest';
import type { CheckedTable, Design } from '../system.ts';
import { cylinder } from '../cylinder/index.ts';
import { geneDelay } from '../geneDelay/index.ts';
import { tableFormat } from '../testing/kinds.ts';
import type { System } from '../system.ts';

/** What `write` gives, as a checked table whose rows may be changed. */
function written(system: System, design: Design, change = (rows: number[][]) => rows): CheckedTable {
  const size = system.file.kind === 'columns' ? tableFormat(system).rows.columns(design).length : 0;
  const x = Float64Array.from({ length: size }, (_, i) => 0.001 * (i + 1));
  const { header, rows, metadata } = tableFormat(system).write(x, design);
  const changed = change(rows.map((row) => [...row]));
  return {
    columns: Object.fromEntries(header.map((name, j) => [name, Float64Array.from(changed, (row) => row[j])])),
    rowNumbers: changed.map((_, i) => i + 2),
    metadata,
  };
}

const refusal = (system: System, design: Design, table: CheckedTable) => {
  const found = tableFormat(system).read(table, design);
  if (found.ok) throw new Error('was read');
  return found.problem;
};

const SINGLE = { ...cylinder.defaultDesign, gauges: 'single' };

describe.each([
  ['places on a line', cylinder, cylinder.defaultDesign],
  ['one place, several times', cylinder, SINGLE],
  ['places of two coordinates', geneDelay, geneDelay.defaultDesign],
] as const)('readings at %s', (_, system, design) => {
  const file = tableFormat(system);

  it('are read as they were written, in any order of the rows', () => {
    const straight = file.read(written(system, design), design);
    if (!straight.ok) throw new Error(straight.problem.problem);
    expect(straight.design).toEqual(design);
    straight.x.forEach((v, i) => expect(v).toBeCloseTo(0.001 * (i + 1), 12));
    const turned = file.read(
      written(system, design, (rows) => rows.reverse()),
      design,
    );
    if (!turned.ok) throw new Error(turned.problem.problem);
    const same = design === SINGLE ? [...straight.x].reverse() : [...straight.x];
    expect([...turned.x]).toEqual(same);
  });

  it('have as many columns as entries in files with a row for each observation, under different names', () => {
    const names = file.rows.columns(design).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(file.rows.designOf(names, design)).toEqual(design);
  });

  it.runIf(file.columns(design).some(({ mayMiss }) => mayMiss))('are of another design where one is not there', () => {
    const lacking = written(system, design, (rows) => rows.slice(1));
    const read = file.read(lacking, design);
    if (!read.ok) throw new Error(read.problem.problem);
    expect(read.design).toEqual({ ...design, readings: 'any' });
    expect([...read.x].filter(Number.isNaN)).toHaveLength(1);
    expect(read.notices[0]).toMatch(/^1 of 11 readings is not there/);
    expect(
      refusal(
        system,
        design,
        written(system, design, () => []),
      ).problem,
    ).toBe('There is no reading.');
  });

  it.runIf(system === geneDelay)('may not lack any where there is no such design', () => {
    const lacking = written(system, design, (rows) => rows.slice(1));
    expect(refusal(system, design, lacking).problem).toMatch(/no reading/);
  });

  it('are refused where one stands twice, or stands elsewhere', () => {
    const twice = refusal(
      system,
      design,
      written(system, design, (rows) => [...rows, rows[2]]),
    );
    expect(twice.problem).toMatch(/already, in row 4|already, in row 2, 3, 4/);
    expect(twice.row).toBe(written(system, design).rowNumbers.length + 2);
    const elsewhere = written(system, design, (rows) =>
      rows.map((row, i) => (i === 3 ? row.map((v) => v + 0.03) : row)),
    );
    const problem = refusal(system, design, elsewhere);
    expect(problem.row).toBe(5);
    expect(problem.remedy).toMatch(/not interpolated/);
  });
});

describe('a design that a file states', () => {
  it('is declared, or refused with the field and the remedy', () => {
    const table = written(cylinder, cylinder.defaultDesign);
    const file = tableFormat(cylinder);
    expect(file.read({ ...table, metadata: { noise: '0.0002' } }, cylinder.defaultDesign)).toMatchObject({
      ok: true,
      design: { noise: 0.0002 },
    });
    for (const noise of ['', 'small', '-1', '5']) {
      const problem = refusal(cylinder, cylinder.defaultDesign, { ...table, metadata: { noise } });
      expect(problem.column).toBe('noise');
      expect(problem.remedy).toMatch(/Correct the line/);
    }
  });
});
