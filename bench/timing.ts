/**
 * Times that can be compared on a machine that is doing other things: contestants take turns, so that what slows one down
 * slows the others too, and what counts is the processor time of this process, of which the median is taken. Work of a GPU or
 * of several threads is timed on the clock on the wall.
 */
import { median } from '../src/inference/math/statistics.ts';

export interface Contestant {
  readonly name: string;
  /**
   * Does the work once. A contestant that works elsewhere returns the time that it took there, ms: the processor time of
   * another process, or `wallMs` of a GPU or of several threads.
   */
  readonly run: () => Promise<number | void> | number | void;
  /** Divides the time: units of work that one run does. */
  readonly units: number;
}

/** Processor time of this process, ms. The sum is exact; how the system splits it is not. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Milliseconds that the work takes on the clock on the wall. */
export async function wallMs(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Median milliseconds per unit of each contestant, over `rounds` rounds after `warmUp` that do not count. */
export async function interleaved(
  contestants: readonly Contestant[],
  rounds: number,
  warmUp: number,
): Promise<ReadonlyMap<string, number>> {
  const times = new Map<string, number[]>(contestants.map(({ name }) => [name, []]));
  for (let round = -warmUp; round < rounds; round++) {
    for (const { name, run, units } of contestants) {
      const start = processorMs();
      const elsewhere = await run();
      if (round >= 0) times.get(name)?.push((elsewhere ?? processorMs() - start) / units);
    }
  }
  return new Map(Array.from(times, ([name, all]) => [name, median(all)]));
}
