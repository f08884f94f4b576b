/**
 * What a network that was trained beforehand depends on, as two hashes: its study, and the code that simulates and trains. Of
 * the code its syntax tree counts, so that a comment or a line break changes nothing.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { parseSync } from 'oxc-parser';
import { writeStudy } from '../../src/inference/study/document.ts';
import type { Study } from '../../src/inference/study/study.ts';

/** Whatever fixes the weights that a study and its seed lead to. */
const CODE = ['math', 'priors', 'simulators', 'flow', 'training']
  .map((name) => `src/inference/${name}`)
  .concat('assembly');
const APART = /\.test\.ts$|\/engines\/(webgpu|tfjs)\//;
/** Keys of a syntax tree that say where something stands. */
const PLACES = new Set(['start', 'end', 'range', 'loc']);

export interface Fingerprint {
  readonly study: string;
  readonly code: string;
}

export function fingerprintOf(study: Study): Fingerprint {
  return { study: hashed(writeStudy({ study, observation: null, view: null })), code: codeHash() };
}

let known: string | null = null;

function codeHash(): string {
  if (known !== null) return known;
  const files = CODE.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => posix.join(folder, name)),
  )
    .filter((path) => path.endsWith('.ts') && !APART.test(path))
    .toSorted();
  known = hashed(files.map((path) => `${path} ${treeOf(path)}`).join('\n'));
  return known;
}

function treeOf(path: string): string {
  const { program } = parseSync(path, readFileSync(path, 'utf8'));
  return JSON.stringify(program, (key, value: unknown) => (PLACES.has(key) ? undefined : value));
}

function hashed(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
