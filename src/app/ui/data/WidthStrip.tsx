/** How much each reading has told: the width of the posterior against the number of readings, as far as they were shown. */
import { useCallback, useMemo } from 'react';
import { Chart } from '../../plots/Chart.tsx';
import { curvesFigure } from '../../plots/curvesFigure.ts';
import type { Size } from '../../plots/types.ts';
import { readingStream } from '../../readout/network/readingStream.ts';
import { widthCurves } from '../../readout/figures/widthCurves.ts';
import { useApp } from '../hooks/hooks.ts';
import { usePlotTheme } from '../hooks/usePlotTheme.ts';
import type { Panel, PanelProps } from '../panels/panel.ts';
import css from './WidthStrip.module.css';

const FEWEST = 'Readings come one by one in designs that say so; play them.';

export const readingWidthsPanel: Panel = {
  id: 'reading-widths',
  column: 'data',
  full: true,
  title: 'What each reading told',
  // One point is no curve.
  offered: ({ observation }) => (observation.stream.widths.network.size < 2 ? FEWEST : true),
  Component: WidthStrip,
};

function WidthStrip({ anchor, title }: PanelProps) {
  const widths = useApp((state) => state.observation.stream.widths);
  const system = useApp((state) => state.study.system);
  const design = useApp((state) => state.study.problem.design);
  const name = useApp((state) => readingStream(state).name);
  const theme = usePlotTheme();
  const data = useMemo(() => widthCurves(widths, system.display(design), name), [widths, system, design, name]);
  const figure = useCallback((size: Size) => curvesFigure(data, size, theme), [data, theme]);
  return (
    <figure className={css.figure} data-anchor={anchor} aria-label={title}>
      <figcaption className={css.title}>{title} (straight lines where some were skipped)</figcaption>
      <Chart
        figure={figure}
        name={`${system.id}-widths`}
        className={css.chart}
        summary={`Posterior sd over prior sd of ${data.curves.map((curve) => curve.name).join(', ')}, against the number of ${name}.`}
      />
    </figure>
  );
}
