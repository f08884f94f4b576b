import { expect, it } from 'vitest';
import { runApart } from './apart.ts';

const LIMITS = { seconds: 30, megabytes: 64 };

/** A thread with this program. */
function thread(program: string): URL {
  return new URL(`data:text/javascript,${encodeURIComponent(program)}`);
}

it('what a thread says is its answer', async () => {
  const program =
    "import { parentPort, workerData } from 'node:worker_threads'; parentPort.postMessage(2 * workerData);";
  expect(await runApart(thread(program), 21, LIMITS)).toEqual({ ok: true, value: 42 });
});

it('a reader that does not end is ended after its seconds, with a remedy', async () => {
  const read = await runApart(thread('for (;;);'), null, { ...LIMITS, seconds: 0.3 });
  expect(read).toMatchObject({
    ok: false,
    problem: {
      problem: 'Reading the file took longer than 0.3 s and was stopped.',
      remedy: expect.stringMatching(/damaged.*or as CSV/) as string,
    },
  });
});

it('a reader that takes all memory is ended, with a remedy', async () => {
  const program = 'const all = []; for (;;) all.push(Array.from({ length: 10000 }, Math.random));';
  const read = await runApart(thread(program), null, LIMITS);
  expect(read).toMatchObject({
    ok: false,
    problem: { problem: expect.stringMatching(/^Reading the file needs more memory/) as string },
  });
});

it('a reader that throws, or ends without a word, is an error of the program', async () => {
  await expect(runApart(thread("throw new Error('a fault of ours');"), null, LIMITS)).rejects.toThrow(
    'a fault of ours',
  );
  await expect(runApart(thread(''), null, LIMITS)).rejects.toThrow('ended without a word');
});
