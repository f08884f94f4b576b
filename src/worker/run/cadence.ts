/** How often something is done that is worth a part of the time and no more. */
export class Cadence {
  readonly #everyMs: number;
  readonly #share: number;
  #last = Number.NEGATIVE_INFINITY;
  #cost = 0;

  /** At most once every `everyMs`, and at most `share` of the time. */
  constructor({ everyMs, share }: { readonly everyMs: number; readonly share: number }) {
    this.#everyMs = everyMs;
    this.#share = share;
  }

  get due(): boolean {
    return performance.now() - this.#last >= Math.max(this.#everyMs, this.#cost / this.#share);
  }

  async spend(work: () => Promise<void>): Promise<void> {
    const start = performance.now();
    await work();
    this.#last = performance.now();
    this.#cost = this.#last - start;
  }
}
