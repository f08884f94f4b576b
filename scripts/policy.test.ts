/** The whole policy, as it is wanted: whoever opens it further says so here, too. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { embeddedPolicyHeader, parts, policyHeader, policyMeta } from './policy.mjs';
import { root } from './process.mjs';

const hashOf = (path: string) =>
  `'sha256-${createHash('sha256')
    .update(readFileSync(join(root, path)))
    .digest('base64')}'`;

const WANTED = [
  "default-src 'none'",
  `script-src 'self' ${hashOf('public/theme.js')} ${hashOf('scripts/vite/reveal.js')} 'wasm-unsafe-eval' ${hashOf('src/app/browser/sandboxBootstrap.js')}`,
  "worker-src 'self' data:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self' https: http://127.0.0.1:*",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
];

it('allows what the features need, and nothing else', () => {
  expect(policyMeta.split('; ')).toEqual(WANTED);
  expect(policyHeader.split('; ')).toEqual([...WANTED, "frame-ancestors 'none'"]);
});

it('is the same for the embedded page, but for who may frame it', () => {
  expect(embeddedPolicyHeader.split('; ')).toEqual([...WANTED, 'frame-ancestors *']);
});

it('names no source in two parts', () => {
  const sources = Object.values(parts).flatMap((part) =>
    Object.entries(part).flatMap(([directive, each]) => each.map((source) => `${directive} ${source}`)),
  );
  expect(new Set(sources).size).toBe(sources.length);
});
