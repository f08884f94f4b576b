/** The entry of the engine worker. */
import { Dispatcher } from './dispatcher.ts';
import { EngineHandlers } from './engineHandlers.ts';
import { pageEngines } from './pageEngines.ts';
import { SimulationPool } from './simulationPool.ts';

const engine = new EngineHandlers(new SimulationPool(), pageEngines, (event) => dispatcher.notify(event));
const dispatcher = new Dispatcher(engine.handlers, (message, transfer) => self.postMessage(message, transfer));
self.onmessage = (event: MessageEvent) => dispatcher.receive(event.data as never);
