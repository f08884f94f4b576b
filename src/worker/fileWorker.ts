/** The entry of the file worker. */
import { Dispatcher } from './dispatcher.ts';
import type { FileCommands } from './fileCommands.ts';
import { fileHandlers } from './fileCommands.ts';

const dispatcher = new Dispatcher<FileCommands>(fileHandlers, (message, transfer) =>
  self.postMessage(message, transfer),
);
self.onmessage = (event: MessageEvent) => dispatcher.receive(event.data as never);
