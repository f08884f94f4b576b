/** Notices of what the build ships: of a small build with a worker, and of packages made for the test. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from 'vite';
import { licences, noticeOf, noticesText, packageFolder } from './licences.ts';
import { root } from '../process.mjs';
import { sharedWorkers } from './sharedWorkers.ts';

let folder: string;

/** Writes a package with one module, and returns its folder. */
function makePackage(name: string, licence: string | null, text: string | null): string {
  const path = join(folder, 'node_modules', name);
  mkdirSync(path, { recursive: true });
  const described = { name, version: '1.2.3', main: 'index.js', type: 'module', ...(licence && { license: licence }) };
  writeFileSync(join(path, 'package.json'), JSON.stringify(described));
  writeFileSync(join(path, 'index.js'), `export const said = () => console.log(${JSON.stringify(name)});\n`);
  if (text !== null) writeFileSync(join(path, 'LICENSE'), text);
  return path;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'licences-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the package of a module', () => {
  it.each([
    ['/a/node_modules/react/index.js', '/a/node_modules/react'],
    ['/a/node_modules/@base-ui/react/esm/x.js?v=1', '/a/node_modules/@base-ui/react'],
    ['/a/node_modules/p/node_modules/q/x.js', '/a/node_modules/p/node_modules/q'],
    ['\0/a/node_modules/q/x.js?commonjs-es-import', '/a/node_modules/q'],
    ['C:\\a\\node_modules\\q\\x.js', 'C:/a/node_modules/q'],
    ['\0vite/preload-helper.js', '/modules/vite'],
    ['\0rolldown/runtime.js', '/modules/rolldown'],
    ['/a/assembly/build/simd.wasm?url', '/modules/assemblyscript'],
    ['/a/src/main.tsx', null],
  ])('%s', (id, expected) => {
    expect(packageFolder(id, '/modules')).toBe(expected);
  });
});

describe('a notice', () => {
  it('is the licence file of the package, and names package, version and licence', () => {
    const path = makePackage('first', 'MIT', '\uFEFFCopyright A  \r\nFree.\r\n');
    expect(noticeOf(path)).toEqual({ name: 'first', version: '1.2.3', licence: 'MIT', text: 'Copyright A\nFree.' });
  });

  it('is refused for a package without a licence file or name, unless it is given', () => {
    const bare = makePackage('bare', 'MIT', null);
    expect(() => noticeOf(bare)).toThrow(/^bare 1\.2\.3 is in the build, but has no licence file .*given\.json/);
    expect(() => noticeOf(makePackage('unnamed', null, 'Free.'))).toThrow('names no licence');
    const given = join(folder, 'given');
    mkdirSync(given);
    writeFileSync(join(given, 'MIT.txt'), 'Free.\n');
    writeFileSync(join(given, 'given.json'), JSON.stringify({ bare: { texts: ['MIT'], copyright: 'Copyright B' } }));
    expect(noticeOf(bare, given)).toMatchObject({ licence: 'MIT', text: 'Copyright B\n\nFree.' });
  });

  it('is shared by packages with the same words', () => {
    const of = (name: string, text: string) => ({ name, version: '1.0.0', licence: 'MIT', text });
    const text = noticesText([of('b', 'One.'), of('a', 'One.'), of('c', 'Two.')], 'Own.');
    expect(text).toContain('a 1.0.0 (MIT)\nb 1.0.0 (MIT)\n\nOne.\n');
    expect(text).toContain('c 1.0.0 (MIT)\n\nTwo.\n');
    expect(text.startsWith('Posterior Playground\n\nOwn.')).toBe(true);
  });
});

describe('a build', () => {
  /** Of a page with a worker. */
  async function built(): Promise<string> {
    writeFileSync(join(folder, 'index.html'), '<script type="module" src="./main.js"></script>');
    writeFileSync(
      join(folder, 'main.js'),
      "import { said } from 'page'; said(); new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });",
    );
    writeFileSync(join(folder, 'worker.js'), "import { said } from 'worker-only'; said();");
    await build({ root: folder, configFile: false, logLevel: 'silent', plugins: [sharedWorkers(), licences()] });
    return readFileSync(join(folder, 'dist', 'licences.txt'), 'utf8');
  }

  it('has the notice of every package in the page and in its workers, and of no other', async () => {
    makePackage('page', 'ISC', 'Of the page.');
    makePackage('worker-only', 'BSD-3-Clause', 'Of the worker.');
    makePackage('unused', 'MIT', 'Of nobody.');
    const text = await built();
    expect(text).toContain('page 1.2.3 (ISC)\n\nOf the page.');
    expect(text).toContain('worker-only 1.2.3 (BSD-3-Clause)\n\nOf the worker.');
    expect(text).not.toContain('unused');
    expect(text).toContain(readFileSync(join(root, 'LICENSE'), 'utf8').split('\n')[0]);
  });

  it('fails for a package in a worker without a licence file', async () => {
    rmSync(join(makePackage('worker-only', 'MIT', null), 'LICENSE'));
    await expect(built()).rejects.toThrow('worker-only 1.2.3 is in the build, but has no licence file');
  });
});
