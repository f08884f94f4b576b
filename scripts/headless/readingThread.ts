/** A thread that reads one file, which its parent ends when that takes too long or too much memory. */
import { parentPort, workerData } from 'node:worker_threads';
import { readObservation } from '../../src/inference/observation/readFile.ts';
import { addTable, systemById } from '../../src/inference/simulators/registry.ts';
import type { ReadingTask } from './reading.ts';

const { name, bytes, system, design, table } = workerData as ReadingTask;
if (table !== null) addTable(table);
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(await readObservation({ name, bytes }, systemById(system), design));
