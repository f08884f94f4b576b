/** package-lock.json: every package that npm may install, on whatever platform, has a checksum and comes from the registry. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './process.mjs';

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
}

const REGISTRY = 'https://registry.npmjs.org/';

function unverified([path, { version, integrity, resolved }]: readonly [string, Locked]): string[] {
  const faults: string[] = [];
  if (!/^\d+\.\d+\.\d+/.test(version ?? '')) faults.push('no version');
  if (!/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? '')) faults.push('no sha512 checksum');
  // Without an address npm asks the registry that it is set up with, and compares the checksum all the same.
  if (resolved !== undefined && !resolved.startsWith(REGISTRY)) faults.push(`comes from ${resolved}`);
  return faults.map((fault) => `${path}: ${fault}`);
}

it('names a checksum for every package, those of other platforms too, and no source but the registry', () => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Record<string, Locked>;
  };
  const entries = Object.entries(packages).filter(([path]) => path !== '');
  expect(entries.length).toBeGreaterThan(0);
  // Repair: remove the entries without a checksum, then npm install --package-lock-only.
  expect(entries.flatMap(unverified)).toEqual([]);
});
