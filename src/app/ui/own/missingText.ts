/** What a study of a simulator of one's own will lack, by what its text declares and what a trial has found of its likelihood. */
import type { Declaration } from '../../../inference/simulators/own/declaration.ts';
import type { LikelihoodTrial } from '../../../inference/simulators/own/trialRun.ts';

const WITH_LIKELIHOOD =
  'Nothing: logLikelihood gives a reference posterior to compare the network with, and a check by ln p.';
const WITHOUT_LIKELIHOOD =
  'There is no logLikelihood, so no reference posterior and no check by ln p. Calibration and coverage work as always.';
const ONLY_SUMMARIES =
  'logLikelihood gives a reference posterior, which knows all data; the network knows their summaries alone and may be wider. So no distance is judged, and there is no check by ln p.';
const REFUSED =
  'The trial has refused logLikelihood, so no reference posterior and no check by ln p. Calibration and coverage work as always.';

/** @param trial of the likelihood, of this very text; null: none was made */
export function missingText(
  { likelihood, summaries }: Pick<Declaration, 'likelihood' | 'summaries'>,
  trial: LikelihoodTrial | null,
): string {
  if (likelihood !== true) return WITHOUT_LIKELIHOOD;
  if (trial !== null && isRefused(trial)) return REFUSED;
  return summaries === undefined ? WITH_LIKELIHOOD : ONLY_SUMMARIES;
}

function isRefused(trial: LikelihoodTrial): boolean {
  switch (trial.kind) {
    case 'judged':
      return trial.finding.problem !== null;
    case 'failed':
      return true;
    // Nothing was looked at: the check before the reference decides.
    case 'slow':
      return false;
    default:
      return trial satisfies never;
  }
}
