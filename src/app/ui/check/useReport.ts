/** The calibration report on screen, and over which data sets it is. */
import { useApp, useTelemetry } from '../hooks/hooks.ts';
import { dataSetsOf, shownReport } from '../../readout/text/shownReport.ts';
import type { CalibrationReport } from '../../../worker/run/reports.ts';

export interface ShownReport {
  readonly report: CalibrationReport | null;
  /** Over which data sets it is; without a report: '' */
  readonly source: string;
  /** How a report can be had where there is none. */
  readonly awaited: string;
}

export function useReport(): ShownReport {
  const final = useApp((state) => state.results.finalCheck);
  const live = useTelemetry((state) => state.calibration);
  const step = useTelemetry((state) => state.progress.step);
  const report = shownReport(final, live, step);
  const moved = useApp((state) => state.results.weighting !== null);
  const awaited = moved ? 'For the moved priors, run the check on fresh data sets.' : 'Appears after the first epochs.';
  if (report === null) return { report, source: '', awaited };
  return { report, awaited, source: moved && report.stage === 'live' ? 'for the previous priors' : dataSetsOf(report) };
}
