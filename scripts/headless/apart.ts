/** Work on what others made, in a thread of its own, which is ended when it takes too long or more memory than it may have. */
import { Worker } from 'node:worker_threads';
import { bad, good, type Outcome } from '../../src/inference/files/outcome.ts';
import { outOfMemory, tookTooLong } from '../../src/inference/observation/limits.ts';

export interface ThreadLimits {
  readonly seconds: number;
  /** Of the thread's heap, MB; arrays of numbers lie outside of it, and their sizes are judged by the readers. */
  readonly megabytes: number;
}

/**
 * Runs a thread until its first message.
 * @param entry its module, which posts one message
 * @param task what the thread gets as `workerData`
 * @returns the message, or why the thread was ended
 * @throws (rejects) what the thread throws; an Error when it ends without a word
 */
export async function runApart<T>(
  entry: URL,
  task: unknown,
  { seconds, megabytes }: ThreadLimits,
): Promise<Outcome<T>> {
  const thread = new Worker(entry, { workerData: task, resourceLimits: { maxOldGenerationSizeMb: megabytes } });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<Outcome<T>>((resolve, reject) => {
      timer = setTimeout(() => resolve(bad(tookTooLong(seconds))), seconds * 1000);
      thread.once('message', (message: T) => resolve(good(message)));
      thread.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve(bad(outOfMemory()));
        else reject(error);
      });
      thread.once('exit', () => reject(new Error('The thread that reads the file ended without a word.')));
    });
  } finally {
    clearTimeout(timer);
    await thread.terminate();
  }
}
