/** The panels of the development page: one figure each, in the sizes that the page gives them. */
import { useCallback, useMemo } from 'react';
import type { PlotTheme, ThemeName } from '../theme/plotTheme.ts';
import { enlarged, plotThemes } from '../theme/plotTheme.ts';
import { Chart } from './Chart.tsx';
import { cornerFigure } from './cornerFigure.ts';
import { amplitude, bias, flatCurve, rates, ratesLayer, ridgeBias, ridgeLayer, gaussianCurve } from './fixtures.ts';
import type { Figure, Size } from './types.ts';

type Styles = Readonly<Record<string, string>>;

interface PanelProps {
  readonly title: string;
  readonly height: number;
  readonly wide?: boolean;
  readonly styles: Styles;
  readonly theme: PlotTheme;
  readonly build: (size: Size, theme: PlotTheme) => Figure;
}

function Panel({ title, height, wide, styles, theme, build }: PanelProps) {
  const figure = useCallback((size: Size) => build(size, theme), [build, theme]);
  return (
    <section className={`${styles.panel} ${wide ? styles.wide : ''}`}>
      <h2>{title}</h2>
      <div style={{ height }}>
        <Chart
          figure={figure}
          name={title.toLowerCase().replaceAll(' ', '-')}
          summary={`${title}, from made-up numbers.`}
        />
      </div>
    </section>
  );
}

const corner2 = (size: Size, theme: PlotTheme) =>
  cornerFigure(
    {
      quantities: [amplitude, bias],
      prior: { curves: [flatCurve(amplitude), flatCurve(bias)], regions: [] },
      posterior: ridgeLayer(0.045, 0.012),
      ghost: ridgeLayer(0.07, 0.05),
      reference: { ...ridgeLayer(0.04, 0), label: 'exact', gap: 0.0123 },
      truth: [2, 1],
    },
    { ...size, truthDraggable: true },
    theme,
  );

const corner3 = (size: Size, theme: PlotTheme) =>
  cornerFigure(
    {
      quantities: rates,
      prior: { curves: rates.map((quantity) => flatCurve(quantity)), regions: [] },
      posterior: ratesLayer(0, 1),
      ghost: ratesLayer(0.5, 1.2),
      reference: { ...ratesLayer(0.2, 0.9), label: 'mcmc', gap: 0.064 },
      truth: [0.3, 0.42, 2],
    },
    { ...size },
    theme,
  );

const corner1 = (size: Size, theme: PlotTheme) => {
  const forcing = { key: 'F', symbol: 'F', label: 'forcing', unit: '', scale: 'linear', range: [6, 10] } as const;
  const layer = (m: number, s: number) => ({ curves: [gaussianCurve(forcing, m, s)], regions: [] });
  return cornerFigure(
    {
      quantities: [forcing],
      prior: { curves: [flatCurve(forcing)], regions: [] },
      posterior: layer(8.05, 0.3),
      ghost: layer(8.2, 0.4),
      reference: { ...layer(8, 0.27), label: 'approx', gap: null },
      truth: [8],
    },
    { ...size, truthDraggable: true },
    theme,
  );
};

const untrained = (size: Size, theme: PlotTheme) =>
  cornerFigure(
    {
      quantities: [amplitude, bias],
      prior: { curves: [flatCurve(amplitude), ridgeBias(0.3)], regions: [] },
      posterior: null,
      ghost: null,
      reference: null,
      truth: null,
    },
    size,
    theme,
  );

interface GalleryProps {
  readonly themeName: ThemeName;
  readonly scale: number;
  readonly styles: Styles;
}

export function Gallery({ themeName, scale, styles }: GalleryProps) {
  const theme = useMemo(() => enlarged(plotThemes[themeName], scale), [themeName, scale]);
  const shared = { styles, theme };
  return (
    <div className={styles.grid}>
      <Panel title="Corner of two" height={470} wide build={corner2} {...shared} />
      <Panel title="Corner of three" height={520} wide build={corner3} {...shared} />
      <Panel title="Corner of one" height={300} wide build={corner1} {...shared} />
      <Panel title="Before training" height={300} build={untrained} {...shared} />
    </div>
  );
}
