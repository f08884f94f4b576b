/** The flow: what the network does to its base noise, layer by layer, for the observation on screen. */
import { Pause, Play } from 'lucide-react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { UNTRANSFORMED } from '../../../inference/correction/posteriorTransform.ts';
import { transformMarks } from '../../../inference/correction/marks.ts';
import { Chart } from '../../plots/Chart.tsx';
import { flowFigure } from '../../plots/flowFigure.ts';
import type { Size } from '../../plots/types.ts';
import { flowData, flowPair, flowStop, flowStops, flowTraced } from '../../readout/figures/flowShown.ts';
import { flowNotes, stopSentence, stopText } from '../../readout/text/flowText.ts';
import { patch } from '../../store/appStore.ts';
import type { FlowView } from '../../store/flowSlice.ts';
import { Button } from '../controls/Button.tsx';
import { Choice } from '../controls/Choice.tsx';
import { useApp, useParts, useTelemetry } from '../hooks/hooks.ts';
import { usePlotTheme } from '../hooks/usePlotTheme.ts';
import { always, type Panel, type PanelProps } from '../panels/panel.ts';
import css from './ConceptPanel.module.css';

export const flowPanel: Panel = {
  id: 'flow',
  column: 'infer',
  full: true,
  title: 'Flow',
  tab: { value: 'flow', label: 'Flow' },
  offered: always,
  Component: FlowPanel,
};

/** Time that a layer stays while they are played, ms. */
const PACE = 900;

function FlowPanel({ anchor, title }: PanelProps) {
  const { store } = useParts();
  const study = useApp((state) => state.study);
  const view = useApp((state) => state.view.flow);
  const traced = useApp(flowTraced);
  const truth = useApp((state) => state.observation.current.truth);
  const weighted = useApp((state) => state.results.weighting !== null);
  const altered = useTelemetry(
    ({ frame }) => frame?.exact?.shown === true || transformMarks(frame?.transform ?? UNTRANSFORMED).length > 0,
  );
  const theme = usePlotTheme();
  const [playing, setPlaying] = useState(false);
  const { system, problem } = study;
  const specs = system.parameters(problem.design);
  const stop = traced === null ? 0 : flowStop(traced, view);
  const last = traced === null ? 0 : flowStops(traced);
  const set = useCallback(
    (change: Partial<FlowView>) => {
      const { flow } = store.getState().view;
      patch(store, 'view', { flow: { ...flow, ...change } });
    },
    [store],
  );
  useEffect(() => {
    if (!playing) return undefined;
    // It ends where the posterior is.
    const timer = setTimeout(() => (stop >= last ? setPlaying(false) : set({ layer: stop + 1 })), PACE);
    return () => clearTimeout(timer);
  }, [playing, stop, last, set]);
  const play = () => {
    if (!playing && stop >= last) set({ layer: 0 });
    setPlaying(!playing);
  };
  const figure = useMemo(
    () => (traced === null ? null : (size: Size) => flowFigure(flowData(study, traced, stop, truth), size, theme)),
    [study, traced, stop, truth, theme],
  );
  const pair = flowPair(study, view);
  const options = specs.map(({ key, symbol, label }) => ({ value: key, label: `${symbol} ${label}` }));
  const choose = (place: number, key: string) => {
    const [x, y] = pair.map((j) => specs[j].key);
    // The one that is taken from the other axis changes places with it.
    const axes: [string, string] = place === 0 ? [key, key === y ? x : y] : [key === x ? y : x, key];
    set({ axes });
  };
  return (
    <section className={css.panel} aria-label={title} data-anchor={anchor}>
      <p className={css.lead}>
        A flow makes a posterior of Gaussian noise: invertible maps, one after another, bend it as the observation asks.
      </p>
      {specs.length < 3 ? null : (
        <div className={css.tools}>
          <Choice
            boxed
            label="Horizontal axis"
            value={specs[pair[0]].key}
            options={options}
            onChange={(key) => choose(0, key)}
          />
          <span>and</span>
          <Choice
            boxed
            label="Vertical axis"
            value={specs[pair[1]].key}
            options={options}
            onChange={(key) => choose(1, key)}
          />
        </div>
      )}
      <Chart
        anchor="figure:flow"
        ahead
        figure={figure}
        name={`${system.id}-flow`}
        className={css.chart}
        summary={
          traced === null
            ? 'The flow of the network, layer by layer: there is no network yet.'
            : `The base of the flow pushed to ${stopText(traced, stop)}. ${stopSentence(traced, stop)}`
        }
      />
      {traced === null ? (
        <p className={css.text}>It is shown as soon as there is a network.</p>
      ) : (
        <>
          <div className={css.slider}>
            <Button size="small" onClick={play}>
              {playing ? <Pause size={14} aria-hidden="true" /> : <Play size={14} aria-hidden="true" />}
              {playing ? 'Pause' : 'Play'}
            </Button>
            <input
              type="range"
              className={css.range}
              aria-label="Layer of the flow"
              aria-valuetext={stopText(traced, stop)}
              min={0}
              max={last}
              step={1}
              value={stop}
              onChange={(event) => {
                setPlaying(false);
                set({ layer: Number(event.target.value) });
              }}
            />
            <output>{stopText(traced, stop)}</output>
          </div>
          <p className={css.text}>{stopSentence(traced, stop)}</p>
          {flowNotes(traced, specs.length, altered || weighted).map((note) => (
            <p key={note} className={css.text}>
              {note}
            </p>
          ))}
        </>
      )}
    </section>
  );
}
