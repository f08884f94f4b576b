/**
 * Files are read in a thread of their own, which is ended when a file takes too long or more memory than a file of its kind
 * can need: whoever made the file decides on neither.
 */
import { Worker } from 'node:worker_threads';
import { fileError } from '../../src/inference/observation/fileError.ts';
import { outOfMemory, readingSeconds, tookTooLong, tooManyBytes } from '../../src/inference/observation/limits.ts';
import type { ReadResult } from '../../src/inference/observation/readFile.ts';
import { tableById } from '../../src/inference/simulators/registry.ts';
import type { Design, FileProblem, System } from '../../src/inference/simulators/system.ts';
import type { TableDescription } from '../../src/inference/simulators/table/tableSystem.ts';

export interface ReadingTask {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** System id. */
  readonly system: string;
  readonly design: Design;
  /** The table of simulations whose system that is, if it is one. */
  readonly table: TableDescription | null;
}

/** Of the thread's heap; the numbers lie outside of it, and their sizes are judged by the readers. */
const MOST_MEGABYTES = 2048;

/** As `readObservation`, in a thread. */
export async function readObservationApart(
  { name, bytes }: { readonly name: string; readonly bytes: Uint8Array },
  system: System,
  design: Design,
): Promise<ReadResult> {
  const refused = (problem: FileProblem): ReadResult => ({ ok: false, error: fileError(name, problem) });
  const heavy = tooManyBytes(bytes.length);
  if (heavy !== null) return refused(heavy);
  const task: ReadingTask = { name, bytes, system: system.id, design, table: tableById(system.id) };
  const seconds = readingSeconds(bytes.length);
  // scripts/bundled.mjs puts the threads' entries beside the program.
  const thread = new Worker(new URL('./readingThread.mjs', import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<ReadResult>((resolve, reject) => {
      timer = setTimeout(() => resolve(refused(tookTooLong(seconds))), seconds * 1000);
      thread.once('message', resolve);
      thread.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve(refused(outOfMemory()));
        else reject(error);
      });
    });
  } finally {
    clearTimeout(timer);
    await thread.terminate();
  }
}
