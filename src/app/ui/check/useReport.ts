/** The calibration report on screen, and over which data sets it is. */
import { useApp, useTelemetry } from '../../store/hooks.ts';
import { dataSetsOf, shownReport } from '../../store/shownReport.ts';
import type { CalibrationReport } from '../../../worker/protocol.ts';

export function useReport(): { readonly report: CalibrationReport | null; readonly source: string } {
  const final = useApp((state) => state.results.finalCheck);
  const live = useTelemetry((state) => state.calibration);
  const step = useTelemetry((state) => state.progress.step);
  const report = shownReport(final, live, step);
  const moved = useApp((state) => state.results.weighting !== null);
  if (report === null) return { report, source: '' };
  return { report, source: moved && report.stage === 'live' ? 'of the former priors' : dataSetsOf(report) };
}
