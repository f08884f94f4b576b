/** A posterior that is far narrower than the prior: how its corner figure is shown, and what is said of that. */
import type { AppState } from '../../store/appStore.ts';
import { column, toAxis } from '../../../inference/posterior/axis.ts';
import { isDot, zoomed } from './axes.ts';
import { covers } from './cornerData.ts';
import { cornerQuantities } from './cornerQuantities.ts';
import { quantityDraws } from './displayDraws.ts';
import { type FrameDraws, priorAndAxes } from './frameDraws.ts';

/** @param draws of theta [n, D], an answer to the observation on screen */
export function isNeedle({ study: { system, problem }, view }: AppState, draws: ArrayLike<number>): boolean {
  const { quantities } = cornerQuantities(system, problem.design, view.corner);
  const values = quantityDraws(draws, system.parameters(problem.design).length, quantities);
  return isDot(values, covers(priorAndAxes(system, problem, quantities).axes, [values], null));
}

/** That the axes of the corner figure show a part of the prior's only, and how small a part; null: there is no posterior. */
export function enlargedText({ axes, posterior, reference, truth }: FrameDraws): string | null {
  const values = reference ?? posterior;
  if (values === null) return null;
  const shares = covers(axes, [posterior, reference], truth).map((axis, j) => {
    const near = zoomed(axis, column(values, axes.length, j), truth === null ? [] : [truth[j]]);
    return lengthOf(near.quantity) / lengthOf(axis.quantity);
  });
  const least = Math.round(1 / Math.min(...shares));
  const most = Math.round(1 / Math.max(...shares));
  const times = least < 2 ? '' : most < least ? ` ${most} to ${least} times` : ` ${least} times`;
  return `Enlarged${times}: the axes show only where the posterior lies, not the whole range of the prior.`;
}

type Range = Parameters<typeof zoomed>[0]['quantity'];

function lengthOf({ scale, range: [low, high] }: Range): number {
  return toAxis(high, scale) - toAxis(low, scale);
}
