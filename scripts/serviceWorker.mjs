/**
 * Makes the service worker of a built page (src/serviceWorker), `sw.js` at its root: browsers know it by its address. In front
 * of its code stands which files there are, with the hash of each, so that a page that has changed in anything has another
 * `sw.js`, by which browsers learn of the new version.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { filesUnder } from './files.mjs';
import { ISOLATION } from './headers.mjs';
import { inOneFile } from './oneFile.mjs';
import { policyMeta } from './policy.mjs';

const NAME = 'sw.js';

/**
 * What only some visits need: large or seldom wanted. Anything else that the build makes counts as needed to open the page,
 * so that a part which is not named here is fetched too early rather than too late.
 */
const LATER = [
  /^examples\//,
  /^licences\.txt$/,
  // All but that of the study that the page opens with (store/openingSystem.ts).
  /^pretrained\/(?!birth-death\.)/,
  /^assets\/(netcdf|networkFile|src|parquet|tfjs-backend-wasm)\b/,
  /^assets\/inter-(?!latin-wght)/,
];

/** Not CORP: who may show the page in a frame is left to the server. */
const { 'Cross-Origin-Opener-Policy': opener, 'Cross-Origin-Embedder-Policy': embedder } = ISOLATION;
const headers = {
  'Cross-Origin-Opener-Policy': opener,
  'Cross-Origin-Embedder-Policy': embedder,
  'Content-Security-Policy': policyMeta,
};

/**
 * @param {string} folder of the built page
 * @param {boolean} [offline] false: a worker that removes what an earlier one has kept, and itself
 */
export async function writeServiceWorker(folder, offline = true) {
  const front = offline ? `self.site = ${JSON.stringify({ ...listed(folder), headers })};\n` : '';
  // No module: not every browser takes modules as service workers.
  const { code } = await inOneFile(`src/serviceWorker/${offline ? 'entry' : 'removal'}.ts`);
  writeFileSync(join(folder, NAME), front + code);
}

/**
 * The files of a built page.
 * @param {string} folder
 */
function listed(folder) {
  const files = filesUnder(folder)
    .map((file) => ({ path: relative(folder, file).split(sep).join('/'), file }))
    .filter(({ path }) => path !== NAME && !/(^|\/)\.|\.(br|gz)$/.test(path))
    .map(({ path, file }) => ({ path, hash: createHash('sha256').update(readFileSync(file)).digest('base64') }));
  /** @param {string} path */
  const listOf = (path) =>
    path.endsWith('.html') ? 'pages' : LATER.some((pattern) => pattern.test(path)) ? 'later' : 'parts';
  /** @param {string} list */
  const of = (list) => files.filter(({ path }) => listOf(path) === list);
  return { parts: of('parts'), pages: of('pages'), later: of('later') };
}
