/**
 * Whether the network in the engine answers for what is assumed now: because it was trained for it, or because its draws can be
 * weighted to the moved priors. What it does not answer has to be trained.
 */
import type { AppState } from './appStore.ts';
import { networkStanding } from './engineSlice.ts';

export function isAnswered({ engine, study, results }: AppState): boolean {
  const standing = networkStanding(engine, study);
  // Before the first answer nothing is known against the weights.
  return standing === 'this-study' || (standing === 'moved-priors' && results.weighting?.standing !== 'outside');
}
