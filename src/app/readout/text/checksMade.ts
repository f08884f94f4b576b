/** Every check that has been made of what is on screen, with its verdict: what a file that is taken away says about it. */
import type { Verdict } from '../../../inference/diagnostics/report/verdict.ts';
import { referenceKey } from '../network/referenceKey.ts';
import type { AppState } from '../../store/appStore.ts';
import { circumstancesOf, distanceVerdict, untrainedText } from './circumstances.ts';
import { dataSetsOf, shownReport } from './shownReport.ts';
import type { Telemetry } from '../../store/telemetry.ts';
import { learningVerdict } from './learningVerdict.ts';

const PROFILE = 'Profile likelihood';

export interface CheckMade {
  readonly check: string;
  readonly verdict: Verdict;
}

export function checksMade(state: AppState, telemetry: Telemetry): CheckMade[] {
  const { engine, observation, results, study, trust } = state;
  const { validation, trace, finished, calibration, progress } = telemetry;
  const report = shownReport(results.finalCheck, calibration, progress.step);
  const about = <T>(found: { readonly observation: number; readonly report: T } | null) =>
    found?.observation === observation.id ? found.report : null;
  const observed = about(trust.observed);
  const profile = results.profile?.key === referenceKey(state) ? results.profile.report : null;
  const over = report === null ? '' : `, ${dataSetsOf(report)}`;
  const made: readonly (readonly [string, Verdict | null | undefined, step?: number])[] = [
    ['Moved priors', results.weighting?.verdict],
    ['Learning', learningVerdict(validation, trace, engine.run, finished, study.training.fresh, study.system.outlying)],
    [`Calibration (SBC)${over}`, report?.sbc.verdict, report?.step],
    [`Coverage of central intervals${over}`, report?.coverage.central.verdict, report?.step],
    [`Coverage of densest regions${over}`, report?.coverage.highestDensity.verdict, report?.step],
    [`Coverage of TARP balls${over}`, report?.coverage.tarp.verdict, report?.step],
    ['Along the ridge', report?.ridge?.verdict, report?.step],
    ['Data compared with the training data', observed?.outlier.verdict],
    ['Predictive check', observed?.predictive?.verdict, trust.observed?.step],
    ['Recovery of simulated parameters', observed?.recovery?.verdict, trust.observed?.step],
    ['Local test at this observation', about(trust.local)?.verdict],
    [
      'Distance from the reference',
      results.distance === null ? null : distanceVerdict(results.distance, circumstancesOf(state, telemetry.frame)),
      results.distance?.step,
    ],
    ['Importance weights', about(trust.weighted)?.verdict],
    ['What the data can tell', results.identifiabilityStale ? null : results.identifiability?.verdict],
    [PROFILE, profile?.verdict],
  ];
  // No verdict on a network that is, or was, hardly trained: the profile alone is about the data.
  const told = made.filter(([check, , step]) => check === PROFILE || untrainedText(telemetry, step) === null);
  return told.flatMap(([check, verdict]) => (verdict ? [{ check, verdict }] : []));
}
