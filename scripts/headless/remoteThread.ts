/** The entry of a thread that reaches a simulator behind the bridge: what src/worker/pool/remote/remoteWorker.ts is in a browser, in Node. */
import { parentPort } from 'node:worker_threads';
import { SystemCatalogue } from '../../src/inference/simulators/catalogue.ts';
import { BridgeLine } from '../../src/worker/pool/remote/bridgeConnection.ts';
import { type RemoteCommands, remoteTasks } from '../../src/worker/pool/remote/remoteTasks.ts';
import { Dispatcher } from '../../src/worker/rpc/dispatcher.ts';
import type { ToWorker } from '../../src/worker/rpc/messages.ts';

const port = parentPort;
if (port === null) throw new Error('This script is the entry of a worker thread; start it with new Worker(...).');
const tasks = remoteTasks(new SystemCatalogue(), new BridgeLine());
const dispatcher = new Dispatcher<RemoteCommands>(tasks, (message, transfer) =>
  port.postMessage(message, transfer as never),
);
port.on('message', (message: ToWorker) => dispatcher.receive(message));
