/**
 * Computes the data of the ridge figure on screen, when it is drawn. The regions are kept with their draws (layers.ts): only what
 * is new is computed.
 */
import { useCallback, useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { RidgeData } from '../../plots/ridgeFigure.ts';
import { useApp } from '../hooks/hooks.ts';
import { referenceView } from '../../readout/figures/cornerData.ts';
import type { FrameDraws } from '../../readout/figures/frameDraws.ts';
import { pinnedOn } from '../../readout/figures/pinnedDraws.ts';
import { ridgeData, ridgeTheory } from '../../readout/figures/ridgeData.ts';
import { useRidgeDirections } from './useRidgeDirections.ts';

export function useRidgeData(draws: FrameDraws): () => RidgeData {
  const { problem, quantities } = draws;
  const system = useApp((state) => state.study.system);
  const x = useApp((state) => state.observation.current.x);
  const theta = useApp((state) => state.observation.current.truth);
  const pins = useApp((state) => state.pins.pins);
  const reference = useApp(useShallow(referenceView));
  const directions = useRidgeDirections(draws);
  const theory = useMemo(
    () => ridgeTheory(system, problem, quantities, x, theta),
    [system, problem, quantities, x, theta],
  );
  const pinned = useMemo(() => pinnedOn(pins, system.id, quantities), [pins, system, quantities]);
  return useCallback(
    () => ridgeData(draws, pinned, reference, theory, directions),
    [draws, pinned, reference, theory, directions],
  );
}
