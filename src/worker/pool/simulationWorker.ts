/** The entry of a simulation worker. */
import { Dispatcher } from '../rpc/dispatcher.ts';
import { SystemCatalogue } from '../../inference/simulators/catalogue.ts';
import { simulationTasks, type SimulationCommands } from './simulationTasks.ts';

const dispatcher = new Dispatcher<SimulationCommands>(simulationTasks(new SystemCatalogue()), (message, transfer) =>
  self.postMessage(message, transfer),
);
self.onmessage = (event: MessageEvent) => dispatcher.receive(event.data as never);
