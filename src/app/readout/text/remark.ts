/** What is said beside a check of a pre-trained network that failed, or was repeated: what the other found, or why the system is hard. */
import { type CalibrationCheck, verdictsOf } from '../../../inference/study/run/pretrained.ts';
import type { CalibrationReport } from '../../../worker/run/reports.ts';
import type { AppState } from '../../store/appStore.ts';
import { openStudy } from '../../store/engineSlice.ts';
import { shippedFor } from '../../store/shippedStudies.ts';
import { studyOf } from '../../store/studySlice.ts';
import type { Telemetry } from '../../store/telemetry.ts';

/** A sentence; null: there is nothing to be said. */
export function remarkOn(
  check: CalibrationCheck,
  report: CalibrationReport,
  { engine, study, trust, results }: Pick<AppState, 'engine' | 'study' | 'trust' | 'results'>,
  { pretrainedNotes }: Pick<Telemetry, 'pretrainedNotes'>,
): string | null {
  if (pretrainedNotes === null) return null;
  // Also of one that passes where it had failed before.
  if (report.remarks?.[check] !== undefined) return report.remarks[check];
  const verdict = verdictsOf(report)[check];
  if (verdict === null || verdict.level === 'good') return null;
  return hardOf({ engine, study, trust, results }, { pretrainedNotes });
}

/** Why the pre-trained network on screen may fail a check; null: nothing is known, or it is not such a network. */
export function hardOf(
  { engine, study, trust, results }: Pick<AppState, 'engine' | 'study' | 'trust' | 'results'>,
  { pretrainedNotes }: Pick<Telemetry, 'pretrainedNotes'>,
): string | null {
  if (pretrainedNotes === null) return null;
  // A posterior that was broken on purpose, or that weights answer for, fails for reasons of its own.
  if (trust.transform.perturbation !== null || results.weighting !== null) return null;
  return shippedFor(openStudy(engine)?.study ?? studyOf(study))?.hard ?? null;
}

/**
 * Whether a report is the repetition of one that had not passed, and passes itself: a check with a remark that finds nothing. (The
 * remark on a check that still finds something says why, and its verdict is not good.)
 */
export function isRepetition(report: CalibrationReport): boolean {
  const verdicts = verdictsOf(report);
  return (Object.keys(report.remarks ?? {}) as CalibrationCheck[]).some((check) => verdicts[check]?.level === 'good');
}
