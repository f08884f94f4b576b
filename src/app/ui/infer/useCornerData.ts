/**
 * Computes the data of the corner figure on screen, when it is drawn. The layers are kept with their draws (layers.ts): only what
 * is new is computed.
 */
import { useCallback, useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { CornerData } from '../../plots/cornerFigure.ts';
import { useApp } from '../hooks/hooks.ts';
import { cornerData, referenceView } from '../../readout/figures/cornerData.ts';
import type { FrameDraws } from '../../readout/figures/frameDraws.ts';
import { focusFound } from '../../readout/concepts/focusQuestion.ts';
import { focusRegion } from '../../readout/figures/focusRegion.ts';
import { pinnedOn } from '../../readout/figures/pinnedDraws.ts';

export function useCornerData(draws: FrameDraws): () => CornerData {
  const system = useApp((state) => state.study.system);
  const { design } = useApp((state) => state.study.problem);
  const pins = useApp((state) => state.pins.pins);
  const zoom = useApp((state) => state.view.zoomed);
  const reference = useApp(useShallow(referenceView));
  const pinned = useMemo(() => pinnedOn(pins, system.id, draws.quantities), [pins, system, draws.quantities]);
  const found = useApp(focusFound);
  const region = useMemo(
    () => focusRegion(found, system, design, draws.quantities),
    [found, system, design, draws.quantities],
  );
  return useCallback(
    () => cornerData(draws, pinned, reference, zoom, region),
    [draws, pinned, reference, zoom, region],
  );
}
