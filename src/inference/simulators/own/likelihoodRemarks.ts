/** What a trial says of a likelihood that somebody wrote. */
import { LIKELIHOOD_DATASETS } from './likelihoodCheck.ts';
import type { LikelihoodTrial, TrialRemark } from './trialRun.ts';

/** Fewer data sets judge nothing. */
export const LEAST_DATASETS = 30;
/**
 * What is found, of wrong likelihoods of one normal parameter, by this many data sets in at least 19 of 20 checks (likelihoodCheck.test.ts).
 * With several parameters more is found.
 */
const FINDS = [
  { datasets: 100, what: 'posteriors of half or twice the right width', passes: 'smaller faults may not be' },
  { datasets: LEAST_DATASETS, what: 'posteriors of a quarter of the right width', passes: 'half the width may not be' },
] as const;

/** @param trial null: there is no likelihood */
export function likelihoodRemarks(trial: LikelihoodTrial | null): TrialRemark[] {
  if (trial === null) return [];
  if (trial.kind === 'failed') {
    return [{ level: 'bad', text: `logLikelihood could not be checked. ${trial.reason}` }];
  }
  if (trial.kind === 'slow') {
    return [{ level: 'note', text: `${UNCHECKED}: simulations take too long for that. ${LATER}` }];
  }
  const { problem, datasets } = trial.finding;
  if (problem !== null) return [{ level: 'bad', text: problem }];
  if (datasets >= LIKELIHOOD_DATASETS) {
    return [
      {
        level: 'good',
        text: `logLikelihood fits simulate: ${datasets} simulated data sets have shown no fault. One that is nearly right passes, too.`,
      },
    ];
  }
  const finds = FINDS.find((one) => datasets >= one.datasets);
  if (finds === undefined) return [{ level: 'note', text: `${UNCHECKED}: it takes too long for that. ${LATER}` }];
  return [
    {
      level: 'note',
      text: `logLikelihood takes long, so ${datasets} data sets instead of ${LIKELIHOOD_DATASETS} have been looked at. They show no fault. So few find ${finds.what}; ${finds.passes}. ${LATER}`,
    },
  ];
}

const UNCHECKED = 'Whether logLikelihood is that of simulate was not checked here';
const LATER = 'The whole check is made before a reference is shown.';
