/** What is bundled to run `npm run infer`: the program and the entries of its threads, paths below the root. */
export const PROGRAM = 'scripts/infer.ts';
export const THREADS = [
  'scripts/headless/simulationThread.ts',
  'scripts/headless/ownThread.ts',
  'scripts/headless/remoteThread.ts',
  'scripts/headless/readingThread.ts',
];
