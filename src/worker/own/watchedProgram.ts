/**
 * Messages from a lane while its simulator runs. The lane's owner cannot interrupt a simulation; it ends the lane when no message has come
 * for too long (lanePort.ts). The next lane announces every simulation with its theta (`careful`), which identifies the one that does not
 * end; that theta counts as failed from then on.
 */
import { SimulationFailure } from '../../inference/simulators/attempts.ts';
import type { Declaration } from '../../inference/simulators/own/declaration.ts';
import type { OwnProgram } from '../../inference/simulators/own/ownProgram.ts';
import type { LaneWatch, Sign } from './laneMessages.ts';
import { givenData, LONGEST_SIMULATION, placeText } from './limits.ts';

/** Time between two signs at least, ms. */
const PACE = LONGEST_SIMULATION / 10;

export class WatchedProgram {
  readonly #now: () => number;
  readonly #tell: (sign: Sign) => void;
  #slow = new Set<string>();
  #careful = false;
  #last = 0;

  constructor(now: () => number, tell: (sign: Sign) => void) {
    this.#now = now;
    this.#tell = tell;
  }

  set watch({ slow, careful }: LaneWatch) {
    this.#slow = new Set(slow.map(keyOf));
    this.#careful = careful;
  }

  /** The program, watched. */
  of(program: OwnProgram, declaration: Declaration): OwnProgram {
    const { simulate, summaries, logLikelihood } = program;
    const enter = (theta: ArrayLike<number>) => this.#enter(theta, declaration);
    return {
      simulate: (theta, random, out, s) => {
        enter(theta);
        try {
          simulate(theta, random, out, s);
        } finally {
          this.#leave();
        }
      },
      ...(summaries === undefined
        ? {}
        : {
            summaries: (x: Float64Array, out: Float64Array) => {
              enter(givenData(x));
              try {
                summaries(x, out);
              } finally {
                this.#leave();
              }
            },
          }),
      ...(logLikelihood === undefined
        ? {}
        : {
            logLikelihood: (theta: ArrayLike<number>, x: Float64Array) => {
              enter(theta);
              try {
                return logLikelihood(theta, x);
              } finally {
                this.#leave();
              }
            },
          }),
    };
  }

  #enter(theta: ArrayLike<number>, declaration: Declaration): void {
    if (this.#slow.size > 0 && this.#slow.has(keyOf(theta))) {
      const seconds = LONGEST_SIMULATION / 1000;
      throw new SimulationFailure(
        `It took longer than ${seconds} s and was stopped, ${placeText(declaration, theta)}.`,
      );
    }
    if (this.#careful) {
      this.#tell({ kind: 'at', theta: Array.from(theta) });
      return;
    }
    const now = this.#now();
    if (now - this.#last < PACE) return;
    this.#last = now;
    this.#tell({ kind: 'at', theta: null });
  }

  #leave(): void {
    if (this.#careful) this.#tell({ kind: 'at', theta: null });
  }
}

function keyOf(theta: ArrayLike<number>): string {
  return Array.from(theta).join(' ');
}
