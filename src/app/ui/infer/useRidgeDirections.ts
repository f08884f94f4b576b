/**
 * The directions of the ridge view on screen. They take some milliseconds and change little from frame to frame, so they follow
 * at a slower pace.
 */
import { useMemo } from 'react';
import { quantityDraws } from '../../readout/figures/displayDraws.ts';
import { useApp } from '../hooks/hooks.ts';
import type { Telemetry } from '../../store/telemetry.ts';
import { usePaced } from '../hooks/usePaced.ts';
import { type FrameDraws, frameShown } from '../../readout/figures/frameDraws.ts';
import { type Directions, NO_DIRECTIONS, ridgeDirections } from '../../readout/figures/ridgeDirections.ts';

/** Rest between two computations, ms. */
const PACE = 700;

const frameOf = (state: Telemetry) => state.frame;

export function useRidgeDirections({ problem, prior, quantities, axes }: FrameDraws): Directions {
  const system = useApp((state) => state.study.system);
  const frame = usePaced(frameOf, PACE);
  const dim = system.parameters(problem.design).length;
  const draws = frameShown(frame, problem)?.draws ?? null;
  return useMemo(
    () =>
      draws === null ? NO_DIRECTIONS : ridgeDirections(quantityDraws(draws, dim, quantities), prior, quantities, axes),
    [draws, dim, prior, quantities, axes],
  );
}
