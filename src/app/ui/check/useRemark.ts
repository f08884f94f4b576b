import type { CalibrationCheck } from '../../../inference/study/run/pretrained.ts';
import type { CalibrationReport } from '../../../worker/run/reports.ts';
import { remarkOn } from '../../readout/text/remark.ts';
import { useApp, useTelemetry } from '../hooks/hooks.ts';

/** What is said beside a failed check of a pre-trained network; null: nothing. */
export function useRemark(check: CalibrationCheck, report: CalibrationReport | null): string | null {
  const pretrainedNotes = useTelemetry((state) => state.pretrainedNotes);
  return useApp((state) => (report === null ? null : remarkOn(check, report, state, { pretrainedNotes })));
}
