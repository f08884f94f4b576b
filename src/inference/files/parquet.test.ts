import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readParquet } from './parquet.ts';

/** Columns k and P, packed by Brotli. */
const brotli = new Uint8Array(readFileSync(new URL('../../../e2e/files/galaxy-brotli.bad.parquet', import.meta.url)));
/** In the footer: the list of one name "k", and after it the field of the codec; 4, in zigzag 8, is Brotli. */
const CODEC_OF_K = [0x18, 1, 0x6b, 0x15, 8];

/** @param codec its number in parquet.thrift */
async function refusal(codec: number): Promise<string> {
  const bytes = brotli.slice();
  const at = bytes.findIndex((_, i) => CODEC_OF_K.every((byte, j) => bytes[i + j] === byte));
  bytes[at + CODEC_OF_K.length - 1] = 2 * codec;
  const read = await readParquet(bytes, () => null);
  return read.ok ? 'read' : `${read.problem.column ?? ''}: ${read.problem.problem} ${read.problem.remedy}`;
}

describe('a Parquet file', () => {
  // Brotli of hyparquet-compressors does not keep to the size that a page declares; LZ4 is an old mixture of formats.
  it.each([
    ['LZO', 3],
    ['BROTLI', 4],
    ['LZ4', 5],
  ])('that is packed by %s is refused by its name, with what is read instead', async (name, codec) => {
    expect(await refusal(codec)).toBe(
      `k: The column is compressed with ${name}, which cannot be read. Write the file with one of UNCOMPRESSED, SNAPPY, GZIP, ZSTD, LZ4_RAW.`,
    );
  });

  it('that is packed by something that nobody knows is damaged', async () => {
    expect(await refusal(42)).toContain('cut off or damaged');
  });
});
