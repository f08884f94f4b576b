/**
 * A parser under fuzzing: inputs that nobody meant to write, and what must hold for each of them. That nothing is thrown,
 * that a promise is not left rejected, and that no case takes more than a second of processor time is asked of all.
 */
import fc from 'fast-check';

/** Processor time that a case may take, seconds. */
const LONGEST = 1;

export interface FuzzReport {
  readonly cases: number;
  /** Processor time of the slowest case, seconds. */
  readonly slowest: number;
}

export interface FuzzTarget {
  readonly name: string;
  /** Of the cases of a run, relative to the other targets: less than 1 where a case takes long. */
  readonly share: number;
  /**
   * Runs `cases` cases of the seed's sequence.
   *
   * @param started told the number of each case before it is run
   * @throws (rejects) with the smallest failing input that was found, its seed and its path
   */
  run(cases: number, seed: number, started?: (index: number) => void): Promise<FuzzReport>;
}

/**
 * @param holds throws (or rejects) where the parser does not do what it must with the input
 * @param share as in `FuzzTarget`
 */
export function fuzzTarget<T>(
  name: string,
  input: fc.Arbitrary<T>,
  holds: (input: T) => void | Promise<void>,
  share = 1,
): FuzzTarget {
  return {
    name,
    share,
    async run(cases, seed, started) {
      let index = 0;
      let slowest = 0;
      const property = fc.asyncProperty(input, async (value) => {
        started?.(index++);
        // Not the clock: the machine may have other things to do.
        const before = process.cpuUsage();
        await holds(value);
        const { user, system } = process.cpuUsage(before);
        const seconds = (user + system) / 1e6;
        slowest = Math.max(slowest, seconds);
        if (seconds > LONGEST) throw new Error(`The case took ${seconds.toFixed(2)} s.`);
      });
      await fc.assert(property, { seed, numRuns: cases, includeErrorInReport: true });
      return { cases, slowest };
    },
  };
}
