/** What is an array at all: sizes, forms of a matrix in a text, what its comments say. What the numbers mean: arrayObservation.test.ts. */
import { describe, expect, it, vi } from 'vitest';
import { arrayInText, readArray } from './readArray.ts';

// The limits themselves would take seconds and gigabytes.
vi.mock(import('./limits.ts'), async (original) => {
  const limit = (most: number, what: string) => (count: number) =>
    count > most ? { problem: `${count} ${what}`, remedy: 'Split it.' } : null;
  return {
    ...(await original()),
    tooManyBytes: limit(1000, 'bytes'),
    tooManyRows: limit(20, 'rows'),
    tooManyColumns: limit(10, 'columns'),
    tooManyCells: limit(100, 'cells'),
  };
});

const bytes = (text: string) => new TextEncoder().encode(text);
const matrix = (rows: number, columns: number) =>
  bytes(Array.from({ length: rows }, () => Array.from({ length: columns }, () => '1').join(',')).join('\n'));
const found = (text: string) => {
  const read = arrayInText(bytes(text));
  if (!read.ok) throw new Error(read.problem.problem);
  return read.value;
};

describe('an array in a file', () => {
  it('is refused where it is too large, whichever way', async () => {
    expect(await readArray(bytes('1,'.repeat(600)), [])).toMatchObject({
      ok: false,
      problem: { problem: '1200 bytes' },
    });
    expect(arrayInText(matrix(21, 2))).toMatchObject({ ok: false, problem: { problem: '21 rows' } });
    expect(arrayInText(matrix(2, 11))).toMatchObject({ ok: false, problem: { problem: '11 columns' } });
    expect(arrayInText(matrix(11, 10))).toMatchObject({ ok: false, problem: { problem: '110 cells' } });
    expect(arrayInText(matrix(10, 10))).toMatchObject({ ok: true, value: { shape: [10, 10] } });
  });

  it('has the delimiter that its first line declares, whatever else its cells look like', () => {
    const { shape, cells } = found('sep=|\n1,5|2,5\n3,5|4,25\n');
    expect(shape).toEqual([2, 2]);
    expect([...cells].map((cell) => Number(String(cell).replace(',', '.')))).toEqual([1.5, 2.5, 3.5, 4.25]);
    const german = found('1,5;2,5\n3,5;4,25\n');
    expect([german.shape, german.cells]).toEqual([shape, cells]);
  });

  it('says for which system it is, and nothing where its comments do not', () => {
    expect(found('# system: test-gaussian-blob\n1,2\n')).toMatchObject({ system: 'test-gaussian-blob', metadata: {} });
    expect(found('1,2\n')).not.toHaveProperty('system');
  });
});
