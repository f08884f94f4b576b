import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './process.mjs';
import { cut, FOLDER, FONTS } from './fonts.mjs';

const css = readFileSync(join(root, 'src', 'app', 'theme', 'fonts.css'), 'utf8');

/** The characters of a unicode-range: "U+41-5A, U+B7". */
function charactersOf(range: string): Set<number> {
  const found = new Set<number>();
  for (const [, from, to] of range.matchAll(/U\+([0-9A-F]+)(?:-([0-9A-F]+))?/g)) {
    for (let code = parseInt(from, 16); code <= parseInt(to ?? from, 16); code++) found.add(code);
  }
  return found;
}

describe('the cut fonts', () => {
  it.each(FONTS)('$name is what the script makes of its package: run "node scripts/fonts.mjs"', async (font) => {
    expect(Buffer.from(await cut(font)).equals(readFileSync(join(FOLDER, `${font.name}.woff2`)))).toBe(true);
  });

  it.each(FONTS)('$name is asked for the characters that are in it, and for no others', ({ name, text }) => {
    const range = new RegExp(`${name}\\.woff2"\\)[^}]*unicode-range:\\s*([^;]+);`).exec(css)?.[1] ?? '';
    const codes = Array.from(text, (letter) => letter.codePointAt(0) ?? 0);
    expect([...charactersOf(range)].toSorted((a, b) => a - b)).toEqual(codes.toSorted((a, b) => a - b));
  });
});
