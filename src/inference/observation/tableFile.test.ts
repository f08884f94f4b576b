/** A file that several readers ask for its table. */
import { describe, expect, it } from 'vitest';
import { writeNpy } from '../files/npy.ts';
import type { TableOutline } from './rawTable.ts';
import { TableFile } from './tableFile.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const large = (cell: string) => bytesOf(`a,b\n${Array.from({ length: 6000 }, (_, i) => `${i},${cell}`).join('\n')}\n`);
const refusal = { problem: 'Too many.', remedy: 'Split the file.' };

describe('the table of a file', () => {
  it.each([
    ['CSV', bytesOf('a,b\n1,2\n')],
    ['JSON', bytesOf('{"a": [1], "b": [2]}')],
    ['NPY', writeNpy({ shape: [1, 2], values: Float64Array.of(1, 2) })],
    ['a text that is no table', bytesOf('# only a comment\n')],
    ['an image', Uint8Array.of(0x89, 0x50, 0x4e, 0x47)],
  ])('is parsed once: %s', async (_, bytes) => {
    const file = new TableFile(bytes);
    const [first, second] = await Promise.all([file.table(), file.table()]);
    expect(second).toBe(first);
    expect(await file.table()).toBe(first);
  });

  it('is refused by its outline to one reader, and read for another, in whichever order they ask', async () => {
    const outlines: TableOutline[] = [];
    const refuse = (outline: TableOutline) => {
      outlines.push(outline);
      return refusal;
    };
    const file = new TableFile(large('1'));
    expect(await file.table(refuse)).toEqual({ ok: false, problem: refusal });
    const table = await file.table();
    expect(table).toMatchObject({ ok: true, value: { header: ['a', 'b'] } });
    expect(await file.table(refuse)).toEqual({ ok: false, problem: refusal });
    expect(await file.table(() => null)).toBe(table);
    expect(outlines).toEqual([
      { header: ['a', 'b'], rows: 6000 },
      { header: ['a', 'b'], rows: 6000 },
    ]);
  });

  it('is refused for its size before a mistake in one of its cells, also by a reader that comes second', async () => {
    const file = new TableFile(large('1,2'));
    expect(await file.table()).toMatchObject({ ok: false, problem: { row: 2 } });
    expect(await file.table(() => refusal)).toEqual({ ok: false, problem: refusal });
  });

  it.each([
    ['of few rows', bytesOf('a,b\n1,2\n')],
    ['with quotation marks, which may join lines', large('"1"')],
  ])('has no outline if it is one %s', async (_, bytes) => {
    const table = await new TableFile(bytes).table(() => refusal);
    expect(table.ok).toBe(true);
  });
});
