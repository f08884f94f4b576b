/**
 * What is simulated and computed beside the training, on all but one of the cores (crews.ts): ranges of pairs, split between
 * the workers of a crew, and tasks that one worker does.
 *
 * How the range of simulations is split does not show in the result: pair i depends on (seed, stream, i) alone.
 */
import type { ReferenceDistance } from '../../inference/diagnostics/reference/referenceDistance.ts';
import type { Identifiability, JudgedDraws } from '../../inference/diagnostics/identifiability/identifiability.ts';
import type { ProfileReport } from '../../inference/diagnostics/identifiability/profileLikelihood.ts';
import type { Hike, Landscape } from '../../inference/diagnostics/landscape/landscape.ts';
import { joined } from '../../inference/math/rows.ts';
import type { Predictive } from '../../inference/posterior/predictive.ts';
import { thetasOf, type ThetaSource } from '../../inference/simulators/problem.ts';
import type { SystemCatalogue } from '../../inference/simulators/catalogue.ts';
import type { Problem, ReferenceAnswer } from '../../inference/simulators/system.ts';
import type { SimulationClient } from './crew.ts';
import { Crews, type CrewsOptions } from './crews.ts';
import type { BridgeConnection } from './remote/bridgeConnection.ts';
import { pairsAgain, RepeatedPairs } from './repeatedPairs.ts';
import type { SimulationCommands } from './simulationTasks.ts';
import type { Posed, ReferenceProgress, SimulatedChunk, Summarised } from './systemTasks.ts';

const LARGEST_CHUNK = 8192;
/** A chunk may be so many times longer than the one that it is measured by. */
const GROWTH = 8;
/** Pairs after which some are made again for the first time: early, so that nobody waits for a training that is then refused. */
const EARLY = 200;

/** For whoever wants no more of it. */
function ofFraction(onProgress?: (fraction: number) => void): (progress: ReferenceProgress) => void {
  return ({ fraction }) => onProgress?.(fraction);
}

/** Parameters of a task before the pool has said where its system comes from. */
type Asked<P> = P extends Posed ? Omit<P, 'system'> : P;

export interface PoolOptions extends CrewsOptions {
  /** A clock, ms. */
  readonly now?: () => number;
}

export class SimulationPool {
  readonly #catalogue: SystemCatalogue;
  readonly #crews: Crews;
  readonly #now: () => number;

  /**
   * Workers are started when they are first needed.
   * @param catalogue knows all systems that are asked about
   */
  constructor(catalogue: SystemCatalogue, { now = () => performance.now(), ...options }: PoolOptions = {}) {
    this.#catalogue = catalogue;
    this.#crews = new Crews(catalogue, options);
    this.#now = now;
  }

  /** Number of workers that simulate. */
  get size(): number {
    return this.#crews.size;
  }

  /**
   * Simulates pairs `from` to `from + count - 1` of a stream (see STREAMS in inference/math/random.ts). Chunks come as they
   * are done, in any order; together they are the range, each pair once. Leaving the loop early cancels the rest. Chunks
   * are simulated ahead of the reader, all of the range if it is slow. Of a simulator that runs apart some pairs are made again, when
   * the first are there and before the last are given.
   * @throws an Error where they come out otherwise (repeatedPairs.ts); AbortError when `signal` is or gets aborted;
   * WorkerCrash when a chunk has crashed two workers; what the simulator throws
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
    const crew = this.#crews.of(problem.system);
    const end = from + count;
    const done: SimulatedChunk[] = [];
    const requests = crew.simulators.all.length;
    const { ms, least, whole } = crew.chunking;
    let next = from;
    let chunk = 1;
    let delivered = 0;
    let failure: unknown = null;
    let wake = () => {};
    // Pairs at given theta of a batch depend on which of them are asked for together.
    const notRepeated = whole === 1 || at === null || at instanceof Float64Array ? crew.notRepeated : null;
    const repeated = new RepeatedPairs(notRepeated === null ? 0 : pairsAgain(count, whole));
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
      // Of each its own: many that listen to one signal are taken for a leak.
      const own = AbortSignal.any([stop.signal]);
      const once = (client: SimulationClient) =>
        crew.attempt(() => client.call('simulate', { ...params, again: true }, { signal: own }));
      return crew.simulators.use(once, own);
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
            if (!alike) throw new Error(notRepeated ?? undefined);
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
    return joined(await Promise.all(parts));
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

  /** Summaries of data that were given [n, size of x]; waits as `predictive` does. */
  async summaries(asked: Asked<SimulationCommands['summaries']['params']>, signal?: AbortSignal): Promise<Summarised> {
    return this.#onSimulator('summaries', { ...asked, ...this.#posed(asked.problem) }, signal);
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
    this.#crews.connect(connection);
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
      | 'summaries'
      | 'target',
  >(
    command: C,
    params: SimulationCommands[C]['params'],
    signal?: AbortSignal,
  ): Promise<SimulationCommands[C]['result']> {
    const crew = 'problem' in params ? this.#crews.of(params.problem.system) : this.#crews.usual;
    return crew.simulators.use((client) => crew.attempt(() => client.call(command, params, { signal })), signal);
  }

  #asReference<C extends 'hike' | 'landscape' | 'profile' | 'reference'>(
    command: C,
    params: SimulationCommands[C]['params'],
    onProgress?: (progress: ReferenceProgress) => void,
    signal?: AbortSignal,
  ): Promise<SimulationCommands[C]['result']> {
    // Likelihoods that are drawn as landscapes are those of systems that come with the program.
    const crew =
      command === 'landscape' || command === 'hike' ? this.#crews.usual : this.#crews.of(params.problem.system);
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
    this.#crews.terminate();
  }
}

function abortError(): Error {
  return new DOMException('The simulations were cancelled.', 'AbortError');
}
