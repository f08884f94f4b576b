/** The entry of the file worker. */
import { Dispatcher } from './rpc/dispatcher.ts';
import { SystemCatalogue } from '../inference/simulators/catalogue.ts';
import { type FileCommands, fileHandlers } from './commands/fileCommands.ts';

const dispatcher = new Dispatcher<FileCommands>(fileHandlers(new SystemCatalogue()), (message, transfer) =>
  self.postMessage(message, transfer),
);
self.onmessage = (event: MessageEvent) => dispatcher.receive(event.data as never);
