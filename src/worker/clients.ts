/** The page's ways to its workers: the engine, and the reader of files. */
import type { Learner, Questions } from '../inference/learners/learner.ts';
import type { FileCommands } from './commands/fileCommands.ts';
import type { Commands } from './commands/protocol.ts';
import { type CallOptions, type ClientOptions, WorkerClient, type WorkerPort } from './rpc/client.ts';
import type { NpeQuestions } from './run/npe/questions.ts';
import type { EngineEvent, SandboxEvent } from './run/reports.ts';

/** Where simulators of the user's own run: a frame that the page makes when it is asked to. */
export interface Sandbox {
  /** Makes it, in place of a former one. @param port its end of the channel to whoever asks */
  open(port: MessagePort): void;
  close(): void;
}

const NO_SANDBOX = 'this page runs no simulators of others';

/** The page's way to the engine worker. */
export class EngineClient extends WorkerClient<Commands> {
  readonly #sandbox: Sandbox | undefined;

  constructor(
    {
      onEvent,
      sandbox,
      ...options
    }: Pick<ClientOptions, 'onCrash'> & {
      readonly onEvent?: (event: EngineEvent) => void;
      readonly sandbox?: Sandbox;
    } = {},
    makeWorker: () => WorkerPort = startEngineWorker,
  ) {
    const take = (event: EngineEvent | SandboxEvent) => {
      if (event.kind !== 'sandbox') {
        onEvent?.(event);
        return;
      }
      const { port } = event;
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a MessagePort has no origin
      if (sandbox === undefined) port.postMessage({ kind: 'refused', reason: NO_SANDBOX });
      else sandbox.open(port);
    };
    super(makeWorker, { ...options, onEvent: take, name: 'engine' });
    this.#sandbox = sandbox;
  }

  override terminate(): void {
    super.terminate();
    this.#sandbox?.close();
  }
}

/** The page's only way to the engine worker. */
export type Engine = Pick<EngineClient, 'call'>;

/** Asks the run that is open, which must be one of NPE. @throws (rejects) as WorkerClient.call does */
export function askNpe<Q extends keyof NpeQuestions>(
  engine: Engine,
  question: Q,
  params: NpeQuestions[Q]['params'],
  options: CallOptions<NpeQuestions[Q]['progress']> = {},
): Promise<NpeQuestions[Q]['result']> {
  // The answers are held to the same map where they are made (run/npe/answers.ts).
  return engine.call('run.ask', { learner: 'npe', question, params }, options as CallOptions<unknown>) as Promise<
    NpeQuestions[Q]['result']
  >;
}

/**
 * Asks the run that is open, which must be of this learner, by the learner's own map of questions.
 * @throws (rejects) as WorkerClient.call does
 */
export function askLearner<Q extends Questions<Q>, K extends keyof Q & string>(
  engine: Engine,
  { id }: Pick<Learner<Q>, 'id' | 'load'>,
  question: K,
  params: Q[K]['params'],
  options: CallOptions<{ readonly fraction: number }> = {},
): Promise<Q[K]['result']> {
  const request = { learner: id, question, params };
  return engine.call('run.ask', request, options as CallOptions<unknown>) as Promise<Q[K]['result']>;
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
