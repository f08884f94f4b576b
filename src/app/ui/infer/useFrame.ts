/** What the posterior plots are made from: the frame on screen, the prior and the reference, as draws of quantities. */
import { useMemo } from 'react';
import { column } from '../../../inference/posterior/axis.ts';
import type { Problem, Quantity } from '../../../inference/simulators/system.ts';
import { priorDraws, quantityDraws } from '../../session/displayDraws.ts';
import { referenceKey } from '../../session/reference.ts';
import { useApp, useTelemetry } from '../../store/hooks.ts';
import type { PosteriorFrame } from '../../store/telemetry.ts';
import type { QuantityAxis } from './axes.ts';
import { quantityAxis } from './axes.ts';

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

/** @param quantities memoised: what is computed from them is kept while they are the same object */
export function useFrame(quantities: readonly Quantity[]): FrameDraws {
  const system = useApp((state) => state.study.system);
  const problem = useApp((state) => state.study.problem);
  const truth = useApp((state) => state.observation.current.truth);
  const reference = useApp((state) => {
    const { reference } = state.results;
    return reference?.key === referenceKey(state) && reference.answer.kind === 'reference' ? reference.answer : null;
  });
  const frame = useTelemetry((state) => state.frame);
  const ghost = useTelemetry((state) => state.ghost);
  const dim = system.parameters(problem.design).length;

  const ofPrior = useMemo(() => {
    const prior = quantityDraws(priorDraws(system, problem, PRIOR_DRAWS), dim, quantities);
    const axes = quantities.map((quantity, j) => quantityAxis(quantity, problem, column(prior, quantities.length, j)));
    return { prior, axes };
  }, [system, problem, quantities, dim]);
  const valid =
    frame !== null && frame.study.problem.system === problem.system && frame.study.problem.design === problem.design;
  const shown = valid ? frame : null;
  const posterior = useMemo(
    () => (shown === null ? null : quantityDraws(shown.draws, dim, quantities)),
    [shown, dim, quantities],
  );
  const before = useMemo(
    () => (shown === null || ghost === null || ghost === shown ? null : quantityDraws(ghost.draws, dim, quantities)),
    [shown, ghost, dim, quantities],
  );
  const ofReference = useMemo(
    () => (reference === null ? null : quantityDraws(reference.draws, dim, quantities)),
    [reference, dim, quantities],
  );
  const ofTruth = useMemo(
    () => (truth === null ? null : quantityDraws(Float64Array.from(truth), dim, quantities)),
    [truth, dim, quantities],
  );
  return {
    problem,
    quantities,
    ...ofPrior,
    posterior,
    ghost: before,
    reference: ofReference,
    truth: ofTruth,
    frame: shown,
  };
}
