/** The observation as a plot whose points can be dragged, and everything that makes another observation. */
import { useState } from 'react';
import { newNoise } from '../../actions/observation.ts';
import { Chart } from '../../plots/Chart.tsx';
import { useApp, useFull } from '../hooks/hooks.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import { CounterpartButton } from './CounterpartButton.tsx';
import { FileArrival } from './FileArrival.tsx';
import { Lockable } from '../controls/Lockable.tsx';
import { FileTools } from './FileTools.tsx';
import css from './ObservationPanel.module.css';
import panel from '../infer/InferColumn.module.css';
import { NoiseTools } from './NoiseTools.tsx';
import { DragHint } from './DragHint.tsx';
import { ImageEditing } from './ImageEditing.tsx';
import { usualLook } from './imageLook.ts';
import { ImageTools } from './ImageTools.tsx';
import { OwnData } from './OwnData.tsx';
import { ReadingBar } from './ReadingBar.tsx';
import { PointHandles } from './PointHandles.tsx';
import { ProcessPicture } from './ProcessPicture.tsx';
import { describedText, sourceText } from '../../readout/text/sourceText.ts';
import { useObservationFigure } from './useObservationFigure.ts';
import { always, type Panel, type PanelProps } from '../panels/panel.ts';

export const observationPanel: Panel = {
  id: 'observation',
  column: 'data',
  title: 'Observation',
  offered: always,
  Component: ObservationPanel,
};

function ObservationPanel({ anchor, title, embedded }: PanelProps) {
  const system = useApp((state) => state.study.system);
  const observation = useApp((state) => state.observation.current);
  const [look, setLook] = useState(usualLook);
  const { figure, summary, pointsDraggable, onHold, tall, height, least } = useObservationFigure(look);
  const view = system.view(observation.design);
  const full = useFull() || embedded;
  return (
    <section className={`${panel.panel} ${css.panel}`} aria-label={title} data-anchor={anchor}>
      <div className={css.head}>
        {embedded ? <h3 className={css.title}>{title}</h3> : null}
        <span className={css.source}>
          {full ? sourceText(observation, pointsDraggable) : describedText(system.id, observation)}
        </span>
        {full ? (
          <div className={css.tools}>
            <CounterpartButton />
            <ActionButton action={newNoise} size="small" />
            {embedded ? null : <NoiseTools />}
          </div>
        ) : null}
      </div>
      {/* The field above the data is what the simulator does. */}
      {full || tall ? null : <ProcessPicture />}
      {full && view.kind === 'image' ? <ImageTools view={view} look={look} onLook={setLook} /> : null}
      <Chart
        anchor="figure:observation"
        figure={figure}
        summary={summary}
        name={`${system.id}-observation`}
        height={height}
        least={least}
        className={view.kind === 'image' ? `${css.chart} ${css.images}` : tall ? `${css.chart} ${css.tall}` : css.chart}
      >
        {(layout) =>
          view.kind === 'image' ? (
            <ImageEditing layout={layout} look={look} onLook={setLook} />
          ) : pointsDraggable ? (
            <>
              <PointHandles layout={layout} onHold={onHold} />
              {embedded ? null : <DragHint layout={layout} />}
            </>
          ) : null
        }
      </Chart>
      <Lockable control="observation">
        <ReadingBar />
      </Lockable>
      {embedded ? null : (
        <Lockable control="observation">
          <FileArrival />
          {full ? <FileTools /> : <OwnData draggable={pointsDraggable} />}
        </Lockable>
      )}
    </section>
  );
}
