import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { cellText } from '../observation/csvText.ts';
import { drawsCsv } from './drawsCsv.ts';

const written = (names: readonly string[], values: ArrayLike<number>) => [...drawsCsv(names, values)].join('');

describe('draws as CSV', () => {
  it('are a header and a record a draw, each ended by CR LF', () => {
    expect(written(['A', 'b'], [1, 0.5, 1e-7, -3])).toBe('A,b\r\n1,0.5\r\n1e-7,-3\r\n');
  });

  it('say in last columns what they are and what they are conditional on, so that no reader takes it for a record', () => {
    const notes = { altered: 'broken, "on purpose"', conditions: ['60 of 6,000 failed.', 'Columns left out: x_2.'] };
    const text = [...drawsCsv(['A'], [1, 2], notes)].join('');
    const { data } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
    expect(data).toEqual(
      ['1', '2'].map((A) => ({
        A,
        altered: 'broken, "on purpose"',
        conditions: '60 of 6,000 failed. Columns left out: x_2.',
      })),
    );
    expect([...drawsCsv(['A'], [1], { altered: null, conditions: [] })].join('')).toBe('A\r\n1\r\n');
  });

  it('come whole however many pieces they take', () => {
    const values = Float64Array.from({ length: 3 * 4001 }, (_, i) => i);
    const lines = written(['a', 'b', 'c'], values).trimEnd().split('\r\n');
    expect(lines).toHaveLength(4002);
    expect(lines[4001]).toBe('12000,12001,12002');
  });

  it('are read by papaparse as the same names and the same doubles, whatever they are', () => {
    const awkward = fc.constantFrom('"', ',', '\r', '\n', ' ', ';', 'a', 'λ', '=', '+', '-', '@', "'", '\t', '#');
    const name = fc.string({ minLength: 1, maxLength: 8, unit: awkward });
    const table = fc.array(name, { minLength: 1, maxLength: 4 }).chain((names) =>
      fc.tuple(
        fc.constant(names),
        fc.array(fc.array(fc.double({ noNaN: true }), { minLength: names.length, maxLength: names.length }), {
          maxLength: 5,
        }),
      ),
    );
    fc.assert(
      fc.property(table, ([names, rows]) => {
        const { data } = Papa.parse<string[]>(written(names, rows.flat()), {
          delimiter: ',',
          header: false,
          skipEmptyLines: false,
        });
        expect(data[0].map(cellText)).toEqual(names);
        expect(data[0].filter((cell) => /^[=+\-@\t\r\n]/.test(cell))).toEqual([]);
        // The end of the last record reads as one empty one more.
        expect(data.slice(1, -1).map((row) => row.map(Number))).toEqual(rows.map((row) => row.map((v) => v + 0)));
      }),
      { seed: 1, numRuns: 2000 },
    );
  });
});
