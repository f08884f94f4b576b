/** The entry of a simulation thread: what src/worker/pool/simulationWorker.ts is in a browser, in Node. */
import { parentPort } from 'node:worker_threads';
import { SystemCatalogue } from '../../src/inference/simulators/catalogue.ts';
import { Dispatcher } from '../../src/worker/rpc/dispatcher.ts';
import type { ToWorker } from '../../src/worker/rpc/messages.ts';
import { type SimulationCommands, simulationTasks } from '../../src/worker/pool/simulationTasks.ts';

const port = parentPort;
if (port === null) throw new Error('This script is the entry of a worker thread; start it with new Worker(...).');
const dispatcher = new Dispatcher<SimulationCommands>(simulationTasks(new SystemCatalogue()), (message, transfer) =>
  port.postMessage(message, transfer as never),
);
port.on('message', (message: ToWorker) => dispatcher.receive(message));
