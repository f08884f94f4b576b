/** The entry of the engine worker. */
import { SystemCatalogue } from '../inference/simulators/catalogue.ts';
import { Dispatcher } from './rpc/dispatcher.ts';
import { engineHandlers } from './commands/engineHandlers.ts';
import { pageEngines } from './engine/pageEngines.ts';
import { SimulationPool } from './pool/simulationPool.ts';

const catalogue = new SystemCatalogue();
const handlers = engineHandlers(new SimulationPool(catalogue), catalogue, pageEngines, (event) =>
  dispatcher.notify(event),
);
const dispatcher = new Dispatcher(handlers, (message, transfer) => self.postMessage(message, transfer));
self.onmessage = (event: MessageEvent) => dispatcher.receive(event.data as never);
