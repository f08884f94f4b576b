import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadPart } from './loadPart.ts';

const failing = (message: string) => loadPart('writes maps', () => Promise.reject(new TypeError(message)));

afterEach(() => vi.unstubAllGlobals());

describe('a part that cannot be fetched', () => {
  it.each([
    'Failed to fetch dynamically imported module: https://host.example/assets/maps-1a2b.js',
    'error loading dynamically imported module: https://host.example/assets/maps-1a2b.js',
    'Importing a module script failed.',
    'Unable to preload CSS for /assets/maps-1a2b.css',
  ])('is named, with what to do: %s', async (message) => {
    await expect(failing(message)).rejects.toThrow(
      /^The part of the page that writes maps could not be loaded: .* Try again, or reload the page\.$/,
    );
    vi.stubGlobal('navigator', { onLine: false });
    await expect(failing(message)).rejects.toThrow(/that writes maps is not on this device yet.* Connect once/);
  });

  it('is not confused with one that fails when it runs', async () => {
    await expect(failing('maps is not a function')).rejects.toThrow(/^maps is not a function$/);
    expect(await loadPart('writes maps', () => Promise.resolve(3))).toBe(3);
  });
});

it('every part of the page is loaded so', () => {
  const root = join(import.meta.dirname, '..', '..');
  const bare = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|\.d\.ts$|architecture/.test(file))
    .filter((file) => {
      const code = readFileSync(join(root, file), 'utf8').replaceAll(/^ *(\/?\*|\/\/).*$/gm, '');
      const count = (pattern: RegExp) => [...code.matchAll(pattern)].length;
      return count(/(?<!typeof )\bimport\('/g) !== count(/loadPart\(\s*'[^']+',\s*\(\) =>\s*import\('[^']+'\)/g);
    });
  expect(bare).toEqual([]);
});
