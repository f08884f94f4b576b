/** How fast a run goes: how many steps fit into a call of the engine, and how many it takes a second. */

/** Most steps in one call, however short they are. */
const MOST_STEPS_AT_ONCE = 64;
/** Seconds over which the speed is measured; at the start over less, when there is nothing better. */
const WINDOW = 0.5;

export class Pace {
  #stepsAtOnce = 1;
  #speed = 0;
  #steps = 0;
  #since = 0;

  /** Steps that the next call should take. */
  get stepsAtOnce(): number {
    return this.#stepsAtOnce;
  }

  get stepsPerSecond(): number {
    return this.#speed;
  }

  /** Takes in a call of the engine: its steps, and the seconds that it took; it should have taken `callMs` milliseconds. */
  called(steps: number, seconds: number, callMs: number): void {
    const fitting = seconds > 0 ? Math.floor((callMs * steps) / (1000 * seconds)) : MOST_STEPS_AT_ONCE;
    // At most doubled: the first call of all is slow, and a short one may be a fluke of the clock.
    this.#stepsAtOnce = Math.max(1, Math.min(fitting, 2 * this.#stepsAtOnce, MOST_STEPS_AT_ONCE));
  }

  /** Training begins, or goes on after a pause: `elapsed` seconds of it have gone by. */
  begin(elapsed: number): void {
    this.#steps = 0;
    this.#since = elapsed;
  }

  /** Takes in steps that have been done, with all that goes with them, when `elapsed` seconds of training have gone by. */
  advanced(steps: number, elapsed: number): void {
    this.#steps += steps;
    const seconds = elapsed - this.#since;
    const settled = seconds > WINDOW;
    if (settled || (this.#speed === 0 && seconds > 0)) this.#speed = this.#steps / seconds;
    if (settled) this.begin(elapsed);
  }
}
