/**
 * Workers that share the work on a simulator: those that simulate, and one more for reference posteriors, since a reference
 * takes seconds in one piece and must neither wait for simulations nor hold them up.
 */
import { untilWorthNoMore, WorkerClient, WorkerCrash, type WorkerPort } from '../rpc/client.ts';
import { ResourcePool } from '../rpc/resourcePool.ts';
import type { SimulationCommands } from './simulationTasks.ts';

export type SimulationClient = WorkerClient<SimulationCommands>;

/** How large chunks of simulations are. */
export interface Chunking {
  /** What a chunk is to take, ms. */
  readonly ms: number;
  /** Pairs of a chunk at least: less would leave some without work. */
  readonly least: number;
  /** Chunks end on multiples of it. */
  readonly whole: number;
}

/** Long enough that messages cost nothing beside it, short enough that pairs keep coming and a cancel is soon felt. */
const USUAL: Chunking = { ms: 50, least: 1, whole: 1 };

interface CrewOptions {
  /** Workers that simulate. */
  readonly size: number;
  /** What sentences call one. */
  readonly name: string;
  /** Whether work over which a worker has died is tried once more; of its own accord a simulator dies again */
  readonly redone: boolean;
  /** Tasks that a worker is given at once; absent: one. */
  readonly tasks?: number;
  /** Said where pairs do not come out the same again; absent: the simulator is the program's own, which is not looked at. */
  readonly notRepeated?: string;
  /** Asked for with each range of simulations; absent: the usual one. */
  readonly chunking?: () => Chunking;
}

export class Crew {
  readonly simulators: ResourcePool<SimulationClient>;
  readonly references: ResourcePool<SimulationClient>;
  /** Said where pairs do not come out the same again (repeatedPairs.ts); null: none are made again. */
  readonly notRepeated: string | null;
  readonly #redone: boolean;
  readonly #chunking: () => Chunking;

  /** Workers are started when they are first needed. */
  constructor(makeWorker: () => WorkerPort, options: CrewOptions) {
    const { size, name, redone, tasks = 1, notRepeated = null, chunking = () => USUAL } = options;
    this.notRepeated = notRepeated;
    this.#redone = redone;
    this.#chunking = chunking;
    const simulators = Array.from({ length: size }, () => new WorkerClient<SimulationCommands>(makeWorker, { name }));
    this.simulators = new ResourcePool(simulators.flatMap((client) => Array.from({ length: tasks }, () => client)));
    this.references = new ResourcePool([
      new WorkerClient<SimulationCommands>(makeWorker, { name: 'reference worker', watchdog: false }),
    ]);
  }

  get chunking(): Chunking {
    return this.#chunking();
  }

  attempt<R>(task: () => Promise<R>): Promise<R> {
    return this.#redone ? redoneOnce(task) : untilWorthNoMore(task);
  }

  /** Ends all workers; what they were doing is rejected with an AbortError. */
  terminate(): void {
    for (const client of [...this.simulators.all, ...this.references.all]) client.terminate();
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
