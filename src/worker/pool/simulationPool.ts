/**
 * Workers that simulate beside the training, all but one of the cores, and one more for reference posteriors: a reference
 * takes seconds in one piece and must neither wait for simulations nor hold them up.
 *
 * How the range of simulations is split does not show in the result: pair i depends on (seed, stream, i) alone.
 */
import type { ReferenceDistance } from '../../inference/diagnostics/reference/referenceDistance.ts';
import type { Identifiability, JudgedDraws } from '../../inference/diagnostics/identifiability/identifiability.ts';
import type { ProfileReport } from '../../inference/diagnostics/identifiability/profileLikelihood.ts';
import type { Hike, Landscape } from '../../inference/diagnostics/landscape/landscape.ts';
import type { Predictive } from '../../inference/posterior/predictive.ts';
import { thetasOf, type ThetaSource } from '../../inference/simulators/problem.ts';
import type { SystemCatalogue } from '../../inference/simulators/catalogue.ts';
import type { SystemSource } from '../../inference/simulators/source.ts';
import type { Problem, ReferenceAnswer } from '../../inference/simulators/system.ts';
import { WorkerClient, WorkerCrash, type WorkerPort, WorthAgain } from '../rpc/client.ts';
import { ResourcePool } from '../rpc/resourcePool.ts';
import type { BridgeConnection } from './remote/bridgeConnection.ts';
import { KEPT_TOO, NOT_REPEATED, pairsAgain, RepeatedPairs } from './repeatedPairs.ts';
import type { SimulationCommands } from './simulationTasks.ts';
import type { Posed, ReferenceProgress, SimulatedChunk } from './systemTasks.ts';

type SimulationClient = WorkerClient<SimulationCommands>;

/** Long enough that messages cost nothing beside it, short enough that pairs keep coming and a cancel is soon felt. */
const CHUNK_MS = 50;
const LARGEST_CHUNK = 8192;
/** A chunk may be so many times longer than the one that it is measured by. */
const GROWTH = 8;
/** Of a simulator outside of the page: requests that are under way at once, so that it never waits for the page, */
const REMOTE_REQUESTS = 3;
/** and the time from one of them to its answer, in which those before it are simulated too. */
const REMOTE_CHUNK_MS = 300;
const LARGEST_POOL = 8;
/** Pairs after which some are made again for the first time: early, so that nobody waits for a training that is then refused. */
const EARLY = 200;

/** Number of simulation workers on a machine with so many logical cores (undefined: the browser does not tell). */
export function poolSize(cores: number | undefined): number {
  return Math.max(1, Math.min(LARGEST_POOL, (cores ?? 2) - 1));
}

/** For whoever wants no more of it. */
function ofFraction(onProgress?: (fraction: number) => void): (progress: ReferenceProgress) => void {
  return ({ fraction }) => onProgress?.(fraction);
}

/** A real worker that reaches a simulator outside of the page. */
function startRemoteWorker(): WorkerPort {
  return new Worker(new URL('./remote/remoteWorker.ts', import.meta.url), { type: 'module', name: 'bridge' });
}

/** A real simulation worker. */
function startSimulationWorker(): WorkerPort {
  return new Worker(new URL('./simulationWorker.ts', import.meta.url), { type: 'module', name: 'simulation' });
}

/** How large chunks are. */
interface Chunking {
  /** What a chunk is to take, ms. */
  readonly ms: number;
  /** Pairs of a chunk at least: less would leave some without work. */
  readonly least: number;
  /** Chunks end on multiples of it. */
  readonly whole: number;
}

const USUAL: Chunking = { ms: CHUNK_MS, least: 1, whole: 1 };

interface CrewOptions {
  /** Workers that simulate. */
  readonly size: number;
  /** What sentences call one. */
  readonly name: string;
  /** Whether work over which a worker has died is tried once more; of its own accord a simulator dies again */
  readonly redone: boolean;
  /** Tasks that a worker is given at once; absent: one. */
  readonly tasks?: number;
}

/** Workers that simulate, and one that computes references. */
class Crew {
  readonly simulators: ResourcePool<SimulationClient>;
  readonly references: ResourcePool<SimulationClient>;
  readonly redone: boolean;

  constructor(makeWorker: () => WorkerPort, { size, name, redone, tasks = 1 }: CrewOptions) {
    this.redone = redone;
    const simulators = Array.from({ length: size }, () => new WorkerClient<SimulationCommands>(makeWorker, { name }));
    this.simulators = new ResourcePool(simulators.flatMap((client) => Array.from({ length: tasks }, () => client)));
    this.references = new ResourcePool([
      new WorkerClient<SimulationCommands>(makeWorker, { name: 'reference worker', watchdog: false }),
    ]);
  }

  attempt<R>(task: () => Promise<R>): Promise<R> {
    return this.redone ? redoneOnce(task) : whileWorthAgain(task);
  }

  terminate(): void {
    for (const client of [...this.simulators.all, ...this.references.all]) client.terminate();
  }
}

/** Starts a worker that runs the simulator of one source, and does the tasks of systemTasks.ts alone. */
export type MakeLane = (source: SystemSource<'script'>) => WorkerPort;

/** A simulator that runs apart from those of the program. */
type Apart = SystemSource<'script'> | SystemSource<'remote'>;

function noLane({ declaration }: SystemSource<'script'>): never {
  throw new Error(`The simulator "${declaration.name}" cannot be run here.`);
}

/** Parameters of a task before the pool has said where its system comes from. */
type Asked<P> = P extends Posed ? Omit<P, 'system'> : P;

export class SimulationPool {
  readonly #catalogue: SystemCatalogue;
  readonly #usual: Crew;
  readonly #size: number;
  readonly #makeLane: MakeLane;
  readonly #makeRemote: () => WorkerPort;
  #bridge: BridgeConnection | null = null;
  /** Those that run a simulator of the user's own, of one source at a time. */
  #own: { readonly system: string; readonly crew: Crew; readonly ports: readonly WorkerPort[] } | null = null;
  readonly #now: () => number;

  /**
   * Workers are started when they are first needed. `now`: a clock in milliseconds.
   * @param catalogue knows all systems that are asked about
   * @param makeLane for simulators of the user's own, which run apart from all else; default: they cannot be run
   * @param makeRemote starts a worker that reaches simulators outside of the page (remote/remoteTasks.ts)
   */
  constructor(
    catalogue: SystemCatalogue,
    makeWorker: () => WorkerPort = startSimulationWorker,
    size: number = poolSize(globalThis.navigator?.hardwareConcurrency),
    now: () => number = () => performance.now(),
    makeLane: MakeLane = noLane,
    makeRemote: () => WorkerPort = startRemoteWorker,
  ) {
    this.#size = size;
    this.#usual = new Crew(makeWorker, { size, name: 'simulation worker', redone: true });
    this.#makeRemote = makeRemote;
    this.#makeLane = makeLane;
    this.#catalogue = catalogue;
    this.#now = now;
  }

  /** Number of workers that simulate. */
  get size(): number {
    return this.#size;
  }

  /**
   * Simulates pairs `from` to `from + count - 1` of a stream (see STREAMS in inference/math/random.ts). Chunks come as they
   * are done, in any order; together they are the range, each pair once. Leaving the loop early cancels the rest. Chunks
   * are simulated ahead of the reader, all of the range if it is slow. Of a simulator that runs apart some pairs are made again, when
   * the first are there and before the last are given.
   * @throws an Error where they come out otherwise (repeatedPairs.ts); AbortError when `signal` is or gets aborted; WorkerCrash when a chunk has crashed two workers; what the
   * simulator throws
   */
  async *simulate(
    problem: Problem,
    seed: number,
    stream: number,
    from: number,
    count: number,
    signal?: AbortSignal,
    at: ThetaSource = null,
  ): AsyncGenerator<SimulatedChunk, void, void> {
    const crew = this.#crewOf(problem);
    const end = from + count;
    const done: SimulatedChunk[] = [];
    const requests = crew.simulators.all.length;
    const { ms, least, whole } = this.#chunking(problem);
    let next = from;
    let chunk = 1;
    let delivered = 0;
    let failure: unknown = null;
    let wake = () => {};
    // Pairs at given theta of a batch depend on which of them are asked for together.
    const apart = crew !== this.#usual && (whole === 1 || at === null || at instanceof Float64Array);
    const repeated = new RepeatedPairs(apart ? pairsAgain(count, whole) : 0);
    let looked = false;

    const stop = new AbortController();
    const fail = (cause: unknown) => {
      failure ??= cause;
      stop.abort();
      wake();
    };
    const abort = () => fail(abortError());
    if (signal?.aborted) throw abortError();
    signal?.addEventListener('abort', abort, { once: true });

    /** Simulates one chunk; false when none is left. */
    const simulateNext = async (client: SimulationClient): Promise<boolean> => {
      // Equal shares at the end, so that the last workers finish together. Zero when another has taken the rest.
      const share = Math.min(Math.max(chunk, least), Math.ceil((end - next) / requests));
      const n = Math.min(end, Math.ceil((next + share) / whole) * whole) - next;
      if (n === 0) return false;
      const own = thetasOf(at, next - from, n, count);
      const params = { ...this.#posed(problem), seed, stream, from: next, count: n, at: own };
      next += n;
      const start = this.#now();
      done.push(await crew.attempt(() => client.call('simulate', params, { signal: stop.signal })));
      const perPair = Math.max(this.#now() - start, 1e-3) / n;
      chunk = Math.max(1, Math.min(LARGEST_CHUNK, GROWTH * n, Math.floor(ms / perPair)));
      wake();
      return next < end;
    };
    const drive = async () => {
      try {
        let more = true;
        while (more) more = await crew.simulators.use(simulateNext, stop.signal);
      } catch (cause) {
        fail(cause);
      }
    };

    const again = (pair: number): Promise<SimulatedChunk> => {
      const params = {
        ...this.#posed(problem),
        seed,
        stream,
        from: pair,
        count: 1,
        at: thetasOf(at, pair - from, 1, count),
      };
      const once = (client: SimulationClient) =>
        crew.attempt(() => client.call('simulate', { ...params, again: true }, { signal: stop.signal }));
      return crew.simulators.use(once, stop.signal);
    };

    try {
      for (let request = 0; request < requests; request++) void drive();
      while (delivered < count) {
        if (failure !== null) throw failure as Error;
        const ready = done.shift();
        if (ready === undefined) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        } else {
          delivered += ready.count;
          repeated.take(ready);
          if (!repeated.empty && (delivered === count || (!looked && delivered >= Math.min(count, EARLY)))) {
            looked = true;
            const alike = await repeated.comeOutTheSame(again).catch((cause: unknown) => {
              // What has ended the simulations meanwhile comes first.
              throw (failure ?? cause) as Error;
            });
            if (!alike) throw new Error(this.#notRepeated(problem));
          }
          yield ready;
        }
      }
    } finally {
      signal?.removeEventListener('abort', abort);
      stop.abort();
    }
  }

  /**
   * The reference posterior of a problem given data x in the order of its shape. References wait for each other.
   * @param draws number of draws wanted
   * @throws AbortError when `signal` is or gets aborted (the worker is ended: it could not be reached in the middle of its
   * work); WorkerCrash when two workers have crashed over it; what the system throws
   */
  async reference(
    problem: Problem,
    x: Float64Array,
    draws: number,
    onProgress?: (progress: ReferenceProgress) => void,
    signal?: AbortSignal,
  ): Promise<ReferenceAnswer> {
    return this.#asReference('reference', { ...this.#posed(problem), x, draws }, onProgress, signal);
  }

  /**
   * ln p(x_i | theta) for several theta of each of the data sets `source.from` to `source.from + datasets - 1` of a stream,
   * split between the workers.
   * @param thetas [datasets, each, D]
   * @returns [datasets, each]
   */
  async likelihoods(
    problem: Problem,
    source: { readonly seed: number; readonly stream: number; readonly from: number },
    thetas: Float64Array,
    datasets: number,
    signal?: AbortSignal,
  ): Promise<Float64Array> {
    const share = Math.ceil(datasets / this.size);
    const block = thetas.length / datasets;
    const parts: Promise<Float64Array>[] = [];
    for (let first = 0; first < datasets; first += share) {
      const n = Math.min(share, datasets - first);
      const params = {
        ...this.#posed(problem),
        source: { ...source, from: source.from + first },
        thetas: thetas.slice(first * block, (first + n) * block),
        datasets: n,
      };
      parts.push(this.#onSimulator('likelihoods', params, signal));
    }
    const values = await Promise.all(parts);
    const all = new Float64Array(values.reduce((sum, { length }) => sum + length, 0));
    let filled = 0;
    for (const part of values) {
      all.set(part, filled);
      filled += part.length;
    }
    return all;
  }

  /** The profile likelihood of data x in the order of its shape; takes its turn with the references, and is cancelled as they are. */
  async profile(
    problem: Problem,
    x: Float64Array,
    onProgress?: (fraction: number) => void,
    signal?: AbortSignal,
  ): Promise<ProfileReport> {
    return this.#asReference('profile', { ...this.#posed(problem), x }, ofFraction(onProgress), signal);
  }

  /** ln L as a landscape; takes its turn with the references, and is cancelled as they are. */
  landscape(
    asked: Asked<SimulationCommands['landscape']['params']>,
    onProgress?: (fraction: number) => void,
    signal?: AbortSignal,
  ): Promise<Landscape> {
    return this.#asReference('landscape', { ...asked, ...this.#posed(asked.problem) }, ofFraction(onProgress), signal);
  }

  /** Climbers on it; likewise. */
  hike(
    asked: Asked<SimulationCommands['hike']['params']>,
    onProgress?: (fraction: number) => void,
    signal?: AbortSignal,
  ): Promise<Hike> {
    return this.#asReference('hike', { ...asked, ...this.#posed(asked.problem) }, ofFraction(onProgress), signal);
  }

  /** Raw data of an observation [size of x]; waits as `predictive` does. */
  async observe(asked: Asked<SimulationCommands['observe']['params']>, signal?: AbortSignal): Promise<Float64Array> {
    return this.#onSimulator('observe', { ...asked, ...this.#posed(asked.problem) }, signal);
  }

  /** Predictive bands; they wait for a free simulation worker, at most one chunk. */
  async predictive(
    asked: Asked<SimulationCommands['predictive']['params']>,
    signal?: AbortSignal,
  ): Promise<Predictive> {
    return this.#onSimulator('predictive', { ...asked, ...this.#posed(asked.problem) }, signal);
  }

  /** Raw data of simulated pairs once more; waits as `predictive` does. */
  async data(asked: Asked<SimulationCommands['data']['params']>, signal?: AbortSignal): Promise<Float64Array> {
    return this.#onSimulator('data', { ...asked, ...this.#posed(asked.problem) }, signal);
  }

  /** Summaries of data sets at given parameters [n, D]; waits as `predictive` does. */
  async replicate(
    asked: Asked<SimulationCommands['replicate']['params']>,
    signal?: AbortSignal,
  ): Promise<Float64Array> {
    return this.#onSimulator('replicate', { ...asked, ...this.#posed(asked.problem) }, signal);
  }

  /** ln of likelihood times prior at given parameters [n, D]; waits as `predictive` does. */
  async target(asked: Asked<SimulationCommands['target']['params']>, signal?: AbortSignal): Promise<Float64Array> {
    return this.#onSimulator('target', { ...asked, ...this.#posed(asked.problem) }, signal);
  }

  /** The distance of draws from a reference's; waits as `predictive` does. */
  distance(params: SimulationCommands['distance']['params'], signal?: AbortSignal): Promise<ReferenceDistance> {
    return this.#onSimulator('distance', params, signal);
  }

  /** What the data can tell; waits as `predictive` does. */
  identifiability(draws: JudgedDraws, signal?: AbortSignal): Promise<Identifiability> {
    return this.#onSimulator('identifiability', draws, signal);
  }

  /** How a simulator outside of the page is reached from now on; null: it is not. Requests that wait for it go on. */
  connect(connection: BridgeConnection | null): void {
    this.#bridge = connection;
    if (this.#own === null || this.#catalogue.sourceOf(this.#own.system).kind !== 'remote') return;
    for (const port of this.#own.ports) say(port, connection);
  }

  #crewOf({ system }: Problem): Crew {
    const source = this.#catalogue.sourceOf(system);
    if (source.kind !== 'script' && source.kind !== 'remote') return this.#usual;
    if (this.#own?.system !== system) {
      this.#own?.crew.terminate();
      const ports: WorkerPort[] = [];
      this.#own = { system, ports, crew: this.#crewApart(source, ports) };
    }
    return this.#own.crew;
  }

  /** @param ports gets the workers as they are started */
  #crewApart(source: Apart, ports: WorkerPort[]): Crew {
    const name = `simulator "${source.declaration.name}"`;
    if (source.kind === 'script') {
      return new Crew(() => this.#makeLane(source), { size: this.#size, name, redone: false });
    }
    const started = () => {
      const port = this.#makeRemote();
      ports.push(port);
      say(port, this.#bridge);
      return port;
    };
    return new Crew(started, { size: 1, name, redone: true, tasks: REMOTE_REQUESTS });
  }

  #notRepeated({ system }: Problem): string {
    return this.#catalogue.sourceOf(system).kind === 'remote' ? `${NOT_REPEATED} ${KEPT_TOO}` : NOT_REPEATED;
  }

  #chunking({ system }: Problem): Chunking {
    const source = this.#catalogue.sourceOf(system);
    if (source.kind !== 'remote') return USUAL;
    const { batch, block } = source;
    return { ms: REMOTE_CHUNK_MS, least: this.#bridge?.workers ?? 1, whole: batch ? block : 1 };
  }

  /** Each task says where its system comes from, since a worker may have been started afresh. */
  #posed(problem: Problem): Posed {
    return { problem, system: this.#catalogue.sourceOf(problem.system) };
  }

  #onSimulator<
    C extends
      | 'data'
      | 'distance'
      | 'identifiability'
      | 'likelihoods'
      | 'observe'
      | 'predictive'
      | 'replicate'
      | 'target',
  >(
    command: C,
    params: SimulationCommands[C]['params'],
    signal?: AbortSignal,
  ): Promise<SimulationCommands[C]['result']> {
    const crew = 'problem' in params ? this.#crewOf(params.problem) : this.#usual;
    return crew.simulators.use((client) => crew.attempt(() => client.call(command, params, { signal })), signal);
  }

  #asReference<C extends 'hike' | 'landscape' | 'profile' | 'reference'>(
    command: C,
    params: SimulationCommands[C]['params'],
    onProgress?: (progress: ReferenceProgress) => void,
    signal?: AbortSignal,
  ): Promise<SimulationCommands[C]['result']> {
    // Likelihoods that are drawn as landscapes are those of systems that come with the program.
    const crew = command === 'reference' || command === 'profile' ? this.#crewOf(params.problem) : this.#usual;
    return crew.references.use(async (client) => {
      try {
        return await crew.attempt(() =>
          client.call(command, params, { signal, onProgress: (progress: ReferenceProgress) => onProgress?.(progress) }),
        );
      } finally {
        if (signal?.aborted) client.terminate();
      }
    }, signal);
  }

  /** Ends all workers; what they were doing is rejected with an AbortError. */
  terminate(): void {
    this.#usual.terminate();
    this.#own?.crew.terminate();
  }
}

/** Tells a worker how the bridge is reached. Nobody waits for its answer: 0 is the number of no call. */
function say(port: WorkerPort, connection: BridgeConnection | null): void {
  port.postMessage({ kind: 'call', id: 0, command: 'connect', params: connection }, []);
}

/** A worker can die of something that is not the task's fault (memory of another tab): try once more, on a fresh one. */
async function redoneOnce<R>(task: () => Promise<R>): Promise<R> {
  try {
    return await task();
  } catch (cause) {
    if (!(cause instanceof WorkerCrash)) throw cause;
    return await task();
  }
}

/** A lane that has met a simulation without an end leaves it out the next time, until there are too many (own/lanePort.ts). */
async function whileWorthAgain<R>(task: () => Promise<R>): Promise<R> {
  for (;;) {
    try {
      return await task();
    } catch (cause) {
      if (!(cause instanceof WorkerCrash && cause.cause instanceof WorthAgain)) throw cause;
    }
  }
}

function abortError(): Error {
  return new DOMException('The simulations were cancelled.', 'AbortError');
}
