/** The entry of a worker that reaches a simulator outside of the page. None of its code is the user's: it sends and receives numbers. */
import { SystemCatalogue } from '../../../inference/simulators/catalogue.ts';
import { Dispatcher } from '../../rpc/dispatcher.ts';
import { BridgeLine } from './bridgeConnection.ts';
import { type RemoteCommands, remoteTasks } from './remoteTasks.ts';

const dispatcher = new Dispatcher<RemoteCommands>(
  remoteTasks(new SystemCatalogue(), new BridgeLine()),
  (message, transfer) => self.postMessage(message, transfer),
);
self.onmessage = (event: MessageEvent) => dispatcher.receive(event.data as never);
