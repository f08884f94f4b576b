/**
 * The losses of a run, held in a bounded number of points: when the trace is full, neighbours are averaged and from then
 * on each point stands for twice as many steps. Plots need the shape, not every batch.
 */
import { LONGEST_TRACE, type TracePoints } from '../../inference/study/run/savedRun.ts';

export class LossTrace {
  /** Last step that each point stands for. */
  readonly steps: number[] = [];
  /** Mean loss over the point's steps, nats. */
  readonly losses: number[] = [];
  #perPoint = 1;
  #sum = 0;
  #count = 0;
  /** Last step that the sum is of. */
  #last = 0;

  /** A trace that goes on from points that were kept; steps since the last of them are averaged anew. */
  static from({ steps, losses, perPoint }: TracePoints): LossTrace {
    const trace = new LossTrace();
    trace.steps.push(...steps);
    trace.losses.push(...losses);
    trace.#perPoint = perPoint;
    return trace;
  }

  /** With a last point of the steps that make no whole one yet: they are not taken again. */
  get points(): TracePoints {
    const rest = this.#count > 0;
    return {
      steps: [...this.steps, ...(rest ? [this.#last] : [])],
      losses: [...this.losses, ...(rest ? [this.#sum / this.#count] : [])],
      perPoint: this.#perPoint,
    };
  }

  /** Appends the losses of steps `lastStep - losses.length + 1 .. lastStep`; those that are not finite are left out. */
  append(lastStep: number, losses: ArrayLike<number>): void {
    for (let i = 0; i < losses.length; i++) {
      if (!Number.isFinite(losses[i])) continue;
      this.#sum += losses[i];
      this.#count++;
      this.#last = lastStep - losses.length + 1 + i;
      if (this.#count < this.#perPoint) continue;
      this.steps.push(lastStep - losses.length + 1 + i);
      this.losses.push(this.#sum / this.#count);
      this.#sum = 0;
      this.#count = 0;
      if (this.steps.length >= LONGEST_TRACE) this.#halve();
    }
  }

  /** Forgets the steps after `step`: they are taken again. A point that stands for some before it, too, stands for those. */
  rewind(step: number): void {
    const { steps, losses } = this.points;
    const kept = steps.filter((last) => last <= step).length;
    const begun = kept < steps.length && steps[kept] - this.#perPoint < step && (steps[kept - 1] ?? 0) < step;
    this.steps.length = 0;
    this.losses.length = 0;
    this.steps.push(...steps.slice(0, kept), ...(begun && this.#perPoint > 1 ? [step] : []));
    this.losses.push(...losses.slice(0, begun && this.#perPoint > 1 ? kept + 1 : kept));
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
