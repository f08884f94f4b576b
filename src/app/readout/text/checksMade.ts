/** Every check that has been made of what is on screen, with its verdict: what a file that is taken away says about it. */
import { type CalibrationCheck, verdictsOf } from '../../../inference/study/run/pretrained.ts';
import type { Verdict } from '../../../inference/diagnostics/report/verdict.ts';
import { noAnswerNow } from '../network/answering.ts';
import { referenceKey } from '../network/referenceKey.ts';
import type { AppState } from '../../store/appStore.ts';
import { circumstancesOf, distanceVerdict, untrainedText } from './circumstances.ts';
import { dataSetsOf, shownReport } from './shownReport.ts';
import { remarkOn } from './remark.ts';
import type { Telemetry } from '../../store/telemetry.ts';
import { learningVerdict, trainedFresh } from './learningVerdict.ts';
import { runState } from '../../store/engineSlice.ts';

/** A check, whatever it is called on the page. */
export type CheckId =
  | 'moved-priors'
  | 'learning'
  | 'calibration'
  | 'coverage-central'
  | 'coverage-densest'
  | 'coverage-tarp'
  | 'ridge'
  | 'outlier'
  | 'predictive'
  | 'recovery'
  | 'local'
  | 'reference'
  | 'weights'
  | 'identifiability'
  | 'profile-likelihood';

/** What each is called in a report. */
export const checkNames: Readonly<Record<CheckId, string>> = {
  'moved-priors': 'Moved priors',
  learning: 'Learning',
  calibration: 'Calibration (SBC)',
  'coverage-central': 'Coverage of central intervals',
  'coverage-densest': 'Coverage of densest regions',
  'coverage-tarp': 'Coverage of TARP balls',
  ridge: 'Along the ridge',
  outlier: 'Data compared with the training data',
  predictive: 'Predictive check',
  recovery: 'Recovery of simulated parameters',
  local: 'Local test at this observation',
  reference: 'Distance from the reference',
  weights: 'Importance weights',
  identifiability: 'What the data can tell',
  'profile-likelihood': 'Profile likelihood',
};

export interface CheckMade {
  readonly id: CheckId;
  /** What it is called in a report. */
  readonly check: string;
  readonly verdict: Verdict;
}

export function checksMade(
  state: Pick<AppState, 'study' | 'observation' | 'results' | 'trust' | 'engine'>,
  telemetry: Pick<
    Telemetry,
    'frame' | 'finished' | 'progress' | 'pretrainedNotes' | 'calibration' | 'validation' | 'trace'
  >,
): CheckMade[] {
  const { engine, observation, results, study, trust } = state;
  const { validation, trace, finished, calibration, progress, frame } = telemetry;
  const report = shownReport(results.finalCheck, calibration, progress.step);
  const about = <T>(found: { readonly observation: number; readonly report: T } | null) =>
    found?.observation === observation.id ? found.report : null;
  const observed = about(trust.observed);
  const profile = results.profile?.key === referenceKey(state) ? results.profile.report : null;
  const tested = report === null ? '' : `, ${dataSetsOf(report)}`;
  const remarked = (check: CalibrationCheck): Verdict | null => {
    const verdict = report === null ? null : verdictsOf(report)[check];
    const remark = report === null ? null : remarkOn(check, report, state, telemetry);
    return verdict === null || remark === null ? verdict : { ...verdict, sentence: `${verdict.sentence} ${remark}` };
  };
  const made: readonly (readonly [CheckId, of: string, Verdict | null | undefined, step?: number])[] = [
    ['moved-priors', '', results.weighting?.verdict],
    [
      'learning',
      '',
      learningVerdict(validation, trace, runState(engine), finished, trainedFresh(state), study.system.outlying),
    ],
    ['calibration', tested, remarked('sbc'), report?.step],
    ['coverage-central', tested, remarked('central'), report?.step],
    ['coverage-densest', tested, remarked('highestDensity'), report?.step],
    ['coverage-tarp', tested, remarked('tarp'), report?.step],
    ['ridge', '', remarked('ridge'), report?.step],
    ['outlier', '', observed?.outlier.verdict],
    ['predictive', '', observed?.predictive?.verdict, trust.observed?.step],
    ['recovery', '', observed?.recovery?.verdict, trust.observed?.step],
    ['local', '', about(trust.local)?.verdict],
    [
      'reference',
      '',
      results.distance === null ? null : distanceVerdict(results.distance, circumstancesOf(state, telemetry.frame)),
      results.distance?.step,
    ],
    ['weights', '', about(trust.weighted)?.verdict],
    ['identifiability', '', results.identifiabilityStale ? null : results.identifiability?.verdict],
    ['profile-likelihood', '', profile?.verdict],
  ];
  // No verdict on a network that is, or was, hardly trained: the profile alone is about the data.
  // Nor on an answer to other assumptions than those of now: data were simulated under the former.
  const former = frame !== null && noAnswerNow(state, frame) !== null;
  const told = made.filter(
    ([id, , , step]) =>
      id === 'profile-likelihood' ||
      (untrainedText(telemetry, step) === null && (!former || id === 'moved-priors' || id === 'learning')),
  );
  return told.flatMap(([id, over, verdict]) => (verdict ? [{ id, check: `${checkNames[id]}${over}`, verdict }] : []));
}
