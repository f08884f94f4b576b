/**
 * On a fresh checkout no package is there yet: what npm starts must load without any, and install them first. An import at the
 * head of a module is loaded before anything runs.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './process.mjs';

const IMPORT = /^(?:import|export)\s[^'"]*?from\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]/gm;

/** The modules that a script loads at its start, itself included, and what they import from packages. */
function loadedBy(script: string, seen = new Set<string>()): readonly string[] {
  if (seen.has(script)) return [];
  seen.add(script);
  const imports = Array.from(readFileSync(script, 'utf8').matchAll(IMPORT), ([, from, bare]) => from ?? bare);
  return imports.flatMap((name) => {
    if (name.startsWith('node:')) return [];
    return name.startsWith('.') ? loadedBy(join(dirname(script), name), seen) : [`${script}: ${name}`];
  });
}

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};
const started = Object.values(scripts).flatMap((command) => /^node (scripts\/\w+\.mjs)$/.exec(command)?.[1] ?? []);

describe('on a fresh checkout', () => {
  it.each(['scripts/ci.mjs', ...started])('%s loads without packages', (script) => {
    expect(loadedBy(join(root, script))).toEqual([]);
  });
});
