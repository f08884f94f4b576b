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
import type { ThetaSource } from '../../inference/simulators/problem.ts';
import type { SystemCatalogue } from '../../inference/simulators/catalogue.ts';
import type { SystemSource } from '../../inference/simulators/source.ts';
import type { Problem, ReferenceAnswer } from '../../inference/simulators/system.ts';
import { WorkerClient, WorkerCrash, type WorkerPort } from '../rpc/client.ts';
import { ResourcePool } from '../rpc/resourcePool.ts';
import type { SimulationCommands } from './simulationTasks.ts';
import type { Posed, ReferenceProgress, SimulatedChunk } from './systemTasks.ts';

type SimulationClient = WorkerClient<SimulationCommands>;

/** Long enough that messages cost nothing beside it, short enough that pairs keep coming and a cancel is soon felt. */
const CHUNK_MS = 50;
const LARGEST_CHUNK = 8192;
/** A chunk may be so many times longer than the one that it is measured by. */
const GROWTH = 8;
const LARGEST_POOL = 8;

/** Number of simulation workers on a machine with so many logical cores (undefined: the browser does not tell). */
export function poolSize(cores: number | undefined): number {
  return Math.max(1, Math.min(LARGEST_POOL, (cores ?? 2) - 1));
}

/** For whoever wants no more of it. */
function ofFraction(onProgress?: (fraction: number) => void): (progress: ReferenceProgress) => void {
  return ({ fraction }) => onProgress?.(fraction);
}

/** A real simulation worker. */
function startSimulationWorker(): WorkerPort {
  return new Worker(new URL('./simulationWorker.ts', import.meta.url), { type: 'module', name: 'simulation' });
}

/** Workers that simulate, and one that computes references. */
class Crew {
  readonly simulators: ResourcePool<SimulationClient>;
  readonly references: ResourcePool<SimulationClient>;

  /** @param redone whether work over which a worker has died is tried once more; of its own accord a simulator dies again */
  constructor(
    makeWorker: () => WorkerPort,
    size: number,
    name: string,
    readonly redone: boolean,
  ) {
    const simulator = () => new WorkerClient<SimulationCommands>(makeWorker, { name });
    this.simulators = new ResourcePool(Array.from({ length: size }, simulator));
    this.references = new ResourcePool([
      new WorkerClient<SimulationCommands>(makeWorker, { name: 'reference worker', watchdog: false }),
    ]);
  }

  attempt<R>(task: () => Promise<R>): Promise<R> {
    return this.redone ? redoneOnce(task) : task();
  }

  terminate(): void {
    for (const client of [...this.simulators.all, ...this.references.all]) client.terminate();
  }
}

/** Starts a worker that runs the simulator of one source, and does the tasks of systemTasks.ts alone. */
export type MakeLane = (source: SystemSource<'script'>) => WorkerPort;

function noLane({ declaration }: SystemSource<'script'>): never {
  throw new Error(`The simulator "${declaration.name}" cannot be run here.`);
}

/** Parameters of a task before the pool has said where its system comes from. */
type Asked<P> = P extends Posed ? Omit<P, 'system'> : P;

export class SimulationPool {
  readonly #catalogue: SystemCatalogue;
  readonly #usual: Crew;
  readonly #makeLane: MakeLane;
  /** Those that run a simulator of the user's own, of one source at a time. */
  #own: { readonly system: string; readonly crew: Crew } | null = null;
  readonly #now: () => number;

  /**
   * Workers are started when they are first needed. `now`: a clock in milliseconds.
   * @param catalogue knows all systems that are asked about
   * @param makeLane for simulators of the user's own, which run apart from all else; default: they cannot be run
   */
  constructor(
    catalogue: SystemCatalogue,
    makeWorker: () => WorkerPort = startSimulationWorker,
    size: number = poolSize(globalThis.navigator?.hardwareConcurrency),
    now: () => number = () => performance.now(),
    makeLane: MakeLane = noLane,
  ) {
    this.#usual = new Crew(makeWorker, size, 'simulation worker', true);
    this.#makeLane = makeLane;
    this.#catalogue = catalogue;
    this.#now = now;
  }

  /** Number of workers that simulate. */
  get size(): number {
    return this.#usual.simulators.all.length;
  }

  /**
   * Simulates pairs `from` to `from + count - 1` of a stream (see STREAMS in inference/math/random.ts). Chunks come as they
   * are done, in any order; together they are the range, each pair once. Leaving the loop early cancels the rest. Chunks
   * are simulated ahead of the reader, all of the range if it is slow.
   * @throws AbortError when `signal` is or gets aborted; WorkerCrash when a chunk has crashed two workers; what the
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
    let next = from;
    let chunk = 1;
    let delivered = 0;
    let failure: unknown = null;
    let wake = () => {};

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
      const n = Math.min(chunk, Math.ceil((end - next) / this.size));
      if (n === 0) return false;
      const params = { ...this.#posed(problem), seed, stream, from: next, count: n, at };
      next += n;
      const start = this.#now();
      done.push(await crew.attempt(() => client.call('simulate', params, { signal: stop.signal })));
      const perPair = Math.max(this.#now() - start, 1e-3) / n;
      chunk = Math.max(1, Math.min(LARGEST_CHUNK, GROWTH * n, Math.floor(CHUNK_MS / perPair)));
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

    try {
      for (let resource = 0; resource < this.size; resource++) void drive();
      while (delivered < count) {
        if (failure !== null) throw failure as Error;
        const ready = done.shift();
        if (ready === undefined) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        } else {
          delivered += ready.count;
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

  #crewOf({ system }: Problem): Crew {
    const source = this.#catalogue.sourceOf(system);
    if (source.kind !== 'script') return this.#usual;
    if (this.#own?.system !== system) {
      this.#own?.crew.terminate();
      this.#own = {
        system,
        crew: new Crew(() => this.#makeLane(source), this.size, `simulator "${source.declaration.name}"`, false),
      };
    }
    return this.#own.crew;
  }

  /** Each task says where its system comes from, since a worker may have been started afresh. */
  #posed(problem: Problem): Posed {
    return { problem, system: this.#catalogue.sourceOf(problem.system) };
  }

  #onSimulator<
    C extends 'data' | 'distance' | 'identifiability' | 'likelihoods' | 'predictive' | 'replicate' | 'target',
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

/** A worker can die of something that is not the task's fault (memory of another tab): try once more, on a fresh one. */
async function redoneOnce<R>(task: () => Promise<R>): Promise<R> {
  try {
    return await task();
  } catch (cause) {
    if (!(cause instanceof WorkerCrash)) throw cause;
    return await task();
  }
}

function abortError(): Error {
  return new DOMException('The simulations were cancelled.', 'AbortError');
}
