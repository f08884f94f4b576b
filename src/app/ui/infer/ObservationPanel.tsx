/** The observation as a plot whose points can be dragged, and everything that makes another observation. */
import { newNoise } from '../../actions/observation.ts';
import { Chart } from '../../plots/Chart.tsx';
import { useApp } from '../hooks/hooks.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import { CounterpartButton } from './CounterpartButton.tsx';
import { FileArrival } from './FileArrival.tsx';
import { Lockable } from '../controls/Lockable.tsx';
import { FileTools } from './FileTools.tsx';
import css from './ObservationPanel.module.css';
import panel from './InferColumn.module.css';
import { NoiseTools } from './NoiseTools.tsx';
import { PointHandles } from './PointHandles.tsx';
import { sourceText } from '../../readout/text/sourceText.ts';
import { useObservationFigure } from './useObservationFigure.ts';

/** @param whole with the tools for noise and files: not on an embedded page */
export function ObservationPanel({ whole = true }: { readonly whole?: boolean }) {
  const system = useApp((state) => state.study.system);
  const observation = useApp((state) => state.observation.current);
  const { figure, summary, pointsDraggable, onHold, tall } = useObservationFigure();
  return (
    <section className={`${panel.panel} ${css.panel}`} aria-label="Observation">
      <div className={css.head}>
        <h3 className={css.title}>Observation</h3>
        <span className={css.source}>{sourceText(observation, pointsDraggable)}</span>
        <div className={css.tools}>
          <CounterpartButton />
          <ActionButton action={newNoise} size="small" />
          {whole ? <NoiseTools /> : null}
        </div>
      </div>
      <Chart
        figure={figure}
        summary={summary}
        name={`${system.id}-observation`}
        className={tall ? `${css.chart} ${css.tall}` : css.chart}
      >
        {(layout) => (pointsDraggable ? <PointHandles layout={layout} onHold={onHold} /> : null)}
      </Chart>
      {whole ? (
        <Lockable control="observation">
          <FileArrival />
          <FileTools />
        </Lockable>
      ) : null}
    </section>
  );
}
