/** The calibration report to show: the final check where there is one, else the live one of the training run. */
import { useApp, useTelemetry } from '../../store/hooks.ts';
import type { CalibrationReport } from '../../../worker/protocol.ts';
import { count } from '../../format/number.ts';

export function useReport(): { readonly report: CalibrationReport | null; readonly source: string } {
  const final = useApp((state) => state.results.finalCheck);
  const live = useTelemetry((state) => state.calibration);
  const step = useTelemetry((state) => state.progress.step);
  // Training that went on after the check has made another network.
  const report = final !== null && final.step >= step ? final : (live ?? final);
  if (report === null) return { report, source: '' };
  const sets = `${count(report.sbc.datasets)} ${report.stage === 'final' ? 'fresh' : 'held-out'} data sets`;
  return { report, source: sets };
}
