/** What is said of a reference posterior that is not there yet, or follows readings that come by themselves. */
import type { AppState } from '../../store/appStore.ts';
import { percent } from '../../format/number.ts';
import { readingStream } from '../network/readingStream.ts';
import { waitsForTraining } from '../network/obstacles.ts';

/** '': nothing. */
export function referenceText(state: Pick<AppState, 'engine' | 'observation' | 'results' | 'study'>): string {
  const followed = followedText(state);
  if (followed !== null) return followed;
  const { referenceProgress, referenceRemark } = state.results;
  if (referenceProgress !== null) {
    const remark = referenceRemark === null ? '' : ` (${referenceRemark})`;
    return `Computing the reference posterior: ${percent(referenceProgress)}${remark}`;
  }
  return waitsForTraining(state) ? 'The reference is computed when training has ended.' : '';
}

/** While readings come by themselves; null: they rest, or there is none of them yet. */
export function followedText({
  observation,
  results: { reference },
  study,
}: Pick<AppState, 'observation' | 'results' | 'study'>): string | null {
  const { playing, whole } = observation.stream;
  if (!playing || reference?.readings === undefined || reference.readings.whole !== whole) return null;
  const behind = readingStream({ study, observation }).count - reference.readings.count;
  if (behind === 0) return `Reference: that of the first ${counted(reference.readings.count)}.`;
  return `Reference: that of the first ${counted(reference.readings.count)}, ${behind} behind, since it takes longer to compute than the next to come.`;
}

function counted(readings: number): string {
  return readings === 1 ? 'reading' : `${readings} readings`;
}
