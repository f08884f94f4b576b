/**
 * Writes each text and program of a built page once more, compressed, beside itself: `x.js.br` and `x.js.gz`. Servers that
 * know such files (ours; nginx with gzip_static and brotli_static) then send them as they are.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { extname } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { filesUnder } from './files.mjs';

/** The rest (fonts, archives) is compressed in itself. */
const COMPRESSIBLE = new Set(['.html', '.js', '.css', '.json', '.csv', '.svg', '.wasm']);
/** Shorter files fit into a packet or two as they are, bytes. */
const SHORT = 1024;
/** Of 11. The last two take fifteen times as long, for a tenth less. */
const BROTLI_QUALITY = 9;

/** @type {{ ending: string, compress: (content: Buffer) => Promise<Buffer> }[]} */
const ENCODINGS = [
  {
    ending: '.br',
    compress: (content) =>
      promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
  },
  { ending: '.gz', compress: (content) => promisify(gzip)(content, { level: 9 }) },
];

/**
 * @param {string} folder which has been built afresh: what is compressed in it already is replaced
 */
export async function compressFiles(folder) {
  const writing = filesUnder(folder)
    .filter((file) => COMPRESSIBLE.has(extname(file)))
    .flatMap((file) => {
      const content = readFileSync(file);
      return content.length < SHORT ? [] : ENCODINGS.map((encoding) => ({ file, content, ...encoding }));
    })
    .map(async ({ file, content, ending, compress }) => writeFileSync(`${file}${ending}`, await compress(content)));
  await Promise.all(writing);
}
