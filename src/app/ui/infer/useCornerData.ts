/** The data of the corner figure. Each layer is computed once for its draws: only what has changed is computed again. */
import { useMemo } from 'react';
import { column } from '../../../inference/posterior/axis.ts';
import type { CornerData } from '../../plots/cornerFigure.ts';
import { useApp } from '../../store/hooks.ts';
import type { QuantityAxis } from './axes.ts';
import { zoomed } from './axes.ts';
import { layerOf, POSTERIOR_MASSES, priorLayer, REFERENCE_MASSES } from './layers.ts';
import type { FrameDraws } from './useFrame.ts';

export function useCornerData({ problem, axes, prior, posterior, ghost, reference, truth }: FrameDraws): CornerData {
  const zoom = useApp((state) => state.view.zoomed);
  const reach = useApp((state) => state.results.gap?.value ?? null);
  const answer = useApp((state) => state.results.reference?.answer);
  const label = answer?.kind === 'reference' ? answer.label : 'exact';

  const ofPrior = useMemo(() => priorLayer(prior, axes, problem), [prior, axes, problem]);
  const ofPosterior = useMemo(
    () => (posterior === null ? null : layerOf(posterior, axes, POSTERIOR_MASSES)),
    [posterior, axes],
  );
  const ofGhost = useMemo(() => (ghost === null ? null : layerOf(ghost, axes, [])), [ghost, axes]);
  const ofReference = useMemo(
    () => (reference === null ? null : layerOf(reference, axes, REFERENCE_MASSES)),
    [reference, axes],
  );
  const quantities = useMemo(() => {
    const values = reference ?? posterior;
    if (!zoom || values === null) return axes.map(({ quantity }) => quantity);
    const near = (axis: QuantityAxis, j: number) =>
      zoomed(axis, column(values, axes.length, j), truth === null ? [] : [truth[j]]).quantity;
    return axes.map(near);
  }, [zoom, axes, reference, posterior, truth]);
  return useMemo(
    () => ({
      quantities,
      prior: ofPrior,
      posterior: ofPosterior,
      ghost: ofGhost,
      reference: ofReference === null ? null : { ...ofReference, label, gap: reach },
      truth,
    }),
    [quantities, ofPrior, ofPosterior, ofGhost, ofReference, label, reach, truth],
  );
}
