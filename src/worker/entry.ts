/** The entry of the engine worker. */
import { Dispatcher } from './rpc/dispatcher.ts';
import { engineHandlers } from './commands/engineHandlers.ts';
import { pageEngines } from './engine/pageEngines.ts';
import { SimulationPool } from './pool/simulationPool.ts';

const handlers = engineHandlers(new SimulationPool(), pageEngines, (event) => dispatcher.notify(event));
const dispatcher = new Dispatcher(handlers, (message, transfer) => self.postMessage(message, transfer));
self.onmessage = (event: MessageEvent) => dispatcher.receive(event.data as never);
