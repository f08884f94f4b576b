/** What is said of rejection: how many are accepted, of what, compared how; and what shrinks when the tolerance does. */
import { sd } from '../../../inference/math/statistics.ts';
import type { Problem, Quantity, System } from '../../../inference/simulators/system.ts';
import { count, percent, short } from '../../format/number.ts';
import { comparedText, ENOUGH, type Rejected, widthWithin } from '../figures/rejected.ts';

/** "200 of 10,000 simulations are accepted, 2.00 %", and by what rule. */
export function acceptedText(rejected: Rejected, system: System, { design }: Problem): string {
  const { rows, simulated, tolerance, compared } = rejected;
  const share = rows.length / simulated.count;
  const mean = compared.length === 1 ? '' : ' (root mean square over all that is compared)';
  return `${count(rows.length)} of ${count(simulated.count)} simulations are accepted, ${percent(share, share < 0.1 ? 2 : 0)}. They are within ${short(tolerance, 2)} standard deviations of the observation in ${comparedText(rejected, system, design)}${mean}. The unit is the standard deviation of each number over the simulations.`;
}

/** What the accepted draws are worth; null: nothing is to be said against them. */
export function rejectionWarning({ rows }: Pick<Rejected, 'rows'>): string | null {
  if (rows.length >= ENOUGH) return null;
  const many =
    rows.length === 0 ? 'None is accepted' : `Only ${rows.length} ${rows.length === 1 ? 'is' : 'are'} accepted`;
  return `${many}: fewer than ${ENOUGH} draws show no posterior. Allow a larger tolerance, or simulate more.`;
}

/** What the accepted draws become as the tolerance goes to zero. */
export function limitText(rejected: Rejected, system: System, { design }: Problem): string {
  const given = comparedText(rejected, system, design);
  return rejected.all
    ? 'As the tolerance shrinks to zero, the histogram becomes the posterior that the network learns, and fewer and fewer simulations are left to draw it.'
    : `As the tolerance shrinks to zero, the histogram becomes the posterior given ${given} alone. The network sees ${system.conditionsOn(design)}, so its posterior may be narrower.`;
}

/** A row of the table of widths. */
export interface WidthRow {
  readonly name: string;
  /** Draws that it is of; null: of no number of accepted ones. */
  readonly accepted: number | null;
  /** Simulations that are spent on one accepted draw; null: none is accepted, or it takes no rejection. */
  readonly each: number | null;
  /** Standard deviation of the quantity, natural units; null: too few to tell. */
  readonly sd: number | null;
}

/** @param draws of the quantity alone: network and reference, null where there is none */
export function widthRows(
  rejected: Rejected,
  quantity: Quantity,
  draws: { readonly posterior: Float64Array | null; readonly reference: Float64Array | null },
): readonly WidthRow[] {
  const { tolerance, simulated } = rejected;
  const rows = [4, 2, 1, 0.5].map((factor): WidthRow => {
    const within = widthWithin(rejected, factor * tolerance, quantity);
    const { accepted } = within;
    return {
      name: `tolerance ${short(factor * tolerance, 2)} sd`,
      accepted,
      each: accepted === 0 ? null : simulated.count / accepted,
      sd: within.sd,
    };
  });
  if (draws.posterior !== null) rows.push({ name: 'network', accepted: null, each: null, sd: sd(draws.posterior) });
  if (draws.reference !== null) rows.push({ name: 'reference', accepted: null, each: null, sd: sd(draws.reference) });
  return rows;
}
