/** What the documents say of files: every path in backticks that ends in a source file's name is one of a file that exists. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const DOCUMENTS = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'VALIDATION.md'].concat(
  readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
);
const FOLDERS = ['src', 'scripts', 'e2e', 'bench', 'assembly', 'public', 'docs'];
const ENDINGS = /\.(ts|tsx|mjs|js|py|md|json)$/;

const files = FOLDERS.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
).concat(readdirSync(root));

/** Paths that a text names: `study/link/readLink.ts`, or a file's name alone. */
function pathsIn(text: string): string[] {
  return Array.from(text.matchAll(/`([\w./-]+)`/g), ([, path]) => path).filter((path) => ENDINGS.test(path));
}

/** The paths of a document that are no file's, nor the end of one. */
function missing(text: string): string[] {
  return pathsIn(text).filter((path) => !files.some((file) => file === path || file.endsWith(`/${path}`)));
}

/** Files that are made, or that lie elsewhere. */
const NOT_HERE = new Set(['sw.js', 'name.test.ts', 'simulator.py']);

describe('the files that a document names are there', () => {
  it.each(DOCUMENTS)('%s', (document) => {
    expect(missing(readFileSync(join(root, document), 'utf8')).filter((path) => !NOT_HERE.has(path))).toEqual([]);
  });

  it('one that is not there is found', () => {
    expect(missing('See `flow/spec.ts`, `spec.ts` and `flow/other/spec.ts`.')).toEqual(['flow/other/spec.ts']);
  });
});
