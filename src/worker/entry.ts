/** The entry of the engine worker. */
import { SystemCatalogue } from '../inference/simulators/catalogue.ts';
import { Dispatcher } from './rpc/dispatcher.ts';
import { engineHandlers } from './commands/engineHandlers.ts';
import type { SandboxEvent } from './run/reports.ts';
import { pageEngines } from './engine/pageEngines.ts';
import { SandboxedLanes } from './own/sandboxedLanes.ts';
import { SimulationPool } from './pool/simulationPool.ts';

const catalogue = new SystemCatalogue();
const lanes = new SandboxedLanes((port) => dispatcher.notify({ kind: 'sandbox', port } satisfies SandboxEvent, [port]));
const pool = new SimulationPool(catalogue, undefined, undefined, undefined, ({ text }) => lanes.start(text));
const handlers = engineHandlers(pool, catalogue, pageEngines, (event) => dispatcher.notify(event));
const dispatcher = new Dispatcher(handlers, (message, transfer) => self.postMessage(message, transfer));
self.onmessage = (event: MessageEvent) => dispatcher.receive(event.data as never);
