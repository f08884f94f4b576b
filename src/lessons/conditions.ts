/** Conditions that lessons have in common. Each is a pure function of the page's facts now and of those when the step began. */
import type { Condition } from './lesson.ts';

/** All of them. */
export function all(...conditions: readonly Condition[]): Condition {
  return (now, began) => conditions.every((condition) => condition(now, began));
}

/** An action of actions/registry.ts has been performed since the step began. */
export function performed(action: string): Condition {
  return (now, began) => {
    const before = began.actions.at(-1)?.order ?? 0;
    return now.actions.some(({ id, order }) => id === action && order > before);
  };
}

/** The data are others than when the step began. */
export const dataChanged: Condition = (now, began) => now.observation.change > began.observation.change;

/** The posterior on screen is of the data on screen. */
export const posteriorHere: Condition = ({ posterior }) => posterior?.isOfTheseData === true;

/** The posterior on screen is of the data on screen, of a network of this study that rests. */
export const answered: Condition = ({ posterior, run }) =>
  posterior?.isOfTheseData === true &&
  (run.state === 'finished' || run.state === 'paused') &&
  run.compatibility === 'this-study' &&
  posterior.step === run.step;

/** A network of the study on screen has been trained to the end of its budget, and its posterior is on screen. */
export const trained: Condition = (now, began) => now.run.state === 'finished' && answered(now, began);

/** The prior of a parameter is another one than when the step began. */
export function priorMoved(key: string): Condition {
  return (now, began) => JSON.stringify(now.study.priors[key]) !== JSON.stringify(began.study.priors[key]);
}

/**
 * The place of the option that a number decides for; NaN, for which the player says that there is no answer, where the number
 * could not be computed: a comparison with NaN is false, and would choose an option all the same.
 */
export function decidedBy(value: number, option: (value: number) => number): number {
  return Number.isFinite(value) ? option(value) : Number.NaN;
}

/** A condition on a number as a claim states it: 1 or 0; null while the number could not be computed. */
export function isTrue(value: number, holds: (value: number) => boolean): number | null {
  return Number.isFinite(value) ? Number(holds(value)) : null;
}
