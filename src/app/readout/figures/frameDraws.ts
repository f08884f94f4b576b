/** What the posterior plots are made from: the frame on screen, the prior, the reference and the pinned runs, as draws of quantities. */
import { column } from '../../../inference/posterior/axis.ts';
import { problemChange } from '../../../inference/simulators/problem.ts';
import type { Problem, Quantity, ReferencePosterior, System } from '../../../inference/simulators/system.ts';
import { priorDraws, quantityDraws } from './displayDraws.ts';
import { referenceKey } from '../network/referenceKey.ts';
import type { AppState } from '../../store/appStore.ts';
import type { PosteriorFrame, Telemetry } from '../../store/telemetry.ts';
import { type QuantityAxis, quantityAxis } from './axes.ts';

const PRIOR_DRAWS = 4000;

export interface FrameDraws {
  readonly problem: Problem;
  readonly quantities: readonly Quantity[];
  /** Axes over the whole prior. */
  readonly axes: readonly QuantityAxis[];
  /** Draws of the quantities, [n, quantities.length]. */
  readonly prior: Float64Array;
  readonly posterior: Float64Array | null;
  readonly ghost: Float64Array | null;
  readonly reference: Float64Array | null;
  readonly truth: Float64Array | null;
  readonly frame: PosteriorFrame | null;
}

export function priorAndAxes(
  system: System,
  problem: Problem,
  quantities: readonly Quantity[],
): Pick<FrameDraws, 'prior' | 'axes'> {
  const dim = system.parameters(problem.design).length;
  const prior = quantityDraws(priorDraws(system, problem, PRIOR_DRAWS), dim, quantities);
  const axes = quantities.map((quantity, j) => quantityAxis(quantity, problem, column(prior, quantities.length, j)));
  return { prior, axes };
}

/** The reference for the question on screen; null where there is none. */
export function referenceShown(state: AppState): ReferencePosterior | null {
  const { reference } = state.results;
  return reference?.key === referenceKey(state) && reference.answer.kind === 'reference' ? reference.answer : null;
}

/**
 * The reference that figures draw: while readings come by themselves that of the last number of them for which it is known,
 * since it takes longer than they do.
 */
export function referenceDrawn(state: AppState): ReferencePosterior | null {
  const { reference } = state.results;
  const { stream } = state.observation;
  const plays = stream.playing && reference?.readings !== undefined && reference.readings.whole === stream.whole;
  return plays && reference.answer.kind === 'reference' ? reference.answer : referenceShown(state);
}

/** The frame, if it is of the system and design on screen. */
export function frameShown(frame: PosteriorFrame | null, problem: Problem): PosteriorFrame | null {
  return frame !== null && problemChange(frame.study.problem, problem) !== 'design' ? frame : null;
}

/** The frame before, where it is of the same parameters as what is on screen: also of another design of the system. */
export function ghostShown(ghost: PosteriorFrame | null, system: System, problem: Problem): PosteriorFrame | null {
  if (ghost === null || ghost.problem.system !== system.id) return null;
  const names = ({ design }: Problem) =>
    [...system.parameters(design), ...system.display(design)].map(({ key }) => key).join(' ');
  return names(ghost.problem) === names(problem) ? ghost : null;
}

/** All of it at once; hooks compute only what has changed (useFrame.ts). */
export function frameDraws(state: AppState, telemetry: Telemetry, quantities: readonly Quantity[]): FrameDraws {
  const { system, problem } = state.study;
  const { truth } = state.observation.current;
  const dim = system.parameters(problem.design).length;
  const of = (draws: ArrayLike<number> | null | undefined) => (draws ? quantityDraws(draws, dim, quantities) : null);
  const frame = frameShown(telemetry.frame, problem);
  return {
    problem,
    quantities,
    ...priorAndAxes(system, problem, quantities),
    posterior: of(frame?.draws),
    ghost: null,
    reference: of(referenceDrawn(state)?.draws),
    truth: of(truth),
    frame,
  };
}
