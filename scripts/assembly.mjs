/**
 * Compiles the fused kernels (assembly/) to assembly/build/, and the classifier of the benchmarks to classifier.wasm there,
 * when the sources have changed since: a hash of them lies beside the builds. The kernels have four: with and without relaxed
 * SIMD, for a memory of one thread's own and for a shared one.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMain, root, runTool } from './process.mjs';
import { writeWhole } from './wholeFile.mjs';

const SOURCES = join(root, 'assembly');
const BUILD = join(SOURCES, 'build');
const STAMP = join(BUILD, '.sources');
const MEMORY = ['--importMemory'];
/** What a shared memory may grow to, in pages: SHARED_PAGES of wasmModule.ts. */
const SHARED_MEMORY = ['--importMemory', '--sharedMemory', '--maximumMemory', '16384'];
/** @type {readonly { name: string, entry: string, features: string, memory: readonly string[] }[]} */
const BUILDS = [
  { name: 'simd', entry: 'index.ts', features: 'simd', memory: MEMORY },
  { name: 'relaxed', entry: 'index.ts', features: 'simd,relaxed-simd', memory: MEMORY },
  { name: 'simd-threads', entry: 'index.ts', features: 'simd,threads', memory: SHARED_MEMORY },
  { name: 'relaxed-threads', entry: 'index.ts', features: 'simd,relaxed-simd,threads', memory: SHARED_MEMORY },
  { name: 'classifier', entry: 'classifier.ts', features: 'simd', memory: [] },
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
  for (const { name, entry, features, memory } of BUILDS) {
    const out = `assembly/build/${name}.wasm`;
    const code = await runTool('assemblyscript', 'asc', [
      `assembly/${entry}`,
      '-O3',
      '--noAssert',
      '--runtime',
      'stub',
      '--enable',
      features,
      ...memory,
      // Vectors are passed between the kernels' own functions only.
      '--disableWarning',
      '112',
      '--outFile',
      out,
    ]);
    if (code !== 0) throw new Error(`Compiling assembly/ (${name}) failed; the reason is above.`);
  }
  writeWhole(STAMP, hash);
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
