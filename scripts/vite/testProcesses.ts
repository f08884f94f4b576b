/**
 * Which unit tests share a process. To load what a test imports takes longer than most tests: those of the page's logic load it
 * once for each worker of vitest. Files that replace modules or bring a document with them have a process each, since the others
 * would see both, and so have those of the library, which compute at length.
 */
import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { filesUnder } from '../files.mjs';
import { root } from '../process.mjs';

export const EVERY_TEST = ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'];

const OWN_PROCESS = /@vitest-environment|\bvi\.(mock|doMock)\(/;

/** Paths from the root of the repository, with "/". */
export const together: readonly string[] = filesUnder(join(root, 'src', 'app'))
  .filter((file) => /\.test\.tsx?$/.test(file) && !OWN_PROCESS.test(readFileSync(file, 'utf8')))
  .map((file) => relative(root, file).split(sep).join('/'));
