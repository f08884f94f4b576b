/** The verdict at one of many observations with the numbers that it rests on: a row of a table. */
import type { ObservationVerdict } from './observationVerdict.ts';
import { type PredictiveCheck, smallestP } from '../data/predictiveCheck.ts';
import type { Recovery } from '../local/recovery.ts';

export interface RowVerdict extends ObservationVerdict {
  /** Smallest p-value of the predictive check, after Holm's correction; NaN: not looked at. */
  readonly predictiveP: number;
  /** Largest shift of recovered parameters, in sds of the posterior; > 0: answered too high. NaN: not looked at. */
  readonly recoveryShift: number;
}

export function rowVerdict({
  verdict,
  predictive = null,
  recovery = null,
}: {
  readonly verdict: ObservationVerdict;
  readonly predictive?: Pick<PredictiveCheck, 'summaries' | 'together'> | null;
  readonly recovery?: Pick<Recovery, 'parameters'> | null;
}): RowVerdict {
  const shifts = recovery?.parameters.map(({ shift }) => shift) ?? [Number.NaN];
  return {
    ...verdict,
    predictiveP: predictive === null ? Number.NaN : smallestP(predictive),
    recoveryShift: shifts.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a)),
  };
}
