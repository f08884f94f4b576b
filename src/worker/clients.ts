/** The page's ways to its workers: the engine, and the reader of files. */
import type { FileCommands } from './commands/fileCommands.ts';
import type { Commands } from './commands/protocol.ts';
import { type ClientOptions, WorkerClient, type WorkerPort } from './rpc/client.ts';
import type { EngineEvent } from './run/reports.ts';

/** The page's way to the engine worker. */
export class EngineClient extends WorkerClient<Commands> {
  constructor(
    options: Pick<ClientOptions, 'onCrash'> & { readonly onEvent?: (event: EngineEvent) => void } = {},
    makeWorker: () => WorkerPort = startEngineWorker,
  ) {
    super(makeWorker, { ...options, name: 'engine' });
  }
}

/** The page's way to a worker that reads files. It works in long pieces, so that silence means nothing. */
export class FileClient extends WorkerClient<FileCommands> {
  constructor(makeWorker: () => WorkerPort = startFileWorker) {
    super(makeWorker, { name: 'file reader', watchdog: false });
  }
}

function startFileWorker(): WorkerPort {
  return new Worker(new URL('./fileWorker.ts', import.meta.url), { type: 'module', name: 'file reader' });
}

function startEngineWorker(): WorkerPort {
  return new Worker(new URL('./entry.ts', import.meta.url), { type: 'module', name: 'engine' });
}
