/** Rejection on screen in numbers that a lesson may ask for. */
import { mean } from '../../../inference/math/statistics.ts';
import { column } from '../../../inference/posterior/axis.ts';
import type { AppState } from '../../store/appStore.ts';
import { quantityDraws } from '../figures/displayDraws.ts';
import { rejectedOf, rejectionQuantity, sdOf } from '../figures/rejected.ts';

export interface RejectionFacts {
  /** Simulations that there are. */
  readonly simulations: number;
  /** In standard deviations of the summaries, root mean square. */
  readonly tolerance: number;
  readonly accepted: number;
  /** Number of summaries that are compared, and whether those are all that the network is given. */
  readonly compared: number;
  readonly all: boolean;
  /** The quantity on the axis, with its moments over the accepted draws; null where none is accepted. */
  readonly quantity: string;
  readonly mean: number | null;
  readonly sd: number | null;
}

/** Null while there are no simulations of what is assumed: they are made while the view is on screen. */
export function rejectionFacts(state: AppState): RejectionFacts | null {
  const { system, problem } = state.study;
  const rejected = rejectedOf(state);
  if (rejected === null) return null;
  const { simulated, tolerance, rows, theta, compared, all } = rejected;
  const { quantity } = rejectionQuantity(system, problem.design, state.view.rejection.quantity);
  const n = rows.length;
  const values = n === 0 ? null : column(quantityDraws(theta, theta.length / n, [quantity]), 1, 0);
  return {
    simulations: simulated.count,
    tolerance,
    accepted: n,
    compared: compared.length,
    all,
    quantity: quantity.key,
    mean: values === null ? null : mean(values),
    sd: n < 2 ? null : sdOf(theta, n, quantity),
  };
}
