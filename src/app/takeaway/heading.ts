/** What a figure or a report says of itself above: system, posterior, network. */
import { networkStanding } from '../store/engineSlice.ts';
import type { AppState } from '../store/appStore.ts';
import type { Telemetry } from '../store/telemetry.ts';
import { networkText, nuisanceText, posteriorOf } from '../ui/infer/titleLine.ts';

/** "p(A, b | 9 band powers)" */
export function posteriorText({ study }: AppState): string {
  const { symbols, given } = posteriorOf(study.system, study.problem);
  return `p(${symbols} | ${given})`;
}

/** What is marginalised or fixed, and which network answers. */
export function conditionsText(state: AppState, telemetry: Telemetry): string {
  const { engine, results, study } = state;
  const standing = networkStanding(engine, study);
  const { frame } = telemetry;
  const former = frame !== null && frame.study !== engine.open?.study;
  const whose = former && standing === 'this-study' ? 'former-study' : standing;
  const network = networkText(whose, frame?.step ?? null, results.weighting);
  return [...nuisanceText(study.system, study.problem), network].join(' · ');
}
