/** The figure of the observation: data, bands, picture; its vertical axis stands still while a point is held. */
import { useCallback, useMemo, useState } from 'react';
import { observationFigure } from '../../plots/observationFigure.ts';
import { verticalRange } from '../../plots/observationRange.ts';
import type { Figure, Size } from '../../plots/types.ts';
import { useApp } from '../../store/hooks.ts';
import { usePlotTheme } from '../../theme/usePlotTheme.ts';

/** More points than a hand can tell apart are not offered as handles. */
const MOST_HANDLES = 240;

export interface ObservationPlot {
  readonly figure: (size: Size) => Figure;
  readonly summary: string;
  readonly pointsDraggable: boolean;
  /** Called when a point is taken and let go. */
  readonly onHold: (held: boolean) => void;
  /** The figure has a second panel. */
  readonly tall: boolean;
}

export function useObservationFigure(): ObservationPlot {
  const system = useApp((state) => state.study.system);
  const observation = useApp((state) => state.observation.current);
  const prior = useApp((state) => state.results.priorBands);
  const posterior = useApp((state) => state.results.posteriorBands);
  const theme = usePlotTheme();
  const view = useMemo(() => system.view(observation.design), [system, observation.design]);
  const values = view.space === 'x' ? observation.x : observation.s;
  const data = useMemo(
    () => ({ view, values: values ?? [], prior, posterior, picture: observation.picture ?? null }),
    [view, values, prior, posterior, observation.picture],
  );
  const [held, setHeld] = useState<readonly [number, number] | null>(null);
  const figure = useCallback(
    (size: Size) => observationFigure(data, { ...size, ...(held === null ? {} : { verticalRange: held }) }, theme),
    [data, held, theme],
  );
  const onHold = useCallback((taken: boolean) => setHeld(taken ? verticalRange(data) : null), [data]);
  const points = view.series.reduce((sum, series) => sum + series.index.length, 0);
  const known = observation.truth === null ? '' : ' The parameters behind it are known.';
  return {
    figure,
    summary: `${points} data values against ${view.horizontal.label}, with what prior and posterior predict.${known}`,
    pointsDraggable: values !== null && points <= MOST_HANDLES,
    onHold,
    tall: observation.picture?.kind === 'field',
  };
}
