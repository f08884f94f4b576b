/** The figure of the observation: data, bands, picture; its vertical axis stands still while a point is held. */
import { useCallback, useMemo, useState } from 'react';
import { observationFigure } from '../../plots/observationFigure.ts';
import { isImage, type ObservationData, type PointsData, verticalRange } from '../../plots/observationRange.ts';
import type { Figure, Size } from '../../plots/types.ts';
import { useApp, useLocked } from '../hooks/hooks.ts';
import { observationData } from '../../readout/figures/observationData.ts';
import { usePlotTheme } from '../hooks/usePlotTheme.ts';

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
  const locked = useLocked('observation');
  const theme = usePlotTheme();
  const data = useMemo(
    () => observationData(system, observation, prior, posterior),
    [system, observation, prior, posterior],
  );
  const [held, setHeld] = useState<readonly [number, number] | null>(null);
  const figure = useCallback(
    (size: Size) => observationFigure(data, { ...size, ...(held === null ? {} : { verticalRange: held }) }, theme),
    [data, held, theme],
  );
  const onHold = useCallback((taken: boolean) => setHeld(taken && !isImage(data) ? verticalRange(data) : null), [data]);
  const known = observation.truth === null ? '' : ' The true parameters are known.';
  return {
    figure,
    summary: `${contentText(data)}${known}`,
    pointsDraggable: !locked && data.values.length > 0 && handlesOf(data) <= MOST_HANDLES,
    onHold,
    tall: isImage(data) || observation.picture?.kind === 'field',
  };
}

function contentText(data: ObservationData): string {
  if (!isImage(data)) {
    return `${pointsOf(data)} data values against ${data.view.horizontal.label}, with the predictions of prior and posterior.`;
  }
  const { channels, height, width } = data.view.shape;
  const size = `${height} rows and ${width} columns`;
  const images = channels.length === 1 ? `An image of ${size}` : `${channels.length} images of ${size}`;
  return `${images}, with the mean and the sd of what the posterior predicts.`;
}

function pointsOf({ view }: PointsData): number {
  return view.series.reduce((sum, series) => sum + series.index.length, 0);
}

/** Points that a hand could move; an image has none. */
function handlesOf(data: ObservationData): number {
  return isImage(data) ? Infinity : pointsOf(data);
}
