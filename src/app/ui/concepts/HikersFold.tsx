/** The likelihood as a landscape: what a climber meets on it, and what is left when only summaries are looked at. */
import { useCallback } from 'react';
import type { Scene } from '../../../inference/diagnostics/landscape/landscape.ts';
import { marginalDensity } from '../../../inference/posterior/density1d.ts';
import { computeLandscape } from '../../actions/concepts.ts';
import { Chart } from '../../plots/Chart.tsx';
import { landscapeFigure } from '../../plots/landscapeFigure.ts';
import type { Size } from '../../plots/types.ts';
import { windowsFigure } from '../../plots/windowsFigure.ts';
import {
  climateNumbers,
  climateText,
  hikeText,
  landscapeSummary,
  sceneText,
  windowsText,
} from '../../readout/concepts/hikersText.ts';
import { landscapeFound, noLandscape, sceneShown } from '../../readout/concepts/landscapeQuestion.ts';
import type { HikersState } from '../../store/conceptsSlice.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import { Choice } from '../controls/Choice.tsx';
import { Fold } from '../controls/Fold.tsx';
import { ProgressBar } from '../controls/ProgressBar.tsx';
import { Slider } from '../controls/Slider.tsx';
import { useApp, useSession } from '../hooks/hooks.ts';
import { usePlotTheme } from '../hooks/usePlotTheme.ts';
import { always, type Panel, type PanelProps } from '../panels/panel.ts';
import css from './Concepts.module.css';

export const hikersPanel: Panel = {
  id: 'hikers',
  column: 'check',
  full: true,
  title: 'Likelihood and climbers',
  offered: always,
  Component: HikersFold,
};

type Found = NonNullable<HikersState['found']>;

function HikersFold({ anchor, title }: PanelProps) {
  const none = useApp(noLandscape);
  const found = useApp(landscapeFound);
  const scene = useApp(sceneShown);
  const progress = useApp((state) => state.concepts.hikers.progress);
  return (
    <Fold anchor={anchor} title={title} summary={found === null ? 'can one climb to the answer?' : ''}>
      <p>
        The log likelihood ln L over one parameter, and climbers that start all over it and go uphill. Where it has many
        local maxima, a search ends on whichever is near.
      </p>
      {none === null ? (
        <>
          <ActionButton action={computeLandscape} size="small" />
          {progress === null ? null : <ProgressBar label="Likelihood and climbers" fraction={progress} />}
          {found === null || scene === null ? null : <Drawn found={found} scene={scene} />}
        </>
      ) : (
        <p className={css.note}>There is nothing to draw here. {none}</p>
      )}
    </Fold>
  );
}

function Drawn({ found, scene }: { readonly found: Found; readonly scene: Scene }) {
  const system = useApp((state) => state.study.system.id);
  const truthKnown = useApp((state) => state.observation.current.truth !== null);
  const theme = usePlotTheme();
  const { landscape, climate } = found;
  const hike = found.hikes[scene.key] ?? null;
  const record = scene.window !== null;
  const figure = useCallback(
    (size: Size) => {
      const draws = climate?.answer.kind === 'reference' ? climate.answer.draws : null;
      const { at, density } =
        draws === null
          ? { at: [], density: [] }
          : marginalDensity(draws, { scale: 'linear', low: -Infinity, high: Infinity });
      return landscapeFigure(
        {
          ...scene,
          truthName: truthKnown ? 'true value' : 'middle of the prior',
          climbers: (hike?.climbs ?? []).map(({ end, height }) => ({ end, height: height + scene.atTruth })),
          beside: draws === null ? null : { curve: { at, density }, name: 'from climate summaries' },
        },
        size,
        theme,
      );
    },
    [scene, hike, climate, truthKnown, theme],
  );
  const summaries = climateNumbers(climate)?.sd ?? null;
  const windows = useCallback(
    (size: Size) => {
      const { scenes } = landscape;
      return windowsFigure(
        {
          windows: scenes.map(({ window }) => window ?? 0),
          maxima: scenes.map(({ maxima }) => maxima),
          widths: scenes.map(({ width }) => width),
          shown: scene.window ?? 0,
          summaries,
        },
        size,
        theme,
      );
    },
    [landscape, scene, summaries, theme],
  );
  const fromSummaries = climateText(climate);
  return (
    <>
      <SceneChoice scenes={landscape.scenes} scene={scene} />
      <Chart
        anchor="figure:landscape"
        figure={figure}
        name={`${system}-likelihood`}
        className={css.figure}
        summary={landscapeSummary(scene, hike, landscape)}
      />
      <p>
        {sceneText(scene)} {hike === null ? '' : hikeText(hike, scene)}
      </p>
      {record ? (
        <>
          <p className={css.note}>
            A record of {landscape.sites} sites that this page makes for the view, from an exactly known start, at the
            true F and the noise of the study. The longer it is, the more it says about F, but in a needle that no local
            search finds.
          </p>
          <Chart
            anchor="figure:windows"
            figure={windows}
            name={`${system}-windows`}
            className={css.low}
            summary={`Number of local maxima and width of the peak at the true F, over the length of the record. ${windowsText(landscape.scenes)}`}
          />
          <p className={css.note}>{windowsText(landscape.scenes)}</p>
          {fromSummaries === null ? null : <p>{fromSummaries}</p>}
        </>
      ) : (
        <p className={css.note}>
          The observed data, with all other parameters held at{' '}
          {truthKnown ? 'their true values' : 'the middle of their priors'}.
        </p>
      )}
    </>
  );
}

/** The window by a slider, a parameter by a menu. */
function SceneChoice({ scenes, scene }: { readonly scenes: readonly Scene[]; readonly scene: Scene }) {
  const session = useSession();
  if (scene.window === null) {
    if (scenes.length === 1) return null;
    const options = scenes.map(({ key, symbol }) => ({ value: key, label: symbol }));
    return (
      <div className={css.line}>
        <span>along</span>
        <Choice
          label="Parameter"
          value={scene.key}
          options={options}
          onChange={(key) => session.hikers.show(key)}
          boxed
        />
      </div>
    );
  }
  const last = scenes[scenes.length - 1].window ?? 1;
  return (
    <div>
      <span className={css.note}>
        Window T = {scene.window} time unit{scene.window === 1 ? '' : 's'}
      </span>
      <Slider
        labels={['Window T']}
        values={[scene.window]}
        low={1}
        high={last}
        scale="linear"
        unit="time units"
        whole
        onChange={([window]) => session.hikers.show(String(Math.round(window)))}
      />
    </div>
  );
}
