/** What the view of three networks says in numbers and sentences. */
import { sd, sorted, quantile } from '../../../inference/math/statistics.ts';
import { ignoredNuisance } from '../../../inference/diagnostics/nuisance/closedForm.ts';
import { percent } from '../../format/number.ts';
import type { NuisanceTrialState, TrialName, TrialNetwork } from '../../store/conceptsSlice.ts';

export const trialNames: Readonly<Record<TrialName, string>> = {
  ignored: 'ignored',
  drawn: 'drawn from its prior',
  wide: 'prior too wide',
};

export interface TrialRow {
  readonly name: TrialName;
  /** Of the parameter, given the observation on screen. */
  readonly sd: number;
  readonly interval: readonly [number, number];
  /** p-value of the check of its ranks. */
  readonly p: number;
  /** Posterior width over the calibrated one. */
  readonly widthFactor: number;
}

/** The parameter that is shown: the one whose ranks suffer most from what is ignored; the first until they are known. */
export function parameterShown(found: NuisanceTrialState['found']): number {
  const quantities = found?.networks.ignored?.sbc.quantities ?? [];
  const worst = Math.min(...quantities.map(({ adjustedP }) => adjustedP));
  return Math.max(
    0,
    quantities.findIndex(({ adjustedP }) => adjustedP === worst),
  );
}

/** @param j number of the parameter */
export function trialRow(name: TrialName, { draws, sbc }: TrialNetwork, j: number): TrialRow {
  const D = sbc.quantities.length;
  const column = sorted(Float64Array.from({ length: draws.length / D }, (_, i) => draws[i * D + j]));
  const { adjustedP, widthFactor } = sbc.quantities[j];
  return {
    name,
    sd: sd(column),
    interval: [quantile(column, 0.05), quantile(column, 0.95)],
    p: adjustedP,
    widthFactor,
  };
}

/** The formula's prediction for the simplest case. */
export function closedFormText(): string {
  const { widthFactor, coverage90 } = ignoredNuisance({ prior: 1, nuisance: 0.5, noise: 0.5 });
  return `Where everything is Gaussian there is a formula. A parameter with prior sd 1 is measured with noise of sd 0.5 and a nuisance of sd 0.5: a network that ignores the nuisance is too narrow by ${percent(1 - widthFactor)}, and its 90 % intervals contain the true value ${percent(coverage90)} of the time.`;
}
