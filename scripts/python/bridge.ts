/** The checks of `public/posterior_bridge.py` (bridge.py, which asks it as a page would), counted. */
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Part } from './tally.ts';

/** What bridge.py prints, a line each. */
type Line = { readonly what: string; readonly passed: boolean; readonly otherwise: string } | { readonly say: string };

/** Milliseconds: a minute or two on two cores of its own; much longer on a machine that does a lot besides. */
const LONGEST = 600_000;

/** @param folder an empty one for its files */
export async function checkBridge(python: string, folder: string, tally: Part): Promise<void> {
  await checkProgram(python, 'bridge.py', [], folder, tally);
}

/** What does the same with a cluster's engine. */
export async function checkCluster(python: string, engine: 'dask' | 'ray', folder: string, tally: Part): Promise<void> {
  await checkProgram(python, 'clusters.py', [engine], folder, tally);
}

async function checkProgram(
  python: string,
  name: string,
  args: readonly string[],
  folder: string,
  tally: Part,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const [program, bridge] = [join('scripts', 'python', name), join('public', 'posterior_bridge.py')];
  const { ended, stdout, stderr } = await run(
    python,
    [join(process.cwd(), program), join(process.cwd(), bridge), ...args],
    folder,
  );
  for (const text of stdout.split('\n').filter((line) => line !== '')) {
    const line = JSON.parse(text) as Line;
    if ('say' in line) tally.say(line.say);
    else tally.check(line.what, line.passed, line.otherwise);
  }
  tally.check('comes to its end', ended, stderr);
}

function run(
  program: string,
  args: readonly string[],
  cwd: string,
): Promise<{ readonly ended: boolean; readonly stdout: string; readonly stderr: string }> {
  return new Promise((resolve) => {
    execFile(program, args, { cwd, maxBuffer: 64e6, timeout: LONGEST }, (failure, stdout, stderr) => {
      resolve({ ended: failure === null, stdout, stderr: `${failure?.message ?? ''} ${stderr}` });
    });
  });
}
