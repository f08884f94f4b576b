/**
 * A lane as a worker: calls go to it by a channel, and what comes from it is checked before it is handed on. Where a simulation takes
 * too long the lane is ended, and a fresh one looks for it (watchedProgram.ts).
 */
import type { SystemSource } from '../../inference/simulators/source.ts';
import { type Declaration } from '../../inference/simulators/own/declaration.ts';
import { scriptSystem } from '../../inference/simulators/own/scriptSystem.ts';
import type { System } from '../../inference/simulators/system.ts';
import { thousands } from '../../inference/math/thousands.ts';
import { type WorkerPort, WorthAgain } from '../rpc/client.ts';
import type { FromWorker, ToWorker } from '../rpc/messages.ts';
import { isAnswer, isProgress } from './checkedAnswer.ts';
import type { FromFrame, LaneCommands, LaneWatch, ToLane } from './laneMessages.ts';
import { LONGEST_SIMULATION, placeText } from './limits.ts';

/** Ticks are counted, not time: a laptop that sleeps stops the lane and this clock alike. */
const TICK = 250;
const TICKS_OF_SIMULATION = Math.ceil(LONGEST_SIMULATION / TICK) + 1;
/** Its text may compute a table first; a frame may have to be loaded before it. */
const TICKS_OF_START = 20;
const TICKS_OF_FRAME = 120;
/** Simulations that may be stopped before the simulator is given up. */
const MOST_SLOW = 20;
/** Messages between two ticks; a lane that simulates sends far fewer. */
const MOST_MESSAGES = 100_000;
/** Names of errors that mean something to whoever asked. */
const TOLD = ['RangeError', 'LikelihoodRefusal'] as const;
/** Longest error that a lane may tell, characters. */
const LONGEST_ERROR = 2000;

/** Some browsers say nothing else of a text that is no program. */
const UNREADABLE = 'the text cannot be read as a program, and this browser does not tell where it goes wrong';

/** What is known of a simulator's slow simulations, for all of its lanes. */
export class SlowSimulations {
  readonly thetas: (readonly number[])[] = [];
  careful = false;

  get watch(): LaneWatch {
    return { slow: this.thetas, careful: this.careful };
  }
}

interface LaneOptions {
  /** Its end of a channel to the lane. */
  readonly port: MessagePort;
  readonly slow: SlowSimulations;
  /** Ends the worker. */
  readonly end: () => void;
  /** Told when the frame itself is silent. */
  readonly lost: () => void;
}

type Command = keyof LaneCommands;

export class LanePort implements WorkerPort {
  onmessage: ((event: MessageEvent) => unknown) | null = null;
  onmessageerror: ((event: MessageEvent) => unknown) | null = null;
  onerror: ((event: ErrorEvent) => unknown) | null = null;
  readonly #options: LaneOptions;
  readonly #asked = new Map<number, { readonly command: Command; readonly params: unknown }>();
  #state: 'frame' | 'start' | 'ready' | 'over' = 'frame';
  #silent = 0;
  #messages = 0;
  /** Whether each simulation is announced, and the one that runs. */
  #careful: boolean;
  #at: readonly number[] | null = null;
  #known: { readonly source: unknown; readonly system: System } | null = null;
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(options: LaneOptions) {
    this.#options = options;
    this.#careful = options.slow.careful;
    const { port } = options;
    port.onmessage = ({ data }: MessageEvent<unknown>) => this.#receive(data);
    port.onmessageerror = () => this.#forged();
    this.#tell({ kind: 'watch', watch: options.slow.watch });
    this.#timer = setInterval(() => this.#tick(), TICK);
  }

  postMessage(message: ToWorker, transfer: Transferable[]): void {
    if (this.#state === 'over') return;
    if (message.kind === 'call') {
      this.#asked.set(message.id, { command: message.command as Command, params: message.params });
      this.#silent = 0;
    }
    this.#options.port.postMessage(message, { transfer });
  }

  terminate(): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    clearInterval(this.#timer);
    this.#options.port.close();
    this.#options.end();
  }

  /** What the frame says of it. */
  hear(message: FromFrame): void {
    if (this.#state === 'over') return;
    this.#silent = 0;
    if (message.kind === 'started') {
      if (this.#state === 'frame') this.#state = 'start';
    } else if (message.kind === 'refused') this.#fail(message.reason);
    else this.#fail(message.message ?? UNREADABLE, null, placed(message.line, message.column));
  }

  #tell(message: ToLane): void {
    this.#options.port.postMessage(message, []);
  }

  #receive(data: unknown): void {
    if (this.#state === 'over') return;
    this.#silent = 0;
    this.#messages++;
    const message = data as FromWorker | { readonly kind: 'at'; readonly theta: unknown };
    if (typeof message !== 'object' || message === null) return this.#forged();
    switch (message.kind) {
      case 'at':
        if (message.theta !== null && !isTheta(message.theta)) return this.#forged();
        this.#at = message.theta;
        return;
      case 'pong':
        this.#state = 'ready';
        return this.#hand({ kind: 'pong', id: 0 });
      case 'progress':
        if (!this.#asked.has(message.id) || !isProgress(message.progress)) return this.#late(message.id);
        return this.#hand({ kind: 'progress', id: message.id, progress: message.progress });
      case 'cancelled':
        this.#asked.delete(message.id);
        return this.#hand({ kind: 'cancelled', id: message.id });
      case 'error': {
        const told: { name?: unknown; message?: unknown } | null = message.error;
        if (typeof told?.message !== 'string' || !this.#asked.delete(message.id)) return this.#late(message.id);
        const name = TOLD.find((known) => known === told.name) ?? 'Error';
        return this.#hand({
          kind: 'error',
          id: message.id,
          error: { name, message: told.message.slice(0, LONGEST_ERROR) },
        });
      }
      case 'result':
        return this.#answer(message.id, message.result);
      // The lane's own program sends nothing else: this is the script's.
      case 'event':
      default:
        return this.#forged();
    }
  }

  #answer(id: number, result: unknown): void {
    const asked = this.#asked.get(id);
    if (asked === undefined) return this.#late(id);
    this.#asked.delete(id);
    const { command, params } = asked;
    if (!isAnswer(command, params as never, this.#systemOf(params), result)) return this.#forged();
    if (this.#careful) {
      // Nothing was stuck here: the rest is done at the usual pace.
      this.#careful = false;
      this.#at = null;
      this.#options.slow.careful = false;
      this.#tell({ kind: 'watch', watch: this.#options.slow.watch });
    }
    this.#hand({ kind: 'result', id, result });
  }

  /** Of a call that was cancelled meanwhile, or of none. */
  #late(id: unknown): void {
    if (typeof id !== 'number') this.#forged();
  }

  #systemOf(params: unknown): System | null {
    const { system: source } = params as { readonly system?: SystemSource };
    if (source?.kind !== 'script') return null;
    if (this.#known?.source !== source) this.#known = { source, system: scriptSystem(source) };
    return this.#known.system;
  }

  #declarationOf(): Declaration | null {
    for (const { params } of this.#asked.values()) {
      const { system } = params as { readonly system?: SystemSource };
      if (system?.kind === 'script') return system.declaration;
    }
    return null;
  }

  #tick(): void {
    const flooded = this.#messages > MOST_MESSAGES;
    this.#messages = 0;
    if (flooded) return this.#forged();
    this.#silent++;
    if (this.#state === 'frame') {
      if (this.#silent < TICKS_OF_FRAME) return;
      this.#options.lost();
      this.#fail('its sandbox did not start');
    } else if (this.#state === 'start') {
      if (this.#silent < TICKS_OF_START) return;
      const seconds = (TICKS_OF_START * TICK) / 1000;
      this.#fail(`its text did not come to an end within ${seconds} s, before any simulation`);
    } else if (this.#asked.size > 0 && this.#silent >= TICKS_OF_SIMULATION) this.#stuck();
  }

  /** A simulation does not end, or whatever else is done takes its time: a second look tells. */
  #stuck(): void {
    const { slow } = this.#options;
    const seconds = LONGEST_SIMULATION / 1000;
    const why = `a simulation took longer than ${seconds} s`;
    if (!this.#careful) {
      slow.careful = true;
      this.#fail(why, new WorthAgain(why));
      return;
    }
    if (this.#at === null) return;
    slow.thetas.push(this.#at);
    const declaration = this.#declarationOf();
    const where = declaration === null ? '' : `, ${placeText(declaration, this.#at)}`;
    if (slow.thetas.length < MOST_SLOW) {
      this.#fail(`${why} and was stopped${where}`, new WorthAgain(why));
      return;
    }
    this.#fail(
      `${thousands(MOST_SLOW)} simulations took longer than ${seconds} s each, the last one${where}. Narrow the priors, or make the simulator faster`,
    );
  }

  #forged(): void {
    this.#fail('it sent what no simulator may send');
  }

  #hand(message: FromWorker): void {
    this.onmessage?.({ data: message } as MessageEvent);
  }

  /** @param error why a fresh lane gets further, or where the text is at fault; null: neither */
  #fail(message: string, error: Error | null = null, place: { line: number; column: number } | null = null): void {
    const { onerror } = this;
    this.terminate();
    onerror?.({ message, error: error ?? place, preventDefault: () => {} } as unknown as ErrorEvent);
  }
}

function placed(line: unknown, column: unknown): { line: number; column: number } | null {
  const sound = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
  return sound(line) && sound(column) && line > 0 ? { line, column } : null;
}

function isTheta(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length <= 64 && value.every((entry) => Number.isFinite(entry));
}
