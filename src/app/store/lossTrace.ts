/**
 * The losses of a run, held in a bounded number of points: when the trace is full, neighbours are averaged and from then
 * on each point stands for twice as many steps. Plots need the shape, not every batch.
 */

const CAPACITY = 800;

export class LossTrace {
  /** Last step that each point stands for. */
  readonly steps: number[] = [];
  /** Mean loss over the point's steps, nats. */
  readonly losses: number[] = [];
  #perPoint = 1;
  #sum = 0;
  #count = 0;

  /** Appends the losses of steps `lastStep - losses.length + 1 .. lastStep`; those that are not finite are left out. */
  append(lastStep: number, losses: ArrayLike<number>): void {
    for (let i = 0; i < losses.length; i++) {
      if (!Number.isFinite(losses[i])) continue;
      this.#sum += losses[i];
      this.#count++;
      if (this.#count < this.#perPoint) continue;
      this.steps.push(lastStep - losses.length + 1 + i);
      this.losses.push(this.#sum / this.#count);
      this.#sum = 0;
      this.#count = 0;
      if (this.steps.length >= CAPACITY) this.#halve();
    }
  }

  /** Forgets the steps after `step`: they are taken again. */
  rewind(step: number): void {
    while ((this.steps.at(-1) ?? 0) > step) {
      this.steps.pop();
      this.losses.pop();
    }
    this.#sum = 0;
    this.#count = 0;
  }

  #halve(): void {
    const half = this.steps.length >> 1;
    for (let i = 0; i < half; i++) {
      this.steps[i] = this.steps[2 * i + 1];
      this.losses[i] = (this.losses[2 * i] + this.losses[2 * i + 1]) / 2;
    }
    this.steps.length = half;
    this.losses.length = half;
    this.#perPoint *= 2;
  }
}
