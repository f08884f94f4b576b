/**
 * The loss as a function of the delay: at each delay of a grid all other unknowns are fitted. A fit may end in a minimum that is not
 * the lowest one, so each delay is reached twice, from the shorter and from the longer ones, and the lower fit counts.
 */
import type { ReportAndYield } from '../learner.ts';
import { type Member, settle, startOf } from './ensemble.ts';
import { Objective, type ObjectiveOptions } from './objective.ts';
import { LONGEST } from './sizes.ts';

/** Minutes. */
const STEP = 2;
export const DELAYS = Array.from({ length: LONGEST / STEP + 1 }, (_, i) => i * STEP);
const STEPS = 100;
/** Nats above the lowest within which another minimum would be as good an answer, and the rise that parts two minima. */
const CLOSE = 3;
const APART = 0.5;

export interface Profile {
  /** Lowest loss at each of DELAYS, nats. */
  readonly loss: Float64Array;
  /** On the way up and on the way down. */
  readonly ways: readonly [up: Float64Array, down: Float64Array];
  /** Delays at which the lower of the two fits ran out of steps. */
  readonly unsettled: readonly number[];
}

export async function profileOf(
  options: Omit<ObjectiveOptions, 'variant' | 'delay'>,
  seed: number,
  reportAndYield: ReportAndYield,
): Promise<Profile> {
  let done = 0;
  const way = async (delays: readonly number[], member: number) => {
    const losses = new Float64Array(delays.length);
    const settled = delays.map(() => true);
    let before: Member | null = null;
    for (const delay of delays) {
      const objective = new Objective({ ...options, variant: 'M1', delay });
      const start = before?.u ?? startOf(objective, seed, member);
      const heard = () => reportAndYield(done / (2 * DELAYS.length));
      // The first has no neighbour to begin from.
      before = await settle(objective, start, heard, before === null ? 3 * STEPS : STEPS);
      losses[DELAYS.indexOf(delay)] = before.loss;
      settled[DELAYS.indexOf(delay)] = before.converged;
      done++;
      await heard();
    }
    return { losses, settled };
  };
  const up = await way(DELAYS, 0);
  const down = await way([...DELAYS].reverse(), 1);
  const lower = (i: number) => (up.losses[i] <= down.losses[i] ? up : down);
  return {
    loss: Float64Array.from(DELAYS, (_, i) => lower(i).losses[i]),
    ways: [up.losses, down.losses],
    unsettled: DELAYS.filter((_, i) => !lower(i).settled[i]),
  };
}

export interface ProfileMinimum {
  /** Minutes, between the points of the grid. */
  readonly delay: number;
  /** Half the width at half a nat above it, minutes: the sd where the profile is a parabola. */
  readonly sd: number;
  readonly loss: number;
  /** Delays of other minima that are nearly as low. */
  readonly others: readonly number[];
  /** Nats by which no delay is worse. */
  readonly none: number;
  /** Whether it lies at the longest delay: it may be longer. */
  readonly atEnd: boolean;
  /** Nats between the lowest and the highest point. */
  readonly depth: number;
}

export function minimumOf(loss: Float64Array): ProfileMinimum {
  const at = loss.indexOf(loss.reduce((a, b) => Math.min(a, b)));
  const last = loss.length - 1;
  const inside = at > 0 && at < last;
  const [left, middle, right] = [loss[at - 1], loss[at], loss[at + 1]];
  const bend = inside ? left - 2 * middle + right : 0;
  const shift = bend > 0 ? (left - right) / (2 * bend) : 0;
  const lowest = bend > 0 ? middle - ((left - right) * shift) / 4 : middle;
  const delay = STEP * (at + shift);
  // Where the profile crosses half a nat on either side, on straight lines; a side without a crossing has none.
  const crossing = (direction: 1 | -1): number | null => {
    for (let i = at; i + direction >= 0 && i + direction <= last; i += direction) {
      const [a, b] = [loss[i], loss[i + direction]];
      const level = lowest + 0.5;
      if (b >= level) return Math.abs(STEP * (i + (direction * Math.max(0, level - a)) / (b - a)) - delay);
    }
    return null;
  };
  const parabola = bend > 0 ? STEP / Math.sqrt(bend) : null;
  const [below, above] = [crossing(-1), crossing(1)];
  const widths = [below, above].filter((width) => width !== null);
  const crossed = widths.length === 0 ? Number.NaN : widths.reduce((a, b) => a + b) / widths.length;
  // A minimum that is narrower than the grid is told by the parabola, another one by its crossings.
  const sd = parabola !== null && parabola < STEP ? parabola : crossed;
  return {
    delay,
    sd,
    loss: lowest,
    others: otherMinima(loss, at),
    none: loss[0] - lowest,
    atEnd: at === last,
    depth: loss.reduce((a, b) => Math.max(a, b)) - lowest,
  };
}

function otherMinima(loss: Float64Array, lowest: number): number[] {
  const found: number[] = [];
  for (let i = 0; i < loss.length; i++) {
    if (i === lowest || loss[i] > loss[lowest] + CLOSE) continue;
    const neighbours = [loss[i - 1] ?? Number.POSITIVE_INFINITY, loss[i + 1] ?? Number.POSITIVE_INFINITY];
    if (neighbours.some((other) => other < loss[i])) continue;
    const between = loss.slice(Math.min(i, lowest), Math.max(i, lowest) + 1).reduce((a, b) => Math.max(a, b));
    if (between > loss[i] + APART) found.push(DELAYS[i]);
  }
  return found;
}
