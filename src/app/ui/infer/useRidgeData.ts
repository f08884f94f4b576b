/** The data of the ridge figure on screen. The regions are kept with their draws (layers.ts): only what is new is computed. */
import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { RidgeData } from '../../plots/ridgeFigure.ts';
import { useApp } from '../../store/hooks.ts';
import type { FrameDraws } from './frameDraws.ts';
import { pinnedOn } from './pinnedDraws.ts';
import { ridgeData, ridgeView } from './ridgeData.ts';
import { useRidgeDirections } from './useRidgeDirections.ts';

export function useRidgeData(draws: FrameDraws): RidgeData {
  const pins = useApp((state) => state.pins.pins);
  const view = useApp(useShallow(ridgeView));
  const directions = useRidgeDirections(draws);
  const pinned = useMemo(() => pinnedOn(pins, view.system.id, draws.quantities), [pins, view.system, draws.quantities]);
  return useMemo(() => ridgeData(draws, pinned, view, directions), [draws, pinned, view, directions]);
}
