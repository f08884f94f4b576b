/**
 * The draws of frameDraws.ts, each computed again only when what it is made from has changed; without what a lesson keeps
 * from being seen.
 */
import { useMemo } from 'react';
import type { Quantity } from '../../../inference/simulators/system.ts';
import { quantityDraws } from '../../readout/figures/displayDraws.ts';
import { useApp, useCovered, useTelemetry } from '../hooks/hooks.ts';
import {
  type FrameDraws,
  frameShown,
  ghostShown,
  priorAndAxes,
  referenceDrawn,
} from '../../readout/figures/frameDraws.ts';

/** @param quantities memoised: what is computed from them is kept while they are the same object */
export function useFrame(quantities: readonly Quantity[]): FrameDraws {
  const system = useApp((state) => state.study.system);
  const problem = useApp((state) => state.study.problem);
  const withoutTruth = useCovered('truth');
  const withoutReference = useCovered('reference');
  const withoutPosterior = useCovered('posterior');
  const truth = useApp((state) => (withoutTruth ? null : state.observation.current.truth));
  const reference = useApp((state) => (withoutReference ? null : referenceDrawn(state)));
  const frame = useTelemetry((state) => (withoutPosterior ? null : state.frame));
  const last = useTelemetry((state) => (withoutPosterior ? null : state.ghost));
  const ghost = useMemo(() => ghostShown(last, system, problem), [last, system, problem]);
  const dim = system.parameters(problem.design).length;

  const ofPrior = useMemo(() => priorAndAxes(system, problem, quantities), [system, problem, quantities]);
  const shown = frameShown(frame, problem);
  // Frames of the same draws follow each other: under other words, or once the engine is ready.
  const ofFrame = shown?.draws;
  const posterior = useMemo(
    () => (ofFrame === undefined ? null : quantityDraws(ofFrame, dim, quantities)),
    [ofFrame, dim, quantities],
  );
  const ofGhost = ghost === null || ghost.draws === ofFrame ? undefined : ghost.draws;
  const before = useMemo(
    () => (ofGhost === undefined ? null : quantityDraws(ofGhost, dim, quantities)),
    [ofGhost, dim, quantities],
  );
  const ofReference = useMemo(
    () => (reference === null ? null : quantityDraws(reference.draws, dim, quantities)),
    [reference, dim, quantities],
  );
  const ofTruth = useMemo(
    () => (truth === null ? null : quantityDraws(truth, dim, quantities)),
    [truth, dim, quantities],
  );
  return useMemo(
    () => ({
      problem,
      quantities,
      ...ofPrior,
      posterior,
      ghost: before,
      reference: ofReference,
      truth: ofTruth,
      frame: shown,
    }),
    [problem, quantities, ofPrior, posterior, before, ofReference, ofTruth, shown],
  );
}
