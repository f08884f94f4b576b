/** Several networks from starts of their own: the one that ends lowest is the answer, and how far the others are tells its worth. */
import { Random, STREAMS } from '../../math/random.ts';
import type { ReportAndYield } from '../learner.ts';
import { Descent } from './descent.ts';
import { type Objective, total } from './objective.ts';
import { LONGEST } from './sizes.ts';

const MEMBERS = 5;
const MOST_STEPS = 300;
/** Steps between two looks at messages: some hundredths of a second. */
const PIECE = 8;

export interface Member {
  readonly u: Float64Array;
  /** Nats. */
  readonly loss: number;
  /** False: the steps ran out first. */
  readonly converged: boolean;
}

/** Where a member begins: its own weights, and of five delays from 4 to 36 minutes its own. */
export function startOf(objective: Objective, seed: number, member: number): Float64Array {
  return objective.start(new Random(seed, STREAMS.weights, member), ((member + 0.5) * LONGEST) / MEMBERS);
}

/** Goes down to the minimum, in pieces. @param heard is called after each */
export async function settle(
  objective: Objective,
  start: Float64Array,
  heard: () => Promise<void>,
  steps = MOST_STEPS,
): Promise<Member> {
  const descent = Descent.from(objective, start);
  for (let step = 1; step <= steps && !descent.converged; step++) {
    descent.step();
    if (step % PIECE === 0) await heard();
  }
  return { u: descent.u, loss: total(objective.terms(descent.u)), converged: descent.converged };
}

/** All of them, lowest loss first. */
export async function ensemble(
  objective: Objective,
  seed: number,
  reportAndYield: ReportAndYield,
): Promise<readonly Member[]> {
  const members: Member[] = [];
  for (let m = 0; m < MEMBERS; m++) {
    members.push(await settle(objective, startOf(objective, seed, m), () => reportAndYield(m / MEMBERS)));
    await reportAndYield((m + 1) / MEMBERS);
  }
  return members.sort((a, b) => a.loss - b.loss);
}
