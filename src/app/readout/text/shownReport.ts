/** The calibration report to show: the final check where there is one, else the live one of the training run. */
import type { CalibrationReport } from '../../../worker/run/reports.ts';
import { count } from '../../format/number.ts';

/** @param step steps of the network by now */
export function shownReport(
  final: CalibrationReport | null,
  live: CalibrationReport | null,
  step: number,
): CalibrationReport | null {
  // Training that went on after the check has made another network.
  return final !== null && final.step >= step ? final : (live ?? final);
}

/** "200 held-out data sets". */
export function dataSetsOf({ sbc, stage }: CalibrationReport): string {
  return `${count(sbc.datasets)} ${stage === 'final' ? 'fresh' : 'held-out'} data sets`;
}
