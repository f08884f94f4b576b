/**
 * Which workers do what is asked about a system. Simulators that come with the program share one crew. One that runs apart, in
 * lanes (own/) or in a program behind the bridge (remote/), has a crew of its own, one such system at a time.
 */
import type { SystemCatalogue } from '../../inference/simulators/catalogue.ts';
import type { SystemSource } from '../../inference/simulators/source.ts';
import type { WorkerPort } from '../rpc/client.ts';
import { Crew } from './crew.ts';
import { poolSize } from './poolSize.ts';
import type { BridgeConnection } from './remote/bridgeConnection.ts';
import { KEPT_TOO, NOT_REPEATED } from './repeatedPairs.ts';

/** Of a simulator outside of the page: requests that are under way at once, so that it never waits for the page, */
const REMOTE_REQUESTS = 3;
/** and the time from one of them to its answer, in which those before it are simulated too. */
const REMOTE_CHUNK_MS = 300;

/** Starts a worker that runs the simulator of one source, which the user wrote, and does the tasks of systemTasks.ts alone. */
export type MakeLane = (source: SystemSource<'script'>) => WorkerPort;

export interface CrewsOptions {
  /** Starts a worker with the tasks of simulationTasks.ts. */
  readonly makeWorker?: () => WorkerPort;
  /** Number of workers that simulate. */
  readonly size?: number;
  /** Absent: simulators of the user's own cannot be run. */
  readonly makeLane?: MakeLane;
  /** Starts a worker that reaches simulators outside of the page (remote/remoteTasks.ts). */
  readonly makeRemote?: () => WorkerPort;
}

export class Crews {
  /** Of the simulators that come with the program. */
  readonly usual: Crew;
  /** Number of workers that simulate. */
  readonly size: number;
  readonly #catalogue: SystemCatalogue;
  readonly #makeLane: MakeLane;
  readonly #makeRemote: () => WorkerPort;
  #bridge: BridgeConnection | null = null;
  #apart: { readonly system: string; readonly crew: Crew } | null = null;
  /** Workers that reach the program behind the bridge. */
  readonly #remotes: WorkerPort[] = [];

  /** @param catalogue knows all systems that are asked about */
  constructor(
    catalogue: SystemCatalogue,
    {
      makeWorker = startSimulationWorker,
      size = poolSize(globalThis.navigator?.hardwareConcurrency),
      makeLane = noLane,
      makeRemote = startRemoteWorker,
    }: CrewsOptions,
  ) {
    this.#catalogue = catalogue;
    this.size = size;
    this.usual = new Crew(makeWorker, { size, name: 'simulation worker', redone: true });
    this.#makeLane = makeLane;
    this.#makeRemote = makeRemote;
  }

  /** The one that does what is asked about a system; that of another simulator which runs apart is ended. */
  of(system: string): Crew {
    const source = this.#catalogue.sourceOf(system);
    if (source.kind !== 'script' && source.kind !== 'remote') return this.usual;
    if (this.#apart?.system !== system) {
      this.#endApart();
      this.#apart = { system, crew: source.kind === 'script' ? this.#ofLanes(source) : this.#ofRemote(source) };
    }
    return this.#apart.crew;
  }

  /** How a simulator outside of the page is reached from now on; null: it is not. Requests that wait for it go on. */
  connect(connection: BridgeConnection | null): void {
    this.#bridge = connection;
    for (const port of this.#remotes) say(port, connection);
  }

  terminate(): void {
    this.usual.terminate();
    this.#endApart();
  }

  #ofLanes(source: SystemSource<'script'>): Crew {
    return new Crew(() => this.#makeLane(source), {
      size: this.size,
      name: nameOf(source),
      redone: false,
      notRepeated: NOT_REPEATED,
    });
  }

  #ofRemote(source: SystemSource<'remote'>): Crew {
    const started = () => {
      const port = this.#makeRemote();
      this.#remotes.push(port);
      say(port, this.#bridge);
      return port;
    };
    const whole = source.batch ? source.block : 1;
    return new Crew(started, {
      size: 1,
      name: nameOf(source),
      redone: true,
      tasks: REMOTE_REQUESTS,
      notRepeated: `${NOT_REPEATED} ${KEPT_TOO}`,
      chunking: () => ({ ms: REMOTE_CHUNK_MS, least: this.#bridge?.workers ?? 1, whole }),
    });
  }

  #endApart(): void {
    this.#apart?.crew.terminate();
    this.#apart = null;
    this.#remotes.length = 0;
  }
}

function nameOf({ declaration }: SystemSource<'script'> | SystemSource<'remote'>): string {
  return `simulator "${declaration.name}"`;
}

function noLane({ declaration }: SystemSource<'script'>): never {
  throw new Error(`The simulator "${declaration.name}" cannot be run here.`);
}

/** Tells a worker how the bridge is reached. Nobody waits for its answer: 0 is the number of no call. */
function say(port: WorkerPort, connection: BridgeConnection | null): void {
  port.postMessage({ kind: 'call', id: 0, command: 'connect', params: connection }, []);
}

/** A real simulation worker. */
function startSimulationWorker(): WorkerPort {
  return new Worker(new URL('./simulationWorker.ts', import.meta.url), { type: 'module', name: 'simulation' });
}

/** A real worker that reaches a simulator outside of the page. */
function startRemoteWorker(): WorkerPort {
  return new Worker(new URL('./remote/remoteWorker.ts', import.meta.url), { type: 'module', name: 'bridge' });
}
