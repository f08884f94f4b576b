import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../math/random.ts';
import type { CheckedTable, Design, FileProblem } from '../system.ts';
import { defaultDesign } from './designFields.ts';
import { galaxyBiasFile } from './file.ts';
import { galaxyBiasModel } from './model.ts';
import { sizeOf } from '../dataShape.ts';

const METADATA = { nbar: '0.0003', V: '3e7', units: 'h/Mpc,(Mpc/h)^3' };
const rsdDesign: Design = { ...defaultDesign, rsd: true };

/** A table as the reader of files hands it over: rows count from 2, below the header. */
function tableOf(
  header: readonly string[],
  rows: readonly (readonly number[])[],
  metadata: Readonly<Record<string, string>> = METADATA,
): CheckedTable {
  return {
    columns: Object.fromEntries(header.map((name, c) => [name, Float64Array.from(rows, (row) => row[c])])),
    rowNumbers: rows.map((_, r) => r + 2),
    metadata,
  };
}

const nineRows = Array.from({ length: 9 }, (_, i) => [0.03 + 0.02 * i, 1000 + i]);

function problemIn(table: CheckedTable, design = defaultDesign): FileProblem {
  const result = galaxyBiasFile.read(table, design);
  if (result.ok) throw new Error('the file was accepted');
  return result.problem;
}

function simulated(design: Design, seed: number): Float64Array {
  const model = galaxyBiasModel(design);
  const x = new Float64Array(sizeOf(model.x));
  model.simulate([2, 1], [1], new Random(seed, STREAMS.observation), x);
  return x;
}

describe('galaxy-bias files', () => {
  it.each([
    { name: 'in real space', design: defaultDesign },
    { name: 'with 5 wedges', design: { ...rsdDesign, f: 0.7, V: 1e8 } },
    { name: 'with 10 wedges', design: { ...rsdDesign, muBins: '10', nbar: 1e-3 } },
  ])('read back what was written, whatever the order of the rows, $name', ({ design }) => {
    fc.assert(
      fc.property(fc.nat(1e6), (seed) => {
        const x = simulated(design, seed);
        const { header, rows, metadata } = galaxyBiasFile.write(x, design);
        const order = new Random(seed, STREAMS.observation, 1).permutation(rows.length);
        const shuffled = Array.from(order, (r) => rows[r]);
        const result = galaxyBiasFile.read(tableOf(header, shuffled, metadata), design);
        expect(result).toEqual({ ok: true, x, design, notices: [] });
      }),
      { numRuns: 20 },
    );
  });

  it('declare the design: wedges, volume, density and growth rate come from the file', () => {
    const theirs: Design = { ...rsdDesign, muBins: '10', V: 2e8, nbar: 1e-3, f: 0.8 };
    const { header, rows, metadata } = galaxyBiasFile.write(simulated(theirs, 1), theirs);
    expect(galaxyBiasFile.read(tableOf(header, rows, metadata), defaultDesign)).toMatchObject({ design: theirs });
    const plain = galaxyBiasFile.read(tableOf(['k', 'P'], nineRows), rsdDesign);
    expect(plain).toMatchObject({ ok: true, design: defaultDesign });
  });

  it('ask for mu where the header or the study has it', () => {
    const names = (design: Design, header?: string[]): string[] =>
      galaxyBiasFile.columns(design, header).map(({ name }) => name);
    expect(names(defaultDesign)).toEqual(['k', 'P']);
    expect(names(rsdDesign)).toEqual(['k', 'mu', 'P']);
    expect(names(defaultDesign, ['k', 'mu', 'P'])).toEqual(['k', 'mu', 'P']);
    expect(names(rsdDesign, ['k', 'P'])).toEqual(['k', 'P']);
  });

  it('may differ from a band centre by less than a millionth', () => {
    const near = nineRows.map(([k, P]) => [k * (1 + 5e-7), P]);
    expect(galaxyBiasFile.read(tableOf(['k', 'P'], near), defaultDesign)).toMatchObject({ ok: true });
    const far = nineRows.map(([k, P], i) => [i === 3 ? k * (1 + 5e-6) : k, P]);
    expect(problemIn(tableOf(['k', 'P'], far))).toMatchObject({ row: 5, column: 'k' });
  });

  it('with another k are refused with row, column, value and what is expected', () => {
    const rows = nineRows.map(([k, P], i) => [i === 2 ? 0.075 : k, P]);
    const problem = problemIn(tableOf(['k', 'P'], rows));
    expect(problem).toMatchObject({ row: 4, column: 'k', value: '0.075' });
    expect(problem.remedy).toContain('k = 0.03, 0.05, 0.07, 0.09, 0.11, 0.13, 0.15, 0.17, 0.19');
  });

  it('with another mu are refused', () => {
    const rows = nineRows.map(([k, P]) => [k, 0.2, P]);
    const problem = problemIn(tableOf(['k', 'mu', 'P'], rows));
    expect(problem).toMatchObject({ row: 2, column: 'mu', value: '0.2' });
    expect(problem.remedy).toContain('0.1, 0.3, 0.5, 0.7, 0.9');
    const mixed = nineRows.map(([k, P], i) => [k, i === 0 ? 0.1 : 0.05, P]);
    expect(problemIn(tableOf(['k', 'mu', 'P'], mixed))).toMatchObject({ row: 3, column: 'mu', value: '0.05' });
  });

  it('with a band twice, or with one missing, are refused', () => {
    const twice = [...nineRows, [0.05, 7]];
    expect(problemIn(tableOf(['k', 'P'], twice))).toMatchObject({ row: 11, value: '0.05' });
    expect(problemIn(tableOf(['k', 'P'], twice)).problem).toContain('twice');
    const missing = problemIn(tableOf(['k', 'P'], nineRows.slice(0, 8)));
    expect(missing.problem).toContain('no row for k = 0.19; the file has 8 of the 9 rows');
    const { header, rows } = galaxyBiasFile.write(simulated(rsdDesign, 1), rsdDesign);
    expect(problemIn(tableOf(header, rows.slice(1))).problem).toContain('no row for k = 0.03 with mu = 0.1');
  });

  it('in other units, or with a density that is no density, are refused', () => {
    const units = problemIn(tableOf(['k', 'P'], nineRows, { ...METADATA, units: '1/Mpc,Mpc^3' }));
    expect(units).toMatchObject({ value: '1/Mpc,Mpc^3' });
    expect(units.remedy).toContain('Convert');
    for (const nbar of ['', 'many', '-1', '5']) {
      const problem = problemIn(tableOf(['k', 'P'], nineRows, { ...METADATA, nbar }));
      expect(problem).toMatchObject({ value: nbar });
      expect(problem.problem).toContain('from 0.00001 to 0.01');
    }
  });

  it('that leave units, density or volume open say so in a notice', () => {
    const result = galaxyBiasFile.read(tableOf(['k', 'P'], nineRows, {}), defaultDesign);
    expect(result).toMatchObject({
      ok: true,
      notices: [
        expect.stringMatching(/units/),
        expect.stringMatching(/nbar.*0\.0003/),
        expect.stringMatching(/V.*30000000/),
      ],
    });
  });
});

describe('example file', () => {
  // Regenerate with `npx vitest run -u` on this file.
  it('is what the simulator and the writer make of A = 2, b = 1 and a fixed seed', async () => {
    const { header, rows, metadata } = galaxyBiasFile.write(simulated(defaultDesign, 2026), defaultDesign);
    const comments = [['system', 'galaxy-bias'], ...Object.entries(metadata), ['truth_A', '2'], ['truth_b', '1']];
    const text = [...comments.map(([key, value]) => `# ${key}: ${value}`), header.join(','), ...rows.map(String), ''];
    await expect(text.join('\n')).toMatchFileSnapshot('../../../../public/examples/galaxy-bias.csv');
  });
});
