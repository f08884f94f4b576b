/**
 * What the checks say of the answer to one observation, with their verdict together: for `npm run infer` and for each row of
 * many observations in the page.
 */
import type { LocalReport } from '../../../inference/diagnostics/local/localC2st.ts';
import {
  type ObservationVerdict,
  observationVerdict,
} from '../../../inference/diagnostics/report/observationVerdict.ts';
import type { OutlierReport } from '../../../inference/diagnostics/data/outlier.ts';
import type { PredictiveCheck } from '../../../inference/diagnostics/data/predictiveCheck.ts';
import type { Recovery } from '../../../inference/diagnostics/local/recovery.ts';
import { transformKind } from '../../../inference/correction/marks.ts';
import { likelihoodIsTest } from '../../../inference/simulators/testLikelihood.ts';
import type { WeightedPosterior } from '../reports.ts';
import type { CheckSubject } from './checkSubject.ts';
import type { CorrectionTrials } from './correctionTrials.ts';
import { mayMiss, type ObservationChecks } from './observationChecks.ts';

/**
 * 'quick': the distance of the data from the simulations alone, which is no verdict on the answer; 'usual': also with
 * simulations from the answer; 'local': also L-C2ST and, where the likelihood is known, importance weights.
 */
export type CheckLevel = 'quick' | 'usual' | 'local';

/** Null, or not there: not looked at. */
export interface ObservationFindings {
  readonly verdict: ObservationVerdict;
  readonly outlier?: OutlierReport;
  readonly predictive?: PredictiveCheck | null;
  readonly recovery?: Recovery | null;
  readonly local?: LocalReport;
  readonly weights?: Pick<WeightedPosterior, 'effective' | 'paretoK' | 'verdict'>;
  readonly informationGain?: number;
}

export interface Checks {
  readonly observations: ObservationChecks;
  readonly corrections: CorrectionTrials;
}

/** Draws that are weighted by the exact likelihood: as many as the page weighs. */
const WEIGHTED = 4000;

/**
 * @param data summaries [C], and raw data [size of x]; null: there are none
 * @throws AbortError when cancelled
 */
export async function findingsAt(
  { observations, corrections }: Checks,
  subject: CheckSubject,
  { s, x }: { readonly s: Float64Array; readonly x: Float64Array | null },
  level: CheckLevel,
  signal: AbortSignal,
): Promise<ObservationFindings> {
  const none = { predictive: null, recovery: null, local: null, weights: null };
  const transformPosterior = transformKind(subject.answeredBy.transform);
  if (level === 'quick') {
    const outlier = await observations.outlier(subject, s);
    return { verdict: observationVerdict({ ...none, outlier: outlier.verdict }, transformPosterior), outlier };
  }
  const { outlier, predictive, recovery, informationGain } = await observations.check(subject, s, signal);
  const found = { outlier, predictive, recovery, informationGain };
  const verdicts = {
    ...none,
    outlier: outlier.verdict,
    predictive: predictive?.verdict ?? null,
    recovery: recovery?.verdict ?? null,
  };
  if (level === 'usual') return { verdict: observationVerdict(verdicts, transformPosterior), ...found };
  const local = mayMiss(subject) ? null : await observations.local(subject, s, signal, () => {});
  const weights = await weightsAt(corrections, subject, s, x, signal);
  const all = { ...verdicts, local: local?.verdict ?? null, weights: weights?.verdict ?? null };
  const verdict = observationVerdict(all, transformPosterior);
  return { verdict, ...found, ...(local === null ? {} : { local }), ...(weights === null ? {} : { weights }) };
}

/** Null where the likelihood is not known, or is no test of what the network is given. */
async function weightsAt(
  corrections: CorrectionTrials,
  subject: CheckSubject,
  s: Float64Array,
  x: Float64Array | null,
  signal: AbortSignal,
): Promise<ObservationFindings['weights'] | null> {
  if (x === null || !likelihoodIsTest(subject.system, subject.problem)) return null;
  const { effective, paretoK, verdict } = await corrections.weigh(
    subject,
    s,
    x,
    { draws: WEIGHTED, noise: 'own' },
    signal,
    () => {},
  );
  return { effective, paretoK, verdict };
}
