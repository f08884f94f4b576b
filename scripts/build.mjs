/**
 * Builds the page into dist/, and knows whether dist/ still fits the sources: a hash of everything that goes into the build
 * lies beside it. A hash and not file times, which a checkout or a copy sets as it likes.
 *
 *     node scripts/build.mjs [--no-offline]
 *
 * With --no-offline the page has no service worker, and removes the one that an earlier build has given to its visitors.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { compressFiles } from './compress.mjs';
import { filesUnder } from './files.mjs';
import { missingPackages } from './install.mjs';
import { isMain, root, runTool, sentenceOf } from './process.mjs';
import { writeServiceWorker } from './serviceWorker.mjs';
import { writeWhole } from './wholeFile.mjs';

const SOURCES = [
  'assembly',
  'index.html',
  'embed.html',
  'gallery.html',
  'package-lock.json',
  'vite.config.ts',
  'scripts/compress.mjs',
  'scripts/headers.mjs',
  'scripts/policy.mjs',
  'scripts/serviceWorker.mjs',
  'scripts/vite',
  'scripts/bundled.mjs',
  'tsconfig.base.json',
  'public',
  'src',
];
/** Comes from the sources, in the build itself. */
const COMPILED = join(root, 'assembly', 'build');
const BUILT = join(root, 'dist');
const STAMP = join(BUILT, '.sources');

/**
 * Builds if dist/ is missing or was built from other sources.
 * @throws {Error} when the build fails
 */
export async function ensureBuilt() {
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sourceHash()) return;
  console.log('Building the page ...');
  if ((await build()) !== 0) throw new Error('The build failed; the reason is above.');
}

/**
 * Builds the page into dist/.
 * @param {{ offline?: boolean }} [options] `offline`: with the service worker that keeps the page for use without a network
 * @returns {Promise<number>} Vite's exit code
 * @throws {Error} when packages are not those of package-lock.json: the page would be built with others, or not start
 */
export async function build({ offline = true } = {}) {
  const missing = missingPackages();
  if (missing.length > 0) {
    throw new Error(
      `The page cannot be built: ${missing.join(', ')} is missing, or is not of the version in package-lock.json. Run "npm ci", and build again.`,
    );
  }
  // Taken first: a file that is changed during the build makes the build stale, not current.
  const hash = sourceHash();
  const code = await runTool('vite', 'vite', ['build', '--logLevel', 'warn'], {
    VITE_OFFLINE: offline ? 'on' : 'off',
  });
  if (code !== 0) return code;
  await writeServiceWorker(BUILT, offline);
  await compressFiles(BUILT);
  // The other kind is made again by whoever asks for a build.
  if (offline) writeWhole(STAMP, hash);
  return 0;
}

function sourceHash() {
  const hash = createHash('sha256');
  const places = SOURCES.map((path) => join(root, path)).filter((path) => existsSync(path));
  for (const file of places.flatMap((path) => (statSync(path).isDirectory() ? filesUnder(path) : [path]))) {
    if (/\.test\.tsx?$/.test(file) || file.startsWith(COMPILED)) continue;
    const content = readFileSync(file);
    hash.update(`${relative(root, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

if (isMain(import.meta.url)) {
  try {
    process.exitCode = await build({ offline: !process.argv.includes('--no-offline') });
  } catch (error) {
    console.error(sentenceOf(error));
    process.exitCode = 1;
  }
}
