/**
 * The pairs of a run that trains on every simulation in one epoch only. Those of the next epoch are simulated while one is
 * trained on, and no more, so that simulators faster than the training are held back by an epoch.
 */
import type { Batch } from '../flow/engines/engine.ts';

export class FreshEpochs {
  readonly #simulate: (epoch: number) => Promise<Batch>;
  readonly #last: number;
  readonly #epochs = new Map<number, Promise<Batch>>();

  /**
   * @param simulate gives the pairs of an epoch (1, 2, ...), whitened and standardised
   * @param last the last epoch that is needed; Infinity if nobody knows
   */
  constructor(simulate: (epoch: number) => Promise<Batch>, last: number) {
    this.#simulate = simulate;
    this.#last = last;
  }

  /** Begins to simulate an epoch, if it is needed at all and has not been begun. */
  prepare(epoch: number): void {
    if (epoch > this.#last || this.#epochs.has(epoch)) return;
    const pairs = this.#simulate(epoch);
    // Who takes the epoch learns of a failure; it may be that nobody does.
    pairs.catch(() => {});
    this.#epochs.set(epoch, pairs);
  }

  /** The pairs of an epoch. Lets go of those before it and begins the next. @throws what the simulation throws */
  async take(epoch: number): Promise<Batch> {
    this.prepare(epoch);
    const pairs = await this.#epochs.get(epoch);
    if (pairs === undefined) throw new RangeError(`Epoch ${epoch} was asked for; the run ends with ${this.#last}.`);
    for (const known of this.#epochs.keys()) if (known < epoch) this.#epochs.delete(known);
    this.prepare(epoch + 1);
    return pairs;
  }
}
