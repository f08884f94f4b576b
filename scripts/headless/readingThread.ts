/** A thread that reads one file, which its parent ends when that takes too long or too much memory. */
import { parentPort, workerData } from 'node:worker_threads';
import type { ReadingTask } from './reading.ts';
import { readTask } from './readTask.ts';

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(await readTask(workerData as ReadingTask));
