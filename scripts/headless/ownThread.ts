/**
 * The entry of a thread that runs a simulator of the user's own, from a file that the user named: it is not shut in, as a script in the
 * page is. `workerData` is its text.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { programOf, SCRIPT_SCOPE, type ScriptExports } from '../../src/inference/simulators/own/scriptProgram.ts';
import { scriptSystem } from '../../src/inference/simulators/own/scriptSystem.ts';
import { type SystemCommands, systemTasks } from '../../src/worker/pool/systemTasks.ts';
import { Dispatcher } from '../../src/worker/rpc/dispatcher.ts';
import type { FromWorker, ToWorker } from '../../src/worker/rpc/messages.ts';
import { moduleOf, placeInModule } from './scriptModule.ts';

const port = parentPort;
if (port === null) throw new Error('This script is the entry of a worker thread; start it with new Worker(...).');
const waiting: ToWorker[] = [];
let take: (message: ToWorker) => void = (message) => void waiting.push(message);
// Before the first await: messages that arrive earlier are lost.
port.on('message', (message: ToWorker) => take(message));

Object.assign(globalThis, SCRIPT_SCOPE);
// A pair is simulated again where it is needed again, and must be the same then.
Math.random = () => {
  throw new Error('Math.random gives other numbers each time; take them from random, the second argument of simulate');
};
const exports = (await import(moduleOf(workerData as string))) as ScriptExports;
const dispatcher = new Dispatcher<SystemCommands>(
  systemTasks({
    define(source) {
      if (source.kind !== 'script') throw new TypeError('This thread runs a script.');
      return scriptSystem(source, programOf(exports, source.declaration, placeInModule));
    },
  }),
  (message, transfer) => port.postMessage(message, transfer as never),
);
// A thread that was heard and is silent for 20 s counts as hung: a simulation that never ends is stopped then.
port.postMessage({ kind: 'pong', id: 0 } satisfies FromWorker);
take = (message) => dispatcher.receive(message);
for (const message of waiting) dispatcher.receive(message);
