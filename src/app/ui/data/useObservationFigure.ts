/** The figure of the observation: data, bands, picture; its vertical axis stands still while a point is held. */
import { useCallback, useMemo, useState } from 'react';
import type { Observation } from '../../../inference/observation/observation.ts';
import { type ImageData, imageHeight } from '../../plots/imageFigure.ts';
import { leastPointsHeight, observationFigure } from '../../plots/observationFigure.ts';
import { isImage, type ObservationData, verticalRange } from '../../plots/observationRange.ts';
import type { Figure, Size } from '../../plots/types.ts';
import { countOf, observationSummary } from '../../readout/text/observationSummary.ts';
import { useApp, useCovered, useFull, useLocked } from '../hooks/hooks.ts';
import { observationData, withoutHindsight } from '../../readout/figures/observationData.ts';
import { usePlotTheme } from '../hooks/usePlotTheme.ts';
import { type ImageLook, partOf, usualLook } from './imageLook.ts';

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
  /** The height that images need at a width; undefined: the style sheet says it. */
  readonly height: ((width: number) => number) | undefined;
  /** The height that points need at a width, with their key; undefined: `height` says it. */
  readonly least: ((width: number) => number) | undefined;
}

/** @param look of an observation that is an image */
export function useObservationFigure(look: ImageLook = usualLook): ObservationPlot {
  const system = useApp((state) => state.study.system);
  const observation = useApp((state) => state.observation.current);
  const prior = useApp((state) => state.results.priorBands);
  const withoutPosterior = useCovered('posterior');
  const withoutTruth = useCovered('truth');
  const posterior = useApp((state) => (withoutPosterior ? null : state.results.posteriorBands));
  const locked = useLocked('observation');
  const theme = usePlotTheme();
  const full = useFull();
  const data = useMemo(() => {
    const seen = withoutTruth ? withoutPicture(observation) : observation;
    const all = observationData(system, seen, prior, posterior);
    const shown = isImage(all) ? withLook(all, look) : all;
    return full ? shown : withoutHindsight(shown);
  }, [system, observation, withoutTruth, prior, posterior, full, look]);
  const [held, setHeld] = useState<readonly [number, number] | null>(null);
  const figure = useCallback(
    (size: Size) =>
      observationFigure(data, { ...size, plain: !full, ...(held === null ? {} : { verticalRange: held }) }, theme),
    [data, held, theme, full],
  );
  const height = useMemo(
    () => (isImage(data) ? (width: number) => imageHeight(data, width, theme.fontSize) : undefined),
    [data, theme],
  );
  const least = useMemo(
    () => (isImage(data) ? undefined : (width: number) => leastPointsHeight(data, width, !full, theme)),
    [data, full, theme],
  );
  const onHold = useCallback((taken: boolean) => setHeld(taken && !isImage(data) ? verticalRange(data) : null), [data]);
  const known = observation.truth === null ? '' : ' The true parameters are known.';
  return {
    figure,
    summary: `${observationSummary(data)}${known}`,
    pointsDraggable: !locked && data.values.length > 0 && handlesOf(data) <= MOST_HANDLES,
    onHold,
    tall: observation.picture?.kind === 'field',
    height,
    least,
  };
}

/** A brush needs room: the data are then shown alone. */
function withLook(data: ImageData, look: ImageLook): ImageData {
  const part = partOf(look, data.view.shape);
  const alone = look.brush === 'none' ? {} : { posterior: null };
  return { ...data, ...alone, stretch: look.stretch, ...(part === null ? {} : { part }) };
}

/** Without what the process did between the data: a lesson may cover the truth. */
function withoutPicture(observation: Observation): Observation {
  return { ...observation, picture: undefined };
}

/** Points that a hand could move; an image has none. */
function handlesOf(data: ObservationData): number {
  return isImage(data) ? Infinity : countOf(data);
}
