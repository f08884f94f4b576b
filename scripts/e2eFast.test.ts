/** `npm run e2e:fast` leaves out what is tagged @slow, and of every spec something is left. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './process.mjs';

interface Spec {
  readonly file: string;
  /** Without the @. */
  readonly tags: readonly string[];
}
interface Suite {
  readonly specs?: readonly Spec[];
  readonly suites?: readonly Suite[];
}

/** Playwright compiles all specs to list them, which takes seconds, on a busy machine many. */
const TIMEOUT = 180_000;

const specsIn = ({ specs = [], suites = [] }: Suite): readonly Spec[] => [...specs, ...suites.flatMap(specsIn)];

it(
  'every spec of the end-to-end tests has a fast test, and some have slow ones',
  () => {
    const playwright = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
    const list = execFileSync(process.execPath, [playwright, 'test', '--list', '--reporter=json'], {
      cwd: root,
      maxBuffer: 2 ** 26,
      encoding: 'utf8',
    });
    const specs = specsIn(JSON.parse(list) as Suite);
    const [slow, fast] = [true, false].map(
      (wanted) => new Set(specs.flatMap(({ file, tags }) => (tags.includes('slow') === wanted ? [file] : []))),
    );
    expect(slow.size).toBeGreaterThan(0);
    expect([...slow].filter((file) => !fast.has(file))).toEqual([]);
  },
  TIMEOUT,
);
