/** What the figures of the views of concepts draw: on the page, and as files. */
import { breakEven, paidOnce } from '../../../inference/diagnostics/ledger/ledger.ts';
import { betweenInterval } from '../../../inference/diagnostics/retraining/retraining.ts';
import type { LedgerData } from '../../plots/ledgerFigure.ts';
import type { SpreadData } from '../../plots/spreadFigure.ts';
import type { AppState } from '../../store/appStore.ts';
import type { LedgerState, NetworkSpreadState } from '../../store/conceptsSlice.ts';
import { otherName } from './ledgerText.ts';
import { exactVariances } from './networkSpreadText.ts';

export function ledgerData({ costs, other }: NonNullable<LedgerState['found']>): LedgerData {
  const pays = other.kind === 'timed' ? breakEven(costs, other.timed) : null;
  return {
    once: paidOnce(costs),
    each: costs.posterior.seconds,
    other: other.kind === 'timed' ? { each: other.timed.seconds, name: otherName(other) } : null,
    crossing: pays?.kind === 'after' ? pays.observations : null,
  };
}

const referenceNames = { exact: 'exact', mcmc: 'MCMC', approx: 'approximate reference' } as const;

/** The reference's variance of quantity j, with its name; null: there is none. */
export function spreadReference(
  state: Pick<AppState, 'study' | 'observation' | 'results'>,
  j: number,
): SpreadData['reference'] {
  const found = exactVariances(state);
  if (found === null) return null;
  return {
    variance: found.variances[j],
    name: `${referenceNames[found.label]}${found.comparable ? '' : ', of more data'}`,
  };
}

/** @param j number of the quantity */
export function spreadData(
  { sizes }: NonNullable<NetworkSpreadState['found']>,
  j: number,
  reference: SpreadData['reference'],
): SpreadData {
  return {
    simulations: sizes.map(({ simulations }) => simulations),
    within: sizes.map(({ here }) => here[j].within),
    between: sizes.map(({ here }) => here[j].between),
    intervals: sizes.map(({ here }) => betweenInterval(here[j])),
    reference,
  };
}
