/** The entry of a thread that does one fold of a C2ST at a time. */
import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { c2stFold } from './c2st.ts';
import type { FoldRequest } from './foldThreads.ts';

const port = parentPort;
if (port === null) throw new Error('This script is the entry of a worker thread; start it with new Worker(...).');
const module = new WebAssembly.Module(readFileSync('assembly/build/classifier.wasm'));
port.on('message', ({ first, second, d, fold }: FoldRequest) => {
  port.postMessage(c2stFold(module, first, second, d, fold));
});
