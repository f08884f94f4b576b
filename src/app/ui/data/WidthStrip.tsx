/** How much each reading has told: the width of the posterior against the number of readings, as far as they were shown. */
import { useCallback, useMemo } from 'react';
import { Chart } from '../../plots/Chart.tsx';
import { curvesFigure } from '../../plots/curvesFigure.ts';
import type { Size } from '../../plots/types.ts';
import { readingStream } from '../../readout/network/readingStream.ts';
import { widthCurves } from '../../readout/figures/widthCurves.ts';
import { useApp } from '../hooks/hooks.ts';
import { usePlotTheme } from '../hooks/usePlotTheme.ts';
import css from './WidthStrip.module.css';

export function WidthStrip() {
  const widths = useApp((state) => state.observation.stream.widths);
  const system = useApp((state) => state.study.system);
  const design = useApp((state) => state.study.problem.design);
  const name = useApp((state) => readingStream(state).name);
  const theme = usePlotTheme();
  const data = useMemo(() => widthCurves(widths, system.display(design), name), [widths, system, design, name]);
  const figure = useCallback(
    (size: Size) => curvesFigure(data ?? { axes: ['', ''], curves: [] }, size, theme),
    [data, theme],
  );
  if (data === null) return null;
  return (
    <figure className={css.figure}>
      <figcaption className={css.title}>What each of the {name} told</figcaption>
      <Chart
        figure={figure}
        name={`${system.id}-widths`}
        className={css.chart}
        summary={`Posterior sd over prior sd of ${data.curves.map((curve) => curve.name).join(', ')}, against the number of ${name}.`}
      />
    </figure>
  );
}
