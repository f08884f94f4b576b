/** What is said of a reference posterior that is not there yet. */
import type { AppState } from '../../store/appStore.ts';
import { percent } from '../../format/number.ts';
import { waitsForTraining } from '../network/obstacles.ts';

/** '': nothing. */
export function referenceText(state: Pick<AppState, 'engine' | 'results' | 'study'>): string {
  const { referenceProgress, referenceRemark } = state.results;
  if (referenceProgress !== null) {
    const remark = referenceRemark === null ? '' : ` (${referenceRemark})`;
    return `Computing the reference posterior: ${percent(referenceProgress)}${remark}`;
  }
  return waitsForTraining(state) ? 'The reference is computed when training has ended.' : '';
}
