/** The entry of a worker that reaches a simulator outside of the page. None of its code is the user's: it sends and receives numbers. */
import { SystemCatalogue } from '../../../inference/simulators/catalogue.ts';
import { Dispatcher } from '../../rpc/dispatcher.ts';
import { BridgeLine } from './bridgeConnection.ts';
import { KeptPairs } from './keptPairs.ts';
import { KeptSimulations } from './keptSimulations.ts';
import { type RemoteCommands, remoteTasks } from './remoteTasks.ts';

/** Opened when it is first needed. Where the browser stores nothing, every pair is simulated; the list of kept simulations says why. */
let opened: Promise<KeptSimulations> | null = null;
const store = () => (opened ??= KeptSimulations.open());
const kept = new KeptPairs({
  starts: async (run) => (await store()).starts(run),
  chunk: async (run, from) => (await store()).chunk(run, from),
  put: async (run, from, rows) => (await store()).put(run, from, rows),
});

const dispatcher = new Dispatcher<RemoteCommands>(
  remoteTasks(new SystemCatalogue(), new BridgeLine(), kept),
  (message, transfer) => self.postMessage(message, transfer),
);
self.onmessage = (event: MessageEvent) => dispatcher.receive(event.data as never);
