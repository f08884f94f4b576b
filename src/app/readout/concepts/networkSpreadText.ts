/** What the view of networks that are trained again says in numbers and sentences. */
import { betweenInterval, type Retraining } from '../../../inference/diagnostics/retraining/retraining.ts';
import { sd } from '../../../inference/math/statistics.ts';
import type { ReferenceLabel, ReferencePosterior } from '../../../inference/simulators/system.ts';
import { count, percent, short } from '../../format/number.ts';
import type { AppState } from '../../store/appStore.ts';
import type { NetworkSpreadState, RetrainedNetworks } from '../../store/conceptsSlice.ts';
import { valuesOf } from '../../../inference/posterior/quantityValues.ts';
import { spreadQuantities } from './networkSpreadQuestion.ts';
import { referenceKey } from '../network/referenceKey.ts';

/** Variances of the reference posterior of the observation on screen, by quantity; null: there is none (yet). */
export function exactVariances(state: Pick<AppState, 'study' | 'observation' | 'results'>): {
  readonly label: ReferenceLabel;
  readonly comparable: boolean;
  readonly variances: readonly number[];
} | null {
  const { study, results } = state;
  const found = results.reference;
  if (found === null || found.key !== referenceKey(state) || found.answer.kind !== 'reference') return null;
  const { label, comparable } = found.answer;
  return { label, comparable, variances: variancesOf(found.answer, study) };
}

/** Asked at every change of the page's state. */
const known = new WeakMap<ReferencePosterior, readonly number[]>();

function variancesOf(reference: ReferencePosterior, study: AppState['study']): readonly number[] {
  const before = known.get(reference);
  if (before !== undefined) return before;
  const { system, problem } = study;
  const D = system.parameters(problem.design).length;
  const variances = spreadQuantities(study).map((quantity) => sd(valuesOf(quantity, reference.draws, D)) ** 2);
  known.set(reference, variances);
  return variances;
}

export function spreadText(sizes: readonly RetrainedNetworks[]): string {
  const [first, ...others] = sizes;
  const last = others.at(-1);
  const start = `With ${count(first.simulations)} simulations each, ${percentText(first.share)} of the variance lies between the five networks`;
  if (last === undefined) return `${start}: what another training would change.`;
  const change =
    last.share < first.share
      ? 'With more simulations less would change if a network were trained again.'
      : 'It has not become smaller here; five networks tell it only roughly.';
  return `${start}, with ${count(last.simulations)} it is ${percentText(last.share)} (means over 20 data sets from the prior). ${change}`;
}

function percentText(share: number): string {
  return share < 0.005 ? 'under 0.5 %' : percent(share, share < 0.095 ? 1 : 0);
}

/** In numbers; of five networks that differ by no more than their draws scatter, up to how far they may differ. */
export function betweenText(of: Retraining): string {
  return of.between > 0 ? short(of.between, 2) : `under ${short(Math.max(betweenInterval(of)[1], of.scatter), 2)}`;
}

/** What the figure shows of one parameter, aloud. */
export function spreadSummary(
  { sizes }: NonNullable<NetworkSpreadState['found']>,
  j: number,
  symbol: string,
  exact: number | null,
): string {
  const each = sizes.map(
    ({ simulations, here }) =>
      `${count(simulations)} simulations: within ${short(here[j].within, 2)}, between ${betweenText(here[j])}.`,
  );
  const reference = exact === null ? '' : ` Reference: ${short(exact, 2)}.`;
  return `Variance of ${symbol} within and between five networks. ${each.join(' ')}${reference}`;
}
