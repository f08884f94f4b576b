/** The ridge: two quantities against each other, with the curve along which the data cannot tell them apart. */
import { useCallback, useMemo } from 'react';
import { pinRun } from '../../actions/page.ts';
import { Chart } from '../../plots/Chart.tsx';
import { ridgeFigure } from '../../plots/ridgeFigure.ts';
import { striped } from '../../plots/striped.ts';
import type { Size } from '../../plots/types.ts';
import { patch } from '../../store/appStore.ts';
import { useApp, useCovered, useLecture, useTruthFixed, useParts } from '../hooks/hooks.ts';
import { usePlotTheme } from '../hooks/usePlotTheme.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import { Choice } from '../controls/Choice.tsx';
import { Segmented } from '../controls/Segmented.tsx';
import { EllipseGuess } from '../lessons/EllipseGuess.tsx';
import { NetworkVerdict } from '../check/NetworkVerdict.tsx';
import css from './InferColumn.module.css';
import ridge from './RidgePanel.module.css';
import { ridgeAxes } from '../../readout/figures/ridgeAxes.ts';
import { TitleLine } from './TitleLine.tsx';
import { RidgeTruthHandle } from './TruthHandles.tsx';
import { useFrame } from './useFrame.ts';
import { useRidgeData } from './useRidgeData.ts';
import { useStripe } from './useStripe.ts';
import type { Panel, PanelProps } from '../panels/panel.ts';

const scales = [
  { value: 'log', label: 'log' },
  { value: 'linear', label: 'linear' },
] as const;

export const ridgePanel: Panel = {
  id: 'ridge',
  column: 'infer',
  title: 'Ridge',
  full: true,
  tab: { value: 'ridge', label: 'Ridge' },
  offered: ({ study }) => {
    const { offered } = ridgeAxes(study.system, study.problem.design, null);
    return offered.length >= 2 || 'This system has only one parameter, so there is no ridge between parameters.';
  },
  Component: RidgePanel,
};

function RidgePanel({ anchor, title }: PanelProps) {
  const { store } = useParts();
  const system = useApp((state) => state.study.system);
  const design = useApp((state) => state.study.problem.design);
  const chosen = useApp((state) => state.view.ridge);
  const covered = useCovered('posterior');
  const verdict = useApp(({ results }) =>
    covered || results.identifiabilityStale ? null : (results.identifiability?.verdict ?? null),
  );
  const fixed = useTruthFixed();
  const lecture = useLecture();
  const theme = usePlotTheme();
  const { offered, x, y } = useMemo(() => ridgeAxes(system, design, chosen.axes), [system, design, chosen.axes]);
  const quantities = useMemo(
    () => [x, y].map((quantity) => ({ ...quantity, scale: quantity.scale === 'log' ? chosen.scale : quantity.scale })),
    [x, y, chosen.scale],
  );
  const draws = useFrame(quantities);
  const data = useRidgeData(draws);
  const { stripe, marked } = useStripe();
  const figure = useCallback(
    (size: Size) => {
      const truthDraggable = draws.truth !== null && !fixed;
      const build = (inner: Size) => ridgeFigure(data(), { ...inner, truthDraggable, direct: lecture }, theme);
      return striped(build, size, stripe, theme);
    },
    [data, draws.truth, fixed, theme, stripe, lecture],
  );
  const set = (change: Partial<typeof chosen>) => patch(store, 'view', { ridge: { ...chosen, ...change } });
  const options = offered.map(({ key, symbol, label }) => ({ value: key, label: `${symbol} ${label}` }));
  return (
    <section className={`${css.panel} ${css.posterior}`} aria-label={title} data-anchor={anchor}>
      <TitleLine>
        <ActionButton action={pinRun} look="quiet" size="small" iconOnly />
      </TitleLine>
      <div className={ridge.tools}>
        <Choice
          boxed
          label="Horizontal axis"
          value={x.key}
          options={options}
          onChange={(key) => set({ axes: [key, y.key] })}
        />
        <span>against</span>
        <Choice
          boxed
          label="Vertical axis"
          value={y.key}
          options={options}
          onChange={(key) => set({ axes: [x.key, key] })}
        />
        <Segmented
          label="Scale of the axes"
          value={chosen.scale}
          options={scales}
          onChange={(scale) => set({ scale })}
        />
      </div>
      <Chart
        anchor="figure:ridge"
        ahead
        figure={figure}
        summary={`${stripe === null ? '' : `${stripe}. `}${x.label} against ${y.label}: draws and regions of the posterior. ${verdict?.sentence ?? ''}`}
        name={marked(`${system.id}-ridge`)}
        className={css.chart}
      >
        {(layout) => (
          <>
            {fixed ? null : <RidgeTruthHandle layout={layout} draws={draws} />}
            <EllipseGuess layout={layout} />
          </>
        )}
      </Chart>
      {verdict === null ? null : <NetworkVerdict verdict={verdict} />}
    </section>
  );
}
