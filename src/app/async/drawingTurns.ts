/**
 * Figures take turns. Eight figures and more change with every posterior; drawn in one piece they would hold the page for
 * longer than a hand on a slider forgives. A frame draws until its share of time is used and leaves the rest to the next,
 * so that events come through between two figures.
 */

/** Time that a frame may be drawn in before the rest waits, ms: the one that is begun is finished. Most take longer, and have a frame of their own. */
const SHARE = 4;

export interface TurnClock {
  /** Calls back at the next frame. */
  readonly frame: (start: () => void) => void;
  /** Calls back in the task after the present frame, when it has been painted. */
  readonly painted: (start: () => void) => void;
  /** Milliseconds. */
  readonly now: () => number;
}

export class DrawingTurns {
  readonly #clock: TurnClock;
  readonly #waiting: (() => unknown)[] = [];
  #measures: { done: (milliseconds: number) => void; since: number; busy: number | null }[] = [];
  #planned = false;

  constructor(clock: TurnClock) {
    this.#clock = clock;
  }

  /**
   * Calls back when it is this figure's turn, first come, first served; what `start` returns is waited for.
   * @param ahead of all that wait
   * @returns a function that gives the turn up
   */
  readonly next = (start: () => unknown, ahead = false): (() => void) => {
    if (ahead) this.#waiting.unshift(start);
    else this.#waiting.push(start);
    this.#plan();
    return () => {
      const place = this.#waiting.indexOf(start);
      if (place >= 0) this.#waiting.splice(place, 1);
    };
  };

  /** Tells, when no figure waits any more, the time until the next frame and what the frames from there on took to draw, ms. */
  measure(done: (milliseconds: number) => void): void {
    this.#measures.push({ done, since: this.#clock.now(), busy: null });
    this.#plan();
  }

  #plan(): void {
    if (this.#planned) return;
    this.#planned = true;
    this.#clock.frame(() => void this.#draw());
  }

  async #draw(): Promise<void> {
    const begin = this.#clock.now();
    for (const measure of this.#measures) measure.busy ??= begin - measure.since;
    for (let start = this.#waiting.shift(); start !== undefined; start = this.#waiting.shift()) {
      await start();
      if (this.#clock.now() - begin >= SHARE) break;
    }
    this.#clock.painted(() => {
      this.#planned = false;
      const took = this.#clock.now() - begin;
      for (const measure of this.#measures) if (measure.busy !== null) measure.busy += took;
      if (this.#waiting.length === 0) this.#notify();
      if (this.#waiting.length > 0 || this.#measures.length > 0) this.#plan();
    });
  }

  #notify(): void {
    const told = this.#measures.filter(({ busy }) => busy !== null);
    this.#measures = this.#measures.filter(({ busy }) => busy === null);
    for (const { done, busy } of told) done(busy ?? 0);
  }
}

/** The turns of the page's figures. A hidden page has no frames and draws nothing. */
export const drawingTurns = new DrawingTurns({
  frame: (start) => void requestAnimationFrame(start),
  painted: (start) => void setTimeout(start),
  now: () => performance.now(),
});
