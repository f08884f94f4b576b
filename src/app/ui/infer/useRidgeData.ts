/**
 * Computes the data of the ridge figure on screen, when it is drawn. The regions are kept with their draws (layers.ts): only what
 * is new is computed.
 */
import { useCallback, useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { RidgeData } from '../../plots/ridgeFigure.ts';
import { useApp, useCovered } from '../hooks/hooks.ts';
import { referenceView } from '../../readout/figures/cornerData.ts';
import type { FrameDraws } from '../../readout/figures/frameDraws.ts';
import { pinnedOn } from '../../readout/figures/pinnedDraws.ts';
import { NO_THEORY, ridgeData, ridgeTheory } from '../../readout/figures/ridgeData.ts';
import { NO_DIRECTIONS } from '../../readout/figures/ridgeDirections.ts';
import { useRidgeDirections } from './useRidgeDirections.ts';

export function useRidgeData(draws: FrameDraws): () => RidgeData {
  const { problem, quantities } = draws;
  const system = useApp((state) => state.study.system);
  const x = useApp((state) => state.observation.current.x);
  const theta = useApp((state) => state.observation.current.truth);
  const pins = useApp((state) => state.pins.pins);
  const reference = useApp(useShallow(referenceView));
  // What theory and directions say is the answer, too.
  const covered = useCovered('posterior');
  const found = useRidgeDirections(draws);
  const directions = covered ? NO_DIRECTIONS : found;
  const theory = useMemo(
    () => (covered ? NO_THEORY : ridgeTheory(system, problem, quantities, x, theta)),
    [covered, system, problem, quantities, x, theta],
  );
  const pinned = useMemo(() => pinnedOn(pins, system.id, quantities), [pins, system, quantities]);
  return useCallback(
    () => ridgeData(draws, pinned, reference, theory, directions),
    [draws, pinned, reference, theory, directions],
  );
}
