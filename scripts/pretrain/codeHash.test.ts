import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { codeHash } from './codeHash.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A repository of these files, the first of which is the entry. */
function hash(files: Record<string, string>, leftOut: readonly string[] = [], gamma = '1.0.0') {
  const root = mkdtempSync(join(tmpdir(), 'code-'));
  folders.push(root);
  const manifest = JSON.stringify({ dependencies: { gamma } });
  for (const [path, text] of Object.entries({ ...files, 'package.json': manifest })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const paths = Object.keys(files);
  return codeHash({ root, entries: [paths[0]], binaries: paths.filter((path) => path.endsWith('.wasm')), leftOut });
}

const A = "import { b } from './b.ts';\nimport { c } from './c.ts';\nexport const a = b + 2 * c;";
const B = 'export const b = 1;';
const C = "import { b } from './b.ts';\nimport type { T } from './types.ts';\nexport const c: T = b;";
const TYPES = 'export type T = number;';
const BASE = { 'a.ts': A, 'b.ts': B, 'c.ts': C, 'types.ts': TYPES };
const base = hash(BASE);

describe('the hash of the code', () => {
  it('is of what the entry imports, also through others; of types nothing is followed', () => {
    expect(base.files).toEqual(['a.ts', 'b.ts', 'c.ts']);
    expect(base.packages).toEqual([]);
    expect(base.hash).toMatch(/^[0-9a-f]{32}$/);
  });

  it.each<[string, Record<string, string>]>([
    ['a comment and a line break', { ...BASE, 'b.ts': '// One.\nexport const b =\n  1;' }],
    ['the order of the imports', { ...BASE, 'a.ts': A.replace(/^(.*)\n(.*)\n/, '$2\n$1\n') }],
    ['a type that is only imported', { ...BASE, 'types.ts': 'export type T = 1 | 2;' }],
    ['the way to a type', { ...BASE, 'c.ts': C.replace('types.ts', 'other.ts'), 'other.ts': TYPES }],
    ['a file that nothing imports', { ...BASE, 'd.ts': 'export const d = 1;' }],
    [
      'a move of files to other folders under other names',
      {
        'lib/start.ts': A.replace('./b.ts', '../math/one.ts').replace('./c.ts', './deep/c.ts'),
        'math/one.ts': B,
        'lib/deep/c.ts': C.replace('./b.ts', '../../math/one.ts').replace('./types.ts', '../t.ts'),
        'lib/t.ts': TYPES,
      },
    ],
  ])('is not changed by %s', (_, files) => {
    expect(hash(files).hash).toBe(base.hash);
  });

  it.each<[string, Record<string, string>]>([
    ['a number in a file that is imported through another', { ...BASE, 'b.ts': 'export const b = 2;' }],
    ['an import that leads to other code', { ...BASE, 'd.ts': `${B} b;`, 'c.ts': C.replace('b.ts', 'd.ts') }],
    ['two imports that lead to where the other led', { ...BASE, 'a.ts': A.replace(/[bc]\.ts/g, swapped) }],
    ['a file that is imported for its effects', { ...BASE, 'b.ts': `import './d.ts'; ${B}`, 'd.ts': 'Math.max(1);' }],
    ['a file that is loaded later', { ...BASE, 'b.ts': `${B} import('./d.ts');`, 'd.ts': 'Math.max(1);' }],
    ['what is exported from another file', { ...BASE, 'b.ts': `${B} export * from './d.ts';`, 'd.ts': 'Math.max(1);' }],
  ])('is changed by %s', (_, files) => {
    expect(hash(files).hash).not.toBe(base.hash);
  });

  it.each<[string, string, string]>([
    ['loaded later', "import('./d.ts');", 'Math.max(2);'],
    ['exported from', "export * from './d.ts';", 'Math.max(2);'],
    ['imported in part as types', "import { type D, d } from './d.ts';", 'Math.max(2);'],
  ])('is changed by a change in a file that is %s', (_, statement, changed) => {
    const b = `${B} ${statement}`;
    const before = hash({ ...BASE, 'b.ts': b, 'd.ts': 'Math.max(1);' });
    expect(before.files).toContain('d.ts');
    expect(hash({ ...BASE, 'b.ts': b, 'd.ts': changed }).hash).not.toBe(before.hash);
  });

  it('does not depend on where a type lies that is imported where it stands', () => {
    const [before, after] = ['./types.ts', './other.ts'].map((path) => `let x: import('${path}').T; ${B}`);
    expect(hash({ ...BASE, 'b.ts': before }).hash).toBe(hash({ ...BASE, 'b.ts': after }).hash);
  });

  it('is changed by the version of a package, whichever part of it is imported', () => {
    const files = { ...BASE, 'b.ts': `import g from 'gamma/part'; import { join } from 'node:path'; ${B}` };
    const before = hash(files);
    expect(before.packages).toEqual(['gamma@1.0.0']);
    expect(hash(files, [], '1.0.1').hash).not.toBe(before.hash);
  });

  it('is changed by any byte of a binary file', () => {
    const [before, after] = ['// 1', '// 2'].map((text) => hash({ ...BASE, 'kernel.wasm': text }));
    expect(before.files).toEqual(['a.ts', 'b.ts', 'c.ts', 'kernel.wasm']);
    expect(after.hash).not.toBe(before.hash);
  });

  it('leaves out files by their names, wherever they lie, and what only they import', () => {
    const files = { ...BASE, 'c.ts': C.replace('./b.ts', './deep/d.ts'), 'deep/d.ts': "import '../e.ts';" };
    const without = hash({ ...files, 'e.ts': 'Math.max(1);' }, ['d.ts']);
    expect(without.files).toEqual(['a.ts', 'b.ts', 'c.ts']);
    expect(hash({ ...files, 'deep/d.ts': 'Math.max(2);' }, ['d.ts']).hash).toBe(without.hash);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['imports in a circle', { ...BASE, 'b.ts': "import './c.ts';" }, /circle: a\.ts -> b\.ts -> c\.ts -> b\.ts/],
    ['a file that is missing', { ...BASE, 'b.ts': "import './d.ts';" }, /d\.ts/],
    ['a file that is damaged', { ...BASE, 'b.ts': 'export const' }, /b\.ts cannot be parsed/],
    ['an import of what is not known', { ...BASE, 'b.ts': 'const p = "./c.ts"; import(p);' }, /import a plain string/],
    ['a package that is not named', { ...BASE, 'b.ts': "import '@delta/x/y';" }, /names no package @delta\/x: add it/],
  ])('cannot be had of %s', (_, files, problem) => {
    expect(() => hash(files)).toThrow(problem);
  });

  it('cannot be had without a file that nothing imports: its name has changed', () => {
    expect(() => hash(BASE, ['d.ts'])).toThrow(/Nothing imports d\.ts any more/);
  });
});

function swapped(name: string): string {
  return name === 'b.ts' ? 'c.ts' : 'b.ts';
}
