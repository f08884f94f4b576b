/** The entry of a simulation worker. */
import { Dispatcher } from '../rpc/dispatcher.ts';
import { simulationTasks, type SimulationCommands } from './simulationTasks.ts';

const dispatcher = new Dispatcher<SimulationCommands>(simulationTasks, (message, transfer) =>
  self.postMessage(message, transfer),
);
self.onmessage = (event: MessageEvent) => dispatcher.receive(event.data as never);
