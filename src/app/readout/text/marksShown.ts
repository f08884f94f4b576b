/** What the posterior on screen is, where it is not the network's own: broken, corrected, reweighted (correction/marks.ts). */
import { transformMarks, exactWeightsMark, type Mark, movedPriorsMark } from '../../../inference/correction/marks.ts';
import type { AppState } from '../../store/appStore.ts';
import type { Telemetry } from '../../store/telemetry.ts';

/** @param why whether it is also said why weights to moved priors are not enough */
export function marksShown(
  { results }: Pick<AppState, 'results'>,
  { frame }: Pick<Telemetry, 'frame'>,
  why = true,
): Mark[] {
  if (frame === null) return [];
  return [
    ...transformMarks(frame.transform),
    ...(results.weighting === null ? [] : [movedPriorsMark(results.weighting, why)]),
    ...(frame.exact?.shown ? [exactWeightsMark(frame.exact)] : []),
  ];
}
