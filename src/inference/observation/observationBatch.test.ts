import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultProblem } from '../simulators/problem.ts';
import { builtIn, systems } from '../simulators/registry.ts';
import { type Design, hasColumns, type System } from '../simulators/system.ts';
import { csvField } from './csvText.ts';
import { MAX_OBSERVATIONS } from './limits.ts';
import { countOf, observationAt } from './batch.ts';
import { readText } from './readFile.ts';
import { recordOf, restoreObservation } from './record.ts';
import { exampleBatch } from './writeBatch.ts';
import { sizeOf } from '../simulators/dataShape.ts';

const galaxy = builtIn('galaxy-bias');
const counts = builtIn('birth-death');
const lorenz = builtIn('lorenz-96');

function read(text: string, system: System, design: Design = system.defaultDesign) {
  return readText({ name: 'a.csv', bytes: new TextEncoder().encode(text) }, system, design, systems);
}

function batchOf(text: string, system: System, design: Design = system.defaultDesign) {
  const result = read(text, system, design);
  if (!result.ok) throw new Error(result.error.message);
  if (result.batch === null) throw new Error('it was read as one observation');
  return { ...result, batch: result.batch };
}

function messageOf(text: string, system: System): string {
  const result = read(text, system);
  if (result.ok) throw new Error('it was read');
  return result.error.message;
}

const bands = Array.from({ length: 9 }, (_, i) => `P_${(0.03 + 0.02 * i).toFixed(2)}`);
/** Any number as band power of every band. */
const power = (value: number | string) => bands.map(() => value).join(',');

const designs = [
  // Images have no columns: arrayObservation.test.ts.
  ...systems.filter(hasColumns).map((system) => ({ id: system.id, system, design: system.defaultDesign })),
  { id: 'galaxy wedges', system: galaxy, design: { ...galaxy.defaultDesign, rsd: true, muBins: '10' } },
  { id: 'long counts', system: counts, design: { ...counts.defaultDesign, n: 33, dt: 0.25, n0: 2 } },
  {
    id: 'climate',
    system: lorenz,
    design: lorenz.completeDesign?.({ mode: 'climate', sites: 10, record: 4 }) ?? {},
  },
];

describe.each(designs)('an example of many observations ($id)', ({ system, design }) => {
  const problem = defaultProblem(system, design);
  const text = exampleBatch(system, problem, 7, 3);

  it('is read back with its design, its data and its true values', () => {
    const { batch, observation, designDifferences } = batchOf(text, system);
    const model = system.model(design);
    expect(batch.design).toEqual(design);
    expect(batch.labels).toEqual(['1', '2', '3', '4', '5', '6', '7']);
    expect(batch.notices).toEqual([]);
    expect(batch.x).toHaveLength(7 * sizeOf(model.x));
    const cells = text.split('\n').filter((line) => /^[-\d]/.test(line));
    const ofRow = (i: number) => cells[i].split(',').slice(1).map(Number);
    const last = observationAt(system, batch, 6);
    expect([...(last.x ?? []), ...(last.truth ?? [])]).toEqual(ofRow(6));
    const s = new Float64Array(sizeOf(model.s));
    model.summarise(last.x ?? s, s);
    expect(last.s).toEqual(s);
    for (let i = 0; i < 7; i++) {
      model.summarise(batch.x.subarray(i * sizeOf(model.x), (i + 1) * sizeOf(model.x)), s);
      expect(batch.s.slice(i * s.length, (i + 1) * s.length)).toEqual(s);
    }
    expect(Array.from(observation.x ?? [])).toEqual(ofRow(0).slice(0, sizeOf(model.x)));
    const other = JSON.stringify(design) !== JSON.stringify(system.defaultDesign);
    expect(designDifferences.length > 0).toBe(other);
  });

  it('repeats itself, and another seed gives other data', () => {
    expect(exampleBatch(system, problem, 7, 3)).toBe(text);
    expect(exampleBatch(system, problem, 7, 4)).not.toBe(text);
  });
});

describe('a table of many observations', () => {
  it('names rows by their id, else by their number in the file', () => {
    const rows = `${power(900)}\n${power(800)}\n`;
    expect(batchOf(`${bands.join(',')}\n# nothing\n${rows}`, galaxy).batch.labels).toEqual(['3', '4']);
    const named = `${power(900)},"north, 1"\n${power(800)},south\n`;
    const { batch } = batchOf(`${bands.join(',')},id\n${named}`, galaxy);
    expect(batch.labels).toEqual(['north, 1', 'south']);
    expect(observationAt(galaxy, batch, 1).source).toEqual({ kind: 'file', name: 'a.csv', row: 'south' });
  });

  it('has rows that a document can hold, with what they are called', () => {
    const { batch } = batchOf(`${bands.join(',')},id\n${power(900)},north\n${power(800)},south\n`, galaxy);
    const row = observationAt(galaxy, batch, 1);
    const restored = restoreObservation(galaxy, defaultProblem(galaxy, batch.design), recordOf(row));
    expect(restored).toMatchObject({ ok: true, observation: { source: row.source, s: row.s } });
  });

  it('has its columns in any order', () => {
    const header = bands.toReversed().join(',');
    const { batch } = batchOf(`${header}\n9,8,7,6,5,4,3,2,1\n1,1,1,1,1,1,1,1,2\n`, galaxy);
    expect(Array.from(batch.x)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 2, 1, 1, 1, 1, 1, 1, 1, 1]);
  });

  it('of one row is an observation like any other', () => {
    const result = read(`${bands.join(',')}\n${power(900)}\n`, galaxy);
    expect(result).toMatchObject({ ok: true, batch: null, observation: { truth: null } });
  });

  it('may come as JSON', () => {
    const data = Object.fromEntries(bands.map((name, i) => [name, [i + 1, 2]]));
    const { batch } = batchOf(JSON.stringify({ system: 'galaxy-bias', schema: 1, data }), galaxy);
    expect(Array.from(batch.x.subarray(0, 9))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('takes true values as displayed quantities', () => {
    const header = Array.from({ length: 20 }, (_, i) => `count_${i + 1}`).join(',');
    const visits = Array(20).fill(4).join(',');
    const text = `${header},truth_lambda,truth_mu,truth_nu\n${visits},0.3,0.5,2\n${visits},0.1,1,3\n`;
    expect(Array.from(batchOf(text, counts).batch.truths ?? [])).toEqual([0.5, 0.6, 2, 1, 0.1, 3]);
  });

  it('says that true values are not drawn when some are not there', () => {
    const { batch } = batchOf(`${bands.join(',')},truth_A\n${power(9)},1\n${power(8)},2\n`, galaxy);
    expect(batch.truths).toBeNull();
    expect(batch.notices.join(' ')).toMatch(/true values truth_A, but not all of truth_A, truth_b; they are not drawn/);
  });

  it('says what it took from the study', () => {
    const { batch } = batchOf(`${bands.join(',')}\n${power(9)}\n${power(8)}\n`, galaxy);
    expect(batch.notices.join(' ')).toMatch(/does not give nbar, V, units, so the study's values are used/);
  });

  it('tells by its columns how many visits there were', () => {
    const header = Array.from({ length: 7 }, (_, i) => `count_${i + 1}`).join(',');
    const { designDifferences } = batchOf(`${header}\n1,2,3,4,5,6,7\n1,2,3,4,5,6,7\n`, counts);
    expect(designDifferences).toMatchObject([{ key: 'n', a: 7, b: 20 }]);
  });
});

describe('ids', () => {
  const table = (ids: readonly string[]) =>
    `id,${bands.join(',')}\n${ids.map((id) => `${id},${power(9)}`).join('\n')}\n`;

  it('that a spreadsheet would run come back from a file that is harmless', () => {
    const ids = ['=1+1', '-cmd', '@a', "'=2", '#7', 'a;=1', '\t=3', '+4', '-5'];
    const text = table(ids.map(csvField));
    expect(batchOf(text, galaxy).batch.labels).toEqual(ids);
    expect(text.split('\n').filter((line) => /^"?[=@\t]|^"?[+-](?!\d)|^#/.test(line))).toEqual([]);
  });

  it('that begin like a comment are asked about', () => {
    expect(messageOf(table(['a', '#7']), galaxy)).toMatch(/row 3.*begins a comment.*Put its id in quotation marks/);
    expect(batchOf(table(['a', '"#7"']), galaxy).batch.labels).toEqual(['a', '#7']);
  });
});

describe('bad rows of a table', () => {
  it('do not lose the others, and are named with column, value and reason', () => {
    const rows = Array.from({ length: 200 }, (_, i) => power(i === 150 ? 'nan' : 900 + i));
    rows[20] = rows[20].replace('920,', '920,-3,').slice(0, -4);
    const { batch } = batchOf(`id,${bands.join(',')}\n${rows.map((row, i) => `s${i},${row}`).join('\n')}\n`, galaxy);
    expect(batch.labels).toHaveLength(198);
    expect([batch.labels[20], batch.labels[149], batch.x[20 * 9], batch.x[149 * 9]]).toEqual([
      's21',
      's151',
      921,
      1051,
    ]);
    expect(batch.notices.join(' ')).toContain(
      '2 of 200 rows are left out: row 22 (P_0.05 is "-3": The value must be above 0), row 152 (P_0.03 is "nan": The value is missing).',
    );
  });
});

describe('a table of many observations is refused', () => {
  it('for its only row, which is named with column, value and remedy', () => {
    const text = `${bands.join(',')}\n\n${power(900).replace('900,', '900,-3,').slice(0, -4)}\n`;
    expect(messageOf(text, galaxy)).toBe(
      'a.csv, row 3, column P_0.05, value "-3": The value must be above 0. Check it: Measured power, shot noise not subtracted.',
    );
  });

  it('with the number of all bad rows, of which five are named', () => {
    const rows = Array.from({ length: 9 }, (_, i) => power(i === 0 || i === 4 ? 900 : 'nan'));
    expect(messageOf(`${bands.join(',')}\n${rows.join('\n')}\n`, galaxy)).toBe(
      'a.csv, row 3, column P_0.03, value "nan": The value is missing. In total, 7 of 9 rows are bad: rows 3, 4, 5, 7, 8 and 2 more. Fill in the measured value, or leave the observation out: the network is trained for complete data, and missing values are not filled in.',
    );
  });

  it('for a bad true value', () => {
    const text = `${bands.join(',')},truth_A,truth_b\n${power(9)},1,?\n${power(9)},1,?\n`;
    expect(messageOf(text, galaxy)).toMatch(/row 2, column truth_b, value "\?"/);
  });

  it('for a column that is missing, one more than is known, or there twice', () => {
    expect(messageOf(`${bands.slice(1).join(',')}\n1,1,1,1,1,1,1,1\n`, galaxy)).toMatch(
      /P_0.03: The column is missing/,
    );
    expect(messageOf(`${bands.join(',')},P_0.5\n${power(1)},1\n`, galaxy)).toMatch(/P_0.5: The column is not known/);
    expect(batchOf(`${bands.join(',')},z\n${power(1)},1\n${power(1)},1\n`, galaxy).batch.notices.at(-1)).toBe(
      'Not used by Galaxy bias: "z".',
    );
    expect(messageOf(`${bands.join(',')},P_0.03\n${power(1)},1\n`, galaxy)).toMatch(/column P_0.03: .* occurs twice/);
  });

  it('for counts beyond the detector', () => {
    const header = Array.from({ length: 20 }, (_, i) => `count_${i + 1}`).join(',');
    const visits = Array(20).fill(100_000).join(',');
    expect(messageOf(`${header}\n${visits}\n`, counts)).toMatch(/count_1, value "100000": The value is beyond 99999/);
  });

  it('for wrong units and for a design that cannot be read, or is at odds with the columns', () => {
    const rows = `${bands.join(',')}\n${power(9)}\n${power(9)}\n`;
    expect(messageOf(`# units: 1/Mpc,Mpc^3\n${rows}`, galaxy)).toMatch(/the units are "1\/Mpc,Mpc\^3"/);
    expect(messageOf(`# V: large\n${rows}`, galaxy)).toMatch(/V, value "large": The design field cannot be read/);
    expect(messageOf(`# rsd: true\n${rows}`, galaxy)).toMatch(
      /declares rsd = true, but its columns are those of rsd = false/,
    );
  });

  it('above 10,000 observations', () => {
    const rows = `1,2\n`.repeat(MAX_OBSERVATIONS + 1);
    expect(messageOf(`data_1,data_2\n${rows}`, builtIn('two-moons'))).toMatch(
      /10001 observations; a batch has at most 10000/,
    );
  });
});

/** Refused by name, or read with nothing that could not have been measured. */
function isSound(result: ReturnType<typeof read>): boolean {
  if (!result.ok) return result.error.message.startsWith('a.csv');
  const { batch } = result;
  if (batch === null) return result.observation.s.every(Number.isFinite);
  return countOf(batch) > 1 && batch.s.every(Number.isFinite) && batch.x.every((value) => value > 0);
}

describe('any table whatever', () => {
  const header = fc.shuffledSubarray([...bands, 'id', 'truth_A', 'truth_b', 'P_0.5', 'data_1', ''], { minLength: 7 });
  const cell = fc.oneof(
    { weight: 30, arbitrary: fc.double({ min: 1, max: 1e5, noNaN: true }).map(String) },
    fc.constantFrom('', 'nan', '-1', '1e999', '"', '=1+1', '1,5', '\u0000', 'x'),
  );
  const line = fc.constantFrom('# V: 1e8', '# V: x', '# rsd: true', '# units: m', '# muBins: 7', '#', '# id: 3', '');

  it('is read whole or refused with a sentence, and never throws', () => {
    const table = fc.tuple(
      fc.boolean(),
      header,
      fc.array(line, { maxLength: 2 }),
      fc.array(fc.array(cell, { minLength: 6, maxLength: 13 }), { maxLength: 5 }),
    );
    let good = 0;
    fc.assert(
      fc.property(table, ([all, some, lines, rows]) => {
        const names = all ? bands : some;
        const cut = all ? rows.map((row) => bands.map((_, i) => row[i % row.length])) : rows;
        const text = [...lines, names.join(','), ...cut.map((row) => row.join(','))].join('\n');
        const result = read(text, galaxy);
        if (result.ok) good++;
        expect(isSound(result)).toBe(true);
      }),
      { numRuns: 2000, seed: 3 },
    );
    // Some must get through, or nothing was tested: 256 of 2,000 do.
    expect(good).toBeGreaterThan(100);
  });
});
