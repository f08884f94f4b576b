/**
 * Compiles the fused kernels (assembly/) to assembly/build/simd.wasm and relaxed.wasm, and the classifier of the benchmarks to
 * classifier.wasm, when the sources have changed since: a hash of them lies beside the builds.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMain, root, runTool } from './process.mjs';

const SOURCES = join(root, 'assembly');
const BUILD = join(SOURCES, 'build');
const STAMP = join(BUILD, '.sources');
/** @type {readonly { name: string, entry: string, features: string }[]} */
const BUILDS = [
  { name: 'simd', entry: 'index.ts', features: 'simd' },
  { name: 'relaxed', entry: 'index.ts', features: 'simd,relaxed-simd' },
  { name: 'classifier', entry: 'classifier.ts', features: 'simd' },
];

/**
 * Compiles what is out of date.
 * @throws {Error} when the compiler fails; it has said why
 */
export async function ensureAssembly() {
  const hash = sourceHash();
  const stamped = existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hash;
  if (stamped && BUILDS.every(({ name }) => existsSync(join(BUILD, `${name}.wasm`)))) return;
  mkdirSync(BUILD, { recursive: true });
  for (const { name, entry, features } of BUILDS) {
    const out = `assembly/build/${name}.wasm`;
    const code = await runTool('assemblyscript', 'asc', [
      `assembly/${entry}`,
      '-O3',
      '--noAssert',
      '--runtime',
      'stub',
      '--enable',
      features,
      // Vectors are passed between the kernels' own functions only.
      '--disableWarning',
      '112',
      '--outFile',
      out,
    ]);
    if (code !== 0) throw new Error(`Compiling assembly/ (${name}) failed; the reason is above.`);
  }
  writeFileSync(STAMP, hash);
}

function sourceHash() {
  const hash = createHash('sha256').update(JSON.stringify(BUILDS));
  hash.update(readFileSync(join(root, 'node_modules', 'assemblyscript', 'package.json')));
  for (const name of readdirSync(SOURCES).toSorted()) {
    if (!name.endsWith('.ts')) continue;
    const content = readFileSync(join(SOURCES, name));
    hash.update(`${name}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

if (isMain(import.meta.url)) await ensureAssembly();
