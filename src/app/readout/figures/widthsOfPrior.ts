/** How wide a posterior is beside its prior. */
import { column } from '../../../inference/posterior/axis.ts';
import { summarise } from '../../../inference/posterior/summary.ts';
import type { Problem, System } from '../../../inference/simulators/system.ts';
import { priorWidths } from './priorWidths.ts';
import { quantityDraws } from './displayDraws.ts';
import { priorAndAxes } from './frameDraws.ts';

/** Those of the problem on screen: it is asked with every reading. */
let known: { readonly problem: Problem; readonly of: ReturnType<typeof priorParts> } | null = null;

function priorParts(system: System, problem: Problem) {
  const quantities = system.display(problem.design);
  const { prior, axes } = priorAndAxes(system, problem, quantities);
  return { quantities, axes, widths: priorWidths({ prior, axes }) };
}

/**
 * Posterior sd over prior sd of each display quantity, on the scale of its axis, without stray draws, as in the table of the
 * posterior; NaN where the prior does not vary.
 * @param draws of theta [n, D]
 */
export function widthsOfPrior(system: System, problem: Problem, draws: Float64Array): number[] {
  if (known?.problem !== problem) known = { problem, of: priorParts(system, problem) };
  const { quantities, axes, widths } = known.of;
  const values = quantityDraws(draws, system.parameters(problem.design).length, quantities);
  return axes.map(({ axis }, j) => {
    const { sd } = summarise(column(values, axes.length, j), axis, []).onAxis;
    return widths[j] > 0 ? sd / widths[j] : Number.NaN;
  });
}
