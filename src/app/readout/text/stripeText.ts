/** What the stripe over the posterior says: what was done to it, or what is on its way. */
import { transformMarks, markText } from '../../../inference/correction/marks.ts';
import type { AppState } from '../../store/appStore.ts';
import { isApplying } from '../network/applying.ts';
import { marksShown } from './marksShown.ts';
import type { Telemetry } from '../../store/telemetry.ts';

/** Null: it is the network's own posterior, and nothing is on its way. */
export function stripeText(state: AppState, telemetry: Pick<Telemetry, 'frame'>): string | null {
  // Why weights are not enough is said by the banner above (CompatibilityBanner.tsx).
  const shown = markText(marksShown(state, telemetry, false));
  if (!isApplying(state, telemetry)) return shown === null ? null : capitalised(shown);
  const wanted = markText(transformMarks(state.trust.transform));
  const next = state.trust.weightsInUse ? 'weights of the exact likelihood' : (wanted ?? 'the network’s own posterior');
  return `Being applied: ${next}. Still shown: ${shown ?? 'the network’s own posterior'}`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
