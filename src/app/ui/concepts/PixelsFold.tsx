/** What the network learnt of an image: how far each pixel moves the posterior mean of a quantity. Follows the image while it is open. */
import { useCallback, useEffect, useMemo } from 'react';
import { transformMarks } from '../../../inference/correction/marks.ts';
import { UNTRANSFORMED } from '../../../inference/correction/posteriorTransform.ts';
import { Chart } from '../../plots/Chart.tsx';
import { pixelsFigure, pixelsHeight } from '../../plots/pixelsFigure.ts';
import type { Size } from '../../plots/types.ts';
import { spreadQuantities } from '../../readout/concepts/networkSpreadQuestion.ts';
import { noPixels, pixelsFound, pixelsObstacle, pixelsQuantity } from '../../readout/concepts/pixelsQuestion.ts';
import {
  pixelNumbers,
  pixelsData,
  pixelsNotes,
  pixelsSentence,
  pixelsSummary,
} from '../../readout/concepts/pixelsText.ts';
import { patch } from '../../store/appStore.ts';
import type { FoundPixels, PixelsState } from '../../store/conceptsSlice.ts';
import { Fold } from '../controls/Fold.tsx';
import { ProgressBar } from '../controls/ProgressBar.tsx';
import { Segmented } from '../controls/Segmented.tsx';
import { useApp, useParts, useTelemetry } from '../hooks/hooks.ts';
import { usePlotTheme } from '../hooks/usePlotTheme.ts';
import { always, type Panel, type PanelProps } from '../panels/panel.ts';
import css from './Concepts.module.css';

export const pixelsPanel: Panel = {
  id: 'pixels',
  column: 'check',
  full: true,
  title: 'What did it learn?',
  offered: always,
  Component: PixelsFold,
};

function PixelsFold({ anchor, title }: PanelProps) {
  const { store } = useParts();
  const study = useApp((state) => state.study);
  const none = useApp(noPixels);
  const obstacle = useApp(pixelsObstacle);
  const found = useApp(pixelsFound);
  const quantity = useApp((state) => pixelsQuantity(state).key);
  const progress = useApp((state) => state.concepts.pixels.progress);
  const set = useCallback(
    (change: Partial<PixelsState>) => {
      patch(store, 'concepts', { pixels: { ...store.getState().concepts.pixels, ...change } });
    },
    [store],
  );
  // Nothing is computed for a view that is not there.
  useEffect(() => () => set({ open: false }), [set]);
  return (
    <Fold
      anchor={anchor}
      title={title}
      summary={none === null ? 'which pixels move the answer' : ''}
      onToggle={(open) => set({ open })}
    >
      {none === null ? (
        <>
          <p>
            How far each pixel moves the posterior mean: in posterior sd, if this pixel alone became brighter by one sd
            of its noise. Red: the mean rises; blue: it falls.
          </p>
          <Segmented
            wide
            label="Mean of"
            value={quantity}
            options={spreadQuantities(study).map(({ key, symbol, label }) => ({
              value: key,
              label: symbol,
              help: `Posterior mean of ${symbol}, ${label}.`,
            }))}
            onChange={(shown) => set({ shown })}
          />
          {obstacle === null ? null : <p className={css.note}>{obstacle}</p>}
          {progress === null ? null : <ProgressBar label="Pixels" fraction={progress} />}
          {found === null || obstacle !== null ? null : <Pixels found={found} />}
        </>
      ) : (
        <p className={css.note}>There is nothing to show here. {none}</p>
      )}
    </Fold>
  );
}

function Pixels({ found }: { readonly found: FoundPixels }) {
  const study = useApp((state) => state.study);
  const concepts = useApp((state) => state.concepts);
  const before = useApp((state) => state.observation.id !== found.observation);
  const weighted = useApp((state) => state.results.weighting !== null);
  const transformed = useTelemetry(
    ({ frame }) => frame?.exact?.shown === true || transformMarks(frame?.transform ?? UNTRANSFORMED).length > 0,
  );
  const theme = usePlotTheme();
  const data = useMemo(() => pixelsData({ study, concepts }, found), [study, concepts, found]);
  const figure = useCallback((size: Size) => pixelsFigure(data, size, theme), [data, theme]);
  const height = useCallback((width: number) => pixelsHeight(data, width, theme.fontSize), [data, theme]);
  if (found.pixels.step === 0) {
    return <p className={css.note}>The network has learnt nothing yet: train it, and see what it looks at.</p>;
  }
  const { masked } = pixelNumbers(data.effect);
  return (
    <>
      <Chart
        anchor="figure:pixels"
        figure={figure}
        height={height}
        name={`${study.system.id}-pixels`}
        className={css.image}
        summary={pixelsSummary(data)}
      />
      <p>{pixelsSentence(data)}</p>
      {pixelsNotes(found, masked, { altered: transformed || weighted, before }).map((note) => (
        <p key={note} className={css.note}>
          {note}
        </p>
      ))}
    </>
  );
}
