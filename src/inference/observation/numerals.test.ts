import { describe, expect, it } from 'vitest';
import { parseCsv } from './csv.ts';

function read(text: string) {
  const table = parseCsv(text);
  if (!table.ok) throw new Error(`${table.problem.problem} ${table.problem.remedy}`);
  return { columns: table.value.columns.map((column) => Array.from(column, Number)), notices: table.value.notices };
}

describe('marks in numbers', () => {
  it.each([
    ['thousands alone', 'a;b\n41,000;7\n'],
    ['a point beside a whole number below a thousand', 'a,b\n4.967,1\n519,2\n'],
    ['the same in one row', 'x_1,x_2\n4.967,519\n'],
    ['three decimals throughout, where commas may be decimal', 'a;b\n4.967;3.519\n'],
    ['commas and three digits throughout', 'a\tb\n4,967\t3,519\n'],
    ['a quoted comma', 'a,b\n"4,967",519\n'],
    ['a point in a comment of a table with decimal commas', '# V: 1.000\na;b\n0,5;2\n'],
  ])('that may mean two numbers are refused: %s', (_, text) => {
    expect(() => read(text)).toThrow(/may be .* or |may have a point before decimals/);
  });

  it('are refused with both readings and with a remedy that is read', () => {
    expect(() => read('a;b\n41,000;7\n')).toThrow('This may be 41 or 41000');
    expect(() => read('a;b\n41,000;7\n')).toThrow('41.0000, or 41000');
    expect(read('a;b\n41.0000;7\n').columns[0]).toEqual([41]);
    expect(read('a;b\n41000;7\n').columns[0]).toEqual([41_000]);
  });

  it.each([
    ['fixed decimals between commas', 'x_1,x_2\n1.234,5.678\n', [1.234], [5.678]],
    ['whole times beside fixed decimals', 't P\n0 4.967\n1 3.519\n', [0, 1], [4.967, 3.519]],
    ['another cell with two decimals', 'a;b\n4.967;0.25\n519;1\n', [4.967, 519], [0.25, 1]],
    ['another cell with a decimal comma', 'a;b\n4.967;0,25\n519;1\n', [4967, 519], [0.25, 1]],
    ['two groups', 'a;b\n1,234,567;4,967\n', [1_234_567], [4967]],
    ['groups and decimals', 'a\tb\n1,234.5\t4,967\n', [1234.5], [4967]],
    ['spaces and apostrophes', 'a;b\n1 234 567;1,5\n12\u00A0345;2\n', [1_234_567, 12_345], [1.5, 2]],
    ['more digits than a group has', 'a;b\n1234,567;4,967\n', [1234.567], [4.967]],
    ['minus signs and Fortran', 'a;b\n\u22121,5;1,0D-03\n', [-1.5], [0.001]],
  ])('that mean one number are read, with a notice: %s', (_, text, first, second) => {
    expect(read(text).columns).toEqual([first, second]);
  });

  it('say what was assumed', () => {
    expect(read('a;b\n4.967;0,25\n519;1\n').notices).toEqual([
      'Separators between thousands were left out: "4.967" was read as 4967.',
      'Decimal commas were read as decimal points.',
    ]);
    expect(read('a b\n\u22121.5 1.0D-03\n').notices).toHaveLength(2);
    expect(read('a,b\n1,9007199254740993\n').notices).toEqual([
      '"9007199254740993" in row 2 has more digits than a double holds, and was rounded.',
    ]);
    expect(read('id,b\n9007199254740993,2\n').notices).toEqual([]);
  });
});
