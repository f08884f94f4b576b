/** What is said of a posterior that is focused on one observation. */
import type { ReferenceDistance } from '../../../inference/diagnostics/reference/referenceDistance.ts';
import type { Verdict } from '../../../inference/diagnostics/report/verdict.ts';
import { shareText } from '../../../inference/diagnostics/local/regionEdge.ts';
import { mean, quantile, sd, sorted } from '../../../inference/math/statistics.ts';
import type { Quantity } from '../../../inference/simulators/system.ts';
import type { FocusedPosterior } from '../../../inference/study/run/focusedPosterior.ts';
import { count, resolved, short } from '../../format/number.ts';

/** What is said where other data, priors or another design take the place of those that it is of. */
export const FOCUS_LEFT =
  'The focused posterior is of other data or priors and does not answer for these: it is not shown. The posterior on screen is your network’s.';

export const FOCUS_RESTORED =
  'This posterior comes from a saved study; its draws and what its checks say are those of the page that saved it, and nothing was computed again.';

/** Where the network of the page is not the one any more whose posterior the rounds began from. */
export const FOCUS_NETWORK_LEFT =
  'Since these rounds the settings, the seed or the training of your network have changed. The first column and the first region are of the network before: focus again to begin from the present one.';

/** What a file of its draws says of them. */
export const FOCUS_CONDITION =
  'From a network that was focused on this one observation in rounds: it answers no other data, and says nothing of a part of the posterior outside its first region.';

export interface FocusRow {
  readonly symbol: string;
  /** Mean and sd of the present network's posterior, and of the focused one. */
  readonly before: string;
  readonly focused: string;
  /** Where was simulated last, from end to end. */
  readonly region: string;
}

/** A row for each quantity. */
export function focusRows(
  quantities: readonly Quantity[],
  D: number,
  before: Float64Array,
  { draws, region }: FocusedPosterior,
): readonly FocusRow[] {
  return quantities.map((quantity) => {
    const of = (rows: Float64Array) =>
      Float64Array.from({ length: rows.length / D }, (_, i) => quantity.value(rows.subarray(i * D, (i + 1) * D)));
    const text = (values: Float64Array) => `${resolved(mean(values), sd(values))} ± ${short(sd(values), 2)}`;
    const ends = sorted(of(region));
    const [low, high] = [quantile(ends, 0), quantile(ends, 1)];
    return {
      symbol: quantity.symbol,
      before: text(of(before)),
      focused: text(of(draws)),
      region: `${resolved(low, high - low)} to ${resolved(high, high - low)}`,
    };
  });
}

/** How the region has narrowed. */
export function roundsText({ rounds }: FocusedPosterior): string {
  const shares = rounds.map(({ share }) => shareText(share));
  const last = rounds[rounds.length - 1];
  const failed = rounds.reduce((sum, round) => sum + round.failed, 0);
  const told =
    failed === 0 ? '' : ` ${count(failed)} simulations failed there and were made again at other parameters.`;
  return `The region held ${shares.join(', then ')} of the prior. The last network was trained on ${count(last.inside)} simulations in it.${told}`;
}

/** What the checks of the last network say, the worst first. @param distance from the reference; null: there is none */
export function focusVerdicts(
  { edge, verdict, calibration }: FocusedPosterior,
  distance: ReferenceDistance | null,
): readonly Verdict[] {
  const here: Verdict = { level: verdict.level === 'unchecked' ? 'warn' : verdict.level, sentence: verdict.sentence };
  const { level, sentence } = calibration;
  const over: Verdict = { level, sentence: `Over the region: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}` };
  const rank = { bad: 0, warn: 1, good: 2 } as const;
  const { level: far, sentence: how } = distance?.verdict ?? { level: 'good', sentence: '' };
  const compared: Verdict[] = distance === null ? [] : [{ level: far, sentence: `The focused posterior is ${how}` }];
  return [here, edge.verdict, over, ...compared].toSorted((a, b) => rank[a.level] - rank[b.level]);
}
