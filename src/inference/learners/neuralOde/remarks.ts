/** How far what a run shows of itself can be believed. */
import type { Verdict } from '../../diagnostics/report/verdict.ts';
import { quantile } from '../../priors/prior.ts';
import type { Problem } from '../../simulators/system.ts';
import { type Objective } from './objective.ts';
import { LONGEST } from './sizes.ts';

/** Mean squared residual of a held-out pulse, in units of the noise, up to which a law predicts it, and from which it does not. */
export const PREDICTED = 2;
export const MISSED = 5;
/** Of the prior of the noise: beyond this quantile it has grown in place of a law. */
const GROWN = 0.9;
/** Minutes from the longest delay. */
const END = 1;

export interface RunStanding {
  readonly objective: Objective;
  readonly u: Float64Array;
  readonly problem: Problem;
  readonly finished: boolean;
  readonly converged: boolean;
  /** Mean squared standardised residual; null: no pulse is held out. */
  readonly heldOut: number | null;
  readonly pulse: number | null;
}

export function remarksOf({ objective, u, problem, finished, converged, heldOut, pulse }: RunStanding): Verdict[] {
  const remarks: Verdict[] = [];
  if (finished && !converged) {
    remarks.push({
      level: 'warn',
      sentence: 'The steps ran out while the loss was still falling: allow more, and every number here may change.',
    });
  }
  const { noise } = objective.options;
  const grown = typeof noise !== 'number' && objective.noise(u) > quantile(noise, GROWN);
  if (converged && grown) {
    remarks.push({
      level: 'bad',
      sentence:
        `To fit, the noise had to grow to ${percent(objective.noise(u))}, the upper end of its prior. Either this law cannot ` +
        'follow the readings, or they are noisier than assumed: compare the laws.',
    });
  }
  const delay = objective.delay(u);
  if (converged && delay !== null && delay > LONGEST - END) {
    remarks.push({
      level: 'bad',
      sentence: `The delay has run to ${LONGEST} min, the longest that is allowed: it may be longer, and is not found.`,
    });
  }
  if (converged && heldOut !== null && pulse !== null) remarks.push(ofHeldOut(heldOut, pulse, grown));
  if (problem.nuisances.gain?.mode === 'marginalised' || 'gain' in problem.priors) {
    remarks.push({
      level: 'warn',
      sentence: 'The gain of the protein channel is not known: the rate that is learnt contains it as a factor.',
    });
  }
  return remarks;
}

function ofHeldOut(error: number, pulse: number, grown: boolean): Verdict {
  const found = `error ${error.toFixed(1)}, 1 would be noise alone`;
  if (error < PREDICTED && !grown) {
    return {
      level: 'good',
      sentence: `The pulse of ${pulse} min, which was held out, is predicted to within the noise (${found}).`,
    };
  }
  if (error < MISSED) {
    const why = grown ? '; the noise had grown' : '; part of it may be noise of the mRNA, which the law takes as exact';
    return {
      level: 'warn',
      sentence: `The pulse of ${pulse} min, which was held out, is predicted roughly (${found}${why}).`,
    };
  }
  return { level: 'bad', sentence: `The pulse of ${pulse} min, which was held out, is missed (${found}).` };
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.0995 ? 1 : 0)} %`;
}
